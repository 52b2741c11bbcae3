import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import TurnableClock
from bot.sandbox.errors import ApiError, ConnectionLost
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram

Call = Callable[..., Awaitable[Any]]


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def started(poll: Awaitable[Any]) -> asyncio.Task[Any]:
    """Let a long poll reach the point where it waits."""
    task = asyncio.ensure_future(poll)
    for _ in range(5):
        await asyncio.sleep(0)
    assert not task.done()
    return task


async def test_updates_stay_until_a_higher_offset_confirms_them(call: Call, amina: Person) -> None:
    for text in ("a", "b", "c"):
        amina.say(text)
    first = await call("getUpdates")
    assert texts(first) == ["a", "b", "c"]
    assert await call("getUpdates") == first
    ids = [update["update_id"] for update in first]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
    assert texts(await call("getUpdates", offset=ids[1])) == ["b", "c"]
    assert texts(await call("getUpdates")) == ["b", "c"]
    assert await call("getUpdates", offset=str(ids[2] + 1)) == []


async def test_limit_cuts_the_answer_and_confirms_nothing(call: Call, amina: Person) -> None:
    for number in range(150):
        amina.say(str(number))
    assert len(await call("getUpdates")) == 100
    assert texts(await call("getUpdates", limit=2)) == ["0", "1"]


async def test_negative_offset_forgets_all_but_the_newest(call: Call, amina: Person) -> None:
    for text in ("a", "b", "c"):
        amina.say(text)
    assert texts(await call("getUpdates", offset=-1)) == ["c"]
    assert texts(await call("getUpdates")) == ["c"]


async def test_long_poll_wakes_for_the_first_update(call: Call, amina: Person) -> None:
    poll = await started(call("getUpdates", timeout=30))
    amina.say("wake up")
    assert texts(await asyncio.wait_for(poll, 1)) == ["wake up"]


async def test_long_poll_ends_empty_when_its_time_is_over(call: Call, amina: Person, clock: TurnableClock) -> None:
    poll = await started(call("getUpdates", timeout=30))
    await clock.turn(timedelta(seconds=31))
    assert await asyncio.wait_for(poll, 1) == []


async def test_second_poller_ends_the_first_one_with_a_conflict(call: Call, amina: Person) -> None:
    first = await started(call("getUpdates", timeout=30))
    second = await started(call("getUpdates", timeout=30))
    with pytest.raises(ApiError) as caught:
        await asyncio.wait_for(first, 1)
    assert (caught.value.code, caught.value.description) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    amina.say("still here")
    assert texts(await asyncio.wait_for(second, 1)) == ["still here"]


async def test_lost_connection_breaks_a_waiting_poll_and_keeps_the_updates(
    call: Call, amina: Person, local: LocalTelegram
) -> None:
    poll = await started(call("getUpdates", timeout=30))
    local.connection_lost = True
    with pytest.raises(ConnectionLost):
        await asyncio.wait_for(poll, 1)
    amina.say("are you there?")
    with pytest.raises(ConnectionLost):
        await call("getUpdates")
    local.connection_lost = False
    assert texts(await call("getUpdates")) == ["are you there?"]


async def test_updates_older_than_a_day_are_gone(call: Call, amina: Person, clock: TurnableClock) -> None:
    amina.say("early")
    await clock.turn(timedelta(hours=23))
    amina.say("late")
    await clock.turn(timedelta(hours=2))
    assert texts(await call("getUpdates")) == ["late"]


async def test_allowed_updates_are_remembered_and_hold_for_what_comes(call: Call, amina: Person) -> None:
    await call(
        "sendMessage",
        chat_id=amina.id,
        text="x",
        reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]},
    )
    await call("getUpdates", allowed_updates='["callback_query"]')
    amina.say("not asked for")
    amina.press("x")
    assert [list(update)[1] for update in await call("getUpdates")] == ["callback_query"]
    await call("getUpdates", allowed_updates=[])
    amina.say("asked for")
    assert len(await call("getUpdates")) == 2


async def test_injected_updates_come_as_they_are(call: Call, amina: Person, local: LocalTelegram) -> None:
    amina.say("good")
    strange: list[dict[str, Any]] = [
        {"message": {"text": "\ud83d"}},
        {"update_id": "no number", "message": 7},
        {"update_id": 830000002, "of_no_kind": {}},
        {"update_id": 830000002, "of_no_kind": {}},
    ]
    for update in strange:
        local.inject(update)
    amina.say("good again")
    waiting = await call("getUpdates")
    assert waiting[1]["message"] == {"text": "\ud83d"}
    assert waiting[2:5] == strange[1:]
    assert waiting[-1]["message"]["text"] == "good again"
    assert await call("getUpdates", offset=waiting[-1]["update_id"] + 1) == []
