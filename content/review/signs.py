"""How a text is written, beside its words: what is personal in it, numbers, capitals, addresses, a question. Pure."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from content.privacy import Mark
from content.privacy.spoken import says_number
from content.review.concepts import MOST
from content.search.fold import words

SIGN = "sign "  # begins what tells of persons and places, not of dangers
_ASKED = re.compile(r"[?؟]")
_COUNTS, _ROWS = (3, 5, 8), (2, 4, 6)  # so many numbers in all, and in a row, are signs each
_WRITTEN = (
    ("long number", re.compile(r"\d{5}")),
    ("two capitals", re.compile(r"(?<=[^\W\d_A-Z,;] )[A-ZÉÁ]\w{2,} [A-ZÉÁ]\w{2,}")),
    ("address", re.compile(r"[@_/]")),
)


def signs(text: str, marks: Iterable[Mark]) -> frozenset[str]:
    """Return the signs that a text shows, as short names; `marks` are what was found personal in it."""
    read = text[:MOST]
    found = (*(f"marked {mark.kind}" for mark in marks), *_of_numbers(read), *_of_writing(read))
    asked = ["asked"] if _ASKED.search(read) else []
    return frozenset([*(SIGN + name for name in found), *asked])


def _of_writing(text: str) -> Iterator[str]:
    return (name for name, shape in _WRITTEN if shape.search(text))


def _of_numbers(text: str) -> Iterator[str]:
    numbers = [says_number(word) for word in words(text)]
    longest = max((sum(1 for _ in row) for is_number, row in groupby(numbers) if is_number), default=0)
    yield from (f"numbers {count}" for count in _COUNTS if sum(numbers) >= count)
    yield from (f"numbers in a row {count}" for count in _ROWS if longest >= count)
