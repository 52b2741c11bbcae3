"""Finds the listed word that a mistyped word was meant to be: one letter wrong, missing, too many or swapped.

It knows no language; it is told which words are listed, and which words are right as they stand.
"""

from bisect import bisect_left
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 6  # letters of a listed word; shorter ones have too many honest neighbours
_HEAD = 3
_LAST = "\U0010ffff"  # behind every letter


class Spelling:
    """Looks up mistyped words among listed words and listed beginnings of words."""

    def __init__(self, words: Iterable[str], beginnings: Iterable[str]) -> None:
        """Take the listed words and beginnings, folded."""
        self._words = _Listed(words)
        self._beginnings = _Listed(beginnings)

    def near_words(self, typed: str) -> set[str]:
        """Return the listed words one slip away from `typed` that begin with the same letter."""
        return self._words.near(typed) if len(typed) <= self._words.longest + 1 else set()

    def near_beginnings(self, typed: str) -> set[str]:
        """Return the listed beginnings one slip away from a beginning of `typed`, with the same first letter."""
        found: set[str] = set()
        for length in range(SHORTEST - 1, min(len(typed), self._beginnings.longest + 1) + 1):
            found |= self._beginnings.near(typed[:length])
        return found


class _Listed:
    """Words by their head and by what follows it: one slip leaves one of the two as it was.

    Two letters that are swapped across the end of the head still leave what follows the next letter. What is longer
    than `longest` by more than one letter is near none of them; without this bound a text that is one endless word
    would hold up everybody for seconds.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._sorted = sorted({word for word in words if len(word) >= SHORTEST})
        # The words that end alike are one string: most are one word, and a list of it takes more room.
        self._by_tail: dict[str, str] = {}
        for word in self._sorted:
            tail = word[0] + word[_HEAD + 1 :]
            self._by_tail[tail] = f"{self._by_tail[tail]} {word}" if tail in self._by_tail else word
        self.longest = max(map(len, self._sorted), default=0)

    def near(self, typed: str) -> set[str]:
        """Return the words one slip away that begin with the same letter."""
        if len(typed) < SHORTEST - 1:
            return set()
        listed = self._begun(typed[:_HEAD])
        for at in (_HEAD, _HEAD + 1, _HEAD + 2):
            if alike := self._by_tail.get(typed[0] + typed[at:]):
                listed += alike.split()
        if not listed:
            return set()
        return {word for word, _, _ in process.extract(typed, listed, scorer=OSA.distance, score_cutoff=1, limit=None)}

    def _begun(self, head: str) -> list[str]:
        begin = bisect_left(self._sorted, head)
        return self._sorted[begin : bisect_left(self._sorted, head + _LAST, begin)]
