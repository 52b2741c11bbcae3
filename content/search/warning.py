"""Tells whether a text that nobody asked for warns others of a danger, and of which kind, in seven languages. Pure.

A warning has a danger in it and either the way people warn or a place that we know, and asks nothing. One that is not
seen costs little: /hazard is always there; a question taken for a warning would annoy.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.hazards import KINDS, place_in
from content.privacy.hearing import WordLists
from content.review.concepts import plain_words
from content.search.answer import Found, Hit
from content.search.telling import asks

FILE = Path(__file__).with_name("warning.toml")
FEWEST_WORDS, LONGEST = 4, 600
TOOL, MOST_HITS, _OFFERED = "hazard", 5, 0.5
_CUE, _ASKS = "cue", "asks"


def warned_of(text: str, language: str) -> str:
    """Return the kind (of content/hazards.py) that `text` warns others of, "" when it does not warn."""
    if len(text) > LONGEST or asks(text, language):
        return ""
    said = plain_words(text)
    if len(said) < FEWEST_WORDS:
        return ""
    heard = [one.name for one in _lists().hear(said, language)]
    kind = next((name for name in heard if name in KINDS), "")
    return kind if kind and _ASKS not in heard and (_CUE in heard or place_in(text)) else ""


def with_warning(found: Found, text: str) -> Found:
    """Return what was found of a text, and the tool that passes it on when it is a warning: the last of the hits."""
    if found.outcome not in ("sure", "unsure", "none") or not warned_of(text, found.language):
        return found
    hits = (*found.hits[: MOST_HITS - 1], Hit("tool", TOOL, _OFFERED))
    return replace(found, outcome="unsure" if found.outcome == "none" else found.outcome, hits=hits)


@lru_cache(maxsize=1)
def _lists() -> WordLists:
    lists: Mapping[str, Mapping[str, str]] = read_toml(FILE)
    return WordLists(lists)
