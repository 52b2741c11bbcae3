"""A linear model: what the words of a text say for each label. It is read from a file and never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.search.learned.arrays import read_arrays
from content.search.learned.pieces import Pieces, pieces
from content.search.learned.vectors import Pooled, vectors

FINEST = 127  # weights of pieces are kept as whole numbers from -127 to 127 times a scale a label

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Evidence:
    """What is seen in a text: the pieces of its words, and what the words mean together."""

    pieces: Pieces
    pooled: Pooled

    @classmethod
    def of(cls, words: Sequence[str]) -> "Evidence":
        """Gather the evidence in folded `words`."""
        return cls(pieces(words), vectors().pool(words))


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
            return cls(labels, kept["of_pieces"], kept["scales"], kept["of_pooled"], kept["bias"])

    def scores(self, evidence: Evidence) -> Scores:
        """Return the score of each label: log odds, 0 is undecided."""
        said = self.of_pieces[evidence.pieces].sum(axis=0, dtype=np.int32) * self.scales
        scores: Scores = said / np.sqrt(max(len(evidence.pieces), 1)) + evidence.pooled @ self.of_pooled + self.bias
        return scores.astype(np.float32)
