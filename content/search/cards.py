"""Ranks the subjects for a question: concepts, words and key phrases by hand, taught wordings by what was learned.

It knows cards and tools by id; what a score is good for, is decided in answer.py.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import numpy as np

from content.guidance.library import Library
from content.search.fold import words
from content.search.frequent import LANGUAGES, plain, weightless
from content.search.glossary import Glossary, glossary
from content.search.learned.model import Evidence, Model
from content.search.learned.vectors import vectors
from content.search.spelling import Spelling
from content.search.tongue import guess
from content.search.topics import Topics, topics
from content.search.wording import Reading, Wording

FILE = Path(__file__).with_name("subjects.npz")  # written by scripts/learn_subjects.py from taught/
HAND = 7.0  # how much the score by hand weighs beside the learned log odds
_DOUBT = 1.5  # how far the odds are drawn together, so that a share is as often right as it says
_NOTHING = -2.5  # the odds at which a subject is no likelier than that none of them was meant
_MOST_ODDS = 60.0
_DOUBT_TWICE, _NOTHING_TWICE = 2.0, 0.0  # the same when a second opinion (semantic.py) adds to the odds

_NONE: Mapping[str, float] = {}
_TOPIC = 0.55
_PHRASE = 0.35
_WORDS = 0.25
_UNWRITTEN = 0.9  # a subject without texts is known by its concepts alone
_LOOKED_AT = 120  # words of a question; a longer one is a story, its end adds nothing
_TRAVELLING = 0.6  # English words in a text of another language


@dataclass(frozen=True)
class Question:
    """A question as read: its words as typed, the same with how surely each was read, and the concepts heard."""

    language: str
    typed: tuple[str, ...]
    tokens: Mapping[str, float]
    heard: Mapping[str, float]


class Ranker:
    """Scores every subject, written or not, for a question."""

    def __init__(self, library: Library, examples: Iterable[tuple[str, str]] = ()) -> None:
        """Index the cards of `library` and the taught `examples`: pairs of a wording and a card id."""
        taught: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for text, card in examples:
            taught[guess(text, default="en")].append((text, card))
        self._glossary: Glossary = glossary()
        self._topics: Topics = topics()
        self._written = frozenset(library.cards)
        self._learned = Model.load(FILE)
        self._rows = {label: row for row, label in enumerate(self._learned.labels)}
        self._names = sorted(self._rows)
        self._by_name = [self._rows[label] for label in self._names]
        self._wordings = {}
        self._spellings = {}
        for language in LANGUAGES:
            texts = {card.id: card.texts[language] for card in library.cards.values() if language in card.texts}
            reading = Reading(language, texts, taught[language])
            known = reading.spelt | self._glossary.words(language) | weightless()[language] | plain()[language]
            self._wordings[language] = Wording(reading)
            self._spellings[language] = Spelling(language, known)

    def read(self, text: str, language: str) -> Question:
        """Read `text` as a question in `language`: misspelt words are read as the nearest known ones."""
        tokens: dict[str, float] = {}
        doubts: dict[str, float] = {}
        read: list[str] = []
        typed = self._wordings[language].typed
        spelt: dict[str, tuple[str, float]] = {}
        written = words(text)[:_LOOKED_AT]
        for token in written:
            if token not in spelt:
                spelt[token] = self._spell(token, language)
            word, sure = spelt[token]
            read.append(word)
            doubts[word] = max(doubts.get(word, 0.0), sure)
            if token in typed:
                tokens[token] = 1.0
            else:
                tokens[word] = max(tokens.get(word, 0.0), sure)
        return Question(language, tuple(written), tokens, self._glossary.hear(read, language, doubts))

    def _spell(self, token: str, language: str) -> tuple[str, float]:
        own = self._spellings[language]
        if token in own.known or not any(token in other.known for other in self._spellings.values()):
            return own.read(token)
        return token, 1.0

    def rank(self, question: Question, opinion: Mapping[str, float] = _NONE) -> list[tuple[str, float]]:
        """Return every subject that the question may be about with its share, best first.

        What is heard by hand (concepts, words, key phrases), what was learned from taught wordings, and what a second
        `opinion` says, if any, add up. Empty when no word of the question is known at all.
        """
        by_hand = self.rank_by_hand(question)
        spoken = [word for word in question.typed if len(word) > 1 and not word.isdigit()]
        if not spoken or not (by_hand or any(vectors().places.find(word) is not None for word in spoken)):
            return []
        odds = self._learned.scores(Evidence.of(question.typed)).astype(np.float64)
        for more, weight in ((by_hand, HAND), (opinion, 1.0)):
            for label, score in more.items():
                if label in self._rows:
                    odds[self._rows[label]] += weight * score
        doubt, nothing = (_DOUBT_TWICE, _NOTHING_TWICE) if opinion else (_DOUBT, _NOTHING)
        grown = np.exp(np.minimum(odds, _MOST_ODDS) / doubt)
        shares = grown / (grown.sum() + math.exp(nothing / doubt))
        # Equals stay in the order of their names.
        return sorted(zip(self._names, shares[self._by_name].tolist(), strict=True), key=itemgetter(1), reverse=True)

    def rank_by_hand(self, question: Question) -> dict[str, float]:
        """Return how well concepts, words and key phrases fit each subject that the question touches (0 to 1)."""
        by_topic = self._topics.score(question.heard)
        held, near = self._wordings[question.language].score(question.tokens)
        if question.language != "en":
            foreign = self._foreign(question)
            if foreign:
                for scores, more in zip((held, near), self._wordings["en"].score(foreign), strict=True):
                    for card, score in more.items():
                        scores[card] = max(scores.get(card, 0.0), score)
        return {
            name: min(
                1.0, _TOPIC * by_topic.get(name, 0.0) + _PHRASE * near.get(name, 0.0) + _WORDS * held.get(name, 0.0)
            )
            if name in self._written
            else _UNWRITTEN * by_topic.get(name, 0.0)
            for name in {**by_topic, **held, **near}
        }

    def _foreign(self, question: Question) -> dict[str, float]:
        own, english = self._spellings[question.language].known, self._spellings["en"].known
        return {t: s * _TRAVELLING for t, s in question.tokens.items() if t not in own and t in english}
