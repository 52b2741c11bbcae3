"""What is flagged in texts of others as they must be, and what harmless text gets any flag.

`python -m tests.benchmarks.dangers`. The texts are those of `judged.py`; nothing is learned from them.
"""

import time
from collections import Counter

import click

from content.review.rules import rules
from content.reviewing import found_flags
from content.search.frequent import LANGUAGES
from tests.benchmarks.judged import WRITERS, judged

MESSAGE = 4096
HOSTILE = (
    "a",
    "a ",
    "burn ",
    "never burn the amalgam ",
    "m3rcury ",
    "a b ",
    "زئبق ",
    "1 ",
    "\u202e",
    "cyanide/",
    "né ",
)


@click.command()
def main() -> None:
    """Count hits per flag and language, false alarms, and time texts."""
    by_flag: Counter[str] = Counter()
    wanted_of: Counter[str] = Counter()
    for writer in WRITERS:
        for language in LANGUAGES:
            click.echo(f"{writer} {_language(writer, language, by_flag, wanted_of)}")
    for rule in rules():
        click.echo(f"{rule.name:20} {by_flag[rule.name]} of {wanted_of[rule.name]}")
    slowest, seed = max((_time_ms((seed * MESSAGE)[:MESSAGE]), seed) for seed in HOSTILE)
    click.echo(f"slowest of {len(HOSTILE)} hostile texts of {MESSAGE} characters: {slowest:.0f} ms ({seed!r})")


def _language(writer: str, language: str, by_flag: Counter[str], wanted_of: Counter[str]) -> str:
    counts: Counter[str] = Counter()
    for story in judged(writer, language):
        wanted = story.flags
        start = time.perf_counter()
        found = set(found_flags(story.text, language))
        counts["us"] += round((time.perf_counter() - start) * 1e6)
        by_flag.update(wanted & found)
        wanted_of.update(wanted)
        counts.update(texts=1, wanted=len(wanted), hits=len(wanted & found))
        counts.update(bad=bool(wanted), any=bool(wanted & found))
        counts.update(harmless=story.is_harmless, false=story.is_harmless and bool(found))
    return (
        f"{language}: texts found {counts['any']} of {counts['bad']}, flags {counts['hits']} of {counts['wanted']}, "
        f"false {counts['false']} of {counts['harmless']}, {counts['us'] / counts['texts'] / 1000:.2f} ms a text"
    )


def _time_ms(text: str) -> float:
    """Return the best of three, so that a busy machine counts less."""
    times = []
    for _ in range(3):
        start = time.process_time()
        found_flags(text, "en")
        times.append((time.process_time() - start) * 1000)
    return min(times)


if __name__ == "__main__":
    main()
