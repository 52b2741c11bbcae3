"""Decides whether a text is a cry for help: what the word lists heard and what example wordings taught, together.

What is told as a story weighs less (tense.py): it is not taken for an emergency without doubt, or not for one at all.

`verdict.npz` is written by `scripts/learn_emergencies.py` from the wordings beside it.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path
from typing import Literal

from content.search.emergency.hearing import Hearing, hear
from content.search.emergency.tense import LEAST_WORDS, MOST_ADDED, EndOf, tense
from content.search.emergency.weighing import Weighed, weigh
from content.search.learned.arrays import read_arrays
from content.search.learned.model import Evidence, Gathering, Model
from content.search.learned.recent import Recent

FILE = Path(__file__).with_name("verdict.npz")
DANGER = "danger"
_PREFIX = "emg-"
_COMMONEST = ("emg-bad-air", "emg-cave-in", "emg-fall", "emg-bleeding", "emg-burns")
_PLAINLY_HEARD = 3.5  # points of the word lists
_WELL_ABOVE = 0.5  # of the way from a maybe to an emergency, from which what was plainly heard makes sure
_FEW_WORDS = 2
_MOST_CARDS = 5
_NEAR_BEST = 3.0  # how far behind the best a card may be, in log odds, and still be offered
_WINDOW, _STEP = 40, 30  # words that are judged together, and how far on the next ones begin
_CALLS = frozenset({"role call", "role cry"})
_FOR_GOOD = ("told", "past", "news", "fine")  # what speaks against an alarm wherever in a long text it stands


Level = Literal["emergency", "maybe_emergency"]


@dataclass(frozen=True)
class Alarm:
    """Someone is in danger, or may be.

    `card` fits best; `cards` are that one and others that fit, best first.
    """

    level: Level
    card: str
    cards: tuple[str, ...]


_NUMBERS = ("trust", "by_point", "bias_of_facts", "by_card_point", "maybe", "emergency")


@dataclass(frozen=True)
class Judge:
    """The learned part: `danger` and `cards` score words; the rest says how far to trust them and each fact heard."""

    danger: Model
    cards: Model
    trust: float
    by_point: float
    by_fact: dict[str, float]
    bias_of_facts: float
    by_card_point: float
    maybe: float
    emergency: float
    stamp: str

    @classmethod
    def load(cls, file: Path = FILE) -> "Judge":
        """Read what was learned."""
        with read_arrays(file) as kept:
            numbers = {name: float(kept[name]) for name in _NUMBERS}
            facts = dict(zip(map(str, kept["facts"]), map(float, kept["fact_weights"]), strict=True))
            danger, cards = Model.load(file, DANGER), Model.load(file)
            return cls(danger, cards, by_fact=facts, stamp=str(kept["stamp"]), **numbers)

    def judge(self, hearing: Hearing, end_of: EndOf, *, is_piece: bool) -> "Judged":
        """Return how likely it is that someone is in danger, if it is happening.

        A bare cry ("help", "sos") may always be an alarm. What may be one is one when the word lists heard a person in
        a bad state; a word or two in which they heard nothing are none.
        """
        weighed = weigh(hearing)
        facts = sum(self.by_fact.get(fact, 0.0) for fact in weighed.facts)
        evidence, count = end_of(None), len(hearing.words)
        said = float(self.danger.scores(evidence)[0])
        odds = self.trust * said + self.by_point * weighed.points + facts + self.bias_of_facts
        if weighed.is_cry and odds < self.emergency:
            return Judged(max(odds, self.maybe), evidence, None, count, end_of, is_piece)
        likely = self.maybe + _WELL_ABOVE * (self.emergency - self.maybe)
        if odds >= likely and weighed.points >= _PLAINLY_HEARD:
            odds = max(odds, self.emergency)
        if not weighed.cards and count <= _FEW_WORDS:
            odds = min(odds, self.maybe - 1)
        return Judged(odds, evidence, weighed, count, end_of, is_piece)

    def level(self, judged: "Judged") -> Level | None:
        """Return what a text is taken for, by its danger and by whether it is told as a story.

        A piece of a long one is never taken for nothing by how it is told, nor is what calls for help: around a cry
        there may be a story.
        """
        sure = heard = judged.odds
        if judged.count >= LEAST_WORDS:
            told = tense().told(judged.end_of)
            sure = tense().sure(sure, told)
            heard = heard if judged.is_piece or judged.calls else tense().heard(heard, told)
        if heard < self.maybe:
            return None
        return "emergency" if sure >= self.emergency else "maybe_emergency"

    def rank(self, judged: "Judged") -> tuple[str, ...]:
        """Return the cards that fit, best first; a bare cry gets the commonest."""
        weighed = judged.weighed
        if weighed is None:
            return _COMMONEST
        scores = self.cards.scores(judged.evidence).tolist()
        fit = {
            label: score + self.by_card_point * weighed.cards.get(label.removeprefix(_PREFIX), 0.0)
            for label, score in zip(self.cards.labels, scores, strict=True)
        }
        best = max(fit.values())
        near = sorted((label for label in fit if fit[label] > best - _NEAR_BEST), key=lambda label: -fit[label])
        return tuple(near[:_MOST_CARDS])


@dataclass(frozen=True)
class Judged:
    """What a text, or a piece of it, was found to be: log `odds` of danger; `weighed` is None for a bare cry.

    `count` are its words, and `end_of` gives the evidence in the last ones. `is_piece` of a longer text.
    """

    odds: float
    evidence: Evidence
    weighed: Weighed | None
    count: int
    end_of: EndOf
    is_piece: bool

    @property
    def calls(self) -> bool:
        """Tell whether the word lists heard a call for help."""
        return self.weighed is not None and not _CALLS.isdisjoint(self.weighed.facts)


@lru_cache(maxsize=1)
def learned() -> Judge:
    """Return what was learned, read once."""
    tense()  # read with it, or the first cry would wait for that
    return Judge.load()


def alarm(text: str) -> Alarm | None:
    """Return the alarm that `text` gives, or None; any of the seven languages is understood, also mixed.

    It is asked of each text when it comes in and again in its turn, so the last answers are recalled.
    """
    return _RECENT.recall(text, lambda: _alarm(text))


_RECENT: Recent[Alarm | None] = Recent()


def _alarm(text: str) -> Alarm | None:
    hearing = hear(text)
    if not hearing.words:
        return None
    judge = learned()
    found: tuple[Level, Judged] | None = None
    for judged in sorted(_judge_pieces(judge, hearing), key=attrgetter("odds"), reverse=True):
        # A story only takes away, so what follows can't be more than what was found.
        if judged.odds < (judge.emergency if found else judge.maybe - MOST_ADDED):
            break
        level = judge.level(judged)
        if level == "emergency" or (level and not found):
            found = level, judged
        if level == "emergency":
            break
    if found is None:
        return None
    cards = judge.rank(found[1])
    return Alarm(found[0], cards[0], cards)


def _judge_pieces(judge: Judge, hearing: Hearing) -> Iterable[Judged]:
    """Yield what a text is found to be, or each piece of a long one."""
    words = hearing.words
    if len(words) <= _WINDOW:
        yield judge.judge(hearing, lambda last: Evidence.of(words[-last:] if last else words), is_piece=False)
        return
    gathering = Gathering(words)
    for number, piece in enumerate(windows(hearing)):
        start = number * _STEP
        yield judge.judge(piece, partial(_end_of, gathering, start, start + len(piece.words)), is_piece=True)


def _end_of(gathering: Gathering, start: int, end: int, last: int | None) -> Evidence:
    return gathering.of(max(start, end - last) if last else start, end)


def windows(hearing: Hearing) -> Iterable[Hearing]:
    """Yield the text in pieces short enough that a cry in the middle of a long story is not lost in it."""
    count = len(hearing.words)
    if count <= _WINDOW:
        yield hearing
        return
    # What was heard stands in the order in which it begins.
    begins = [h.at[0] for h in hearing.heard]
    for_good = [at for at, h in enumerate(hearing.heard) if h.role in _FOR_GOOD]
    for start in range(0, count - _WINDOW + _STEP, _STEP):
        end = start + _WINDOW
        first, last = bisect_left(begins, start), bisect_left(begins, end)
        near = (
            *(hearing.heard[at] for at in for_good if at < first),
            *hearing.heard[first:last],
            *(hearing.heard[at] for at in for_good if at >= last),
        )
        yield Hearing(hearing.words[start:end], near, hearing.spoken, hearing.is_asked)
