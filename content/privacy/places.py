"""Finds places told more exactly than a district: coordinates, map links and codes, a spot beside something named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.privacy.handles import either
from content.privacy.plain import Plain, Token
from content.privacy.spoken import spoken_digits
from content.search.fold import fold

_FILE = Path(__file__).with_name("places.toml")
_CAPITAL = r"(?-i:(?>[A-ZÀ-Þ][\w'’]{1,30}(?:[ -][A-ZÀ-Þ][\w'’]{1,30}){0,3}))"
_ARABIC = r"[\u0621-\u064A]{3,15}"
_NEAR = 4  # words around digits that are said


@dataclass(frozen=True)
class _Patterns:
    shapes: tuple[re.Pattern[str], ...]
    spots: tuple[re.Pattern[str], ...]
    no_name: frozenset[str]
    points: frozenset[str]
    sides: frozenset[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    table = read_toml(_FILE)
    words = {name: either(listed) for name, listed in table["words"].items()}
    words |= {"capital": _CAPITAL, "arabic": _ARABIC, "name": rf"(?:{_CAPITAL}|{_ARABIC})"}
    return _Patterns(
        tuple(_compiled(shape, words) for shape in table["shape"].values()),
        tuple(_compiled(spot, words) for spot in table["spot"].values()),
        frozenset(map(fold, table["no_name"].split())),
        frozenset(map(fold, table["said"]["point"].split())),
        frozenset(map(fold, table["said"]["side"].split())),
    )


def _compiled(written: str, words: dict[str, str]) -> re.Pattern[str]:
    """Return the pattern written with "<name>" for any word of a list."""
    spelled = re.sub(r"<(\w+)>(?!\w)", lambda name: f"(?:{words[name[1]]})", written.replace("(?P<", "(?P\0"))
    return re.compile(spelled.replace("(?P\0", "(?P<"), re.IGNORECASE)


def places(plain: Plain, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where in the plain text an exact place stands."""
    patterns = _patterns()
    for shape in patterns.shapes:
        for found in shape.finditer(plain.text):
            yield found.span()
    text = plain.lowered() if plain.is_shouted else plain.text
    for spot in patterns.spots:
        for found in spot.finditer(text):
            if _is_name(found["called"], patterns.no_name):
                yield found.span()
    yield from _said_coordinates(tokens, patterns)


def _is_name(called: str | None, no_name: frozenset[str]) -> bool:
    """Return whether a place is called so: a word with a capital, or the first one, is no ordinary one."""
    words = re.findall(r"\w+", called or "")
    return any(fold(word) not in no_name for word in words[:1] + [word for word in words if word[0].isupper()])


def _said_coordinates(tokens: Sequence[Token], patterns: _Patterns) -> Iterator[tuple[int, int]]:
    """Yield coordinates said in words: digits on both sides of "point", with a side of the world near."""
    words = [token.folded for token in tokens]
    numbers = [(said.first, said.last) for said in spoken_digits(tokens)]
    numbers += [(at, at) for at, word in enumerate(words) if word.isdigit()]
    for first, last in numbers:
        around = words[max(0, first - _NEAR) : last + _NEAR + 1]
        if patterns.sides.intersection(around) and patterns.points.intersection(around) and len(around) > _NEAR:
            yield tokens[first].start, tokens[last].end
