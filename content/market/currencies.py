"""Money: codes, signs, what people call it and where, fixed pegs, and money that is no more. It knows no rates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from content.files import named, read_toml

CURRENCIES_FILE = Path(__file__).with_name("currencies.toml")


@dataclass(frozen=True)
class Currency:
    """One currency; `slang` says how many of it a word means there, `peg` how many are one of another by law."""

    code: str
    signs: tuple[str, ...]
    names: tuple[str, ...]
    slang: Mapping[str, Decimal]
    countries: frozenset[str]
    decimals: int
    peg: tuple[str, Decimal] | None
    abroad: bool


class Retired(NamedTuple):
    """What came after a currency: `factor` of the old make one of the new, `since` that day."""

    successor: str
    factor: Decimal
    since: date


def load_currencies(file: Path = CURRENCIES_FILE) -> Mapping[str, Currency]:
    """Return the currencies of `file` by their ISO 4217 code; raises ContentFlaw."""
    with named(file):
        return MappingProxyType({code: _currency(code, facts) for code, facts in read_toml(file)["currency"].items()})


def load_retired(file: Path = CURRENCIES_FILE) -> tuple[Mapping[str, Retired], Mapping[str, tuple[str, ...]]]:
    """Return the retired codes of `file` with their successors, and what people call them; raises ContentFlaw."""
    with named(file):
        facts = read_toml(file)["retired"]
        retired = {code: Retired(one["successor"], Decimal(one["factor"]), one["since"]) for code, one in facts.items()}
        return MappingProxyType(retired), MappingProxyType({code: tuple(one["names"]) for code, one in facts.items()})


def _currency(code: str, facts: Mapping[str, Any]) -> Currency:
    pegs = [(other, Decimal(rate)) for other, rate in facts.get("peg", {}).items()]
    return Currency(
        code=code,
        signs=tuple(facts["signs"]),
        names=tuple(facts["names"]),
        slang=MappingProxyType({word: Decimal(value) for word, value in facts.get("slang", {}).items()}),
        countries=frozenset(facts["countries"]),
        decimals=facts["decimals"],
        peg=pegs[0] if pegs else None,
        abroad=facts.get("abroad", False),
    )


CURRENCIES = load_currencies()
RETIRED, RETIRED_NAMES = load_retired()
