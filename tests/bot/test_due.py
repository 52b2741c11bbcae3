"""A notice goes out when it is due and not when it has become worthless."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.bot.conftest import Until
from tests.bot.notices import meet, received, sends_soon, stage, state, until_state, words

CRY = "my friend is unconscious in the pit"
FOLLOW_UP = "Is help there?"
TEN = timedelta(minutes=10)


async def _settle(shop: Workshop) -> None:
    """Let the sender find out that nothing can go, and wait."""
    assert not await sends_soon(shop, shop.local.world.calls["sendMessage"])


def _text_kept(folder: Path, notice_id: int) -> bytes | None:
    with closing(sqlite3.connect(folder / "bot" / "demo.db")) as database:
        [[call]] = database.execute("SELECT call FROM outbox WHERE id = ?", (notice_id,))
    kept: bytes | None = call
    return kept


@pytest.mark.parametrize("restarts", [False, True])
async def test_what_is_not_due_waits_and_is_in_nobodys_way(shop: Workshop, grace: Person, restarts: bool) -> None:
    await meet(shop, grace)
    later = await stage(shop, grace, words("later"), due_at=shop.clock.now() + TEN)
    await stage(shop, grace, words("now"))
    await shop.idle()
    if restarts:
        await shop.restart()
        await shop.idle()
    await shop.clock.turn(TEN - timedelta(seconds=1))
    await stage(shop, grace, words("nine minutes on"))
    await shop.idle()
    assert received(grace)[1:] == ["now", "nine minutes on"]
    await until_state(shop, later, "sent", turned_s=1)
    assert received(grace)[-1] == "later"


async def test_what_is_due_goes_in_its_order(shop: Workshop, grace: Person, until: Until) -> None:
    await meet(shop, grace)
    for minutes in (3, 1, 2):
        await stage(shop, grace, words(str(minutes)), due_at=shop.clock.now() + timedelta(minutes=minutes))
    for minutes in ("1", "2", "3"):
        await _settle(shop)
        await shop.clock.turn(timedelta(minutes=1))
        await until(lambda minutes=minutes: received(grace)[-1] == minutes)
    assert received(grace)[1:] == ["1", "2", "3"]


@pytest.mark.parametrize("restarts", [False, True])
async def test_what_could_not_go_in_time_expires_empty_and_is_never_sent(
    shop: Workshop, grace: Person, tmp_path: Path, restarts: bool
) -> None:
    await meet(shop, grace)
    shop.local.connection_lost = True
    late = await stage(shop, grace, words("late"), expires_at=shop.clock.now() + TEN)
    lasting = await stage(shop, grace, words("lasting"))
    await _settle(shop)
    assert _text_kept(tmp_path, late)
    await shop.clock.turn(TEN)
    if restarts:
        await shop.restart()
    shop.local.connection_lost = False
    await until_state(shop, lasting, "sent", turned_s=60)
    assert await state(shop, late) == "expired"
    assert _text_kept(tmp_path, late) is None
    assert "late" not in received(grace)


async def test_a_lost_answer_is_not_made_good_when_it_is_too_late(shop: Workshop, grace: Person, until: Until) -> None:
    await meet(shop, grace)
    shop.local.fail_next("sendMessage", "after")
    once = await stage(shop, grace, words("once"), expires_at=shop.clock.now() + timedelta(seconds=2))
    await until(lambda: received(grace)[-1] == "once")
    await until_state(shop, once, "expired", turned_s=5)
    assert received(grace).count("once") == 1


async def test_in_its_last_moment_it_still_goes(shop: Workshop, grace: Person) -> None:
    await meet(shop, grace)
    await stage(shop, grace, words("just"), expires_at=shop.clock.now() + timedelta(milliseconds=1))
    await shop.idle()
    assert received(grace)[-1] == "just"


@pytest.mark.parametrize(("away", "asked"), [(timedelta(minutes=80), 1), (timedelta(minutes=91), 0)])
async def test_help_is_not_asked_after_two_hours_after_the_emergency_when_there_was_no_network(
    shop: Workshop, grace: Person, away: timedelta, asked: int
) -> None:
    grace.say(CRY)
    await shop.idle()
    await shop.clock.turn(timedelta(minutes=30))
    shop.local.connection_lost = True
    await shop.app.jobs.tick()
    async with shop.store.read() as r:
        [notice] = [one for one in await r.outbox.waiting() if one.kind == "emergency-follow-up"]
    await shop.clock.turn(away)
    shop.local.connection_lost = False
    await until_state(shop, notice.id, "sent" if asked else "expired", turned_s=1)
    assert received(grace).count(FOLLOW_UP) == asked
