"""What prices cost: an answer from the press to the staged message, a chart with its process, a day's requests."""

import asyncio
import json
import math
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from bot.clock import TurnableClock
from bot.deaf import deaf_application
from bot.prices import PriceFeed
from bot.settings import load_settings
from content.guidance.library import Library
from content.languages import CODES
from content.market.chart import Chart
from content.market.prices.quote import Accepted
from content.search.answer import Finder
from handlers.charts import Charts
from handlers.context import Context
from handlers.members.market.prices import price_pressed
from handlers.services import Services
from storage.store import Store, open_store
from storage.vault import Vault
from tests.benchmarks.answers import turn_of
from tests.content.market.prices.workbooks import workbook

# A Monday: the market is open all day.
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
DAYS, ROUNDS, CHARTS = 365, 300, 7
MOST_AT_ONCE = 300
TICK = timedelta(minutes=1)
PAYLOADS = Path(__file__).parents[1] / "content" / "market" / "payloads"
RATES = {"TZS": 2480, "GHS": 11, "CDF": 2250, "COP": 3790, "BRL": 5, "IDR": 16900, "SDG": 601, "PEN": 3, "XOF": 560}
# What each free source answers, by the beginning of host and path.
BODIES = {
    "api.gold-api.com/price/XAU": "gold_api_com_XAU.json",
    "api.gold-api.com/price/XAG": "gold_api_com_XAG.json",
    "api.gold-api.com": "gold_api_com_XAU.json",
    "latest.currency-api.pages.dev": "fawazahmed0_usd.json",
    "api.frankfurter.dev/v2/rates": "frankfurter_v2_rates_USD.json",
    "api.frankfurter.dev": "frankfurter_v2_expand_providers.json",
    "open.er-api.com": "open_er_api_USD.json",
    "www.ecb.europa.eu": "ecb_eurofxref-daily.xml",
    "www.datos.gov.co": "banrep_trm.json",
    "olinda.bcb.gov.br": "bcb_ptax.json",
    "estadisticas.bcrp.gob.pe": "bcrp_series.json",
    "forex.cbm.gov.mm": "cbm_myanmar_latest.json",
}
SHEET = [["", "Copper", "Tin"], ["", "($/mt)", "($/mt)"], ["2026M09", 10790.8, 37251.6], ["2026M10", 10874.2, 37120.0]]
PAGE = b'<a href="https://thedocs.worldbank.org/en/doc/1-2026/related/CMO-Historical-Data-Monthly.xlsx">'


@dataclass(frozen=True)
class Cost:
    """Milliseconds of an answer and of a chart, the chart's size and its process's memory, requests by source."""

    answer_p50_ms: float
    answer_p99_ms: float
    answer_bytes: int
    chart_p50_ms: float
    chart_bytes: int
    chart_mb: float
    requests: dict[str, int]


def price_cost(folder: Path) -> Cost:
    """Measure all of it on an SQLite database with a year of prices."""
    return asyncio.run(_cost(folder))


async def _cost(folder: Path) -> Cost:
    folder.mkdir()
    clock = TurnableClock(MIDNIGHT, running=False)
    store = await open_store(f"sqlite:///{folder / 'pitwise.db'}", vault=Vault.create(folder / "key"), now=clock.now)
    try:
        requests = await _requests(store, clock)
        await _fill(store, clock.now())
        times_ms, largest = await _answers(store)
    finally:
        await store.close()
    chart_ms, chart_bytes = await _charts()
    per_mb = 1e6 if sys.platform == "darwin" else 1e3
    memory_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / per_mb
    p50, p99 = times_ms[len(times_ms) // 2], times_ms[len(times_ms) * 99 // 100]
    return Cost(p50, p99, largest, chart_ms[len(chart_ms) // 2], chart_bytes, memory_mb, requests)


async def _requests(store: Store, clock: TurnableClock) -> dict[str, int]:
    """Let a day pass with every free source answering, and return how often each was asked."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(_respond)) as client:
        feed = PriceFeed(store, clock, load_settings(telegram_token="1:benchmark"), client)
        for _ in range(timedelta(days=1) // TICK):
            await feed.refresh()
            await clock.turn(TICK)
    async with store.read() as r:
        return {key: one.requests for key, one in (await r.price_sources.all()).items()}


def _respond(request: httpx.Request) -> httpx.Response:
    place = f"{request.url.host}{request.url.path}"
    if place.startswith("www.worldbank.org"):
        return httpx.Response(200, content=PAGE)
    if place.startswith("thedocs.worldbank.org"):
        return httpx.Response(200, content=workbook("Monthly Prices", SHEET))
    file = next(name for prefix, name in BODIES.items() if place.startswith(prefix))
    return httpx.Response(200, content=(PAYLOADS / file).read_bytes())


async def _fill(store: Store, now: datetime) -> None:
    """Believe a year of gold and of rates, day by day."""
    believed = [
        Accepted(series, _worth(value, back), moment, "daily", "accept", ("gold_api", "er_api"), moment)
        for series, value in {"gold": 4200, **RATES}.items()
        for back in range(DAYS, -1, -1)
        for moment in [now - timedelta(days=back)]
    ]
    for at in range(0, len(believed), MOST_AT_ONCE):
        async with store.write() as w:
            await w.quotes.accept(*believed[at : at + MOST_AT_ONCE])


def _worth(value: int, back: int) -> Decimal:
    return Decimal(str(round(value * (1 + 0.03 * math.sin(back / 9)), 4)))


async def _answers(store: Store) -> tuple[list[float], int]:
    """Return the milliseconds of each press, shortest first, and the most bytes of a message with its buttons."""
    library = Library.load()
    services: Any = Services(store=store, library=library, finder=Finder.load(library))
    application = deaf_application("1:benchmark", {"id": 1})
    times_ms, largest = [], 0
    for number in range(ROUNDS * len(CODES)):
        with turn_of(services, CODES[number % len(CODES)], "price:gold") as turn:
            began_s = time.perf_counter()
            await price_pressed(Context(application))
            times_ms.append((time.perf_counter() - began_s) * 1000)
            largest = max(largest, len(json.dumps(turn.replies[0].call, ensure_ascii=False).encode()))
    return sorted(times_ms), largest


async def _charts() -> tuple[list[float], int]:
    times_ms, largest, charts = [], 0, Charts()
    for one in _courses():
        began_s = time.perf_counter()
        picture = await charts.picture(one)
        times_ms.append((time.perf_counter() - began_s) * 1000)
        largest = max(largest, len(picture))
    return sorted(times_ms), largest


def _courses() -> Iterator[Chart]:
    for number in range(CHARTS):
        points = tuple(
            (date(2026, 11, 23) - timedelta(days=back), _worth(310_000, back)) for back in range(DAYS, -1, -1)
        )
        yield Chart(f"Dhahabu: 1 g ya karati {number + 18}, kwa TZS", "Mwaka 1", "sw", False, points)
