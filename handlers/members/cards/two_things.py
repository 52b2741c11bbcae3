"""A question about two things at once: found so, or told by its parts, each alone about something else. Pure."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping

from content.search.answer import Finder, Found, Hit
from content.search.fold import fold

LONGEST = 300
MOST_CUTS = 3
DANGER = "emg-"
# A part that is less than sure still counts when this share of it points to one subject.
STRONG = 0.45
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

    The best answer to the whole is one of them and the other is near it, so that a part torn out of its sentence
    brings nothing new. A danger is never half of a question.
    """
    if found.together:
        best, next_best, *_ = found.hits
        return (best, next_best) if is_shown(best) and is_shown(next_best) else None
    cuts = list(itertools.islice(_cuts(question, found.language), MOST_CUTS)) if len(question) <= LONGEST else []
    if not cuts:
        return None
    # The whole has just been understood, its parts have not: what is not near it needs no second part.
    near = [hit.id for hit in finder.find(question, language=found.language, is_calm=True, rank_all=True).hits]
    for before, after in cuts:
        first = _answer(finder, before, found.language)
        if first is None or first.id not in near or not is_shown(first):
            continue
        second = _answer(finder, after, found.language)
        if second is None or second.id not in near or second.id == first.id or not is_shown(second):
            continue
        if near[0] in (first.id, second.id):
            return first, second
    return None


def _answer(finder: Finder, part: str, language: str) -> Hit | None:
    """Return what a part of the question is about, when that is clear."""
    found = finder.find(part, language=language, is_calm=True)
    best = found.hits[0] if found.hits else None
    if best is None or best.id.startswith(DANGER):
        return None
    return best if found.outcome == "sure" or (found.outcome == "unsure" and best.score >= STRONG) else None


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
