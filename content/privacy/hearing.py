"""Hears phrases of word lists in the tokens of a text. The lists are written as those of the emergency check are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.search.emergency.phrases import Phrase, Place, read_phrases

_TRAVELS = 5  # letters a word of another language than the text's needs to be heard in it
_SHORTEST = 2  # letters of a beginning


@dataclass(frozen=True)
class Heard:
    """A phrase of a list that was heard: at which tokens it begins and ends (the last one included)."""

    name: str
    first: int
    last: int


@dataclass(frozen=True)
class _Entry:
    name: str
    language: str
    phrase: Phrase
    travels: bool


class WordLists:
    """Lists of phrases by name and language, ready to be heard."""

    def __init__(self, lists: Mapping[str, Mapping[str, str]]) -> None:
        """Index `lists`: for each language the phrases of each name, split by commas."""
        self._words: dict[str, list[_Entry]] = defaultdict(list)
        self._beginnings: dict[str, list[_Entry]] = defaultdict(list)
        for language, named in lists.items():
            for name, phrases in named.items():
                for phrase in read_phrases(phrases, {}):
                    self._add(_Entry(name, language, phrase, _travels(phrase)))

    def _add(self, entry: _Entry) -> None:
        for word in entry.phrase.places[0].words:
            self._words[word].append(entry)
        for beginning in entry.phrase.places[0].beginnings:
            self._beginnings[beginning].append(entry)

    def hear(self, words: Sequence[str], language: str) -> list[Heard]:
        """Return what is heard in folded `words`, in order; long words of other languages are heard too."""
        found: dict[Heard, None] = {}
        for at, word in enumerate(words):
            for entry in self._begun_by(word):
                if entry.language != language and not entry.travels:
                    continue
                last = _follow(entry.phrase, at, words)
                if last is not None:
                    found[Heard(entry.name, at, last)] = None
        return list(found)

    def _begun_by(self, word: str) -> Iterator[_Entry]:
        yield from self._words.get(word, ())
        for length in range(_SHORTEST, len(word) + 1):
            yield from self._beginnings.get(word[:length], ())


def _travels(phrase: Phrase) -> bool:
    """Return whether a phrase can hardly mean something else in another language."""
    return all(
        max(map(len, (*place.words, *place.beginnings)), default=0) >= _TRAVELS for place in phrase.places
    ) and all(len(word) >= _TRAVELS - 1 for place in phrase.places[:1] for word in (*place.words, *place.beginnings))


def _follow(phrase: Phrase, start: int, words: Sequence[str]) -> int | None:
    """Return at which word the phrase ends when it begins at `start`; None when it does not."""
    last = start
    for place, leap in zip(phrase.places[1:], phrase.leaps, strict=True):
        for at in range(last + 1, min(last + leap + 2, len(words))):
            if _takes(place, words[at]):
                last = at
                break
        else:
            return None
    return last


def _takes(place: Place, word: str) -> bool:
    return word in place.words or any(word.startswith(beginning) for beginning in place.beginnings)
