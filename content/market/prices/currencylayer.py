"""currencylayer.com, and who prints rates in its shape: "USDXAU" is ounces per dollar here, with the operator's key."""

from datetime import date
from typing import Final

from content.market.prices.bodies import Answer, Unusable, maybe_number, read_json, understood, unix
from content.market.prices.edge import Edge
from content.market.prices.money import CODES, DOLLAR, METAL_CODES
from content.market.prices.quote import Quote, metal_quote, rate_quote

SOURCE: Final = "currencylayer"
HOSTS: Final = frozenset({"api.currencylayer.com"})


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return metals and rates. Three digits of an inverse are too coarse to show; a figure above 1 is the price."""
    said = read_json(body)
    if said["success"] is not True or said["source"] != DOLLAR:
        raise Unusable("it says that it failed")
    as_of = unix(said["timestamp"])
    metals = {code: maybe_number(said["quotes"].get(f"USD{code}")) for code in METAL_CODES}
    figures = {code: maybe_number(said["quotes"].get(f"USD{code}")) for code in CODES}
    return [
        metal_quote(METAL_CODES[code], figure, as_of, SOURCE, "daily", is_inverse=figure < 1)
        for code, figure in metals.items()
        if figure is not None
    ] + [rate_quote(code, figure, as_of, SOURCE) for code, figure in figures.items() if figure is not None]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for our currencies and the metals; raises Unreachable."""
    wanted = ",".join((*METAL_CODES, *CODES))
    url = f"https://api.currencylayer.com/live?access_key={key}&source=USD&currencies={wanted}"
    return [parse(await http.get(url, HOSTS))]
