"""What of the personal is found in stories of others, and what is marked that is not personal.

`python -m tests.benchmarks.personal`. The stories are those of `judged.py`.
"""

import time
from collections import Counter

import click

from content.privacy import KINDS, personal
from content.search.frequent import LANGUAGES
from tests.benchmarks.judged import WRITERS, judged

MESSAGE = 4096
# Texts that make a careless pattern try every way: the time for each is printed when it is the longest.
HOSTILE = (
    "a@",
    "1 ",
    "1.",
    "+2",
    "ABC-",
    "AB12",
    "Abc ",
    "a b ",
    "my name is ",
    "behind the ",
    "5 km de la ",
    "telegram: : ",
    "latitude ",
    "1 deg ",
    "Abel Cdef thief ",
    "اسمي ",
    "محمد ",
    "zero ",
    "- ",
    "/",
)


@click.command()
def main() -> None:
    """Count hits, misses and false marks per language, and time texts of 4,096 characters."""
    for writer in WRITERS:
        for language in LANGUAGES:
            click.echo(_line(writer, language))
    slowest, seed = max((_time_ms((seed * MESSAGE)[:MESSAGE]), seed) for seed in HOSTILE)
    click.echo(f"slowest of {len(HOSTILE)} hostile texts of {MESSAGE} characters: {slowest:.0f} ms ({seed!r})")


def _line(writer: str, language: str) -> str:
    counts: Counter[str] = Counter()
    for story in judged(writer, language):
        wanted = story.flags & set(KINDS)
        found = {mark.kind for mark in personal(story.text, language)}
        counts.update(
            wanted=len(wanted),
            hits=len(wanted & found),
            harmless=story.is_harmless,
            false=story.is_harmless and bool(found),
        )
    found_of = f"found {counts['hits']} of {counts['wanted']}"
    return f"{writer} {language}: {found_of}, false {counts['false']} of {counts['harmless']}"


def _time_ms(text: str) -> float:
    """Return the best of three, so that a busy machine counts less."""
    times = []
    for _ in range(3):
        start = time.process_time()
        personal(text, "en")
        times.append((time.process_time() - start) * 1000)
    return min(times)


if __name__ == "__main__":
    main()
