"""What a word means, as a row of numbers: words that mean alike, in any language, have rows that point alike.

The table was distilled from multilingual-e5-small (MIT licence) by `scripts/embed_words.py`; no model runs here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.search.learned.arrays import read_arrays

FILE = Path(__file__).with_name("vectors.npz")

Pooled = NDArray[np.float32]


@dataclass(frozen=True)
class Vectors:
    """`rows` has a row a word, unit length times 127; `rareness` says how much a word tells."""

    places: dict[str, int]
    rows: NDArray[np.int8]
    rareness: NDArray[np.float32]

    @classmethod
    def load(cls, file: Path = FILE) -> "Vectors":
        """Read the table that `scripts/embed_words.py` wrote."""
        with read_arrays(file) as kept:
            words = bytes(kept["words"]).decode().split("\n")
            return cls({word: place for place, word in enumerate(words)}, kept["rows"], kept["rareness"])

    def pool(self, words: Sequence[str]) -> Pooled:
        """Return the mean of the words' rows by rareness, then the highest of each column; zeros if none is known."""
        places = [place for word in words if (place := self.places.get(word)) is not None]
        size = self.rows.shape[1]
        if not places:
            return np.zeros(2 * size, np.float32)
        rows = self.rows[places].astype(np.float32) / 127
        weights = self.rareness[places]
        return np.concatenate([weights @ rows / (weights.sum() + 1e-6), rows.max(axis=0)])


@lru_cache(maxsize=1)
def vectors() -> Vectors:
    """Return the table, read once."""
    return Vectors.load()
