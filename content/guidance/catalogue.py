"""The list of cards that Pitwise means to have, written or not: ids, numbers, groups, dangers and checkers."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

GROUPS = ("emergency", "health-safety", "processing", "law", "finance", "market", "community")
DANGERS = ("emergency", "safety-critical", "ordinary")
CHECKERS = ("doctor", "engineer", "lawyer", "geologist", "finance", "trade", "social", "environment")


@dataclass(frozen=True)
class Entry:
    """One planned card; `checkers` are the kinds of expert who must sign it."""

    id: str
    number: int
    group: str
    danger: str
    checkers: tuple[str, ...]


@cache
def read_catalogue() -> Mapping[str, Entry]:
    """Return all planned cards by id, in the order of their numbers."""
    with Path(__file__).with_name("catalogue.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    entries = {
        row["id"]: Entry(row["id"], int(row["number"]), row["group"], row["danger"], tuple(row["checkers"].split()))
        for row in rows
    }
    return MappingProxyType(entries)
