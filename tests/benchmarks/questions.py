"""What the people of the benchmarks ask: the questions that the search is judged by, in all languages."""

import csv
from functools import cache
from pathlib import Path

from content.guidance.library import Library
from content.search.answer import Finder
from content.search.emergency import alarm

FILE = Path(__file__).parents[1] / "content" / "search" / "questions.tsv"


@cache
def questions() -> tuple[tuple[str, str], ...]:
    """Return (language, question) of every line."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple((row["language"], row["question"]) for row in csv.DictReader(lines, delimiter="\t"))


@cache
def plain_questions() -> tuple[str, ...]:
    """Return the questions that are answered with exactly one message: no alarm, no price."""
    finder = Finder.load(Library.load())
    return tuple(
        text
        for _, text in questions()
        if not alarm(text) and not any(hit.kind == "tool" for hit in finder.find(text, language="en").hits)
    )
