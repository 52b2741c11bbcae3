"""Peru's interbank rate from its central bank's statistics: soles per dollar, months named in Spanish or English."""

from datetime import UTC, date, datetime
from typing import Final

from content.market.prices.bodies import Answer, Unusable, maybe_number, read_json, understood
from content.market.prices.edge import Edge
from content.market.prices.quote import Quote, rate_quote

SOURCE: Final = "bcrp"
HOSTS: Final = frozenset({"estadisticas.bcrp.gob.pe"})
URL: Final = "https://estadisticas.bcrp.gob.pe/estadisticas/series/api/PD04640PD/json"
_SPANISH: Final = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic")
_ENGLISH: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS: Final = {name: at for names in (_SPANISH, _ENGLISH) for at, name in enumerate(names, 1)}


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return the newest day with a figure; "n.d." is a missing one."""
    known = [
        (_day(row["name"]), figure)
        for row in read_json(body)["periods"]
        if (figure := maybe_number(row["values"][0])) is not None
    ]
    if not known:
        raise Unusable("no rate in it")
    as_of, figure = max(known)
    return [rate_quote("PEN", figure, as_of, SOURCE)]


def _day(name: str) -> datetime:
    """Return the day that is written as 19.Nov.26."""
    day, month, year = name.split(".")
    return datetime(2000 + int(year), MONTHS[month[:3].casefold()], int(day), tzinfo=UTC)


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for the newest days; raises Unreachable."""
    return [parse(await http.get(URL, HOSTS))]
