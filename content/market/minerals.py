"""The minerals that people here dig and sell: how each is priced, and whether publicly. It knows no source."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal

TROY_OUNCE_GRAMS: Final = Decimal("31.1034768")
POUND_GRAMS: Final = Decimal("453.59237")
TONNE_GRAMS: Final = Decimal(1_000_000)


@dataclass(frozen=True)
class Mineral:
    """A mineral. `quoted_unit` is a key of units.tsv and `quoted_grams` its weight: what one price is for.

    `basis` tells what is paid for in it: the pure metal, an oxide that a laboratory measures in the concentrate, or the
    stone as a whole. `code` is what exchanges call it (ISO 4217 for precious metals), "" for none. Without a public
    price (`has_public_price`) only an operator's own figure or people's reports exist.
    """

    key: str
    symbol: str
    code: str
    quoted_unit: str
    quoted_grams: Decimal
    basis: Literal["metal", "oxide", "stone"]
    has_public_price: bool


def _precious(key: str, symbol: str) -> Mineral:
    return Mineral(key, symbol, f"X{symbol.upper()}", "troy_ounce", TROY_OUNCE_GRAMS, "metal", True)


def _base(key: str, symbol: str, *, is_public: bool = True) -> Mineral:
    return Mineral(key, symbol, "", "tonne", TONNE_GRAMS, "metal", is_public)


# Tungsten is traded per metric tonne unit of WO3 (10 kg), coltan per pound of the Ta2O5 it contains, stones one by one.
_ALL: Final = (
    _precious("gold", "Au"),
    _precious("silver", "Ag"),
    _precious("platinum", "Pt"),
    _precious("palladium", "Pd"),
    _base("copper", "Cu"),
    _base("tin", "Sn"),
    _base("zinc", "Zn"),
    _base("lead", "Pb"),
    _base("nickel", "Ni"),
    _base("cobalt", "Co", is_public=False),
    Mineral("tungsten", "WO3", "", "mtu", Decimal(10_000), "oxide", False),
    Mineral("coltan", "Ta2O5", "", "avoirdupois_pound", POUND_GRAMS, "oxide", False),
    Mineral("diamond", "", "", "carat", Decimal("0.2"), "stone", False),
    Mineral("gemstone", "", "", "carat", Decimal("0.2"), "stone", False),
)
MINERALS: Final[Mapping[str, Mineral]] = MappingProxyType({mineral.key: mineral for mineral in _ALL})


def find_mineral(name: str) -> Mineral | None:
    """Return the mineral with this key, symbol or exchange code, whatever its case; None for an unknown one."""
    wanted = name.strip().casefold()
    return next((one for one in _ALL if wanted and wanted in _names(one)), None)


def _names(mineral: Mineral) -> set[str]:
    return {mineral.key, mineral.symbol.casefold(), mineral.code.casefold()}
