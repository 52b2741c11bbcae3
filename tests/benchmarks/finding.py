"""How well answers are found: questions written by someone who had not seen the cards' texts, words or wordings."""

import asyncio
import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.clock import SystemClock
from bot.embedding import OwnModel
from bot.opinion import Opinion
from content.guidance.library import Library
from content.search.answer import Finder, Found
from content.search.frequent import LANGUAGES
from content.search.second_opinion import find_twice

FOLDER = Path(__file__).with_name("questions")
FIRST, AMONG = "first", "among three"
HEARD, FALSE_ALARM, FALSE_SURELY = "emergencies heard", "false alarms", "false alarms, no doubt"
SURE_RIGHT, SURE_OUTSIDE = "sure and right", "outside, yet sure"
COLUMNS = (FIRST, AMONG, SURE_RIGHT, SURE_OUTSIDE, HEARD, FALSE_ALARM, FALSE_SURELY)
# Of a second opinion only these can differ: it makes nothing sure, and emergencies are heard without it.
TWICE = {FIRST: "first, second opinion", AMONG: "three, second opinion"}
PATIENCE_S = 60.0
_ALARMS = ("emergency", "maybe_emergency")


@dataclass
class Shares:
    """For each column, whether it held for each question that it is about."""

    held: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: str, expected: str, found: Found) -> None:
        """Count one question."""
        is_alarm = found.outcome in _ALARMS
        if kind == "emergency":
            self.held[HEARD].append(is_alarm)
            return
        self.held[FALSE_ALARM].append(is_alarm)
        self.held[FALSE_SURELY].append(found.outcome == "emergency")
        is_sure = "sure" in (found.outcome, found.answer)
        if kind == "out-of-scope":
            self.held[SURE_OUTSIDE].append(is_sure)
        elif kind != "look-alike":
            right = set(expected.split("|"))
            ranked = [hit.id for hit in found.hits if not (is_alarm and hit.id.startswith("emg-"))]
            self.held[FIRST].append(ranked[:1] != [] and ranked[0] in right)
            self.held[AMONG].append(bool(right.intersection(ranked[:3])))
            if is_sure:
                self.held[SURE_RIGHT].append(ranked[0] in right)

    def share(self, column: str) -> float | None:
        """Return the share of a column, None when no question is about it."""
        held = self.held.get(column)
        return sum(held) / len(held) if held else None


@cache
def asked() -> tuple[tuple[str, str, str, str], ...]:
    """Return (language, kind, expected, question) of every line."""
    found = []
    for language in LANGUAGES:
        with (FOLDER / f"{language}.tsv").open(encoding="utf-8", newline="") as lines:
            rows: Iterable[Mapping[str, str]] = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            found += [(language, row["kind"], row["expected"], row["question"]) for row in rows]
    return tuple(found)


@cache
def measured(*, twice: bool = False) -> tuple[Mapping[str, Shares], Mapping[str, Shares]]:
    """Return the shares per language, and per kind of question; `twice` with the own model's second opinion."""
    return asyncio.run(_measure(twice))


async def _measure(twice: bool) -> tuple[Mapping[str, Shares], Mapping[str, Shares]]:
    library = Library.load()
    finder = Finder.load(library)
    opinion = Opinion(OwnModel(), library, SystemClock(), timeout_s=PATIENCE_S) if twice else None
    if opinion:
        await opinion.recall()
    by_language: dict[str, Shares] = defaultdict(Shares)
    by_kind: dict[str, Shares] = defaultdict(Shares)
    for language, kind, expected, question in asked():
        found = await find_twice(finder, opinion, question, language=language, rank_all=True)
        by_language[language].add(kind, expected, found)
        by_kind[kind].add(kind, expected, found)
    return by_language, by_kind


def table() -> str:
    """Return the table that stands in the README, in Markdown; with the second opinion's columns where it is there."""
    columns = [*COLUMNS[:2], *(TWICE.values() if OwnModel.is_installed() else ()), *COLUMNS[2:]]
    lines = ["| | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    alone, twice = measured(), measured(twice=True) if OwnModel.is_installed() else measured()
    for shares, again in zip(alone, twice, strict=True):
        for name, one in shares.items():
            cells = {column: one.share(column) for column in COLUMNS}
            cells |= {shown: again[name].share(column) for column, shown in TWICE.items()}
            lines.append(f"| {name} | " + " | ".join(_cell(cells[column]) for column in columns) + " |")
    return "\n".join(lines)


def _cell(share: float | None) -> str:
    return "" if share is None else f"{share:.2f}"
