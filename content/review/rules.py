"""The rules of the review: what each flag is for, how severe it is, and which concepts near each other speak for it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from content.files import read_toml

FILE = Path(__file__).with_name("rules.toml")

Severity = Literal["block", "hold", "mark"]


@dataclass(frozen=True)
class Rule:
    """One danger. `reason` is the sentence that reviewers read, `card` is the card whose never line fits.

    `needs` are sets of concepts; each set alone speaks for the flag. `hits` and `harmless` are pairs of language and
    text that the tests try.
    """

    name: str
    severity: Severity
    reason: str
    card: str
    needs: tuple[frozenset[str], ...]
    hits: tuple[tuple[str, str], ...]
    harmless: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return all rules, read once."""
    return tuple(
        Rule(
            name=name,
            severity=table["severity"],
            reason=table["reason"],
            card=table["card"],
            needs=tuple(frozenset(row.split()) for row in table["needs"]),
            hits=tuple(map(_phrase, table["hits"])),
            harmless=tuple(map(_phrase, table["harmless"])),
        )
        for name, table in read_toml(FILE).items()
    )


def _phrase(written: str) -> tuple[str, str]:
    language, _, text = written.partition(": ")
    return language, text
