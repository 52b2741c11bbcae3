"""ExchangeRate-API's open endpoint: about 166 rates per USD, once a day. Asks for a link; no redistribution of data."""

from datetime import date
from typing import Final

from content.market.prices.bodies import Answer, Unusable, maybe_number, read_json, understood, unix
from content.market.prices.edge import Edge
from content.market.prices.money import CODES, DOLLAR
from content.market.prices.quote import Quote, rate_quote

SOURCE: Final = "er_api"
HOSTS: Final = frozenset({"open.er-api.com"})


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return our currencies per USD; an error comes with status 200 too and says so in `result`."""
    said = read_json(body)
    if said["result"] != "success" or said["base_code"] != DOLLAR:
        raise Unusable("it says that it failed")
    as_of = unix(said["time_last_update_unix"])
    figures = {code: maybe_number(said["rates"].get(code)) for code in CODES}
    return [rate_quote(code, figure, as_of, SOURCE) for code, figure in figures.items() if figure is not None]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for all rates per USD; raises Unreachable."""
    return [parse(await http.get("https://open.er-api.com/v6/latest/USD", HOSTS))]
