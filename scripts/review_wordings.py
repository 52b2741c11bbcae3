"""Reads the example wordings of the review: short careless texts and texts that only look like them, by language.

The notation: "= flag" begins texts that must be flagged, "= flag, flag" those that must get several, "= not flag" texts
that only look so, "= not any" those that look like nothing. A line is a family: "{a|b}" in it is a choice, and each
choice gives a text. The file's name is the language; stories/ has longer ones, situations/ those of another writer,
people/ those of many, a folder each. All are invented.
"""

import hashlib
import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from content.privacy import KINDS
from content.search.learned.vectors import FILE as VECTORS
from scripts.texts import ROOT

FOLDER = ROOT / "content/review/wordings"
PEOPLE = FOLDER / "people"
_MOST = 5  # texts of one family
_CHOICE = re.compile(r"\{([^{}]*)\}")
_NOT = "not "
_PERSONAL = frozenset(KINDS)
# What is advice, so that somebody may warn of it or make light of it in the words of `frames.toml`.
_ADVICE = frozenset(
    [
        "mercury-up", "indoor-burn", "cyanide-on-mercury", "cyanide-home", "unsafe-entry", "engine-underground",
        "dry-drill", "medical-cure", "explosive-mix", "wet-electric",
    ]
)  # fmt: skip


class ReviewWording(NamedTuple):
    """A text as someone might send it: of which family, about which flags, and whether those must be on it.

    `writer` is the folder of whoever wrote it, "" for what is ours.
    """

    language: str
    family: str
    flags: frozenset[str]
    is_bad: bool
    text: str
    writer: str = ""


def review_wordings() -> list[ReviewWording]:
    """Return the texts of all families."""
    return [wording for file in sorted(FOLDER.rglob("*.txt")) for wording in _read(file)]


def _read(file: Path) -> Iterator[ReviewWording]:
    flags, is_bad = frozenset[str](), False
    writer = file.parent.name if file.parent.parent == PEOPLE else ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("= "):
            flags = frozenset(line.removeprefix("= ").removeprefix(_NOT).strip().split(", "))
            is_bad = not line.removeprefix("= ").startswith(_NOT)
        elif line.strip():
            for text in texts_of(line):
                yield ReviewWording(file.stem, f"{file.relative_to(FOLDER)}:{number}", flags, is_bad, text, writer)


def framed(wordings: Iterable[ReviewWording]) -> list[ReviewWording]:
    """Return one text of each family of our advice twice more: as one warns of it, and as one makes light of it."""
    frames = tomllib.loads((FOLDER / "frames.toml").read_text(encoding="utf-8"))
    found = []
    ours = (one for one in wordings if one.is_bad and one.flags <= _ADVICE and not one.writer)
    for one in {one.family: one for one in ours}.values():
        chance = random.Random(one.text)  # noqa: S311 - no secret
        for kind, is_bad in (("against", False), ("for", True)):
            text = chance.choice(frames[one.language][kind]).replace("{}", one.text)
            found.append(one._replace(is_bad=is_bad, text=text))
    return found


def joined(wordings: Sequence[ReviewWording]) -> list[ReviewWording]:
    """Return every third danger that a person wrote once more, together with something else of theirs.

    People tell of several things at once, and what is harmless beside a danger does not take it away.
    """
    by_writer: dict[tuple[str, str], list[ReviewWording]] = {}
    for one in wordings:
        if one.writer:
            by_writer.setdefault((one.writer, one.language), []).append(one)
    found = []
    for (writer, language), theirs in by_writer.items():
        chance = random.Random(writer + language)  # noqa: S311 - no secret
        others = [one for one in theirs if not one.is_bad or one.flags <= _PERSONAL]
        for one in [one for one in theirs if one.is_bad and not one.flags <= _PERSONAL][::3]:
            other = chance.choice(others)
            told = " ".join(chance.sample([one.text, other.text], 2))
            flags = one.flags | (other.flags if other.is_bad else frozenset())
            found.append(one._replace(family=f"{one.family} joined", flags=flags, text=told))
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
