"""A linear model: what the words of a text say for each label. It is read from a file and never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.search.learned.arrays import read_arrays
from content.search.learned.pieces import Pieces, buckets_of, pieces
from content.search.learned.recent import Recent
from content.search.learned.vectors import Pooled, vectors

FINEST = 127  # weights of pieces are kept as whole numbers from -127 to 127 times a scale a label
_MOST_SHARED = 60  # words of a text whose evidence is kept a while: both ears listen to it as a whole

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Evidence:
    """What is seen in a text: the pieces of its words, and what the words mean together."""

    pieces: Pieces
    pooled: Pooled

    @classmethod
    def of(cls, words: Sequence[str]) -> "Evidence":
        """Gather the evidence in folded `words`, or recall it: an update's text is looked at more than once."""
        if len(words) > _MOST_SHARED:
            return Gathering().of(words)
        return _RECENT.recall(tuple(words), lambda: Gathering().of(words))


class Gathering:
    """Gathers the evidence in pieces of one text; what a word gives is worked out once for all of them."""

    def __init__(self) -> None:
        self._buckets = cache(buckets_of)
        self._place = cache(vectors().places.find)

    def of(self, words: Sequence[str]) -> Evidence:
        """Gather the evidence in folded `words`."""
        places = [place for word in words if (place := self._place(word)) is not None]
        return Evidence(pieces(words, self._buckets), vectors().pool(places))


_RECENT: Recent[Evidence] = Recent()


@dataclass(frozen=True)
class Model:
    """Each array has a column a label, in the order of `labels`."""

    labels: tuple[str, ...]
    of_pieces: NDArray[np.int8]
    scales: NDArray[np.float32]
    of_pooled: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def load(cls, file: Path) -> "Model":
        """Read a model that a script that learns wrote."""
        with read_arrays(file) as kept:
            labels = tuple(str(label) for label in kept["labels"])
            # Row by row: a text needs a hundred rows, which stand far apart column by column.
            rows = np.ascontiguousarray(kept["of_pieces"])
            return cls(labels, rows, kept["scales"], kept["of_pooled"], kept["bias"])

    def scores(self, evidence: Evidence) -> Scores:
        """Return the score of each label: log odds, 0 is undecided."""
        count = max(len(evidence.pieces), 1)
        # Whole numbers below 2^24 add up exactly in these floats, and a product is the fastest way to add.
        said = np.ones(len(evidence.pieces), np.float32) @ self.of_pieces.take(evidence.pieces, axis=0).astype("f4")
        weighed = said.astype(np.float64) * self.scales / np.sqrt(count)
        scores: Scores = (weighed + evidence.pooled @ self.of_pooled + self.bias).astype(np.float32)
        return scores
