"""The exchange-api of fawazahmed0 (CC0): one day's rates per USD, metals among them, from either of two mirrors."""

from datetime import date
from typing import Final

from content.market.prices.bodies import Answer, day, maybe_number, read_json, understood
from content.market.prices.edge import Edge, Unreachable
from content.market.prices.money import CODES, METAL_CODES
from content.market.prices.quote import Quote, metal_quote, rate_quote

SOURCE: Final = "exchange_api"
HOSTS: Final = frozenset({"latest.currency-api.pages.dev", "cdn.jsdelivr.net"})
URLS: Final = (
    "https://latest.currency-api.pages.dev/v1/currencies/usd.json",
    "https://cdn.jsdelivr.net/npm/@fawazahmed0/currency-api@latest/v1/currencies/usd.json",
)


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return our currencies per USD and the metals; metals stand there as ounces per USD and are turned round."""
    said = read_json(body)
    as_of, rates = day(said["date"]), said["usd"]
    figures = {code: maybe_number(rates.get(code.lower())) for code in (*CODES, *METAL_CODES)}
    return [
        metal_quote(METAL_CODES[code], figure, as_of, SOURCE, "daily", is_inverse=True)
        if code in METAL_CODES
        else rate_quote(code, figure, as_of, SOURCE)
        for code, figure in figures.items()
        if figure is not None
    ]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask the first mirror, and the second when it gives nothing; raises Unreachable."""
    try:
        answer = parse(await http.get(URLS[0], HOSTS))
    except Unreachable:
        return [parse(await http.get(URLS[1], HOSTS))]
    return [answer] if isinstance(answer, tuple) else [parse(await http.get(URLS[1], HOSTS))]
