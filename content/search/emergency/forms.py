"""Under which forms a typed word is looked up: Swahili verbs by who and when, Arabic without what is glued on.

"amezimia" (he has fainted) is also "a:zimia", "limeporomoka" (it has collapsed) "i:poromoka", "hajibu" (he does
not answer) "n:jibu", "kuzimia" (to faint, when fainting) "k:zimia". Arabic in Latin letters is also "~" and its
consonants.
"""

import re
from collections.abc import Iterator

from content.search.arabizi import consonants_of_latin, consonants_of_script

CONSONANTS_NEEDED = 3

_OBJECT = r"(?:ni|ku|mw|mu|m|tu|wa|ki|li|vi|zi|ya|i|u|ji)?"
_MOODS = (
    ("a", re.compile(r"(?:ni|n|a|tu|m|mw|wa|u|ba)(?:mesha|lisha|me|li|na|ta|ka|nazidi)" + _OBJECT + r"([a-z]{3,})")),
    ("a", re.compile(r"(?:kasha|washa|asha|nisha|tusha|ka|naka)" + _OBJECT + r"([a-z]{3,})")),
    ("i", re.compile(r"(?:i|li|ya|u|ki|vi|zi|ku|pa)(?:mesha|lisha|me|li|na|ta|ka)" + _OBJECT + r"([a-z]{3,})")),
    ("n", re.compile(r"(?:ha|hawa|si|hatu|ham)(?:ja|ku|ta)?" + _OBJECT + r"([a-z]{3,})")),
    ("o", re.compile(r"(?:hai|hali|haya|hazi|hau|haki|havi)(?:ja|ku|ta)?" + _OBJECT + r"([a-z]{3,})")),
    ("k", re.compile(r"(?:ku|kw|hu)" + _OBJECT + r"([a-z]{3,})")),
    ("k", re.compile(r"(?:ni|u|a|tu|m|wa|i|li|ya|ki|vi|zi)(?:ki|nge|si|ngali|sipo)" + _OBJECT + r"([a-z]{3,})")),
)
_GLUED = re.compile(r"^(?:وال|فال|بال|كال|ولل|لل|ال|و|ف|ب|ل|ه|ح)(?=..)")
_ARABIC = re.compile(r"[\u0621-\u064a]")


def arabic_skeletons(word: str) -> tuple[str, ...]:
    """Return the key of a listed Arabic word under which its Latin spellings are found; empty when too short."""
    if not _ARABIC.match(word):
        return ()
    consonants = consonants_of_script(word)
    return ("~" + consonants,) if len(consonants) >= CONSONANTS_NEEDED else ()


def forms(word: str, *, swahili: bool, arabizi: bool) -> Iterator[str]:
    """Yield every form under which the folded `word` is looked up, itself first.

    `swahili`, `arabizi`: whether the text may be Swahili, or Arabic in Latin letters.
    """
    yield word
    if _ARABIC.match(word):
        bare = _GLUED.sub("", word)
        while bare != word:
            yield bare
            word, bare = bare, _GLUED.sub("", bare)
        return
    if swahili and len(word) > 5:
        for mood, shape in _MOODS:
            yield from _stems(mood, shape, word)
    if arabizi and len(word) > 3:
        consonants = consonants_of_latin(word)
        if len(consonants) >= CONSONANTS_NEEDED:
            yield "~" + consonants


def _stems(mood: str, shape: re.Pattern[str], word: str) -> Iterator[str]:
    """Yield the stem that `shape` leaves of `word`, with the object marker read as such and as part of the stem."""
    found = shape.fullmatch(word)
    if found is None:
        return
    yield f"{mood}:{found[1]}"
    bare = re.compile(shape.pattern.replace(_OBJECT, "")).fullmatch(word)
    if bare is not None and bare[1] != found[1]:
        yield f"{mood}:{bare[1]}"
