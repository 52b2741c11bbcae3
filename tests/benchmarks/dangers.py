"""What dangers are found in texts of others, and what harmless text gets any flag.

`python -m tests.benchmarks.dangers`. The texts are those of `judged.py`; nothing is learned from them.
"""

import time
from collections import Counter

import click

from content.review import flags
from content.review.rules import rules
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
@click.option("--misses", is_flag=True, help="Print the numbers of the lines that were missed or falsely flagged.")
def main(misses: bool) -> None:
    """Count hits per flag and language, false alarms, and time texts."""
    by_flag: Counter[str] = Counter()
    wanted_of: Counter[str] = Counter()
    for writer in WRITERS:
        for language in LANGUAGES:
            click.echo(f"{writer} {_language(writer, language, by_flag, wanted_of, misses=misses)}")
    for rule in rules():
        click.echo(f"{rule.name:20} {by_flag[rule.name]} of {wanted_of[rule.name]}")
    slowest, seed = max((_time_ms((seed * MESSAGE)[:MESSAGE]), seed) for seed in HOSTILE)
    click.echo(f"slowest of {len(HOSTILE)} hostile texts of {MESSAGE} characters: {slowest:.0f} ms ({seed!r})")


def _language(writer: str, language: str, by_flag: Counter[str], wanted_of: Counter[str], *, misses: bool) -> str:
    counts: Counter[str] = Counter()
    known = {rule.name for rule in rules()}
    for story in judged(writer, language):
        wanted = story.flags & known
        start = time.perf_counter()
        found = {flag.name for flag in flags(story.text, language)}
        counts["us"] += round((time.perf_counter() - start) * 1e6)
        by_flag.update(wanted & found)
        wanted_of.update(wanted)
        counts.update(texts=1, wanted=len(wanted), hits=len(wanted & found))
        counts.update(bad=bool(wanted), any=bool(wanted & found))
        counts.update(harmless=story.is_harmless, false=story.is_harmless and bool(found))
        if misses and (wanted - found or (story.is_harmless and found)):
            click.echo(f"{writer} {language}:{story.line} missed {sorted(wanted - found)} found {sorted(found)}")
    return (
        f"{language}: texts found {counts['any']} of {counts['bad']}, flags {counts['hits']} of {counts['wanted']}, "
        f"false {counts['false']} of {counts['harmless']}, {counts['us'] / counts['texts'] / 1000:.2f} ms a text"
    )


def _time_ms(text: str) -> float:
    """Return the best of three, so that a busy machine counts less."""
    times = []
    for _ in range(3):
        start = time.process_time()
        flags(text, "en")
        times.append((time.process_time() - start) * 1000)
    return min(times)


if __name__ == "__main__":
    main()
