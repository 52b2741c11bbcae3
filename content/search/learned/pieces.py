"""Turns folded words into the hashed pieces that a model weighs. It knows no language and no subject.

A piece is a word, two words in a row, or 3 to 5 letters of a word with its ends marked: so an ending, a prefix, a
spelling mistake or a word of a neighbouring language still leaves most pieces of a word as they were.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 18  # half a million different pieces in the wordings; fewer buckets blur them
_LENGTHS = (3, 4, 5)
_LETTERS = crc32(b"~")  # what the pieces that are letters begin with

Pieces = NDArray[np.int64]


def buckets_of(word: str) -> set[int]:
    """Return the buckets of a word and of its letters."""
    marked = f"^{word}$"
    found = {crc32(word.encode()) % BUCKETS}
    if marked.isascii():
        letters = marked.encode()
        found.update(
            crc32(letters[at : at + length], _LETTERS) % BUCKETS
            for length in _LENGTHS
            for at in range(len(letters) - length + 1)
        )
    else:
        found.update(
            crc32(marked[at : at + length].encode(), _LETTERS) % BUCKETS
            for length in _LENGTHS
            for at in range(len(marked) - length + 1)
        )
    return found


def bucket_of_pair(before: str, word: str) -> int:
    """Return the bucket of two words in a row; before the first word of a text stands "^"."""
    return crc32(f"{before} {word}".encode()) % BUCKETS


def pieces(words: Sequence[str]) -> Pieces:
    """Return the buckets of all pieces of `words`, each once."""
    found = {bucket_of_pair(before, word) for before, word in zip(("^", *words), words, strict=False)}
    found.update(*map(buckets_of, words))
    return np.fromiter(found, np.int64, len(found))
