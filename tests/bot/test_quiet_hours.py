"""Quiet hours hold all but safety: what is late, what the network held up, what people decide; nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.quiet import Quiet
from content.schedule import Schedule, next_due
from handlers.groups.digests import MEMBER
from tests.bot.conftest import Until
from tests.bot.notices import meet, member_id_of, received, sends_soon, stage, words
from tests.editions import DAILY, WISHES, editions, publish, subscribe, subscription, turn
from tests.journeys.conversing import from_bot, text_of
from tests.journeys.news import newest

# It is noon on Monday, 23 November in Accra when a test begins; nights are from 21:00 to 7:00.
WEEKLY = Schedule((1,), 8, "Africa/Accra")
ACCRA = Quiet("Africa/Accra", 21, 7)


@pytest.fixture
async def group(shop: Workshop, grace: Person) -> Group:
    group = shop.local.add_group("Miners", members=[grace])
    await shop.idle()
    return group


async def morning(shop: Workshop) -> None:
    """Let the sender find out that it has to wait, then let the night pass."""
    assert not await sends_soon(shop, shop.local.world.calls["sendMessage"])
    await shop.clock.turn(timedelta(hours=8))


async def test_a_digest_that_is_late_at_night_comes_in_the_morning_and_says_which_day_it_was_meant_for(
    shop: Workshop,
    group: Group,
) -> None:
    await subscribe(shop, group, replace(WISHES, schedule=WEEKLY))
    await shop.clock.turn(timedelta(hours=34))
    await shop.restart()
    await turn(shop, seconds=1)
    assert editions(group) == [], "it is 22:00 on Tuesday"
    await publish(shop, "We tied the ladder")
    await turn(shop, hours=8)
    await shop.restart()
    await turn(shop, minutes=59)
    assert editions(group) == [], "it is 6:59"
    await turn(shop, minutes=1)
    await turn(shop, hours=1)
    assert len(editions(group)) == 1
    assert "We tied the ladder" in editions(group)[0], "it is composed when it goes out"
    assert "This comes late: it was meant for 24 Nov 2026." in editions(group)[0]
    assert not newest(group).get("disable_notification")
    await turn(shop, days=6)
    assert len(editions(group)) == 2
    assert "late" not in editions(group)[1]


async def test_where_the_next_one_is_due_that_morning_one_stands_for_both(
    shop: Workshop,
    group: Group,
) -> None:
    await subscribe(shop, group)
    await turn(shop, hours=34)
    await turn(shop, hours=9.5)
    assert editions(group) == []
    await turn(shop, hours=0.6)
    await turn(shop, hours=2)
    [edition] = editions(group)
    assert "News for this group, 25 Nov 2026" in edition
    assert "I was away. This also stands for 1 edition before it." in edition


async def test_what_is_held_can_be_sent_now_and_a_change_of_its_settings_loses_nothing(
    shop: Workshop,
    group: Group,
    grace: Person,
) -> None:
    target = await subscribe(shop, group, replace(WISHES, schedule=WEEKLY))
    await turn(shop, hours=34)
    async with shop.store.write() as w:
        one = await w.subscriptions.get(target)
        assert one is not None
        wishes = replace(one.wishes, unit="troy_ounce")
        assert await w.subscriptions.change(one, wishes, next_due(WEEKLY, shop.clock.now()).at)
    await turn(shop, hours=9)
    assert len(editions(group)) == 1


async def test_who_takes_their_quiet_hours_out_gets_at_once_what_these_held(shop: Workshop, grace: Person) -> None:
    await meet(shop, grace)
    target, now = await member_id_of(shop, grace), shop.clock.now()
    wishes = replace(WISHES, kind=MEMBER, schedule=WEEKLY, quiet=(21, 7))
    async with shop.store.write() as w:
        assert await w.subscriptions.add(target, wishes, next_due(WEEKLY, now).at, now)
    await publish(shop, "We tied the ladder", audience="members")
    await turn(shop, hours=34)
    assert not any("We tied the ladder" in text_of(one) for one in from_bot(grace)), "it is 22:00 on Tuesday"
    for unit in ("gram", "troy_ounce"):
        one, following = await subscription(shop, target), next_due(WEEKLY, shop.clock.now()).at
        async with shop.store.write() as w:
            assert await w.subscriptions.change(one, replace(wishes, quiet=None, unit=unit), following)
    await turn(shop, minutes=1)
    assert any("We tied the ladder" in text_of(one) for one in from_bot(grace))


async def test_an_hour_of_the_night_that_a_group_chose_is_kept_and_no_other(
    shop: Workshop,
    group: Group,
) -> None:
    await subscribe(shop, group, replace(WISHES, schedule=replace(DAILY, hour=5)))
    await turn(shop, hours=17)
    assert len(editions(group)) == 1
    await turn(shop, hours=42)
    assert len(editions(group)) == 1, "it is 23:00 on the next day"
    await turn(shop, hours=6)
    assert len(editions(group)) == 2


async def test_what_the_network_held_up_until_the_night_goes_out_in_the_morning(
    shop: Workshop,
    group: Group,
    until: Until,
) -> None:
    await subscribe(shop, group, replace(WISHES, schedule=replace(WEEKLY, hour=20)))
    shop.local.connection_lost = True
    await shop.clock.turn(timedelta(hours=32))
    await shop.app.jobs.send_digests()
    assert not await sends_soon(shop, shop.local.world.calls["sendMessage"])
    await shop.clock.turn(timedelta(hours=3))
    shop.local.connection_lost = False
    await shop.clock.turn(timedelta(minutes=2))
    await shop.idle()
    assert editions(group) == []
    await morning(shop)
    await until(lambda: len(editions(group)) == 1)


@pytest.mark.parametrize("restarts", [False, True])
async def test_what_can_wait_waits_for_the_morning_and_an_answer_does_not(
    shop: Workshop, grace: Person, until: Until, restarts: bool
) -> None:
    await meet(shop, grace)
    await shop.clock.turn(timedelta(hours=11))
    await stage(shop, grace, words("your story is out"), quiet=ACCRA)
    await stage(shop, grace, words("leave the pit"))
    await shop.idle()
    if restarts:
        await shop.restart()
        await shop.idle()
    assert received(grace)[1:] == ["leave the pit"]
    async with shop.store.read() as r:
        assert await r.outbox.oldest_due(shop.clock.now() + timedelta(hours=5)) is None
    await morning(shop)
    await until(lambda: received(grace)[-1] == "your story is out")


async def test_a_clock_that_is_set_back_by_days_holds_up_nothing_for_days(
    shop: Workshop, grace: Person, until: Until
) -> None:
    await meet(shop, grace)
    await shop.clock.turn(timedelta(days=400, hours=11))
    await stage(shop, grace, words("good news"), quiet=ACCRA)
    await shop.idle()
    shop.clock._start -= timedelta(days=400)
    await morning(shop)
    await until(lambda: received(grace)[-1] == "good news")


async def test_a_member_who_wants_no_quiet_hours_is_told_at_any_hour(shop: Workshop, grace: Person) -> None:
    await meet(shop, grace)
    target, now = await member_id_of(shop, grace), shop.clock.now()
    wishes = replace(WISHES, kind=MEMBER, schedule=WEEKLY, quiet=None)
    async with shop.store.write() as w:
        assert await w.subscriptions.add(target, wishes, next_due(WEEKLY, now).at, now)
    await publish(shop, "We tied the ladder", audience="members")
    await turn(shop, hours=34)
    assert any("We tied the ladder" in text_of(one) for one in from_bot(grace))


async def test_time_that_passes_in_the_sandbox_brings_each_edition_on_its_day(shop: Workshop, group: Group) -> None:
    """Whoever turns the demo's clock by weeks, at whatever hour, sees what a bot that runs would have sent."""
    await subscribe(shop, group, replace(WISHES, schedule=WEEKLY))
    await shop.clock.turn(timedelta(hours=10, minutes=20))
    await shop.let_pass(timedelta(days=21))
    assert ["late" in one for one in editions(group)] == [False, False, False]
