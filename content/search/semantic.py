"""What a text means, compared with what people say of each subject: the numbers behind a second opinion.

A model somewhere else (bot/embedding.py) turns texts into rows of numbers; it knows neither models nor the network.
Each card's own texts and every taught wording has a row (semantic.npz, written by `cards embed`) with the stamp of the
text that it was made from. A text is about the subjects whose rows point where its own points.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.files import named
from content.guidance.library import Library
from content.search.learned.arrays import read_arrays
from content.search.topics import OUTSIDE

FILE = Path(__file__).with_name("semantic.npz")
LONGEST = 200  # characters that are read: a model takes ten times as long for ten times as many

_TAUGHT = Path(__file__).with_name("taught")
_FINEST = 127
# Calibrated on a fifth of the taught wordings that neither the models nor the rows had seen.
_SHARPNESS = 14.0  # how much a near row tells more than a far one
_WEIGHT = 1.0  # log odds that one standard deviation over all subjects is worth
_BLOCK = 2048  # rows that are compared at once

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Saying:
    """A text of which it is known what it is about; `stamp` changes with either."""

    subject: str
    text: str

    @property
    def stamp(self) -> int:
        """Return a number that names subject and text."""
        seen = hashlib.sha256(f"{self.subject}\n{self.text}".encode())
        return int.from_bytes(seen.digest()[:8], "big")


def readable(text: str) -> str:
    """Return the beginning of `text` as a model may read it: no lone surrogate, nothing that can't be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[: 2 * LONGEST]).split())[:LONGEST]


def sayings(library: Library) -> list[Saying]:
    """Return the beginning of every card's text in every language, and all wordings that were taught."""
    found = [
        Saying(card.id, readable(". ".join((text.title, *text.keywords))))
        for card in library.cards.values()
        for text in card.texts.values()
    ]
    for file in sorted(_TAUGHT.glob("*.tsv")):
        with named(file), file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                subject = OUTSIDE if row["card"] == "none" else row["card"]
                found.append(Saying(subject, readable(row["text"])))
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Meanings:
    """The rows of one model, unit length times 127, measured from `middle`; immutable."""

    model: str
    subjects: tuple[str, ...]
    stamps: NDArray[np.uint64]
    rows: NDArray[np.int8]
    middle: Vectors

    @classmethod
    def of(cls, model: str, said: Sequence[Saying], vectors: Vectors) -> "Meanings":
        """Return the meanings of `said`, of which `model` made `vectors`, a row each."""
        middle = vectors.mean(axis=0)
        stamps = np.array([one.stamp for one in said], np.uint64)
        return cls(model, tuple(one.subject for one in said), stamps, _fine(vectors - middle), middle)

    @classmethod
    def load(cls, file: Path = FILE) -> "Meanings":
        """Read what `save` wrote; raises ContentFlaw."""
        with read_arrays(file) as kept:
            names = [str(name) for name in kept["names"]]
            subjects = tuple(names[place] for place in kept["subjects"])
            return cls(str(kept["model"]), subjects, kept["stamps"], kept["rows"], kept["middle"])

    def save(self, file: Path = FILE) -> None:
        """Write the rows and the stamps that they were made from."""
        names, places = self._owners
        np.savez_compressed(
            file,
            model=self.model,
            names=names,
            subjects=places.astype(np.int16),
            stamps=self.stamps,
            rows=self.rows,
            middle=self.middle,
        )

    def missing(self, said: Iterable[Saying]) -> list[Saying]:
        """Return those of `said` that have no row, or one of an older text."""
        known = set(self.stamps.tolist())
        return [one for one in said if one.stamp not in known]

    def renewed(self, said: Iterable[Saying], new: Sequence[Saying], vectors: Vectors) -> "Meanings":
        """Return the meanings of all of `said`, with the `vectors` of the `new` ones; what is gone is dropped."""
        wanted = {one.stamp for one in said}
        kept = np.array([stamp in wanted for stamp in self.stamps.tolist()], bool)
        subjects = [subject for subject, is_kept in zip(self.subjects, kept, strict=True) if is_kept]
        stamps, rows = [self.stamps[kept]], [self.rows[kept]]
        if new:
            subjects += [one.subject for one in new]
            stamps.append(np.array([one.stamp for one in new], np.uint64))
            rows.append(_fine(vectors - self.middle))
        return Meanings(self.model, tuple(subjects), np.concatenate(stamps), np.concatenate(rows), self.middle)

    @cached_property
    def _owners(self) -> tuple[NDArray[np.str_], NDArray[np.intp]]:
        """Each subject once, and which of them each row is about."""
        names, places = np.unique(np.array(self.subjects, np.str_), return_inverse=True)
        return names, places

    def opinion(self, vector: Vectors) -> Mapping[str, float]:
        """Return by how much the log odds of each subject rise or fall for a text of which the model made `vector`.

        Empty when it says nothing, or when it was made by another model than the rows.
        """
        if vector.shape != self.middle.shape or not np.isfinite(vector).all():
            return {}
        names, places = self._owners
        looked = vector - self.middle
        looked = looked / (np.linalg.norm(looked) + 1e-9)
        blocks = (self.rows[at : at + _BLOCK].astype(np.float32) for at in range(0, len(self.rows), _BLOCK))
        near = np.concatenate([block @ looked for block in blocks])
        told = np.exp(_SHARPNESS * near / _FINEST)
        scores = np.log(np.bincount(places, told) / np.bincount(places))
        spread = scores.std()
        if len(names) < 2 or not spread:
            return {}
        return dict(zip(names.tolist(), (_WEIGHT * (scores - scores.mean()) / spread).tolist(), strict=True))


def unit(rows: object) -> Vectors:
    """Return rows of numbers at unit length; raises ValueError when they are none."""
    vectors = np.asarray(rows, np.float32)
    if vectors.ndim != 2 or not np.isfinite(vectors).all():
        raise ValueError("rows of finite numbers were expected")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not lengths.all():
        raise ValueError("a row of zeros means nothing")
    unit_rows: Vectors = vectors / lengths
    return unit_rows


def _fine(vectors: Vectors) -> NDArray[np.int8]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    fine: NDArray[np.int8] = np.rint(vectors / lengths * _FINEST).astype(np.int8)
    return fine
