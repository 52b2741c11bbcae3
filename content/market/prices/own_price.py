"""An operator's own price or rate: read from what they type, checked for slips, counted over to the series' unit."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from content.market.currencies import CURRENCIES, RETIRED
from content.market.minerals import MINERALS, find_mineral
from content.market.prices.limits import LIMITS
from content.market.prices.quote import OPERATOR, PER_UNIT, Accepted, Board, Quote
from content.market.prices.reading import NoQuote, rate_of
from content.market.units import UNITS

_NUMBER: Final = re.compile(r"\d{1,12}(\.\d{1,12})?", re.ASCII)
_UNIT_KEYS: Final = {"ozt": "troy_ounce", "t": "tonne", "g": "gram", "kg": "kilogram", "lb": "avoirdupois_pound"} | {
    "ct": "carat",
    "mtu": "mtu",
    "tola": "tola",
    "dwt": "pennyweight",
}


class Refused(ValueError):
    """What an operator typed can't be taken; the text says why and what to type."""


def read_series(name: str) -> str:
    """Return the series of a mineral or a currency; raises Refused."""
    mineral, code = find_mineral(name), name.strip().upper()
    if mineral:
        return mineral.key
    if code in RETIRED:
        raise Refused(f"{code} is no longer money: use {RETIRED[code].successor}.")
    if code not in CURRENCIES or code == "USD":
        raise Refused(f"{name} is neither a mineral ({', '.join(MINERALS)}) nor a currency that is known here.")
    return code


def own_quote(series: str, value: str, per: str, currency: str, rates: Mapping[str, Accepted], now: datetime) -> Quote:
    """Return the operator's quote of now in the series' own unit; raises Refused.

    `rates` are the believed rates that a price in another currency than USD is counted over with.
    """
    if not _NUMBER.fullmatch(value) or Decimal(value) <= 0:
        raise Refused(f"{value} is no plain number, such as 4200 or 4200.50.")
    mineral = MINERALS.get(series)
    if mineral is None:
        return Quote(Decimal(value), series, "USD", now, OPERATOR, "daily")
    unit = UNITS.get(_UNIT_KEYS.get(per, per) or mineral.quoted_unit)
    if unit is None or unit.grams is None:
        raise Refused(f"--per {per} is no unit of exact weight; use one of {', '.join(_UNIT_KEYS)}.")
    rate = rate_of(Board(rates), currency, now=now)
    if isinstance(rate, NoQuote):
        raise Refused(
            f"No rate for {currency} is known. Give the price in USD, or first: pitwise prices set {currency} …"
        )
    usd = round(Decimal(value) / rate.per_usd * mineral.quoted_grams / unit.grams, 6)
    limits = LIMITS.get(series)
    if limits and limits.low and limits.high and not limits.low <= usd <= limits.high:
        shown = PER_UNIT[mineral.quoted_unit]
        raise Refused(f"That is {usd:.2f} USD/{shown}; {series} is looked for between {limits.low} and {limits.high}.")
    return Quote(usd, "USD", PER_UNIT[mineral.quoted_unit], now, OPERATOR, "daily", mineral.key)
