"""Turns folded words into the hashed pieces that a model weighs. It knows no language and no subject.

A piece is a word, two words in a row, or 3 to 5 letters of a word with its ends marked: so an ending, a prefix, a
spelling mistake or a word of a neighbouring language still leaves most pieces of a word as they were.
"""

from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
_SHORTEST, _LONGEST = 3, 5

Pieces = NDArray[np.int64]


def pieces(words: Sequence[str]) -> Pieces:
    """Return the buckets of all pieces of `words`, each once and sorted."""
    found: set[str] = set()
    before = "^"
    for word in words:
        found.add(word)
        found.add(f"{before} {word}")
        before = word
        marked = f"^{word}$"
        for length in range(_SHORTEST, _LONGEST + 1):
            for at in range(len(marked) - length + 1):
                found.add("~" + marked[at : at + length])
    return hashed(found)


def hashed(found: Iterable[str]) -> Pieces:
    """Return the buckets of `found`, each once and sorted."""
    return np.unique(np.fromiter((crc32(piece.encode()) % BUCKETS for piece in found), np.int64))
