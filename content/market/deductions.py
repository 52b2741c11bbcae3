"""What the law takes off a sale, by country and buyer, dated and sourced; a member or an operator may edit it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path

from content.errors import ContentFlaw
from content.market.records import read_records
from content.market.rounding import EXACT

DEDUCTIONS_FILE = Path(__file__).with_name("deductions.toml")
BUYERS = ("refinery", "central_bank", "state_buyer", "exporter")
_KINDS = {
    "country": str,
    "mineral": str,
    "buyer": str,
    "percent": Decimal,
    "usd_per_kg": Decimal,
    "year": int,
    "source": str,
    "looked_up": date,
}
_GRAMS_OF_A_KILOGRAM = 1000


@dataclass(frozen=True)
class Deduction:
    """All that is taken off a sale to one kind of buyer: `percent` of the value, `usd_per_kg` of pure metal."""

    country: str
    mineral: str
    buyer: str
    percent: Decimal
    usd_per_kg: Decimal
    year: int
    source: str
    looked_up: date


def load_deductions(file: Path = DEDUCTIONS_FILE) -> tuple[Deduction, ...]:
    """Return the deductions of `file`; raises ContentFlaw."""
    deductions = tuple(Deduction(**row) for row in read_records(file, "deduction", _KINDS))
    for one in deductions:
        if one.buyer not in BUYERS or one.percent >= 100:
            raise ContentFlaw(
                file, 0, f'the deduction of {one.country} from "{one.source}" has a buyer or rate unknown'
            )
    return deductions


def find_deductions(deductions: tuple[Deduction, ...], *, mineral: str, country: str | None) -> tuple[Deduction, ...]:
    """Return what is known for a mineral in a country, smallest first; they are choices, never added up."""
    found = [one for one in deductions if one.mineral == mineral and one.country == country]
    return tuple(sorted(found, key=lambda one: (one.percent, one.usd_per_kg)))


def net_of(fair: Decimal, percent: Decimal, *, per_kg: Decimal = Decimal(0), pure_g: Decimal = Decimal(0)) -> Decimal:
    """Return `fair` less `percent` and less `per_kg` (in the money of `fair`) for `pure_g` grams; never below 0."""
    with localcontext(EXACT):
        return max(fair * (100 - percent) / 100 - per_kg * pure_g / _GRAMS_OF_A_KILOGRAM, Decimal(0))
