"""A price moves: everyone who wanted to know is told once that day, in their own money, and nobody waits for it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.members.market.price_news import news_of
from handlers.priorities import REPLY
from tests.bot.notices import meet, received
from tests.journeys.conversing import number_on, pass_by, press, say
from tests.journeys.market import believe

MINUTE = timedelta(minutes=1)
# 1 g of pure gold at 4,200 USD an ounce.
BASE = Decimal("135.03")


@pytest.fixture(autouse=True)
def nothing_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the sandbox's demo prices."""
    monkeypatch.setattr("bot.sandbox.workshop.demo_prices", lambda _now: ())


async def _watch(shop: Workshop, *people: Person) -> None:
    """Let people want to know when a gram falls to 130 USD."""
    await meet(shop, *people)
    async with shop.store.write() as w:
        for person in people:
            member = await w.members.meet(person.id, guessed="en", now=shop.clock.now())
            await w.price_alerts.add(member.id, "gold", "USD", "below", Decimal(130), BASE, shop.clock.now())


async def _pass_by(shop: Workshop, time: timedelta) -> None:
    await pass_by(shop, time)
    await shop.app.jobs.refresh_prices()
    await shop.idle()


def _news(person: Person) -> int:
    return sum("🔔" in text and "Now it is" in text for text in received(person))


async def test_more_than_a_page_of_members_are_told_once_and_not_again_after_a_restart(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.price_moves.PAGE", 5)
    monkeypatch.setattr("bot.price_moves.AT_ONCE", 2)
    await believe(shop, gold="4200")
    people = [shop.local.add_person(first_name=f"m{n}", language_code="en") for n in range(12)]
    await _watch(shop, *people)
    await _pass_by(shop, MINUTE)
    await believe(shop, gold="4000")
    await _pass_by(shop, MINUTE)
    assert {_news(one) for one in people} == {1}
    await shop.restart()
    await believe(shop, gold="4300")
    await _pass_by(shop, MINUTE)
    await believe(shop, gold="4000")
    await _pass_by(shop, MINUTE)
    assert {_news(one) for one in people} == {1}
    await _pass_by(shop, timedelta(days=1))
    await believe(shop, gold="4300")
    await _pass_by(shop, MINUTE)
    await believe(shop, gold="4000")
    await _pass_by(shop, MINUTE)
    assert {_news(one) for one in people} == {2}


async def test_replies_go_before_all_news_of_a_price(shop: Workshop, grace: Person, amina: Person) -> None:
    await believe(shop, gold="4200")
    await _watch(shop, grace, amina)
    await believe(shop, gold="4000")
    async with shop.store.read() as r:
        news = await news_of(r, await r.price_alerts.page(0, 10), shop.clock.now() + MINUTE)
    assert [one.notice.priority > REPLY for one in news if one.notice] == [True, True]


async def test_an_alert_goes_by_the_rate_by_which_its_member_sees_prices(shop: Workshop, grace: Person) -> None:
    await believe(shop, gold="4200", TZS="2500")
    await say(shop, grace, "/start")
    await say(shop, grace, "/currency TZS")
    await say(shop, grace, "/rate 2800 TZS")
    assert "346,585 TZS" in (await say(shop, grace, "/price"))[0]
    await press(shop, grace, "Tell me when")
    await press(shop, grace, "Falls")
    # Beyond it is the price by the official rate, 309,451: that is not what is watched.
    assert "I tell you when it happens" in (await say(shop, grace, "330000"))[0]
    await believe(shop, gold="4190", TZS="2500")
    await _pass_by(shop, MINUTE)
    assert _news(grace) == 0
    await believe(shop, gold="3990", TZS="2500")
    await _pass_by(shop, MINUTE)
    assert _news(grace) == 1


async def test_an_alert_is_stopped_by_the_number_on_its_button(shop: Workshop, grace: Person) -> None:
    await believe(shop, gold="4200")
    await _watch(shop, grace)
    await believe(shop, gold="4000")
    await _pass_by(shop, MINUTE)
    assert "I no longer tell you of this" in (await say(shop, grace, number_on(grace, "Stop")))[0]
    async with shop.store.read() as r:
        assert await r.price_alerts.page(0, 10) == []


async def test_one_that_is_stopped_is_not_told(shop: Workshop, grace: Person) -> None:
    await believe(shop, gold="4200")
    await _watch(shop, grace)
    async with shop.store.write() as w:
        [kept] = await w.price_alerts.page(0, 10)
        assert await w.price_alerts.drop(kept.id, kept.target)
    await believe(shop, gold="4000")
    await _pass_by(shop, MINUTE)
    assert _news(grace) == 0


async def test_who_sleeps_is_told_in_the_morning_and_only_of_what_is_still_so(shop: Workshop) -> None:
    await believe(shop, gold="4200")
    names = ("asleep", "elsewhere")
    asleep, elsewhere = (shop.local.add_person(first_name=name, language_code="en") for name in names)
    await _watch(shop, asleep, elsewhere)
    async with shop.store.write() as w:
        for person, country in ((asleep, "GH"), (elsewhere, "PG")):
            member = await w.members.find(person.id)
            assert member is not None
            await w.members.set_country(member.id, country)
    await _pass_by(shop, timedelta(hours=11))
    await believe(shop, gold="4000")
    await _pass_by(shop, MINUTE)
    assert (_news(asleep), _news(elsewhere)) == (0, 1), "it is night in Accra, and morning in Port Moresby"
    await believe(shop, gold="4300")
    await _pass_by(shop, timedelta(hours=9))
    assert _news(asleep) == 0, "the fall is over"
    await believe(shop, gold="4000")
    await _pass_by(shop, MINUTE)
    assert _news(asleep) == 1
