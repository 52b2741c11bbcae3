"""What people shout, as the emergency cards' own keywords say it: a second ear beside the lexicon, in every language.

A text is an alarm when it holds most of what makes a keyword of an emergency card unlike all others.
"""

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from content.guidance.library import Library
from content.search.fold import words
from content.search.stems import stem

_CALM_FILE = Path(__file__).with_name("calm.toml")
_PREFIX = "emg-"
_CLEAR = 0.78  # of a keyword's weight that must be heard
_LIKELY = 0.62
_LONG = 5  # letters from which a word may be misspelt by one
_MOST_WORDS = 60
_WHOLE = 0.95
_ASKED_WEIGHT = 10.0  # what a question must hold to be taken for a danger as well
_SURE_WEIGHT = 6.0  # a keyword lighter than this may as well be a plain word


@dataclass(frozen=True)
class Shout:
    """How strongly a text sounds like an emergency card's keyword; `is_asked` when someone merely asks or tells."""

    cards: tuple[str, ...]
    heard: float
    weight: float
    is_asked: bool
    is_cried: bool


@dataclass(frozen=True)
class _Phrase:
    """A keyword; `total` is what its stems weigh together."""

    card: str
    stems: tuple[str, ...]
    total: float


class _Misspelt:
    """Finds the listed stems, of any language, that a word misspells by one letter."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._by_gaps: dict[str, list[str]] = {}
        for one in stems:
            for gap in _gaps(one) if len(one) >= _LONG else ():
                self._by_gaps.setdefault(gap, []).append(one)
        self._longest = max(map(len, self._by_gaps), default=0)

    def read(self, words: Iterable[str]) -> dict[str, list[str]]:
        """Return for each word that is near any stems which ones."""
        listed, longest = self._by_gaps, self._longest + 1
        found = {}
        for word in words:
            if _LONG <= len(word) <= longest:
                near = [one for gap in _gaps(word) if gap in listed for one in listed[gap] if _is_near(one, word)]
                if near:
                    found[word] = near
        return found


class _Ear:
    """One language's keywords, found by the stems that are heard."""

    def __init__(self, keywords: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """Take each keyword's card and stems; rare stems tell more."""
        counts = Counter(one for _, stems in keywords for one in stems)
        self.weights = {one: math.log(1 + len(keywords) / count) for one, count in counts.items()}
        self.phrases = [_Phrase(card, stems, sum(self.weights[one] for one in stems)) for card, stems in keywords]
        # Weights add up to a little more or less in another order; the last word has `shouted`.
        self._enough = [0.999 * _LIKELY * phrase.total for phrase in self.phrases]
        self._in_phrases: dict[str, list[int]] = {}
        for number, phrase in enumerate(self.phrases):
            for one in phrase.stems:
                self._in_phrases.setdefault(one, []).append(number)

    def hear(self, words: set[str], misspelt: Mapping[str, Sequence[str]]) -> tuple[set[str], list[int]]:
        """Return the stems that `words` say, exactly or misspelt by one letter, and the keywords heard well enough."""
        heard = words & self._in_phrases.keys()
        for word in words & misspelt.keys():
            heard.update(one for one in misspelt[word] if one in self._in_phrases)
        got: defaultdict[int, float] = defaultdict(float)
        for one in heard:
            weight = self.weights[one]
            for number in self._in_phrases[one]:
                got[number] += weight
        return heard, sorted(number for number, weight in got.items() if weight >= self._enough[number])


def shouted(text: str, language: str | None) -> Shout | None:
    """Return the emergency that `text` sounds like, or None; `language` is a hint, None reads in all of them."""
    spoken = words(text)[:_MOST_WORDS]
    if not spoken:
        return None
    best: dict[str, float] = {}
    told: dict[str, dict[str, float]] = {}
    ears = {code: ear for code, ear in _ears().items() if language is None or code == language}
    said = {code: {stem(word, code) for word in spoken}.union(spoken) for code in ears}
    misspelt = _misspelt().read(set().union(*said.values()))
    for code, ear in ears.items():
        heard, numbers = ear.hear(said[code], misspelt)
        for phrase in (ear.phrases[number] for number in numbers):
            got = {one: ear.weights[one] for one in phrase.stems if one in heard}
            share = sum(got.values()) / phrase.total
            if share >= _LIKELY:
                best[phrase.card] = max(best.get(phrase.card, 0.0), share)
                told.setdefault(phrase.card, {}).update(got)
    if not best:
        return None
    weighed = {card: sum(got.values()) for card, got in told.items()}
    ranked = sorted(best, key=lambda card: best[card] * math.sqrt(weighed[card]), reverse=True)
    share, weight = best[ranked[0]], weighed[ranked[0]]
    line = f" {' '.join(spoken)} "
    codes = [language] if language else list(_calm()["ask"])
    return Shout(
        tuple(ranked[:5]),
        share,
        weight,
        is_asked=_holds(line, _calm()["ask"], codes),
        is_cried=_holds(line, _calm()["cry"], codes),
    )


def level(shout: Shout) -> str | None:
    """Return "emergency", "maybe_emergency" or None for a shout."""
    is_heavy = shout.weight >= _SURE_WEIGHT
    if shout.is_asked and not shout.is_cried:
        return "maybe_emergency" if shout.heard >= _WHOLE and shout.weight >= _ASKED_WEIGHT else None
    if shout.heard >= _CLEAR and is_heavy:
        return "emergency"
    return "maybe_emergency" if is_heavy or shout.is_cried else None


def _is_near(one: str, word: str) -> bool:
    return abs(len(one) - len(word)) <= 1 and Levenshtein.distance(one, word, score_cutoff=1) <= 1


def _gaps(word: str) -> Iterator[str]:
    """Yield `word`, and `word` without one letter: two words one letter apart have one of these in common."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _holds(line: str, table: Mapping[str, Sequence[str]], codes: Sequence[str]) -> bool:
    return any(f" {said} " in line for code in codes for said in table[code])


@cache
def _calm() -> dict[str, dict[str, list[str]]]:
    read = tomllib.loads(_CALM_FILE.read_text(encoding="utf-8"))
    return {
        role: {code: [" ".join(words(said)) for said in forms] for code, forms in table.items()}
        for role, table in read.items()
    }


@cache
def _ears() -> dict[str, _Ear]:
    """Return each language's keywords of emergency cards."""
    spoken: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for card in Library.load().cards.values():
        if not card.id.startswith(_PREFIX):
            continue
        for code, text in card.texts.items():
            for keyword in text.keywords:
                stems = tuple(dict.fromkeys(stem(word, code) for word in words(keyword)))
                if stems:
                    spoken.setdefault(code, []).append((card.id, stems))
    return {code: _Ear(keywords) for code, keywords in spoken.items()}


@cache
def _misspelt() -> _Misspelt:
    return _Misspelt({one for ear in _ears().values() for one in ear.weights})
