"""Whether a text can hold amounts at all: it costs a fraction of reading them, and most texts hold none."""

import re

from content.market.lexicon import words_anywhere
from content.market.numerals import PAIRS, PREFIXES, counted_words
from content.search.fold import fold

_DIGITS_OR_WORD = re.compile(r"\d+|[^\W\d_]+")


def may_count(text: str, language: str) -> int:
    """Return how many numbers `text` holds at most, in digits of any script or in the words of `language`."""
    if not text.isascii() and any(sign.isnumeric() and not sign.isdecimal() for sign in text):
        # Signs such as "½" stand for more than one.
        return len(text)
    counted = counted_words(language)
    found: list[str] = _DIGITS_OR_WORD.findall(fold(text))
    times = sum(one in counted or one.isdecimal() for one in found)
    return times + sum(_held_arabic(one, counted) for one in found) if language == "ar" else times


def _held_arabic(word: str, counted: frozenset[str]) -> int:
    """Return how many numbers a word may hold besides being one: a pair, or what a small word is written on to."""
    bare = [word, *(word[len(prefix) :] for prefix in PREFIXES if word.startswith(prefix))]
    for one in bare:
        if one.endswith(PAIRS) and (one[:-2] in counted or one[:-2] in words_anywhere("ar")):
            return 2
    return int(any(one in counted for one in bare[1:]))
