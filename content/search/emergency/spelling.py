"""Finds the listed word that a mistyped word was meant to be: one letter wrong, missing, too many or swapped.

It knows no language; it is told which words are listed, and which words are right as they stand.
"""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

SHORTEST = 6  # letters of a listed word; shorter ones have too many honest neighbours
_HEAD = 4


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
    """Words by their gaps: two words one slip apart have one in common.

    What is longer than `longest` by more than one letter is near none of them; without this bound a text that is one
    endless word would hold up everybody for seconds.
    """

    def __init__(self, words: Iterable[str]) -> None:
        # The words that a gap stands for are one string: most are one word, and a list of it takes more room.
        self._by_gap: dict[str, str] = {}
        for word in words:
            for gap in _gaps(word, len(word)) if len(word) >= SHORTEST else ():
                self._by_gap[gap] = f"{self._by_gap[gap]} {word}" if gap in self._by_gap else word
        self._heads = {gap[:_HEAD] for gap in self._by_gap}
        self.longest = max(map(len, self._by_gap), default=0)

    def near(self, typed: str) -> set[str]:
        """Return the words one slip away that begin with the same letter."""
        # A word whose head stands nowhere can only be meant when the slip is in the head.
        until = len(typed) if typed[:_HEAD] in self._heads else _HEAD
        return {
            word
            for gap in _gaps(typed, until)
            if gap in self._by_gap
            for word in self._by_gap[gap].split()
            if word[0] == typed[0] and OSA.distance(word, typed, score_cutoff=1) <= 1
        }


def _gaps(word: str, until: int) -> Iterator[str]:
    """Yield `word`, and `word` without one of its letters before `until`, the first letter excepted."""
    yield word
    for at in range(1, min(until, len(word))):
        yield word[:at] + word[at + 1 :]
