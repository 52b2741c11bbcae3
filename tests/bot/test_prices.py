"""The feed keeps prices fresh beside everything else: who is asked when, what failure costs, what is believed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.clock import TurnableClock
from bot.prices import PriceFeed, enabled, keys_of, pause
from bot.settings import Settings, load_settings
from content.errors import SettingFlaw
from content.market.prices.reading import NoQuote, Price, latest, needed
from content.market.prices.sources import SOURCES
from storage.store import Store, open_store
from storage.vault import Vault
from tests.bot.price_world import (
    ER_API,
    EXCHANGE_API,
    GOLD_API,
    GOLDPRICE,
    World,
    er_api,
    exchange_api,
    gold_api,
    goldprice,
)
from tests.reliability.seams import Gate

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def store(tmp_path: Path, clock: TurnableClock) -> AsyncIterator[Store]:
    store = await open_store(f"sqlite:///{tmp_path / 'prices.db'}", vault=Vault({1: b"k" * 32}), now=clock.now)
    yield store
    await store.close()


@pytest.fixture
def world(clock: TurnableClock) -> World:
    """A usual noon: one live source, one daily one, one of rates; all others can't be reached."""
    now = clock.now()
    return World(
        {
            f"{GOLD_API}/price/XAU": gold_api(4214.7, now),
            f"{GOLD_API}/price/HG": gold_api(4.94, now, "HG"),
            EXCHANGE_API: exchange_api(4200, now, tzs=2481.6, eur=0.8517),
            ER_API: er_api(now, TZS=2479.5, EUR=0.8519),
        }
    )


def settings_of(**given: object) -> Settings:
    return load_settings(_env_file=None, **given)


@pytest.fixture
def feed(store: Store, clock: TurnableClock, world: World) -> PriceFeed:
    return PriceFeed(store, clock, settings_of(), world.client())


async def read(store: Store, clock: TurnableClock, mineral: str = "gold", currency: str = "USD") -> Price | NoQuote:
    async with store.read() as r:
        board = await r.quotes.board(clock.now(), needed([mineral], [currency]))
    return latest(board, mineral, currency, now=clock.now())


async def test_a_first_refresh_gives_a_price_in_a_members_money_with_all_that_makes_it_worth_something(
    feed: PriceFeed, store: Store, clock: TurnableClock
) -> None:
    await feed.refresh()
    price = await read(store, clock, "gold", "tzs")
    assert isinstance(price, Price)
    assert (price.usd_per_unit, price.sources, price.is_single) == (
        Decimal("4214.7"),
        ("gold_api", "exchange_api"),
        False,
    )
    assert (price.age, price.is_market_open, price.bears_verdict, price.is_demo) == ("live", True, True, False)
    assert price.rate.per_usd == Decimal("2480.55") and price.rate.kind == "official"
    assert price.per_gram.quantize(Decimal("0.01")) == Decimal("336128.79")
    copper = await read(store, clock, "copper")
    assert isinstance(copper, Price)
    assert (copper.usd_per_unit, copper.is_single) == (Decimal("10890.84"), True)
    assert await read(store, clock, "coltan") == NoQuote("no_public_price")
    assert await read(store, clock, "gold", "GHC") == NoQuote("retired_currency", "GHS")


async def test_francs_follow_from_the_euro_and_a_members_own_rate_beats_all(
    feed: PriceFeed, store: Store, clock: TurnableClock
) -> None:
    await feed.refresh()
    price = await read(store, clock, "gold", "XOF")
    assert isinstance(price, Price)
    assert price.rate.kind == "pegged" and price.rate.per_usd == Decimal("655.957") * Decimal("0.8518")
    async with store.read() as r:
        board = await r.quotes.board(clock.now(), needed(["gold"], ["TZS"]))
    own = latest(board, "gold", "TZS", now=clock.now(), own_rate=(Decimal(2700), clock.now()))
    assert isinstance(own, Price)
    assert (own.rate.kind, own.rate.per_usd) == ("own", Decimal(2700))


async def test_each_source_is_asked_only_when_it_is_due_and_its_requests_are_counted(
    feed: PriceFeed, store: Store, clock: TurnableClock, world: World
) -> None:
    for _ in range(24 * 60 // 5):
        await feed.refresh()
        await clock.turn(5 * MINUTE)
        world.bodies[f"{GOLD_API}/price/XAU"] = gold_api(4214.7, clock.now())
    assert world.asked[EXCHANGE_API] == 4 and world.asked[ER_API] == 4
    async with store.read() as r:
        asked = await r.price_sources.all()
    # Five metals, every ten minutes, half a day on either side of midnight; three metals were never said.
    assert world.asked[GOLD_API] < 5 * 6 * 24 + 5
    assert asked["gold_api"].requests <= 5 * 6 * 12


async def test_a_source_that_fails_is_left_alone_for_longer_and_longer_and_comes_back(
    feed: PriceFeed, store: Store, clock: TurnableClock, world: World
) -> None:
    await feed.refresh()
    async with store.read() as r:
        assert (await r.price_sources.all())["ecb"].failures == 1
    for _ in range(24 * 12):
        await clock.turn(5 * MINUTE)
        await feed.refresh()
    assert 5 <= world.asked["www.ecb.europa.eu"] <= 9
    assert pause(SOURCES["gold_api"], 50, is_open=True) == timedelta(hours=1)
    assert pause(SOURCES["gold_api"], 0, is_open=False) == timedelta(hours=1)
    assert pause(SOURCES["ecb"], 1, is_open=True) == timedelta(minutes=15)


@pytest.mark.parametrize("down_for", [timedelta(hours=1), timedelta(days=3), timedelta(days=300)])
async def test_when_all_sources_are_down_the_last_price_is_told_with_its_age(
    feed: PriceFeed, store: Store, clock: TurnableClock, world: World, down_for: timedelta
) -> None:
    await feed.refresh()
    world.bodies.clear()
    await clock.turn(down_for)
    await feed.refresh()
    price = await read(store, clock)
    assert isinstance(price, Price)
    assert price.usd_per_unit == Decimal("4214.7")
    assert price.age == {1: "today", 72: "recent"}.get(down_for // timedelta(hours=1), "last_known")
    assert price.bears_verdict is (down_for < timedelta(days=7))


async def test_without_any_source_ever_there_is_no_price_and_nothing_invented(
    store: Store, clock: TurnableClock
) -> None:
    await PriceFeed(store, clock, settings_of(), World().client()).refresh()
    assert await read(store, clock) == NoQuote("no_price_yet")


async def test_a_fall_that_two_sources_tell_is_believed_and_a_greater_one_waits_for_an_operator(
    store: Store, clock: TurnableClock, world: World
) -> None:
    feed = PriceFeed(store, clock, settings_of(price_sources="goldprice"), world.client())

    async def say(first: float, second: float) -> Price:
        await clock.turn(20 * MINUTE)
        world.bodies[f"{GOLD_API}/price/XAU"] = gold_api(first, clock.now())
        world.bodies[GOLDPRICE] = goldprice(second, clock.now())
        await feed.refresh()
        price = await read(store, clock)
        assert isinstance(price, Price)
        return price

    assert (await say(5500, 5502)).usd_per_unit == Decimal(5501)
    split = await say(5010, 5502)
    assert (split.usd_per_unit, split.doubted_usd) == (Decimal(5501), Decimal(5256))
    believed = await say(5010, 5012)
    assert (believed.usd_per_unit, believed.doubted_usd) == (Decimal(5011), None)
    waiting = await say(4100, 4102)
    assert (waiting.usd_per_unit, waiting.doubted_usd) == (Decimal(5011), Decimal(4101))
    async with store.write() as w:
        [doubt] = await w.quotes.quarantined()
        await w.quotes.settle(doubt.id, True, clock.now())
    assert (await say(4105, 4103)).usd_per_unit == Decimal(4104)


async def test_a_row_of_next_year_is_not_kept_and_freezes_nothing(
    feed: PriceFeed, store: Store, clock: TurnableClock, world: World
) -> None:
    world.bodies[f"{GOLD_API}/price/XAU"] = gold_api(4300, clock.now() + timedelta(days=365))
    await feed.refresh()
    async with store.read() as r:
        held = await r.quotes.held()
        assert {one.quote.source for one in held["gold"]} == {"exchange_api"}
        assert (await r.price_sources.all())["gold_api"].fault


async def test_while_the_store_is_down_no_source_is_asked(feed: PriceFeed, world: World, gate: Gate) -> None:
    from storage.database import StoreDown

    def down(_crossing: str) -> None:
        raise StoreDown("out of order")

    gate.reads = down
    assert await feed.refresh() == []
    assert not world.asked


async def test_a_source_that_never_ends_holds_up_no_answer_and_no_other_source_for_good(
    store: Store, clock: TurnableClock, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.prices.PATIENCE_S", 0.05)
    world.endless = ER_API
    feed = PriceFeed(store, clock, settings_of(), world.client())
    refreshing = asyncio.create_task(feed.refresh())
    await asyncio.sleep(0)
    assert await read(store, clock) == NoQuote("no_price_yet")
    heard = {one.source.key: one.fault for one in await refreshing}
    assert heard["er_api"] == "not done within 0.05 s"
    assert isinstance(await read(store, clock, "gold", "TZS"), Price)


def test_sources_whose_terms_ask_for_it_are_off_until_the_operator_names_them() -> None:
    free = {one.key for one in enabled(settings_of(), {})}
    assert free.isdisjoint({"goldprice", "lbma", "metals_dev", "metalpriceapi", "currencylayer", "fred"})
    assert len(free) == 10
    named = settings_of(price_sources="goldprice,", metals_dev_key="a&b")
    assert keys_of(named) == {"metals_dev": "a%26b"}
    assert {one.key for one in enabled(named, keys_of(named))} - free == {"goldprice", "metals_dev"}
    with pytest.raises(SettingFlaw, match="PRICE_SOURCES names kitco; expected: some of goldprice, lbma, none"):
        enabled(settings_of(price_sources="goldprice,kitco"), {})
    assert enabled(settings_of(price_sources="none", metals_dev_key="k"), {"metals_dev": "k"}) == []


async def test_the_sandbox_has_invented_prices_that_say_so_and_asks_nobody(tmp_path: Path) -> None:
    from bot.sandbox.workshop import workshop
    from tests.conftest import NOON

    clock = TurnableClock(NOON, running=False)
    async with workshop(tmp_path / "bot", clock=clock) as shop:
        price = await read(shop.store, clock, "gold", "XOF")
        await shop.app.jobs.refresh_prices()
        assert isinstance(price, Price)
        assert price.is_demo and price.sources == ("demo",) and price.age == "today"
        assert price.moved_day is not None and price.moved_week is not None
        async with shop.store.read() as r:
            assert await r.price_sources.all() == {}
