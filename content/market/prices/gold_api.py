"""gold-api.com: live spot prices in USD, one mineral a request. No key, no published terms, one operator."""

import asyncio
from datetime import date
from typing import Final

from content.market.minerals import find_mineral
from content.market.prices.bodies import Answer, Unusable, ask, moment, number, read_json, understood
from content.market.prices.edge import Edge
from content.market.prices.quote import Quote, metal_quote

SOURCE: Final = "gold_api"
HOSTS: Final = frozenset({"api.gold-api.com"})
SYMBOLS: Final = ("XAU", "XAG", "XPT", "XPD", "HG")
COPPER: Final = "HG"
# Copper is quoted per avoirdupois pound, which nothing in the body says.
POUNDS_A_TONNE: Final = 1 / (number("453.59237") / 1_000_000)


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return the one quote of a body; per troy ounce, copper counted over to tonnes."""
    said = read_json(body)
    price, as_of = number(said["price"]), moment(said["updatedAt"])
    if said["symbol"] == COPPER:
        return [metal_quote("copper", round(price * POUNDS_A_TONNE, 2), as_of, SOURCE, "live")]
    mineral = find_mineral(said["symbol"])
    if mineral is None or mineral.quoted_unit != "troy_ounce":
        raise Unusable("another symbol than asked for")
    return [metal_quote(mineral.key, price, as_of, SOURCE, "live")]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for the precious metals and copper, side by side."""
    urls = [f"https://api.gold-api.com/price/{symbol}" for symbol in SYMBOLS]
    return list(await asyncio.gather(*(ask(http, url, HOSTS, SOURCE, parse) for url in urls)))
