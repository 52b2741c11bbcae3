"""A price that moved too far waits: an administrator is asked by a button, everyone else sees the last good one."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.prices import PriceFeed
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from storage.team import Grant
from tests.bot.price_world import GOLD_API, GOLDPRICE, World, gold_api, goldprice
from tests.journeys.conversing import do, from_bot, press, text_of


@pytest.fixture
async def joan(shop: Workshop) -> Person:
    """An administrator who reads English."""
    joan = shop.local.add_person(first_name="Joan", language_code="en")
    async with shop.store.write() as w:
        payload = "s_" + await w.team.invite([Grant("administrator")], shop.clock.now())
    await do(shop, joan, lambda: joan.start(payload))
    return joan


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def feed(shop: Workshop, world: World) -> PriceFeed:
    settings = shop.settings.model_copy(update={"price_sources": "goldprice"})
    return PriceFeed(shop.store, shop.clock, settings, world.client(), shop.app.delivery.offer)


async def said(shop: Workshop, feed: PriceFeed, world: World, gold: float) -> None:
    """Let two sources say a price of gold, and the bot hear of it."""
    await shop.clock.turn(timedelta(minutes=20))
    now = shop.clock.now()
    world.bodies.update(
        {f"{GOLD_API}/price/XAU": gold_api(gold, now), GOLDPRICE: goldprice(gold + 2, now, silver=60.5)}
    )
    await feed.refresh()
    await shop.idle()


async def believed(shop: Workshop) -> Decimal:
    async with shop.store.read() as r:
        return (await r.quotes.latest(["gold"]))["gold"].value


def questions(person: Person) -> list[str]:
    return [text for one in from_bot(person) if (text := text_of(one)).startswith("❓")]


async def test_an_administrator_is_asked_once_and_their_yes_is_shown_to_everyone(
    shop: Workshop, feed: PriceFeed, world: World, joan: Person, grace: Person
) -> None:
    await said(shop, feed, world, 4220)
    assert await believed(shop) == Decimal(4221)
    await said(shop, feed, world, 3400)
    await said(shop, feed, world, 3402)
    assert await believed(shop) == Decimal(4221)
    assert questions(joan) == [
        "❓ Gold: 4,221 USD/ozt (31.1 g) was the last good price. Now gold-api.com, goldprice.org say "
        "3,401 USD/ozt (31.1 g) (-19.4%). People still see the old price. Shall they see the new one?"
    ]
    assert questions(grace) == []
    assert await press(shop, joan, "Show it") == ["✅ Gold: people see 3,403 USD/ozt (31.1 g) from now on."]
    assert await believed(shop) == Decimal(3403)
    async with shop.store.read() as r:
        assert await r.quotes.doubts() == []


async def test_a_no_keeps_the_last_good_price_and_is_not_asked_again_the_same_day(
    shop: Workshop, feed: PriceFeed, world: World, joan: Person
) -> None:
    await said(shop, feed, world, 4220)
    await said(shop, feed, world, 3400)
    assert await press(shop, joan, "Keep the old") == [
        "❌ Gold: people go on seeing 4,221 USD/ozt (31.1 g), with its age."
    ]
    await said(shop, feed, world, 3405)
    assert questions(joan) == []
    assert await believed(shop) == Decimal(4221)


async def test_a_price_that_moved_on_since_the_question_is_asked_about_anew(
    shop: Workshop, feed: PriceFeed, world: World, joan: Person
) -> None:
    await said(shop, feed, world, 4220)
    await said(shop, feed, world, 3400)
    await said(shop, feed, world, 3100)
    [again] = await press(shop, joan, "Show it")
    assert "3,101 USD" in again and await believed(shop) == Decimal(4221)
    await shop.clock.turn(timedelta(minutes=1))
    await press(shop, joan, "Show it")
    assert await believed(shop) == Decimal(3101)


async def test_what_is_no_longer_said_can_not_be_believed(
    shop: Workshop, feed: PriceFeed, world: World, joan: Person
) -> None:
    await said(shop, feed, world, 4220)
    await said(shop, feed, world, 3400)
    await said(shop, feed, world, 4225)
    assert await press(shop, joan, "Show it") == ["This was settled already, or nobody says it any more."]
    assert await believed(shop) == Decimal(4226)


async def test_who_is_taken_out_of_the_team_settles_nothing(
    shop: Workshop, feed: PriceFeed, world: World, joan: Person
) -> None:
    await said(shop, feed, world, 4220)
    await said(shop, feed, world, 3400)
    async with shop.store.write() as w:
        [staff] = await w.team.all()
        await w.team.remove(staff.member)
    [refused] = await press(shop, joan, "Show it")
    assert refused.startswith("This is only for those who work here")
    assert await believed(shop) == Decimal(4221)
