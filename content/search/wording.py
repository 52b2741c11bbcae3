"""How near a question is to the wording of the cards in one language: their words, and their key phrases.

It owns the index of stems; it knows nothing of concepts, other languages or outcomes.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content.guidance.texts import Text
from content.search.fold import words
from content.search.frequent import weightless
from content.search.numbering import Numbering
from content.search.stems import stem

_TITLE, _KEYWORD, _FIRST, _MORE = 4.0, 2.0, 1.0, 0.5  # what a word counts by where it stands
_SATURATION = 2.0
_EXAMPLE = 2.0  # a taught wording is somebody's whole question, so nearness to it tells twice as much
_TAUGHT = 0.5  # strength of a word that only a taught wording ties to a card
_UNKNOWN = 0.6  # of the rarest word's weight: words that no card has still make a question less explained

Numbers = NDArray[Any]


class Reading:
    """What the texts and the examples of one language hold, before it is brought into rows.

    `spelt` are the words of the texts themselves, `typed` those of the key phrases, misspelt ones among them.
    """

    def __init__(self, language: str, texts: Mapping[str, Text], examples: Iterable[tuple[str, str]] = ()) -> None:
        """Read `texts` by card id, and `examples`: pairs of a real question and the card that answers it."""
        self.language = language
        self.spelt: set[str] = set()
        self.typed: set[str] = set()
        self.cards: dict[str, int] = {}
        self.postings: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self.phrases: list[tuple[int, frozenset[str]]] = []
        self._idle = weightless()[language]
        self._stems: dict[str, str] = {}
        for id, text in texts.items():
            self._read(self.cards.setdefault(id, len(self.cards)), text)
        self.count = len(self.cards)
        self.first_example = len(self.phrases)
        for question, id in examples:
            card = self.cards.setdefault(id, len(self.cards))
            tokens = words(question)
            self.typed.update(tokens)
            terms = self._terms(tokens)
            self._add_phrase(card, terms)
            for term in terms:
                self.postings[term][card] = max(self.postings[term].get(card, 0.0), _TAUGHT)

    def _read(self, card: int, text: Text) -> None:
        title, *keywords = (words(phrase) for phrase in (text.title, *text.keywords))
        first, more = words(" ".join((text.never, *text.steps))), words(text.more or "")
        self.typed.update(*keywords)
        self.spelt.update(title, first, more)
        parts = [(_TITLE, self._terms(title)), *((_KEYWORD, self._terms(phrase)) for phrase in keywords)]
        for _, terms in parts:
            self._add_phrase(card, terms)
        counts: defaultdict[str, float] = defaultdict(float)
        for weight, terms in (*parts, (_FIRST, self._terms(first)), (_MORE, self._terms(more))):
            for term in terms:
                counts[term] += weight
        for term, count in counts.items():
            self.postings[term][card] = count / (count + _SATURATION)

    def _add_phrase(self, card: int, terms: Sequence[str]) -> None:
        if terms:
            self.phrases.append((card, frozenset(terms)))

    def _terms(self, tokens: Sequence[str]) -> list[str]:
        """Return the stems of the tokens that weigh something."""
        found = []
        for token in tokens:
            if token in self._idle or (len(token) < 2 and not token.isdigit()):
                continue
            known = self._stems.get(token)
            if known is None:
                known = self._stems[token] = stem(token, self.language)
            found.append(known)
        return found


class Wording:
    """The words of all cards in one language, as rows of numbers: dicts of them take ten times the memory."""

    def __init__(self, reading: Reading) -> None:
        """Index what was read."""
        self.language = reading.language
        self.typed = Numbering(dict.fromkeys(reading.typed, 0))
        self._idle = weightless()[self.language]
        self._cards = list(reading.cards)
        self._terms = Numbering({term: row for row, term in enumerate(reading.postings)})
        many = reading.count + 1
        self._rarest = math.log(1 + many)
        self._rarity = array("d", (math.log(1 + many / len(cards)) for cards in reading.postings.values()))
        self._held_by = _Lists([list(cards) for cards in reading.postings.values()], np.int16)
        self._strengths = np.array([held for cards in reading.postings.values() for held in cards.values()])
        in_phrases: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, terms) in enumerate(reading.phrases):
            for term in terms:
                in_phrases[term].append(number)
        self._in_phrases = _Lists([in_phrases.get(term, []) for term in reading.postings], np.int32)
        self._phrase_cards = np.array([card for card, _ in reading.phrases], np.int16)
        self._phrase_weights = np.array([sum(map(self._rare, terms)) for _, terms in reading.phrases])
        self._phrase_worth = np.ones(len(reading.phrases))
        self._phrase_worth[reading.first_example :] = _EXAMPLE

    def _rare(self, term: str) -> float:
        row = self._terms.get(term)
        return self._rarest if row is None else self._rarity[row]

    def score(self, tokens: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
        """Return per card how much of the question its words hold, and how near its nearest phrase is (0 to
        1, of a taught wording 0 to 2).

        `tokens` are the question's words and how surely each was read.
        """
        terms: dict[str, float] = {}
        for token, sure in tokens.items():
            if token not in self._idle and (len(token) > 1 or token.isdigit()):
                terms[stem(token, self.language)] = sure
        known = [(self._terms.get(term), sure) for term, sure in terms.items()]
        whole = sum(self._rarest * _UNKNOWN if row is None else self._rarity[row] for row, _ in known)
        rows = [(row, sure * self._rarity[row]) for row, sure in known if row is not None]
        if not rows:
            return {}, {}
        held = self._held_by.sums(rows, self._strengths, len(self._cards))
        shared = self._in_phrases.sums(rows, None, len(self._phrase_cards))
        numbers = np.flatnonzero(shared)
        weights = shared[numbers]
        shares = weights / self._phrase_weights[numbers] * np.minimum(1.0, weights / whole) ** 0.8
        near = np.zeros(len(self._cards))
        np.maximum.at(near, self._phrase_cards[numbers], self._phrase_worth[numbers] * shares)
        return self._named(np.minimum(1.0, held / whole)), self._named(near)

    def _named(self, by_card: Numbers) -> dict[str, float]:
        """Return the cards that have something, with what they have."""
        return {self._cards[card]: float(by_card[card]) for card in np.flatnonzero(by_card).tolist()}


class _Lists:
    """Lists of small numbers, one a row, in one array."""

    def __init__(self, rows: Sequence[Sequence[int]], kind: type[np.generic]) -> None:
        self._flat = np.array([number for row in rows for number in row], kind)
        self._ends = array("I", [0, *accumulate(map(len, rows))])

    def sums(self, rows: Sequence[tuple[int, float]], factors: Numbers | None, size: int) -> Numbers:
        """Return for each of `size` numbers the weight of the `rows` that it stands in, times its factor there."""
        parts, weights = [], []
        for row, weight in rows:
            here = slice(self._ends[row], self._ends[row + 1])
            parts.append(self._flat[here])
            weights.append(factors[here] * weight if factors is not None else np.full(len(parts[-1]), weight))
        return np.bincount(np.concatenate(parts), np.concatenate(weights), size)
