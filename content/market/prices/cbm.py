"""Myanmar's official rate from its central bank: kyat per dollar. The street pays more than twice as much."""

from datetime import date
from typing import Final

from content.market.prices.bodies import Answer, number, read_json, understood, unix
from content.market.prices.edge import Edge
from content.market.prices.quote import Quote, rate_quote

SOURCE: Final = "cbm"
HOSTS: Final = frozenset({"forex.cbm.gov.mm"})


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return kyat per dollar; figures are texts with commas. Others stand there too, some of them per hundred."""
    said = read_json(body)
    return [rate_quote("MMK", number(said["rates"]["USD"]), unix(said["timestamp"]), SOURCE)]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for the newest rates; raises Unreachable."""
    return [parse(await http.get("https://forex.cbm.gov.mm/api/latest", HOSTS))]
