"""What is due happens once, however late; what fails comes again and holds up nothing else."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine

import bot.jobs
from bot.jobs import clockwork
from bot.sandbox.errors import bad_request, too_many_requests
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.search.emergency import alarm
from handlers.conversations import JOBS
from storage.database import StoreDown
from storage.jobs import Job
from storage.outbox import Staged
from storage.session import Session
from tests.bot.notices import meet, received
from tests.journeys.conversing import from_bot
from tests.reliability.seams import Gate, pass_by

CRY = "my friend is unconscious in the pit"
FOLLOW_UP = "Is help there?"


async def _jobs(shop: Workshop) -> list[Job]:
    async with shop.store.read() as r:
        return await r.jobs.due(shop.clock.now() + timedelta(days=365), 100)


async def _turn(shop: Workshop, **by: float) -> None:
    await shop.clock.turn(timedelta(**by))
    await shop.clock_turned()
    await shop.idle()


async def test_help_is_asked_after_once_half_an_hour_later(shop: Workshop, grace: Person) -> None:
    assert alarm(CRY) is not None
    grace.say(CRY)
    await shop.idle()
    await _turn(shop, minutes=29)
    assert FOLLOW_UP not in received(grace)
    await _turn(shop, minutes=2)
    await _turn(shop, minutes=2)
    await _turn(shop, hours=3)
    assert received(grace).count(FOLLOW_UP) == 1
    assert not await _jobs(shop)


async def test_help_is_not_asked_after_when_the_bot_was_away_for_hours(shop: Workshop, grace: Person) -> None:
    grace.say(CRY)
    await shop.idle()
    await shop.clock.turn(timedelta(hours=3))
    await shop.restart()
    await _turn(shop, seconds=1)
    assert FOLLOW_UP not in received(grace)
    assert not await _jobs(shop)


@pytest.mark.parametrize("hour", [0, 10, 12])
async def test_help_is_asked_after_once_in_24_hours_over_midnight_too(
    shop: Workshop, grace: Person, hour: float
) -> None:
    await _turn(shop, hours=hour)
    for _ in range(3):
        grace.say(CRY)
        await shop.idle()
        await _turn(shop, minutes=31)
        await _turn(shop, hours=7)
    assert received(grace).count(FOLLOW_UP) == 1
    await _turn(shop, hours=2)
    grace.say(CRY)
    await shop.idle()
    await _turn(shop, minutes=31)
    assert received(grace).count(FOLLOW_UP) == 2


async def test_help_that_has_come_is_not_asked_after(shop: Workshop, grace: Person) -> None:
    grace.say(CRY)
    await shop.idle()
    grace.press(next(label for row in grace.buttons for label in row if "helping" in label))
    await shop.idle()
    await _turn(shop, minutes=31)
    assert FOLLOW_UP not in received(grace)


@pytest.mark.parametrize("by", [timedelta(hours=hours) for hours in (-1, -24, 1, 24, 24 * 365 * 9)])
async def test_a_clock_that_is_set_meanwhile_stops_no_tick(by: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    monkeypatch.setattr(bot.jobs, "CLOCKWORK", (("often", 0.001, lambda _jobs: tick),))
    ticking = asyncio.create_task(clockwork(Mock()))
    await asyncio.wait_for(ticked.wait(), 5)
    with time_machine.travel(datetime.now(UTC) + by, tick=True):
        for _ in range(4):  # one or two may have been on their way
            ticked.clear()
            await asyncio.wait_for(ticked.wait(), 5)
    ticking.cancel()
    await asyncio.wait([ticking])


async def test_a_tick_that_fails_or_takes_long_is_followed_by_the_next_one_and_never_twice_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running, ran, enough = 0, 0, asyncio.Event()

    async def tick() -> None:
        nonlocal running, ran
        assert running == 0
        running, ran = running + 1, ran + 1
        for _ in range(20):
            await asyncio.sleep(0)
        running -= 1
        if ran == 3:
            enough.set()
        raise ValueError

    monkeypatch.setattr(bot.jobs, "CLOCKWORK", (("often", 0.001, lambda _jobs: tick),))
    ticking = asyncio.create_task(clockwork(Mock()))
    await asyncio.wait_for(enough.wait(), 5)
    ticking.cancel()
    await asyncio.wait([ticking])


async def test_a_job_that_fails_comes_again_and_holds_up_no_other(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    async def bad(job: Job, w: Session, now: datetime) -> list[Staged]:
        ran.append("bad")
        raise ValueError

    async def good(job: Job, w: Session, now: datetime) -> list[Staged]:
        ran.append("good")
        return []

    monkeypatch.setitem(JOBS, "bad", bad)
    monkeypatch.setitem(JOBS, "good", good)
    now = shop.clock.now()
    async with shop.store.write() as w:
        await w.jobs.plan("bad", None, now, {}, unique=None)
        await w.jobs.plan("of-another-program", None, now, {}, unique=None)
        await w.jobs.plan("good", None, now, {}, unique=None)
    await shop.app.jobs.tick()
    await shop.app.jobs.tick()
    assert sorted(ran) == ["bad", "good"]
    await shop.clock.turn(timedelta(minutes=2))
    await shop.app.jobs.tick()
    assert sorted(ran) == ["bad", "bad", "good"]
    assert {job.kind for job in await _jobs(shop)} == {"bad", "of-another-program"}


async def test_a_moment_that_comes_while_the_store_is_down_comes_again_when_it_is_back(
    shop: Workshop, grace: Person, gate: Gate
) -> None:
    def down(_crossing: str) -> None:
        raise StoreDown("out of order")

    grace.say(CRY)
    await shop.idle()
    await shop.clock.turn(timedelta(minutes=31))
    for fault in ("cross", "reads"):
        setattr(gate, fault, down)
        await shop.app.jobs.tick()
        setattr(gate, fault, pass_by)
        assert FOLLOW_UP not in received(grace)
    await _turn(shop, seconds=1)
    assert received(grace).count(FOLLOW_UP) == 1


async def test_forget_deletes_every_message_of_the_chat_and_says_nothing(shop: Workshop, grace: Person) -> None:
    grace.say("how do I burn amalgam safely")
    await shop.idle()
    grace.say("/forget")
    await shop.idle()
    assert grace.messages == []
    assert not await _jobs(shop)


@pytest.mark.parametrize("fault", ["before", "after", "garbage", too_many_requests(5)])
async def test_forgetting_is_tried_again_until_the_messages_are_gone(shop: Workshop, grace: Person, fault: Any) -> None:
    await meet(shop, grace)
    shop.local.fail_next("deleteMessages", fault, times=2)
    grace.say("/forget")
    await shop.idle()
    for _ in range(3):
        await _turn(shop, minutes=2)
    assert grace.messages == []
    assert not await _jobs(shop)


async def test_forgetting_ends_when_telegram_deletes_nothing_any_more(shop: Workshop, grace: Person) -> None:
    await meet(shop, grace)
    shop.local.fail_next("deleteMessages", bad_request("message can't be deleted"))
    grace.say("/forget")
    await shop.idle()
    assert not await _jobs(shop)


async def test_forgetting_ends_after_two_days_when_nobody_may_delete_any_more(shop: Workshop, grace: Person) -> None:
    await meet(shop, grace)
    shop.local.fail_next("deleteMessages", "before", times=1000)
    grace.say("/forget")
    await shop.idle()
    for _ in range(23):
        await _turn(shop, hours=2)
    assert await _jobs(shop)
    await _turn(shop, hours=2)
    assert not await _jobs(shop)


async def test_a_job_keeps_its_age_through_failures(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[datetime] = []

    async def bad(job: Job, w: Session, now: datetime) -> list[Staged]:
        seen.append(job.due_at)
        raise ValueError

    monkeypatch.setitem(JOBS, "bad", bad)
    planned = shop.clock.now()
    async with shop.store.write() as w:
        await w.jobs.plan("bad", None, planned, {}, unique=None)
    for _ in range(3):
        await _turn(shop, minutes=2)
    assert seen == [planned] * 3


async def test_more_than_a_hundred_messages_are_deleted_in_lots(shop: Workshop, grace: Person) -> None:
    shop.local.world.pace.enforced = False
    for _ in range(70):
        grace.say("/help")
    await shop.idle()
    assert len(from_bot(grace)) == 70
    before = shop.local.world.calls["deleteMessages"]
    grace.say("/forget")
    await shop.idle()
    assert grace.messages == []
    assert shop.local.world.calls["deleteMessages"] == before + 2
