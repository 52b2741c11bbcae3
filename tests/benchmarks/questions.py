"""What the people of the benchmarks ask: the questions that the search is judged by, in all languages."""

import csv
from functools import cache
from pathlib import Path

from content.guidance.library import Library
from content.search.answer import Finder
from content.search.emergency import alarm
from content.search.tongue import guess
from handlers.members.cards.two_things import two_things

FILE = Path(__file__).parents[1] / "content" / "search" / "questions.tsv"


@cache
def questions() -> tuple[tuple[str, str], ...]:
    """Return (language, question) of every line."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple((row["language"], row["question"]) for row in csv.DictReader(lines, delimiter="\t"))


@cache
def plain_questions() -> tuple[str, ...]:
    """Return the questions that are answered with exactly one message: no alarm, no price, not two things at once."""
    finder = Finder.load(Library.load())
    return tuple(text for language, text in questions() if not alarm(text) and _is_plain(finder, language, text))


def _is_plain(finder: Finder, usual: str, text: str) -> bool:
    for language in ("en", guess(text, default=usual)):
        found = finder.find(text, language=language)
        if any(hit.kind == "tool" for hit in found.hits) or two_things(finder, text, found, lambda _: True):
            return False
    return True
