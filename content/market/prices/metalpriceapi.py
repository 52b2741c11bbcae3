"""metalpriceapi.com, and who prints rates in its shape: metals per USD both ways round, with the operator's key."""

from datetime import date
from typing import Final

from content.market.prices.bodies import Answer, Unusable, day, maybe_number, read_json, understood, unix
from content.market.prices.edge import Edge
from content.market.prices.money import CODES, DOLLAR, METAL_CODES
from content.market.prices.quote import Quote, metal_quote, rate_quote

SOURCE: Final = "metalpriceapi"
HOSTS: Final = frozenset({"api.metalpriceapi.com"})


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return metals and rates; "XAU" is ounces per dollar, and "USDXAU", where it stands, the price itself."""
    said = read_json(body)
    if said["success"] is not True or said["base"] != DOLLAR:
        raise Unusable("it says that it failed")
    as_of = unix(said["timestamp"]) if "timestamp" in said else day(said["date"])
    rates, quotes = said["rates"], []
    for code, metal in METAL_CODES.items():
        price, inverse = maybe_number(rates.get(f"USD{code}")), maybe_number(rates.get(code))
        if price is not None:
            quotes.append(metal_quote(metal, price, as_of, SOURCE, "daily"))
        elif inverse is not None:
            quotes.append(metal_quote(metal, inverse, as_of, SOURCE, "daily", is_inverse=True))
    figures = {code: maybe_number(rates.get(code)) for code in CODES}
    return quotes + [rate_quote(code, figure, as_of, SOURCE) for code, figure in figures.items() if figure is not None]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for the precious metals; raises Unreachable."""
    metals = ",".join(METAL_CODES)
    url = f"https://api.metalpriceapi.com/v1/latest?api_key={key}&base=USD&currencies={metals}"
    return [parse(await http.get(url, HOSTS))]
