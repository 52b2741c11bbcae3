"""The European Central Bank's reference rates: some thirty currencies per euro, on working days about 16:00."""

from datetime import date
from typing import Final

from defusedxml.ElementTree import fromstring

from content.market.prices.bodies import Answer, Unusable, day, maybe_number, understood
from content.market.prices.edge import Edge
from content.market.prices.quote import Quote, rate_quote

SOURCE: Final = "ecb"
HOSTS: Final = frozenset({"www.ecb.europa.eu"})
_CUBE: Final = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return the rates per euro of the newest day in the file."""
    days = [cube for cube in fromstring(body, forbid_dtd=True).iter(_CUBE) if cube.get("time")]
    if not days:
        raise Unusable("no day in it")
    newest = max(days, key=lambda cube: cube.get("time"))
    figures = {cube.get("currency"): maybe_number(cube.get("rate")) for cube in newest.iter(_CUBE)}
    as_of = day(newest.get("time"))
    return [rate_quote(code, figure, as_of, SOURCE, per="EUR") for code, figure in figures.items() if code and figure]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for the newest day; raises Unreachable."""
    return [parse(await http.get("https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml", HOSTS))]
