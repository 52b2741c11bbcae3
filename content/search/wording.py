"""How near a question is to the wording of the cards in one language: their words, and their key phrases.

It owns the index of stems; it knows nothing of concepts, other languages or outcomes.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from content.guidance.texts import Text
from content.search.fold import words
from content.search.frequent import weightless
from content.search.stems import stem

_FIELDS = (("title", 4.0), ("keywords", 2.0), ("first", 1.0), ("more", 0.5))
_SATURATION = 2.0
_EXAMPLE = 2.0  # a taught wording is somebody's whole question, so nearness to it tells twice as much
_TAUGHT = 0.5  # strength of a word that only a taught wording ties to a card
_UNKNOWN = 0.6  # of the rarest word's weight: words that no card has still make a question less explained


class Wording:
    """The words of all cards in one language."""

    def __init__(self, language: str, texts: Mapping[str, Text], examples: Iterable[tuple[str, str]] = ()) -> None:
        """Index `texts` by card id, and `examples`: pairs of a real question and the card that answers it."""
        self.language = language
        self.vocabulary: set[str] = set()  # words of the texts themselves, so spelt right
        self.typed: set[str] = set()  # words of the key phrases, misspelt ones among them
        self._idle = weightless()[language]
        self._stems: dict[str, str] = {}
        postings: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._phrases: list[tuple[str, frozenset[str]]] = []
        for card, text in texts.items():
            for term, count in self._weighted_terms(text).items():
                postings[term][card] = count / (count + _SATURATION)
            for phrase in (text.title, *text.keywords):
                self._add_phrase(card, phrase)
        self._first_example = len(self._phrases)
        for question, card in examples:
            self._add_phrase(card, question)
            self.typed.update(words(question))
            for term in self.terms(words(question)):
                postings[term][card] = max(postings[term].get(card, 0.0), _TAUGHT)
        self._postings = dict(postings)
        many = len(texts) + 1
        self._rarest = math.log(1 + many)
        self._rarity = {term: math.log(1 + many / len(cards)) for term, cards in self._postings.items()}
        self._weights = [sum(map(self._rare, terms)) for _, terms in self._phrases]
        self._in_phrases: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, terms) in enumerate(self._phrases):
            for term in terms:
                self._in_phrases[term].append(number)

    def _weighted_terms(self, text: Text) -> Counter[str]:
        first = " ".join((text.never, *text.steps))
        parts = {"title": text.title, "keywords": " ".join(text.keywords), "first": first, "more": text.more or ""}
        counts: Counter[str] = Counter()
        for field, weight in _FIELDS:
            tokens = words(parts[field])
            (self.typed if field == "keywords" else self.vocabulary).update(tokens)
            for term in self.terms(tokens):
                counts[term] += weight  # type: ignore[assignment]  # weights are fractions of a count
        return counts

    def _add_phrase(self, card: str, phrase: str) -> None:
        terms = frozenset(self.terms(words(phrase)))
        if terms:
            self._phrases.append((card, terms))

    def terms(self, tokens: Sequence[str]) -> list[str]:
        """Return the stems of the tokens that weigh something."""
        found = []
        for token in tokens:
            if token in self._idle or (len(token) < 2 and not token.isdigit()):
                continue
            found.append(self._stems.setdefault(token, stem(token, self.language)))
        return found

    def _rare(self, term: str) -> float:
        return self._rarity.get(term, self._rarest)

    def score(self, tokens: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
        """Return per card how much of the question its words hold, and how near its nearest phrase is (0 to
        1, of a taught wording 0 to 2).

        `tokens` are the question's words and how surely each was read.
        """
        terms: dict[str, float] = {}
        for token, sure in tokens.items():
            if token not in self._idle and (len(token) > 1 or token.isdigit()):
                terms[stem(token, self.language)] = sure
        whole = sum(self._rare(t) * (1.0 if t in self._rarity else _UNKNOWN) for t in terms)
        if not whole:
            return {}, {}
        held: defaultdict[str, float] = defaultdict(float)
        shared: defaultdict[int, float] = defaultdict(float)
        for term, sure in terms.items():
            weight = sure * self._rare(term)
            for card, strength in self._postings.get(term, {}).items():
                held[card] += weight * strength
            for number in self._in_phrases.get(term, ()):
                shared[number] += weight
        near: defaultdict[str, float] = defaultdict(float)
        for number, weight in shared.items():
            card = self._phrases[number][0]
            strength = _EXAMPLE if number >= self._first_example else 1.0
            share = weight / self._weights[number] * min(1.0, weight / whole) ** 0.8
            near[card] = max(near[card], strength * share)
        return {card: min(1.0, weight / whole) for card, weight in held.items()}, dict(near)
