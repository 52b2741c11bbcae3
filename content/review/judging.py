"""Decides which flags a text gets: its words by example, and the facts and signs that were found in it, together.

`verdict.npz` is written by `scripts/learn_reviews.py` from the wordings beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.review.concepts import Heard, hear
from content.review.facts import facts
from content.search.learned.arrays import read_arrays
from content.search.learned.model import Evidence, Gathering, Model, Scores

FILE = Path(__file__).with_name("verdict.npz")
RISK = "risk"
BUCKETS = 1 << 16  # a quarter of what the other models have: so many flags must stay small
_NEAR = 0.25  # share of the surest one's margin
LEAST, SUREST = -1.0, 4.0  # log odds of a risk at all that count: they alone say nothing of which
_WINDOW, _STEP = 40, 20  # words that are judged together, and how far on the next ones begin


def folded(evidence: Evidence) -> Evidence:
    """Return `evidence` with its pieces in fewer buckets."""
    return Evidence(np.unique(evidence.pieces % BUCKETS), evidence.pooled)


@dataclass(frozen=True)
class Judge:
    """The learned part: `text` scores words and `of_facts` facts, for "risk" first and then for each flag.

    `trust` is the share of the risk that is added to each flag, none to what is personal; a flag is given from its
    threshold on.
    """

    text: Model
    rows: dict[str, int]
    of_facts: NDArray[np.float32]
    trust: NDArray[np.float32]
    thresholds: NDArray[np.float32]
    stamp: str

    @classmethod
    def load(cls, file: Path = FILE) -> "Judge":
        """Read what was learned."""
        with read_arrays(file) as kept:
            rows = {str(fact): row for row, fact in enumerate(kept["facts"])}
            return cls(Model.load(file), rows, kept["of_facts"], kept["trust"], kept["thresholds"], str(kept["stamp"]))

    def margins(self, evidence: Evidence, seen: Iterable[str]) -> Scores:
        """Return for each flag how far a text is above its threshold, as log odds."""
        rows = [self.rows[fact] for fact in seen if fact in self.rows]
        scores = self.text.scores(folded(evidence)) + self.of_facts[rows].sum(axis=0)
        margins: Scores = scores[1:] + self.trust * np.clip(scores[0], LEAST, SUREST) - self.thresholds
        return margins


@lru_cache(maxsize=1)
def learned() -> Judge:
    """Return what was learned, read once."""
    return Judge.load()


def called_for(words: Sequence[str], language: str, shown: frozenset[str]) -> frozenset[str]:
    """Return the names of the flags that folded `words` call for; a long text is judged in pieces.

    `shown` are the signs of how the whole text is written.
    """
    if not words:
        return frozenset()
    judge, pieces = learned(), _pieces(words, hear(words, language))
    highest = np.max([judge.margins(evidence, seen | shown) for evidence, seen in pieces], axis=0)
    # What is surely one danger, or one thing of a person, has something of all: of its like those count that come near.
    of_danger = judge.trust > 0
    needed = np.zeros_like(highest)
    for alike in (of_danger, ~of_danger):
        needed[alike] = max(highest[alike].max() * _NEAR, 0.0)
    return frozenset(judge.text.labels[1 + at] for at in np.flatnonzero(highest >= needed))


def _pieces(words: Sequence[str], heard: Sequence[Heard]) -> Iterator[tuple[Evidence, frozenset[str]]]:
    if len(words) <= _WINDOW:
        yield Evidence.of(words), facts(heard)
        return
    gathering = Gathering(words)
    for start in range(0, len(words) - _WINDOW + _STEP, _STEP):
        end = start + _WINDOW
        yield gathering.of(start, end), facts([one for one in heard if start <= one.first and one.last < end])
