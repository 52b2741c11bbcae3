"""Reads the example wordings of the review: short careless texts and texts that only look like them, by language.

The notation: "= flag" begins texts that must be flagged, "= not flag" texts that only look so. A line is a family:
"{a|b}" in it is a choice, and each choice gives a text. The file's name is the language; stories/ has longer ones,
situations/ those of another writer. All are invented.
"""

import hashlib
import random
import re
import tomllib
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

from content.search.learned.vectors import FILE as VECTORS
from scripts.texts import ROOT

FOLDER = ROOT / "content/review/wordings"
_MOST = 5  # texts of one family
_CHOICE = re.compile(r"\{([^{}]*)\}")
_NOT = "not "
# What is advice, so that somebody may warn of it or make light of it in the words of `frames.toml`.
_ADVICE = frozenset(
    [
        "mercury-up", "indoor-burn", "cyanide-on-mercury", "cyanide-home", "unsafe-entry", "engine-underground",
        "dry-drill", "medical-cure", "explosive-mix", "wet-electric",
    ]
)  # fmt: skip


class ReviewWording(NamedTuple):
    """A text as someone might send it: of which family, about which flag, and whether that flag must be on it."""

    language: str
    family: str
    flag: str
    is_bad: bool
    text: str


def review_wordings() -> list[ReviewWording]:
    """Return the texts of all families."""
    return [wording for file in sorted(FOLDER.rglob("*.txt")) for wording in _read(file)]


def _read(file: Path) -> Iterator[ReviewWording]:
    flag, is_bad = "", False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("= "):
            flag = line.removeprefix("= ").removeprefix(_NOT).strip()
            is_bad = not line.removeprefix("= ").startswith(_NOT)
        elif line.strip():
            for text in texts_of(line):
                yield ReviewWording(file.stem, f"{file.relative_to(FOLDER)}:{number}", flag, is_bad, text)


def framed(wordings: Iterable[ReviewWording]) -> list[ReviewWording]:
    """Return one text of each family of advice twice more: as somebody warns of it, and as one makes light of it."""
    frames = tomllib.loads((FOLDER / "frames.toml").read_text(encoding="utf-8"))
    found = []
    for one in {one.family: one for one in wordings if one.is_bad and one.flag in _ADVICE}.values():
        chance = random.Random(one.text)  # noqa: S311 - no secret
        for kind, is_bad in (("against", False), ("for", True)):
            text = chance.choice(frames[one.language][kind]).replace("{}", one.text)
            found.append(one._replace(is_bad=is_bad, text=text))
    return found


def texts_of(family: str) -> list[str]:
    """Return texts of a family, the same ones each time: all when they are few."""
    parts = _CHOICE.split(family)
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    every = ["".join(chosen).strip() for chosen in product(*choices)]
    return every if len(every) <= _MOST else random.Random(family).sample(every, _MOST)  # noqa: S311 - no secret


def review_stamp() -> str:
    """Return the hex digits that name everything that the verdict is learned from, as it is now."""
    seen = hashlib.sha256(VECTORS.read_bytes())
    for file in sorted(path for path in FOLDER.parent.rglob("*") if path.suffix in (".toml", ".txt")):
        seen.update(file.name.encode() + file.read_bytes())
    return seen.hexdigest()[:12]
