"""All word lists of the emergency check in one index: which places of which phrases a typed word can take.

It owns the files <language>.toml beside it; it does not judge what the phrases mean together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.search.emergency.forms import arabic_skeletons, forms
from content.search.emergency.phrases import Phrase, Place, folded, read_phrases
from content.search.emergency.spelling import Spelling
from content.search.frequent import LANGUAGES, weightless

_FOLDER = Path(__file__).parent
_LEVELS = ("state", "dire", "hurt", "topic", "sign")
_SOUNDED = frozenset(
    (*_LEVELS, "figure")
)  # read in Latin spellings too; elsewhere a chance likeness would cost an alarm
_LONG_SOUND = 4  # consonants from which the beginning of a word is known by its sound
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of one language, what it tells (`role`), and of which emergency (`card`, "" for none).

    `steps` are its places after the first, each with how many words may stand before it.
    """

    role: str
    card: str
    language: str
    places: tuple[int, ...]
    steps: tuple[tuple[int, int], ...]


class Lexicon:
    """The phrases of all languages."""

    def __init__(self) -> None:
        """Read every word list."""
        self.starting: dict[int, list[Entry]] = {}
        self.speakers: dict[str, frozenset[str]] = {}
        self._who: dict[frozenset[str], frozenset[str]] = {}
        self._numbers: dict[tuple[str, Place, bool], int] = {}
        self._words: dict[str, list[int]] = {}
        self._beginnings: dict[str, list[int]] = {}
        for language in LANGUAGES:
            self._read(language)
        self._numbers.clear()
        folded.cache_clear()
        listed = [word for word in self._words if word[0] != "~" and ":" not in word]
        self._spelling = Spelling(listed, (start for start in self._beginnings if ":" not in start))
        self._longest = max(map(len, self._beginnings))

    def takes(self, word: str, *, swahili: bool, arabizi: bool) -> set[int]:
        """Return the places that the folded `word` can take, in any language."""
        taken: set[int] = set()
        for form in forms(word, swahili=swahili, arabizi=arabizi):
            taken.update(self._words.get(form, ()))
            for length in range(1, min(len(form), self._longest) + 1):
                if form[:length] in self._beginnings:
                    taken.update(self._beginnings[form[:length]])
        if not taken and word not in self.speakers:
            for near in self._spelling.near_words(word):
                taken.update(self._words[near])
            for near in self._spelling.near_beginnings(word):
                taken.update(self._beginnings[near])
        return taken

    def _read(self, language: str) -> None:
        table = read_toml(_FOLDER / f"{language}.toml")
        sets = table["sets"]
        for word in [*weightless()[language], *table["roles"].pop("plain", "").split()]:
            self._speaks(word, language)
        for role, text in table["roles"].items():
            self._add(language, role, "", read_phrases(text, sets))
        for level in _LEVELS:
            for card, text in table.get(level, {}).items():
                self._add(language, level, card, read_phrases(text, sets))

    def _speaks(self, word: str, language: str) -> None:
        """Note who says a word; the few sets of languages that there are stand in memory once each."""
        who = self.speakers.get(word, _NOBODY) | {language}
        self.speakers[word] = self._who.setdefault(who, who)

    def _add(self, language: str, role: str, card: str, phrases: Iterable[Phrase]) -> None:
        for phrase in phrases:
            places = tuple(self._place(language, place, role in _SOUNDED) for place in phrase.places)
            steps = tuple(zip(places[1:], phrase.leaps, strict=True))
            self.starting.setdefault(places[0], []).append(Entry(role, card, language, places, steps))

    def _place(self, language: str, place: Place, sounded: bool) -> int:
        known = self._numbers.get((language, place, sounded))
        if known is not None:
            return known
        number = self._numbers[language, place, sounded] = len(self._numbers)
        for word in place.words:
            self._words.setdefault(word, []).append(number)
            self._speaks(word, language)
            for skeleton in arabic_skeletons(word) if sounded else ():
                self._words.setdefault(skeleton, []).append(number)
        for start in place.beginnings:
            self._beginnings.setdefault(start, []).append(number)
            for skeleton in arabic_skeletons(start) if sounded else ():
                index = self._beginnings if len(skeleton) > _LONG_SOUND else self._words
                index.setdefault(skeleton, []).append(number)
        return number


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the word lists, read once."""
    return Lexicon()
