"""The glossary's forms of one language, ready to be looked up word for word, by stem, by consonants, nearly."""

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.search.arabizi import consonants_of_latin, consonants_of_script
from content.search.fold import words
from content.search.frequent import glue
from content.search.stems import stem

LONGEST = 5  # words of a phrase that are looked up together

_SURE = 1.0
_STEM = 0.95
_CONSONANTS = 0.8
_NEAR = 0.75
_CONSONANTS_NEEDED = 3
_NEAR_NEEDS = 5  # letters; two mistakes need eight

Key = tuple[str, ...]
Claim = tuple[frozenset[str], float]  # the concepts a key stands for, and how sure that is

NOTHING: Claim = (frozenset(), 0.0)


class TongueForms:
    """Looks up phrases of one language; a key that stands for several concepts claims them all."""

    def __init__(self, language: str, forms: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a surface form and the concept it stands for."""
        self.language = language
        self.glue = glue()[language]
        self._surface: dict[Key, set[str]] = {}
        self._stems: dict[Key, set[str]] = {}
        self._consonants: dict[str, set[str]] = {}
        self._by_length: dict[int, list[str]] = {}
        for form, concept in forms:
            self._add(form, concept)

    def _add(self, form: str, concept: str) -> None:
        key = self.reduce(words(form))
        if not key:
            return
        self._surface.setdefault(key, set()).add(concept)
        self._stems.setdefault(self._stem(key), set()).add(concept)
        if len(key) > 1:
            return
        word = key[0]
        if len(word) >= _NEAR_NEEDS:
            self._by_length.setdefault(len(word), []).append(word)
        if self.language == "ar" and not word.isascii():
            bones = consonants_of_script(word)
            if len(bones) >= _CONSONANTS_NEEDED:
                self._consonants.setdefault(bones, set()).add(concept)

    def reduce(self, tokens: Sequence[str]) -> Key:
        """Return the tokens without those that may be skipped inside a phrase."""
        return tuple(token for token in tokens if token not in self.glue)

    def _stem(self, key: Key) -> Key:
        return tuple(stem(token, self.language) for token in key)

    def words(self) -> set[str]:
        """Return every word that stands in a form."""
        return {word for key in self._surface for word in key}

    def claim(self, key: Key) -> Claim:
        """Return what `key` stands for, word for word or by its stems."""
        if found := self._surface.get(key):
            return frozenset(found), _SURE
        if found := self._stems.get(self._stem(key)):
            return frozenset(found), _STEM
        return NOTHING

    def claim_nearly(self, word: str) -> Claim:
        """Return what a misspelt word, or an Arabic word in Latin letters, most likely stands for."""
        if self.language == "ar" and word.isascii():
            bones = consonants_of_latin(word)
            found = self._consonants.get(bones) if len(bones) >= _CONSONANTS_NEEDED else None
            return (frozenset(found), _CONSONANTS) if found else NOTHING
        if len(word) < _NEAR_NEEDS:
            return NOTHING
        mistakes = 2 if len(word) >= 8 else 1
        best: tuple[int, str] | None = None
        for length in range(len(word) - mistakes, len(word) + mistakes + 1):
            hit = process.extractOne(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=mistakes, processor=None
            )
            if hit and hit[0][0] == word[0] and (best is None or hit[1] < best[0]):
                best = (int(hit[1]), hit[0])
        return (frozenset(self._surface[(best[1],)]), _NEAR / best[0]) if best and best[0] else NOTHING
