"""A question about two things at once, told by its parts: each alone is surely about something else. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping

from content.search.answer import Finder, Found, Hit
from content.search.fold import fold

LONGEST = 300
MOST_CUTS = 6
# Words that join two questions, folded; the Arabic "and" is written on to the next word.
_JOINTS: Mapping[str, frozenset[str]] = {
    "en": frozenset(["and", "also", "plus", "then"]),
    "fr": frozenset(["et", "aussi", "puis"]),
    "sw": frozenset(["na", "pia", "halafu"]),
    "es": frozenset(["y", "e", "tambien"]),
    "pt": frozenset(["e", "tambem"]),
    "id": frozenset(["dan", "serta", "juga"]),
    "ar": frozenset(["w", "wa", "كمان", "وكمان", "ايضا"]),
}
_ENDS = re.compile(r"[?؟.;,!،؛]$")


def two_things(finder: Finder, question: str, found: Found, is_shown: Callable[[Hit], bool]) -> tuple[Hit, Hit] | None:
    """Return the two answers to `question`, in the order of its parts; None when it is about one thing.

    Both must be among what the whole question found, so that a part torn out of its sentence brings nothing new.
    """
    near = {hit.id for hit in found.hits if is_shown(hit)}
    if len(near) < 2 or len(question) > LONGEST:
        return None
    for cut, (before, after) in enumerate(_cuts(question, found.language)):
        if cut == MOST_CUTS:
            return None
        first, second = _sure(finder, before, found.language), _sure(finder, after, found.language)
        if first and second and first.id != second.id and {first.id, second.id} <= near:
            return first, second
    return None


def _sure(finder: Finder, part: str, language: str) -> Hit | None:
    found = finder.find(part, language=language, is_calm=True)
    return found.hits[0] if found.outcome == "sure" and found.hits else None


def _cuts(question: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after each joint."""
    words = question.split()
    for at, word in enumerate(words[:-1]):
        if at and fold(word) in _JOINTS.get(language, ()):
            yield " ".join(words[:at]), " ".join(words[at + 1 :])
        elif at and language == "ar" and word.startswith("و") and len(word) > 3:
            yield " ".join(words[:at]), " ".join([word[1:], *words[at + 1 :]])
        elif _ENDS.search(word):
            yield " ".join(words[: at + 1]), " ".join(words[at + 1 :])
