"""FRED, St. Louis: the IMF's monthly averages of base metals. Its terms ask for a key: only if configured."""

import csv
import io
from datetime import date
from functools import partial
from typing import Final

from content.market.prices.bodies import Answer, Unusable, ask, day, maybe_number, read_json, understood
from content.market.prices.edge import Edge
from content.market.prices.quote import Quote, metal_quote

SOURCE: Final = "fred"
HOSTS: Final = frozenset({"api.stlouisfed.org"})
SERIES: Final = {
    "copper": "PCOPPUSDM",
    "tin": "PTINUSDM",
    "zinc": "PZINCUSDM",
    "lead": "PLEADUSDM",
    "nickel": "PNICKUSDM",
}


@understood(SOURCE)
def parse(body: bytes, mineral: str) -> list[Quote]:
    """Return the newest average of an answer, in whatever order it is; "." is a missing one."""
    rows = read_json(body)["observations"]
    return [_newest([(row["date"], row["value"]) for row in rows], mineral)]


@understood(SOURCE)
def parse_csv(body: bytes, mineral: str) -> list[Quote]:
    """Return the newest average of a downloaded table: a date and a figure a line, an empty one is missing."""
    rows = [row for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) if len(row) == 2][1:]
    return [_newest([(row[0], row[1]) for row in rows], mineral)]


def _newest(rows: list[tuple[str, str]], mineral: str) -> Quote:
    known = [(when, figure) for when, value in rows if (figure := maybe_number(value)) is not None]
    if not known:
        raise Unusable("no average in it")
    when, figure = max(known)
    return metal_quote(mineral, figure, day(when), SOURCE, "monthly")


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for the newest averages of each metal, with the key."""
    asked = "https://api.stlouisfed.org/fred/series/observations?file_type=json&sort_order=desc&limit=6"
    urls = {mineral: f"{asked}&api_key={key}&series_id={series}" for mineral, series in SERIES.items()}
    return [await ask(http, url, HOSTS, SOURCE, partial(parse, mineral=mineral)) for mineral, url in urls.items()]
