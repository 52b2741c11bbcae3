"""goldprice.org: gold and silver in USD from the feed of its own widget. No licence for reuse: only if configured."""

from datetime import date
from typing import Final

from content.market.prices.bodies import Answer, Unusable, number, read_json, understood, unix
from content.market.prices.edge import Edge
from content.market.prices.quote import Quote, metal_quote

SOURCE: Final = "goldprice"
HOSTS: Final = frozenset({"data-asg.goldprice.org"})


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return gold and silver; the price's time is `tsj`, in milliseconds. The text beside it is New York's clock."""
    said = read_json(body)
    as_of = unix(number(said["tsj"]) / 1000)
    item = next((one for one in said["items"] if one["curr"] == "USD"), None)
    if item is None:
        raise Unusable("no price in USD")
    return [
        metal_quote("gold", number(item["xauPrice"]), as_of, SOURCE, "live"),
        metal_quote("silver", number(item["xagPrice"]), as_of, SOURCE, "live"),
    ]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for gold and silver in USD; raises Unreachable."""
    return [parse(await http.get("https://data-asg.goldprice.org/dbXRates/USD", HOSTS))]
