"""What a word means, as a row of numbers: words that mean alike, in any language, have rows that point alike.

The table was distilled from multilingual-e5-small (MIT licence) by `scripts/embed_words.py`; no model runs here.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from content.search.learned.arrays import read_arrays

FILE = Path(__file__).with_name("vectors.npz")
_LINE = b"\n"

Pooled = NDArray[np.float32]


class Places:
    """At which place each word stands. A dict of so many words would take ten times the memory."""

    def __init__(self, words: bytes) -> None:
        """Take all words, each ended by a line's end but the last."""
        self._words = words + _LINE
        ends = np.flatnonzero(np.frombuffer(self._words, np.uint8) == _LINE[0])
        begins = np.concatenate([[0], ends[:-1] + 1])
        listed = (self._words[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True))
        sums = np.fromiter(map(crc32, listed), np.uint32, len(ends))
        by_sum = np.argsort(sums, kind="stable")
        self._sums = array("I", sums[by_sum].tobytes())
        self._places = array("I", by_sum.astype(np.uint32).tobytes())
        self._begins = array("I", begins[by_sum].astype(np.uint32).tobytes())

    def find(self, word: str) -> int | None:
        """Return the place of a word, None when it is not there."""
        raw = word.encode()
        key = crc32(raw)
        at = bisect_left(self._sums, key)
        while at < len(self._sums) and self._sums[at] == key:
            if self._words.startswith(raw + _LINE, self._begins[at]):
                return self._places[at]
            at += 1
        return None


@dataclass(frozen=True)
class Vectors:
    """`rows` has a row a word, unit length times 127; `rareness` says how much a word tells."""

    places: Places
    rows: NDArray[np.int8]
    rareness: NDArray[np.float32]

    @classmethod
    def load(cls, file: Path = FILE) -> "Vectors":
        """Read the table that `scripts/embed_words.py` wrote."""
        with read_arrays(file) as kept:
            return cls(Places(bytes(kept["words"])), kept["rows"], kept["rareness"])

    def places_of(self, words: Sequence[str]) -> list[int]:
        """Return the places of those of `words` that are there."""
        return [place for word in words if (place := self.places.find(word)) is not None]

    def pool(self, places: Sequence[int]) -> Pooled:
        """Return the mean of the rows at `places` by rareness, then the highest of each column; zeros for none."""
        if not places:
            return np.zeros(2 * self.rows.shape[1], np.float32)
        rows = self.rows[places].astype(np.float32) / 127
        weights = self.rareness[places]
        return np.concatenate([weights @ rows / (weights.sum() + 1e-6), rows.max(axis=0)])


@lru_cache(maxsize=1)
def vectors() -> Vectors:
    """Return the table, read once."""
    return Vectors.load()
