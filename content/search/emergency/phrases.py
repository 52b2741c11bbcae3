"""The notation in which the word lists of the emergency check are written; it knows no language.

A phrase is a row of places. A place is a word, or words to choose from ("fell|fallen"), or a named set
("<shaft>"); "suffocat*" is every word that begins so. One other word may stand between two places, up to four
where ".." is written. Phrases are split by commas.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from content.search.fold import fold

_NEXT = 1  # words that may stand between two places
_SET = re.compile(r"<(\w+)>")
_FAR = 4  # the same, where ".." is written


@dataclass(frozen=True)
class Place:
    """One place of a phrase: the words, and the beginnings of words, that may stand in it."""

    words: frozenset[str]
    beginnings: frozenset[str]


@dataclass(frozen=True)
class Phrase:
    """A row of places and, for each after the first, how many words may stand before it."""

    places: tuple[Place, ...]
    leaps: tuple[int, ...]


def read_phrases(text: str, sets: Mapping[str, str], known: dict[str, Place] | None = None) -> Iterator[Phrase]:
    """Yield the phrases in `text`; `sets` are the named sets, as words split by spaces.

    `known` are places that were read before, by how they are written: most stand in many phrases. Raises KeyError for
    a set that is not there.
    """
    known = {} if known is None else known
    for row in text.split(","):
        if row.strip():
            yield _read_row(row.split(), sets, known)


def _read_row(row: list[str], sets: Mapping[str, str], known: dict[str, Place]) -> Phrase:
    places: list[Place] = []
    leaps: list[int] = []
    leap = _NEXT
    for written in row:
        if written == "..":
            leap = _FAR
            continue
        if places:
            leaps.append(leap)
        place = known.get(written)
        if place is None:
            place = known[written] = _read_place(written, sets)
        places.append(place)
        leap = _NEXT
    return Phrase(tuple(places), tuple(leaps))


def _read_place(written: str, sets: Mapping[str, str]) -> Place:
    spelled = _SET.sub(lambda name: "|".join(sets[name[1]].split()), written) if "<" in written else written
    choices = [folded(choice) for choice in spelled.split("|") if choice]
    return Place(
        frozenset(choice for choice in choices if not choice.endswith("*")),
        frozenset(choice[:-1] for choice in choices if choice.endswith("*")),
    )


@cache
def folded(choice: str) -> str:
    """Return a listed word as it is compared; remembered while the lists are read, as most stand in many places."""
    return fold(choice).replace("'", "")
