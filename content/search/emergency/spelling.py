"""Finds the listed word that a mistyped word was meant to be: one letter wrong, missing, too many or swapped.

It knows no language; it is told which words are listed, and which words are right as they stand.
"""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

SHORTEST = 6  # letters of a listed word; shorter ones have too many honest neighbours


class Spelling:
    """Looks up mistyped words among listed words and listed beginnings of words."""

    def __init__(self, words: Iterable[str], beginnings: Iterable[str]) -> None:
        """Take the listed words and beginnings, folded."""
        self._words = _by_gaps(words)
        self._beginnings = _by_gaps(beginnings)
        # What is longer by more than one letter is near none of them; without this bound a text that is one endless
        # word would hold up everybody for seconds.
        self._longest_word = max(map(len, self._words), default=0)
        self._longest_beginning = max(map(len, self._beginnings), default=0)

    def near_words(self, typed: str) -> set[str]:
        """Return the listed words one slip away from `typed` that begin with the same letter."""
        return _near(typed, self._words) if len(typed) <= self._longest_word + 1 else set()

    def near_beginnings(self, typed: str) -> set[str]:
        """Return the listed beginnings one slip away from a beginning of `typed`, with the same first letter."""
        found: set[str] = set()
        for length in range(SHORTEST - 1, min(len(typed), self._longest_beginning + 1) + 1):
            found |= _near(typed[:length], self._beginnings)
        return found


def _near(typed: str, listed: dict[str, str]) -> set[str]:
    return {
        word
        for gap in _gaps(typed)
        if gap in listed
        for word in listed[gap].split()
        if word[0] == typed[0] and OSA.distance(word, typed, score_cutoff=1) <= 1
    }


def _by_gaps(words: Iterable[str]) -> dict[str, str]:
    """Return the words that each gap stands for, as one string: most are one word, and a list of it takes more room."""
    found: dict[str, str] = {}
    for word in words:
        if len(word) >= SHORTEST:
            for gap in _gaps(word):
                found[gap] = f"{found[gap]} {word}" if gap in found else word
    return found


def _gaps(word: str) -> Iterator[str]:
    """Yield `word` and `word` without one letter."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
