"""What the people of the benchmarks ask: the questions that the search is judged by, in all languages."""

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "content" / "search" / "questions.tsv"


@cache
def questions() -> tuple[tuple[str, str], ...]:
    """Return (language, question) of every line."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple((row["language"], row["question"]) for row in csv.DictReader(lines, delimiter="\t"))
