"""A linear model: what the words of a text say for each label. It is read from a file and never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.search.learned.arrays import read_arrays
from content.search.learned.pieces import BUCKETS, Pieces, bucket_of_pair, buckets_of, pieces
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
            return _gathered(words)
        return _RECENT.recall(tuple(words), lambda: _gathered(words))


def _gathered(words: Sequence[str]) -> Evidence:
    return Evidence(pieces(words), vectors().pool(vectors().places_of(words)))


class Gathering:
    """Gathers the evidence in stretches of one long text; what a word gives is worked out once for all of them."""

    def __init__(self, words: Sequence[str]) -> None:
        """Take the folded words of the whole text."""
        of_word = {word: np.fromiter(buckets_of(word), np.int64) for word in set(words)}
        place_of = {word: vectors().places_of([word]) for word in of_word}
        self._words = words
        self._buckets = np.concatenate([of_word[word] for word in words])
        self._buckets_before = [0, *accumulate(len(of_word[word]) for word in words)]
        self._pairs = np.fromiter(map(bucket_of_pair, words, words[1:]), np.int64)
        self._places = [place for word in words for place in place_of[word]]
        self._places_before = [0, *accumulate(len(place_of[word]) for word in words)]

    def of(self, start: int, end: int) -> Evidence:
        """Gather the evidence in the words from `start` up to `end`, or up to the last one."""
        end = min(end, len(self._words))
        found = (
            self._buckets[self._buckets_before[start] : self._buckets_before[end]],
            self._pairs[start : end - 1],
            [bucket_of_pair("^", self._words[start])],
        )
        places = self._places[self._places_before[start] : self._places_before[end]]
        return Evidence(_each_once(np.concatenate(found)), vectors().pool(places))


def _each_once(numbers: Pieces) -> Pieces:
    """Return the different ones of `numbers` in order, for which `np.unique` takes twenty times as long."""
    ordered = np.sort(numbers)
    is_new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered[is_new]


_RECENT: Recent[Evidence] = Recent()


def rows_of(found: Pieces, count: int) -> Pieces:
    """Return the rows, of `count`, in which a model keeps the pieces that were found, each once."""
    return found if count == BUCKETS else _each_once(found % count)


@dataclass(frozen=True)
class Model:
    """Each array has a column a label, in the order of `labels`.

    A model of many labels has fewer rows of pieces than there are buckets, to stay small: buckets share a row.
    """

    labels: tuple[str, ...]
    of_pieces: NDArray[np.int8]
    scales: NDArray[np.float32]
    of_pooled: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def load(cls, file: Path, prefix: str = "") -> "Model":
        """Read a model that a script that learns wrote; `prefix` names it where a file holds two."""
        with read_arrays(file) as kept:
            labels = tuple(str(label) for label in kept[prefix + "labels"])
            # Row by row: a text needs a hundred rows, which stand far apart column by column.
            rows = np.ascontiguousarray(kept[prefix + "of_pieces"])
            return cls(labels, rows, kept[prefix + "scales"], kept[prefix + "of_pooled"], kept[prefix + "bias"])

    def scores(self, evidence: Evidence) -> Scores:
        """Return the score of each label: log odds, 0 is undecided."""
        rows = rows_of(evidence.pieces, len(self.of_pieces))
        count = max(len(rows), 1)
        # Whole numbers below 2^24 add up exactly in these floats, and a product is the fastest way to add.
        said = np.ones(len(rows), np.float32) @ self.of_pieces.take(rows, axis=0).astype("f4")
        weighed = said.astype(np.float64) * self.scales / np.sqrt(count)
        scores: Scores = (weighed + evidence.pooled @ self.of_pooled + self.bias).astype(np.float32)
        return scores
