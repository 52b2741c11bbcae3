"""Guesses which of the seven languages a text is written in, from its script, its words and its endings.

It knows the frequent words (frequent.toml) and the glossary's forms; it keeps nothing of a text.
"""

import re
from functools import lru_cache

from content.search.fold import words
from content.search.frequent import LANGUAGES, plain, weightless
from content.search.glossary import glossary
from content.search.learned.recent import Recent

_LOOKED_AT = 60  # words; more do not make the guess better
FEWEST_LETTERS = 2
_TOO_LITTLE = 0.45  # points; below, the default speaks
_HOME = 0.3  # points for the default, so that it wins a draw
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ARABIZI = re.compile(r"(?=.*[a-z]{2})(?:[a-z]+[235679]|[2379](?=[a-z]{2}))[a-z235679]*")
_SIGNS = (
    ("pt", re.compile(r"[ãõ]|ç[aoõu]|lh[aeoã]|nh[aeoã]|cao\b|coes\b", re.I), 0.7),
    ("es", re.compile(r"[ñ¿¡]|ci[oó]n\b|\bll|[aei]ll[aoe]", re.I), 0.7),
    ("es", re.compile(r"[íóú]", re.I), 0.4),
    ("pt", re.compile(r"[íóúâêô]", re.I), 0.4),
    ("fr", re.compile(r"[èêëîïœûÿ]|\b[cdjlmnst]['’](?=[a-zéèêàâœ])|eaux?\b|[aeo]ux\b|ment\b|tion\b", re.I), 0.6),
    ("sw", re.compile(r"\b(?:ni|u|a|tu|wa|i|ki|li|zi|ha)(?:na|me|li|ta)[a-z]{3,}|ng'|\bku[a-z]+[aei]\b", re.I), 0.6),
    ("id", re.compile(r"\b(?:meng|meny|mem|peng|pem|ber|ter|di)[a-z]{4,}|(?<=[a-z]{3})(?:nya|kan|ng)\b", re.I), 0.4),
    ("en", re.compile(r"\b(?:wh|th)[aeiy]|[a-z]ing\b|ght\b|[a-z]ck\b|\bsh[a-z]{2}", re.I), 0.4),
)

Speakers = tuple[tuple[str, float], ...]


def guess(text: str, *, default: str) -> str:
    """Return the language `text` is most likely written in; `default` when there is too little to tell.

    Digits alone tell nothing, whatever their script, and no single letter does.
    """
    if sum(letter.isalpha() for letter in text) < FEWEST_LETTERS:
        return default
    if _ARABIC_LETTER.search(text) and len(_ARABIC_LETTER.findall(text)) * 3 >= len(_LATIN_LETTER.findall(text)):
        return "ar"
    points = dict(zip(LANGUAGES, _RECENT.recall(text, lambda: _points(text)), strict=True))
    if max(points.values()) < _TOO_LITTLE:
        return default
    if default in points:
        points[default] += _HOME
    return max(points, key=lambda language: points[language])


_RECENT: Recent[tuple[float, ...]] = Recent()


def _points(text: str) -> tuple[float, ...]:
    """Return how strongly each of LANGUAGES speaks in `text`."""
    points = dict.fromkeys(LANGUAGES, 0.0)
    known = _speakers()
    for token in words(text[:1000])[:_LOOKED_AT]:
        for language, weight in known.get(token, ()):
            points[language] += weight
        if _ARABIZI.fullmatch(token):
            points["ar"] += 0.8
    for language, sign, weight in _SIGNS:
        points[language] += weight * min(len(sign.findall(text[:1000])), 4)
    return tuple(points.values())


@lru_cache(maxsize=1)
def _speakers() -> dict[str, Speakers]:
    """Return for each known word how strongly it speaks for each language that has it."""
    spoken: dict[str, Speakers] = {}
    book = glossary()
    # What is spoken alike stands in memory once.
    same: dict[Speakers, Speakers] = {}
    for language in LANGUAGES:
        small = weightless()[language]
        for word in {*book.words(language), *plain()[language], *small}:
            who = (*spoken.get(word, ()), (language, 1.0 if word in small else 0.8))
            spoken[word] = same.setdefault(who, who)
    shared: dict[Speakers, Speakers] = {
        who: tuple((language, weight / len(who) ** 1.5) for language, weight in who) for who in same
    }
    return {word: shared[who] for word, who in spoken.items()}
