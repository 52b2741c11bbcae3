"""The World Bank's Pink Sheet (CC BY 4.0): monthly averages of metals, an xlsx whose address moves."""

import asyncio
import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from content.market.prices.bodies import Answer, Unusable, day, maybe_number, understood
from content.market.prices.edge import Edge
from content.market.prices.quote import Quote, metal_quote

SOURCE: Final = "world_bank"
HOSTS: Final = frozenset({"www.worldbank.org", "thedocs.worldbank.org"})
PAGE: Final = "https://www.worldbank.org/en/research/commodity-markets"
SHEET: Final = "Monthly Prices"
MOST_UNPACKED: Final = 60_000_000
MINERALS: Final = ("copper", "tin", "zinc", "lead", "nickel", "gold", "silver", "platinum")
UNITS: Final = {"($/mt)": "t", "($/troy oz)": "ozt", "($/toz)": "ozt"}
_LINK: Final = re.compile(rb"https://thedocs\.worldbank\.org/en/doc/[\w./-]{1,200}/CMO-Historical-Data-Monthly\.xlsx")
_MONTH: Final = re.compile(r"(\d{4})M(\d\d)", re.ASCII)
Row = Sequence[Any]


def find_link(page: bytes) -> str:
    """Return the address of the monthly file named in the Commodity Markets page; raises Unusable."""
    found = _LINK.search(page)
    if not found:
        raise Unusable("its page names no file")
    return found.group().decode("ascii")


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return the newest average of each metal in the workbook."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
            raise Unusable("it would unpack to too much")
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_name(SHEET).to_python()
    except CalamineError as error:
        raise Unusable("no workbook that can be read") from error
    return list(_newest(rows))


@understood(SOURCE)
def parse_csv(body: bytes) -> list[Quote]:
    """Return the newest average of each metal in the same rows saved as CSV."""
    return list(_newest(list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))))


def _newest(rows: Sequence[Row]) -> Iterator[Quote]:
    """Yield each metal's newest month with a figure; names stand in one row, units in the next, "…" is missing."""
    top = next((at for at, row in enumerate(rows) if any(_text(cell) == "copper" for cell in row)), None)
    if top is None:
        raise Unusable("no row of names")
    columns = {_text(cell): at for at, cell in enumerate(rows[top])}
    months = [(found, row) for row in rows[top + 2 :] if row and (found := _MONTH.fullmatch(str(row[0]).strip()))]
    for mineral in MINERALS:
        column = columns.get(mineral)
        if column is None or UNITS.get(_text(rows[top + 1][column])) is None:
            continue
        for month, row in reversed(months):
            figure = maybe_number(str(row[column])) if column < len(row) else None
            if figure is not None:
                quote = metal_quote(mineral, figure, day(f"{month[1]}-{month[2]}"), SOURCE, "monthly")
                if quote.per == UNITS[_text(rows[top + 1][column])]:
                    yield quote
                break


def _text(cell: object) -> str:
    return str(cell).strip().rstrip("*").strip().casefold()


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask the page for the file's address, then for the file; raises Unreachable, or Unusable without an address."""
    body = await http.get(find_link(await http.get(PAGE, HOSTS)), HOSTS)
    return [await asyncio.to_thread(parse, body)]
