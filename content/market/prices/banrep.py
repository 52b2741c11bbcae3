"""Colombia's official rate (TRM), from the state's open data: pesos per dollar, valid for a span of days."""

from datetime import date
from typing import Final

from content.market.prices.bodies import Answer, Unusable, day, number, read_json, understood
from content.market.prices.edge import Edge
from content.market.prices.quote import Quote, rate_quote

SOURCE: Final = "banrep"
HOSTS: Final = frozenset({"www.datos.gov.co"})
URL: Final = "https://www.datos.gov.co/resource/32sa-8pi3.json?$order=vigenciadesde%20DESC&$limit=1"


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return the rate that is valid from the latest day in the answer."""
    rows = read_json(body)
    if not rows:
        raise Unusable("no rate in it")
    newest = max(rows, key=lambda row: row["vigenciadesde"])
    if newest["unidad"] != "COP":
        raise Unusable("another currency than asked for")
    return [rate_quote("COP", number(newest["valor"]), day(newest["vigenciadesde"][:10]), SOURCE)]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for the newest rate; raises Unreachable."""
    return [parse(await http.get(URL, HOSTS))]
