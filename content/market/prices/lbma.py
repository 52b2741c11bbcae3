"""LBMA auction prices (London). Valuing by them needs a licence, and programs are often refused: only if configured."""

from datetime import UTC, date, datetime, time
from functools import partial
from typing import Final, Literal
from zoneinfo import ZoneInfo

from content.market.prices.bodies import Answer, Unusable, ask, maybe_number, read_json, understood
from content.market.prices.edge import Edge
from content.market.prices.quote import Quote, metal_quote

SOURCE: Final = "lbma"
HOSTS: Final = frozenset({"prices.lbma.org.uk"})
LONDON: Final = ZoneInfo("Europe/London")
Auction = Literal["gold_am", "gold_pm", "silver"]
AUCTION_AT: Final[dict[Auction, time]] = {"gold_am": time(10, 30), "gold_pm": time(15), "silver": time(12)}
FILES: Final[dict[Auction, str]] = {"gold_am": "gold", "gold_pm": "gold", "silver": "silver"}


@understood(SOURCE)
def parse(body: bytes, auction: Auction) -> list[Quote]:
    """Return the last auction that was held; the file holds all since 1968, missing ones as nulls or zeros."""
    for row in reversed(read_json(body)):
        figure = maybe_number(row["v"][0])
        if figure is not None:
            held = datetime.combine(date.fromisoformat(row["d"]), AUCTION_AT[auction], LONDON)
            return [metal_quote(FILES[auction], figure, held.astimezone(UTC), SOURCE, "daily")]
    raise Unusable("no auction in it")


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for the three files; of gold's two the store keeps both, by their times."""
    url = "https://prices.lbma.org.uk/json/{}.json"
    return [await ask(http, url.format(one), HOSTS, SOURCE, partial(parse, auction=one)) for one in FILES]
