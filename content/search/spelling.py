"""Reads misspelt and shortened words as the known word of a language that is nearest in letters."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.search.stems import stem

_NEEDS = 5  # letters
_TWO_MISTAKES_NEED = 9
_ONE_MISTAKE = 0.8
_TWO_MISTAKES = 0.5
_VOWELS = str.maketrans("", "", "aeiou")


class Spelling:
    """The known words of one language by length."""

    def __init__(self, language: str, known: Iterable[str]) -> None:
        """Take every word of `language` that is spelt right."""
        self.language = language
        self.known = frozenset(known)
        self._stems = frozenset(stem(word, language) for word in self.known)
        self._by_length: dict[int, list[str]] = {}
        self._by_bones: dict[str, str] = {}
        for word in sorted(self.known, key=lambda word: (len(word), word)):
            if len(word) < _NEEDS or word.isdigit():
                continue
            self._by_length.setdefault(len(word), []).append(word)
            bones = word.translate(_VOWELS)
            if len(bones) > 2:
                self._by_bones.setdefault(bones, word)

    def read(self, word: str) -> tuple[str, float]:
        """Return the known word that `word` stands for and how sure that is; the word itself and 1 if none is near."""
        if word in self.known or len(word) < 3 or word.isdigit():
            return word, 1.0
        if len(word) == len(word.translate(_VOWELS)) and word in self._by_bones:
            return self._by_bones[word], _ONE_MISTAKE
        if len(word) < _NEEDS or stem(word, self.language) in self._stems:
            return word, 1.0
        allowed = 2 if len(word) >= _TWO_MISTAKES_NEED else 1
        best = word
        fewest = allowed + 1
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            near = process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=fewest - 1, limit=3
            )
            for candidate, mistakes, _ in near:
                if mistakes < fewest and candidate[0] == word[0]:
                    best, fewest = candidate, int(mistakes)
        return best, {1: _ONE_MISTAKE, 2: _TWO_MISTAKES}.get(fewest, 1.0)
