"""30 January 2026 replayed: gold falls by 9 % in a day, a source stands still meanwhile, another is 31 times too high.

`pytest -s tests/bot/test_price_day.py` prints what was shown at each hour.
"""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.clock import TurnableClock
from bot.prices import PriceFeed
from bot.settings import load_settings
from content.market.prices.reading import Price, latest, needed
from storage.store import open_store
from storage.vault import Vault
from tests.bot.price_world import EXCHANGE_API, GOLD_API, GOLDPRICE, World, exchange_api, gold_api, goldprice

MIDNIGHT = datetime(2026, 1, 30, tzinfo=UTC)
STEP = timedelta(minutes=10)
# The price at each hour of that Friday, UTC, of the true size; between them it moves in a straight line.
FALL = (
    5400,
    5390,
    5375,
    5360,
    5350,
    5330,
    5300,
    5270,
    5240,
    5215,
    5190,
    5160,
    5110,
    5060,
    5000,
    4930,
    4850,
    4760,
    4710,
)
FALL += (4760, 4810, 4850, 4894, 4894, 4894)
# goldprice repeats its price of 10:00 with a fresh time until 16:00; gold-api is 31.1 times too high from 18 to 20.
STANDS_STILL, TIMES_TOO_HIGH = (10, 16), (18, 20)
CLOSE_H = 22


@dataclass(frozen=True)
class Shown:
    """What was so, what was said and what was shown at one moment."""

    hour: float
    true: Decimal
    said: tuple[Decimal, Decimal]
    price: Price

    @property
    def off(self) -> Decimal:
        """By what fraction the shown price is from the true one."""
        return self.price.usd_per_unit / self.true - 1

    @property
    def behind(self) -> timedelta:
        """How old the shown price says that it is."""
        return MIDNIGHT + timedelta(hours=self.hour) - self.price.as_of


def true_price(hour: float) -> Decimal:
    before = min(int(hour), len(FALL) - 2)
    return round(Decimal(FALL[before] + (FALL[before + 1] - FALL[before]) * (hour - before)), 2)


def said_at(hour: float) -> tuple[Decimal, Decimal]:
    """Return what gold-api and goldprice say."""
    is_high = TIMES_TOO_HIGH[0] <= hour < TIMES_TOO_HIGH[1]
    is_still = STANDS_STILL[0] <= hour < STANDS_STILL[1]
    first = true_price(hour) * (Decimal("31.1034768") if is_high else 1)
    return round(first, 2), true_price(STANDS_STILL[0] if is_still else hour) + 1


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """The whole day in steps of ten minutes, gone through once."""
    return asyncio.run(replay(tmp_path_factory.mktemp("day")))


async def replay(folder: Path) -> list[Shown]:
    clock, world = TurnableClock(MIDNIGHT, running=False), World()
    store = await open_store(f"sqlite:///{folder / 'day.db'}", vault=Vault({1: b"k" * 32}), now=clock.now)
    settings = load_settings(_env_file=None, price_sources="goldprice")
    shown = []
    async with world.client() as client:
        feed = PriceFeed(store, clock, settings, client)
        world.bodies[EXCHANGE_API] = exchange_api(5385, MIDNIGHT, tzs=2481.6)
        while (since := clock.now() - MIDNIGHT) < timedelta(days=1):
            hour = since / timedelta(hours=1)
            priced_at = min(clock.now(), MIDNIGHT + timedelta(hours=CLOSE_H))
            said = said_at(hour)
            world.bodies[f"{GOLD_API}/price/XAU"] = gold_api(float(said[0]), priced_at)
            world.bodies[GOLDPRICE] = goldprice(float(said[1]), priced_at, silver=90)
            await feed.refresh()
            async with store.read() as r:
                board = await r.quotes.board(clock.now(), needed(["gold"], ["USD"]))
            price = latest(board, "gold", "USD", now=clock.now())
            assert isinstance(price, Price)
            shown.append(Shown(hour, true_price(hour), said, price))
            await clock.turn(STEP)
    await store.close()
    return shown


def table(day: list[Shown]) -> Iterator[str]:
    """Yield what was shown at each hour, a line each."""
    yield "hour   true     gold-api    goldprice  shown    off     age      market  said since, not believed"
    for one in day[::6]:
        first, second = one.said
        doubted = f"{one.price.doubted_usd:.0f}" if one.price.doubted_usd else ""
        market = "open" if one.price.is_market_open else "closed"
        minutes = one.behind // timedelta(minutes=1)
        yield (
            f"{one.hour:05.2f}  {one.true:7.0f}  {first:10.0f}  {second:9.0f}  {one.price.usd_per_unit:7.0f}  "
            f"{one.off:+6.1%}  {minutes:3} min  {market:6}  {doubted}"
        )


def test_the_day_is_told_hour_by_hour(day: list[Shown]) -> None:
    lines = list(table(day))
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert len(lines) == 25


def test_what_is_shown_is_true_or_old_and_says_so(day: list[Shown]) -> None:
    for one in day:
        if abs(one.off) > Decimal("0.015"):
            assert one.behind > timedelta(minutes=25), one
            assert one.price.doubted_usd is not None, one


def test_a_source_that_stands_still_holds_the_price_back_for_three_hours_at_most_and_says_what_is_doubted(
    day: list[Shown],
) -> None:
    still = said_at(STANDS_STILL[0])[1]
    doubted = [one for one in day if one.price.doubted_usd is not None]
    assert {int(one.hour) for one in doubted} == {12, 13}
    assert all(one.price.as_of < MIDNIGHT + timedelta(hours=12) for one in doubted)
    told = [one for one in day if 13.25 < one.hour < STANDS_STILL[1]]
    assert told and all(one.price.sources == ("gold_api",) and one.off == 0 for one in told)
    assert not [one for one in day if 11 < one.hour < 16 and one.price.usd_per_unit == still]
    both = next(one for one in day if one.hour == 17)
    assert len(both.price.sources) >= 2


def test_the_source_that_is_31_times_too_high_changes_nothing(day: list[Shown]) -> None:
    high = [one for one in day if TIMES_TOO_HIGH[0] + 0.5 <= one.hour < TIMES_TOO_HIGH[1]]
    assert high
    assert all(one.price.sources == ("goldprice",) and abs(one.off) < Decimal("0.02") for one in high)


def test_after_the_close_the_last_price_stays_and_the_market_is_said_to_be_closed(day: list[Shown]) -> None:
    late = [one for one in day if one.hour > CLOSE_H + 0.5]
    assert late and all(not one.price.is_market_open and abs(one.off) < Decimal("0.005") for one in late)
    assert day[-1].true / day[0].true - 1 == pytest.approx(Decimal("-0.0937"), abs=Decimal("0.0001"))
