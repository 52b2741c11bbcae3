"""Finds the answer to a text: the emergency check first, then the ranking, and one of three outcomes.

sure (the answer itself), unsure (up to three titles to choose from), none (a gap to be recorded). It never bluffs: a
subject that is known but not yet written is a gap, not its neighbour's card.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import Literal

from content.guidance.library import Library
from content.search.cards import Question, Ranker
from content.search.emergency import Alarm, alarm
from content.search.experiences import ExperienceIndex
from content.search.fold import fold, words
from content.search.frequent import LANGUAGES
from content.search.learned.recent import Recent
from content.search.tongue import guess
from content.search.topics import OUTSIDE, TOOLS

Kind = Literal["card", "experience", "tool"]
Outcome = Literal["sure", "unsure", "none"]

_SURE = 0.55  # share of the best subject from which it is the answer
_SURE_SHORT, _SHORT = 0.7, 2  # the same for a word or two, which say little of what is wanted
_SURE_TOOL = 0.4  # the same for a tool: it shows at once whether it was meant
_LEAD = 0.10
_FOUND = 0.12  # share below which nothing was understood
_NEAR_BEST = 0.1  # of the best share: what is further behind is not offered
_MOST = 5
_OFFERED = 3
_EXPERIENCES = 3
_EMERGENCY = "emg-"
_CALM = 0.85  # an emergency's card, when the text is no emergency
_CARD_WORDS = frozenset(
    ["card", "carte", "kadi", "tarjeta", "ficha", "cartao", "kartu", "بطاقه", "بطاقة", "number", "no"]
)
_NO_OPINION: Mapping[str, float] = {}
_ID = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")


@dataclass(frozen=True)
class Hit:
    """One thing that may answer; `score` runs from 0 to 1."""

    kind: Kind
    id: str
    score: float


@dataclass(frozen=True)
class Found:
    """What came of a text. `answer` is set for maybe_emergency only: the outcome had it been a mere question.

    `experiences` are what other miners tried, nearest first; they never change the outcome. `together`: the first two
    hits are the answer, both in this order.
    """

    outcome: Literal["emergency", "maybe_emergency", "sure", "unsure", "none"]
    hits: tuple[Hit, ...]
    answer: Outcome | None
    language: str
    concepts: frozenset[str]
    experiences: tuple[Hit, ...] = ()
    together: bool = False

    @property
    def is_unsure(self) -> bool:
        """Tell whether a second opinion may help: nothing is the answer yet."""
        return (self.answer or self.outcome) in ("unsure", "none")


@dataclass(frozen=True)
class _Understood:
    """What a text is about, without its words: the best hits, whatever the outcome."""

    outcome: Outcome
    best: tuple[Hit, ...]
    together: bool
    concepts: frozenset[str]


class Finder:
    """Answers from memory; built once at start."""

    def __init__(self, library: Library, ranker: Ranker, examples: Iterable[tuple[str, str]] = ()) -> None:
        """Keep the cards' numbers, titles and taught wordings for those who type just these."""
        self._library = library
        self._ranker = ranker
        self._recent: Recent[_Understood] = Recent()
        self._exactly = {tuple(words(text)): card for text, card in examples if card in library.cards}
        self._exactly |= {
            tuple(words(text.title)): card.id for card in library.cards.values() for text in card.texts.values()
        }

    @classmethod
    def load(cls, library: Library, *, examples: Iterable[tuple[str, str]] = ()) -> "Finder":
        """Build the index of `library`; `examples` are taught wordings with the id of the card that answers them."""
        taught = tuple(examples)
        alarm("gold")  # first, as reading its lists takes the most memory, which what is read next then fills
        finder = cls(library, Ranker(library, taught), taught)
        for language in LANGUAGES:  # lists that load when first used must not make the first asker wait
            finder.find("?", language=language)
        return finder

    def find(
        self,
        text: str,
        *,
        language: str,
        rank_all: bool = False,
        is_calm: bool = False,
        experiences: ExperienceIndex | None = None,
        opinion: Mapping[str, float] = _NO_OPINION,
    ) -> Found:
        """Return what answers `text`, by a member who chose `language`. Never raises for any text.

        `rank_all` gives the five best hits even when the outcome is none; `is_calm` says that the emergency check
        has been asked already and heard nothing; `experiences` are looked through when given. A second `opinion` (see
        second_opinion.py) changes what is offered and in which order, but makes nothing sure.
        """
        written_in = guess(text, default=language)
        if named := self._named(text):
            tried = _tried(experiences, {}, {}, [(named, 1.0)], written_in)
            return Found("sure", (Hit("card", named, 1.0),), None, written_in, frozenset(), tried)
        danger = None if is_calm else alarm(text)
        near: tuple[Hit, ...] = ()
        if experiences or opinion:
            question, ranked, understood = self._understand(text, written_in, opinion)
            near = _tried(experiences, question.tokens, question.heard, ranked, written_in)
            if not opinion:
                self._recent.recall((text, written_in), lambda: understood)
        else:
            # One text is looked at again in its turn: for two things in it, for what is near to it.
            understood = self._recent.recall((text, written_in), lambda: self._understand(text, written_in)[2])
        hits, concepts = self._hits(understood, rank_all), understood.concepts
        if danger is None:
            return Found(understood.outcome, hits, None, written_in, concepts, near, understood.together)
        endangered = self._endangered(danger, understood.outcome, hits, written_in, concepts)
        return endangered if danger.level == "emergency" else replace(endangered, experiences=near)

    def _understand(
        self, text: str, language: str, opinion: Mapping[str, float] = _NO_OPINION
    ) -> tuple[Question, Sequence[tuple[str, float]], _Understood]:
        """Return the question that a text is, the subjects with their shares, and what is left without its words."""
        question = self._ranker.read(text, language)
        concepts = frozenset(concept for concept, sure in question.heard.items() if sure > 0.5)
        ranked, outcome, together = self._put_first(concepts, *self._rank(question, opinion))
        known = islice(((name, score) for name, score in ranked if self._has(name)), _MOST)
        best = tuple(Hit("tool" if name in TOOLS else "card", name, round(score, 4)) for name, score in known)
        return question, ranked, _Understood(outcome, best, together, concepts)

    def _put_first(
        self, concepts: frozenset[str], ranked: Sequence[tuple[str, float]], outcome: Outcome
    ) -> tuple[Sequence[tuple[str, float]], Outcome, bool]:
        """Put the card first that must come first for what was heard, before what the words alone found."""
        first = self._library.first(concepts)
        if not first:
            return ranked, outcome, False
        if len(first) == 1 and outcome == "sure" and ranked[0][0] != first[0]:
            first = (*first, ranked[0][0])
        rest = [(name, score) for name, score in ranked if name not in first]
        return [*((name, 1.0) for name in first), *rest], "sure", len(first) > 1

    def _endangered(
        self, danger: Alarm, outcome: Outcome, hits: tuple[Hit, ...], language: str, concepts: frozenset[str]
    ) -> Found:
        first = Hit("card", danger.card, 1.0)
        cards = self._library.cards
        if danger.level == "emergency":
            others = [Hit("card", card, 0.5) for card in danger.cards if card != danger.card and card in cards]
            return Found("emergency", (first, *others)[:_MOST], None, language, concepts)
        rest = [hit for hit in hits if hit.id != danger.card]
        return Found("maybe_emergency", (first, *rest)[:_MOST], outcome, language, concepts)

    def _named(self, text: str) -> str | None:
        """Return the card whose number, id, title or taught wording is all that `text` says."""
        if len(text) > 200:
            return None
        tokens = words(text)
        if _ID.fullmatch(fold(text)) and fold(text) in self._library.cards:
            return fold(text)
        numbers = [token for token in tokens if token.isdigit() and len(token) < 7]
        if len(numbers) == 1 and all(token in _CARD_WORDS for token in tokens if token != numbers[0]):
            card = self._library.by_number.get(int(numbers[0]))
            return card.id if card else None
        return self._exactly.get(tuple(tokens))

    def _rank(self, question: Question, opinion: Mapping[str, float]) -> tuple[Sequence[tuple[str, float]], Outcome]:
        """Return the subjects with their shares, best first, and the outcome."""
        ranked = self._calm(self._ranker.rank(question))
        outcome = self._judge(ranked, len(question.typed))
        if outcome == "sure" or not opinion:
            return ranked, outcome
        ranked = self._calm(self._ranker.rank(question, opinion))
        return ranked, "none" if self._judge(ranked, len(question.typed)) == "none" else "unsure"

    def _hits(self, understood: _Understood, rank_all: bool) -> tuple[Hit, ...]:
        hits = understood.best
        if rank_all or not hits:
            return hits
        if understood.outcome == "none":
            return ()
        near = tuple(hit for hit in hits if hit.score >= _NEAR_BEST * hits[0].score)
        return near[:_OFFERED] if understood.outcome == "unsure" else near

    def _has(self, name: str) -> bool:
        return name in TOOLS or name in self._library.cards

    def _calm(self, ranked: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
        calm = [(name, score * (_CALM if name.startswith(_EMERGENCY) else 1.0)) for name, score in ranked]
        return sorted(calm, key=itemgetter(1), reverse=True)

    def _judge(self, ranked: Sequence[tuple[str, float]], count: int) -> Outcome:
        """Return the outcome for subjects with their shares, of a question of `count` words."""
        if not ranked or ranked[0][0] == OUTSIDE or ranked[0][1] < _FOUND:
            return "none"
        best, score = ranked[0]
        behind = ranked[1][1] if len(ranked) > 1 else 0.0
        if self._has(best):
            enough = _SURE_TOOL if best in TOOLS else _SURE_SHORT if count <= _SHORT else _SURE
            return "sure" if score >= enough and score - behind >= _LEAD else "unsure"
        written = next((s for name, s in ranked if self._has(name)), 0.0)
        return "unsure" if written >= _FOUND else "none"


def _tried(
    experiences: ExperienceIndex | None,
    tokens: Mapping[str, float],
    heard: Mapping[str, float],
    ranked: Sequence[tuple[str, float]],
    language: str,
) -> tuple[Hit, ...]:
    near = experiences.search(tokens, heard, ranked, language, _EXPERIENCES) if experiences else []
    return tuple(Hit("experience", str(one.id), one.score) for one in near)
