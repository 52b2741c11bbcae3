"""Hears in a text what a rule may be about: the concepts of concepts/<language>.toml. It judges nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.privacy.hearing import WordLists
from content.privacy.plain import Plain
from content.search.fold import words
from content.search.frequent import LANGUAGES

_FOLDER = Path(__file__).with_name("concepts")
MOST = 12_000  # characters that are read; a message has 4,096
_GLUED = re.compile(r"^(?:وال|فال|بال|كال|ولل|لل|ال|و|ف|ب|ل)(?=...)")  # Arabic words are written onto the next one


@dataclass(frozen=True)
class Heard:
    """A concept that was heard, at which words of the text it begins and ends (the last one included)."""

    name: str
    first: int
    last: int


def plain_words(text: str) -> list[str]:
    """Return the folded words of `text`, with what hides them from a machine undone ("m3rcury", "m e r c u r y")."""
    return words(Plain.of(text[:MOST]).spelled_out().letters_for_digits().text)


def hear(typed: Sequence[str], language: str) -> list[Heard]:
    """Return the concepts heard in folded words, in order; long words of other languages are heard too."""
    found = dict.fromkeys((one.name, one.first, one.last) for one in _lists().hear(typed, language))
    bare = [_GLUED.sub("", word) for word in typed]
    if bare != list(typed):
        found |= dict.fromkeys((one.name, one.first, one.last) for one in _lists().hear(bare, "ar"))
    return [Heard(*one) for one in sorted(found, key=lambda one: (one[1], one[2], one[0]))]


@lru_cache(maxsize=1)
def _lists() -> WordLists:
    lists: Mapping[str, Mapping[str, str]] = {code: read_toml(_FOLDER / f"{code}.toml") for code in LANGUAGES}
    return WordLists(lists)
