"""Which money we want rates for, and how rates per another currency become rates per dollar. It knows no source."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from content.market.currencies import CURRENCIES
from content.market.minerals import MINERALS
from content.market.prices.quote import Quote

DOLLAR: Final = "USD"
CODES: Final = tuple(code for code in CURRENCIES if code != DOLLAR)
METAL_CODES: Final = {mineral.code: mineral.key for mineral in MINERALS.values() if mineral.code}


def per_dollar(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return `quotes` with every rate per another currency counted over to one per USD by the same source's own rate.

    Minerals stay as they are; rates that can't be counted over are left out.
    """
    every = list(quotes)
    dollars = {one.per: one.value for one in every if not one.mineral and one.currency == DOLLAR}
    counted = []
    for one in every:
        if one.mineral or one.per == DOLLAR:
            counted.append(one)
        elif one.currency == DOLLAR:
            counted.append(replace(one, currency=one.per, per=DOLLAR, value=round(1 / one.value, 8)))
        elif one.per in dollars:
            counted.append(replace(one, per=DOLLAR, value=round(one.value / dollars[one.per], 8)))
    return tuple(one for one in counted if one.mineral or one.currency != DOLLAR)
