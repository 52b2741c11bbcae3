"""All word lists of the emergency check in one index: which places of which phrases a typed word can take.

It owns the files <language>.toml beside it; it does not judge what the phrases mean together.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.search.emergency.forms import arabic_skeletons, forms
from content.search.emergency.phrases import Place, folded, read_phrases
from content.search.emergency.spelling import Spelling
from content.search.frequent import LANGUAGES, weightless

_FOLDER = Path(__file__).parent
_LEVELS = ("state", "dire", "hurt", "topic", "sign")
_SOUNDED = frozenset(
    (*_LEVELS, "figure")
)  # read in Latin spellings too; elsewhere a chance likeness would cost an alarm
_LONG_SOUND = 4  # consonants from which the beginning of a word is known by its sound
_NOBODY: frozenset[str] = frozenset()
_HEAD = 2  # letters by which beginnings of words are found


Places = tuple[int, ...]
_NOWHERE: Places = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of one language, what it tells (`role`), and of which emergency (`card`, "" for none).

    `leaps` says for each of its `places` after the first how many words may stand before it.
    """

    role: str
    card: str
    language: str
    places: Places
    leaps: tuple[int, ...]


class Lexicon:
    """The phrases of all languages.

    It is kept small: what is equal in thousands of words or phrases stands in memory once.
    """

    def __init__(self) -> None:
        """Read every word list."""
        self.speakers: dict[str, frozenset[str]] = {}
        self.starting: list[tuple[Entry, ...]] = []
        reading = _Reading(self.speakers)
        for language in LANGUAGES:
            reading.read(language)
        self.starting = [tuple(entries) for entries in reading.starting]
        self._words = _shared(reading.words)
        self._beginnings = _shared(reading.beginnings)
        folded.cache_clear()
        listed = [word for word in self._words if word[0] != "~" and ":" not in word]
        self._spelling = Spelling(listed, (start for start in self._beginnings if ":" not in start))
        # How long the beginnings are that begin with these letters.
        lengths: dict[str, set[int]] = {}
        for start in self._beginnings:
            lengths.setdefault(start[:_HEAD], set()).add(len(start))
        for head, found in lengths.items():
            found.update(lengths.get(head[:1], ()))
        self._lengths = {head: tuple(sorted(found)) for head, found in lengths.items()}

    def takes(self, word: str, *, swahili: bool, arabizi: bool) -> set[int]:
        """Return the places that the folded `word` can take, in any language."""
        taken: set[int] = set()
        for form in forms(word, swahili=swahili, arabizi=arabizi):
            taken.update(self._words.get(form, _NOWHERE))
            for length in self._lengths.get(form[:_HEAD]) or self._lengths.get(form[:1], ()):
                if places := self._beginnings.get(form[:length]):
                    taken.update(places)
        if not taken and word not in self.speakers:
            for near in self._spelling.near_words(word):
                taken.update(self._words[near])
            for near in self._spelling.near_beginnings(word):
                taken.update(self._beginnings[near])
        return taken


class _Reading:
    """What has been read of the word lists so far."""

    def __init__(self, speakers: dict[str, frozenset[str]]) -> None:
        self.words: dict[str, list[int]] = {}
        self.beginnings: dict[str, list[int]] = {}
        self.starting: list[list[Entry]] = []
        self._speakers = speakers
        self._who: dict[frozenset[str], frozenset[str]] = {}
        self._leaps: dict[tuple[int, ...], tuple[int, ...]] = {}

    def read(self, language: str) -> None:
        """Read the list of one language."""
        table = read_toml(_FOLDER / f"{language}.toml")
        sets = table["sets"]
        spoken = {*weightless()[language], *table["roles"].pop("plain", "").split()}
        listed = [(role, "", text) for role, text in table["roles"].items()]
        listed += [(level, card, text) for level in _LEVELS for card, text in table.get(level, {}).items()]
        known: dict[str, Place] = {}
        numbers: dict[tuple[Place, bool], int] = {}
        for role, card, text in listed:
            is_sounded = role in _SOUNDED and language == "ar"
            for phrase in read_phrases(text, sets, known):
                places = tuple(self._number(language, place, is_sounded, numbers) for place in phrase.places)
                leaps = self._leaps.setdefault(phrase.leaps, phrase.leaps)
                self.starting[places[0]].append(Entry(role, card, language, places, leaps))
        for word in spoken.union(*(place.words for place, _ in numbers)):
            self._speaks(word, language)

    def _speaks(self, word: str, language: str) -> None:
        """Note who says a word; the few sets of languages that there are stand in memory once each."""
        who = self._speakers.get(word, _NOBODY) | {language}
        self._speakers[word] = self._who.setdefault(who, who)

    def _number(self, language: str, place: Place, is_sounded: bool, numbers: dict[tuple[Place, bool], int]) -> int:
        known = numbers.get((place, is_sounded))
        if known is not None:
            return known
        number = numbers[place, is_sounded] = len(self.starting)
        self.starting.append([])
        for word in place.words:
            self.words.setdefault(word, []).append(number)
            for skeleton in arabic_skeletons(word) if is_sounded else ():
                self.words.setdefault(skeleton, []).append(number)
        for start in place.beginnings:
            self.beginnings.setdefault(start, []).append(number)
            for skeleton in arabic_skeletons(start) if is_sounded else ():
                index = self.beginnings if len(skeleton) > _LONG_SOUND else self.words
                index.setdefault(skeleton, []).append(number)
        return number


def _shared(index: dict[str, list[int]]) -> dict[str, Places]:
    """Return `index` with equal places as one object: the words of a set take the same ones."""
    seen: dict[Places, Places] = {}
    return {word: seen.setdefault(places, places) for word, places in ((w, tuple(p)) for w, p in index.items())}


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the word lists, read once."""
    return Lexicon()
