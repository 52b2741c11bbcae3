"""Weights and purities by their key: what each is in grams, where it is used, and how sure we are of that."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from content.errors import ContentFlaw
from content.files import named

UNITS_FILE = Path(__file__).with_name("units.tsv")
KINDS = frozenset({"mass", "purity"})
# A: exact, converts. B: common practice, C: reported; both are said back and asked. X: never converted, weigh in grams.
CERTAINTIES = frozenset("ABCX")


@dataclass(frozen=True)
class Unit:
    """One line of units.tsv; `grams` is what one of it weighs, None where nobody can say."""

    key: str
    aliases: tuple[str, ...]
    kind: str
    grams: Decimal | None
    region: str
    certainty: str
    note: str

    @property
    def converts(self) -> bool:
        """Whether it is turned into grams without asking the person."""
        return self.certainty == "A" and self.grams is not None


def load_units(file: Path = UNITS_FILE) -> Mapping[str, Unit]:
    """Return the units of `file` (columns apart by tabs) by their key; raises ContentFlaw."""
    with named(file):
        rows = csv.DictReader(file.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    units: dict[str, Unit] = {}
    for line, row in enumerate(rows, start=2):
        unit = _read_unit(file, line, row)
        if unit.key in units:
            raise ContentFlaw(file, line, f'"{unit.key}" stands there twice')
        units[unit.key] = unit
    return MappingProxyType(units)


def _read_unit(file: Path, line: int, row: Mapping[str, str | None]) -> Unit:
    if None in row.values():
        raise ContentFlaw(file, line, "a column is missing")
    cells = {name: str(value).strip() for name, value in row.items()}
    if cells["kind"] not in KINDS or cells["certainty"] not in CERTAINTIES:
        raise ContentFlaw(file, line, f'"{cells["unit_key"]}" has an unknown kind or certainty')
    with named(file):
        grams = Decimal(cells["grams"]) if cells["grams"] else None
    return Unit(
        key=cells["unit_key"],
        aliases=tuple(alias.strip() for alias in cells["aliases"].split(";") if alias.strip()),
        kind=cells["kind"],
        grams=grams,
        region=cells["region"],
        certainty=cells["certainty"],
        note=cells["note"],
    )


UNITS = load_units()
