"""Invented prices for the sandbox, so that it can be tried without a network. Every one is marked as not real.

Only the sandbox's own store ever gets them: they are never what a member of a real bot falls back to.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from content.market.prices.quote import DEMO, Accepted

# USD per quoted unit and units per USD: of the right size, and right on no day.
_METALS: Final = {
    "gold": "4210",
    "silver": "60.5",
    "platinum": "1700",
    "palladium": "1390",
    "copper": "10900",
    "tin": "37200",
    "zinc": "3000",
    "lead": "2050",
    "nickel": "15400",
}
_RATES: Final = {
    "EUR": "0.852",
    "TZS": "2480",
    "KES": "129",
    "UGX": "3560",
    "CDF": "2250",
    "RWF": "1456",
    "BIF": "2962",
    "GHS": "11.4",
    "NGN": "1461",
    "SDG": "601",
    "SLE": "23.4",
    "GNF": "8691",
    "ZWG": "26.8",
    "ZMW": "22.1",
    "MZN": "63.9",
    "ZAR": "17.1",
    "ETB": "153",
    "COP": "3790",
    "PEN": "3.42",
    "BOB": "9.62",
    "BRL": "5.22",
    "IDR": "16900",
    "PHP": "58.9",
    "INR": "95",
    "MNT": "3590",
    "MMK": "2100",
}
# How gold and silver moved in the week before, in parts of a thousand of today's.
_WEEK: Final = (-12, -9, -14, -3, 4, 1, -5)


def demo_prices(now: datetime) -> Iterator[Accepted]:
    """Yield a week of invented prices that ends now, the oldest first."""
    for days in range(len(_WEEK), 0, -1):
        for series in ("gold", "silver"):
            yield _demo(series, Decimal(_METALS[series]) * (1000 + _WEEK[-days]) / 1000, now - timedelta(days=days))
    for series, value in (_METALS | _RATES).items():
        yield _demo(series, Decimal(value), now)


def _demo(series: str, value: Decimal, moment: datetime) -> Accepted:
    return Accepted(series, value, moment, "daily", "demo", (DEMO,), moment)
