"""The glossary's forms of one language, ready to be looked up word for word, by stem, by consonants."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from content.search.arabizi import consonants_of_latin, consonants_of_script
from content.search.fold import words
from content.search.frequent import glue, plain
from content.search.stems import stem

LONGEST = 5  # words of a phrase that are looked up together

_SURE = 1.0
_STEM = 0.95
_CONSONANTS = 0.8
_CONSONANTS_NEEDED = 3
_STEM_NEEDS = 4  # letters; shorter stems of single words meet by chance

K = TypeVar("K")
Key = tuple[str, ...]
Claim = tuple[frozenset[str], float]  # the concepts a key stands for, and how sure that is

_NONE: frozenset[str] = frozenset()
NOTHING: Claim = (_NONE, 0.0)


class TongueForms:
    """Looks up phrases of one language; a key that stands for several concepts claims them all."""

    def __init__(self, language: str, forms: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a surface form and the concept it stands for."""
        self.language = language
        self.glue = glue()[language]
        self._plain = plain()[language]
        self._whole: dict[Key, frozenset[str]] = {}
        self._surface: dict[Key, frozenset[str]] = {}
        self._stems: dict[Key, frozenset[str]] = {}
        self._consonants: dict[str, frozenset[str]] = {}
        self._same: dict[frozenset[str], frozenset[str]] = {}
        for form, concept in forms:
            self._add(form, concept)

    def _add(self, form: str, concept: str) -> None:
        typed = tuple(words(form))
        key = self.reduce(typed)
        if len(key) < len(typed) and len(key) <= 1:
            self._mean(self._whole, typed, concept)
            return
        if not key:
            return
        self._mean(self._surface, key, concept)
        self._mean(self._stems, self.stems_of(key), concept)
        if len(key) > 1:
            return
        word = key[0]
        if self.language == "ar" and not word.isascii():
            bones = consonants_of_script(word)
            if len(bones) >= _CONSONANTS_NEEDED:
                self._mean(self._consonants, bones, concept)

    def _mean(self, index: dict[K, frozenset[str]], key: K, concept: str) -> None:
        """Let `key` mean `concept` too; equal meanings stand in memory once, as most keys have one concept."""
        meant = index.get(key, _NONE) | {concept}
        index[key] = self._same.setdefault(meant, meant)

    def reduce(self, tokens: Sequence[str]) -> Key:
        """Return the tokens without those that may be skipped inside a phrase."""
        return tuple(token for token in tokens if token not in self.glue)

    def stems_of(self, key: Key) -> Key:
        """Return the stem of each word."""
        return tuple(stem(token, self.language) for token in key)

    def words(self) -> set[str]:
        """Return every word that stands in a form."""
        return {word for keys in (self._surface, self._whole) for key in keys for word in key}

    def claim_whole(self, key: Key) -> Claim:
        """Return what a phrase means that counts only with all its small words."""
        found = self._whole.get(key)
        return (found, _SURE) if found else NOTHING

    def claim_exactly(self, key: Key) -> Claim:
        """Return what `key` stands for, word for word."""
        found = self._surface.get(key)
        return (found, _SURE) if found else NOTHING

    def claim(self, key: Key, stems: Key) -> Claim:
        """Return what `key` stands for, word for word or by its `stems`."""
        if found := self._surface.get(key):
            return found, _SURE
        if len(stems) == 1 and key[0] in self._plain:
            return NOTHING
        if len(stems) == 1 and len(stems[0]) < (_STEM_NEEDS if stems[0].isascii() else _STEM_NEEDS - 1):
            return NOTHING
        if found := self._stems.get(stems):
            return found, _STEM
        return NOTHING

    def claim_by_consonants(self, word: str) -> Claim:
        """Return what an Arabic word in Latin letters stands for."""
        bones = consonants_of_latin(word)
        found = self._consonants.get(bones) if len(bones) >= _CONSONANTS_NEEDED else None
        return (found, _CONSONANTS) if found else NOTHING
