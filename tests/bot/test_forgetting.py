"""/forget leaves nothing in the chat: not what was under way, not what waited."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

import bot.turns
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.bot.conftest import Until
from tests.bot.notices import meet, received, stage, words

CRY = "my friend is unconscious in the pit"


async def _turn(shop: Workshop, **by: float) -> None:
    await shop.clock.turn(timedelta(**by))
    await shop.clock_turned()
    await shop.idle()


async def _is_known(shop: Workshop, person: Person) -> bool:
    async with shop.store.read() as r:
        return await r.members.find(person.id) is not None


async def _forgotten(shop: Workshop, person: Person) -> None:
    async with asyncio.timeout(10):
        while await _is_known(shop, person):  # noqa: ASYNC110 - the store has no event
            await asyncio.sleep(0)


def _hold_sends(shop: Workshop, *, arrives_first: bool) -> asyncio.Event:
    """Let sends hang, before they arrive or while their answer is on its way, until the event is set."""
    go_on, call = asyncio.Event(), shop.app.api.call

    async def held(method: str, *arguments: Any, **more: Any) -> Any:
        if method != "sendMessage":
            return await call(method, *arguments, **more)
        if arrives_first:
            answer = await call(method, *arguments, **more)
            await go_on.wait()
            return answer
        await go_on.wait()
        return await call(method, *arguments, **more)

    shop.app.api.call = held  # type: ignore[method-assign]  # a slow network
    return go_on


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[asyncio.Event, asyncio.Event]]:
    """Let the update with a text stop when it was heard; returns (it was heard, let it go on)."""

    def hold(text: str) -> tuple[asyncio.Event, asyncio.Event]:
        heard, go_on = asyncio.Event(), asyncio.Event()
        decide = bot.turns.Turns._decide

        async def holding(self: Any, turn: Any, update: Any) -> None:
            if update.effective_message.text == text:
                heard.set()
                await go_on.wait()
            await decide(self, turn, update)

        monkeypatch.setattr(bot.turns.Turns, "_decide", holding)
        return heard, go_on

    return hold


@pytest.mark.parametrize("arrives_first", [True, False])
async def test_a_message_under_way_is_deleted_as_soon_as_it_has_arrived(
    shop: Workshop, grace: Person, arrives_first: bool
) -> None:
    await meet(shop, grace)
    go_on = _hold_sends(shop, arrives_first=arrives_first)
    await stage(shop, grace, words("under way"))
    await stage(shop, grace, words("behind it"))
    grace.say("/forget")
    await _forgotten(shop, grace)
    go_on.set()
    await shop.idle()
    await shop.app.idle()
    assert grace.messages == []
    assert shop.local.world.calls["sendMessage"] == 2


async def test_what_waits_to_be_tried_again_is_neither_answered_nor_left_in_the_chat(
    shop: Workshop, grace: Person, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    await meet(shop, grace)
    tries: list[str] = []
    decide = bot.turns.Turns._decide

    async def failing(self: Any, turn: Any, update: Any) -> None:
        if turn.hearing.text == "/privacy":
            tries.append("/privacy")
            if len(tries) == 1:
                raise RuntimeError
        await decide(self, turn, update)

    monkeypatch.setattr(bot.turns.Turns, "_decide", failing)
    grace.say("/privacy")
    await until(lambda: len(tries) == 1)
    grace.say("/forget")
    await _forgotten(shop, grace)
    calls = shop.local.world.calls["sendMessage"]
    async with asyncio.timeout(10):
        while shop.app.turns._timers:
            await shop.clock.turn(timedelta(seconds=6))
            await asyncio.sleep(0)
    await shop.idle()
    assert shop.local.world.calls["sendMessage"] == calls
    assert grace.messages == []
    assert not await _is_known(shop, grace)
    async with shop.store.read() as r:
        assert (await r.inbox.counts())["forgotten"] == 1


async def test_a_cry_before_forget_that_is_still_being_answered_ends_with_it(
    shop: Workshop, grace: Person, hold: Callable[[str], tuple[asyncio.Event, asyncio.Event]]
) -> None:
    await meet(shop, grace)
    heard, go_on = hold(CRY)
    grace.say(CRY)
    await heard.wait()
    grace.say("/forget")
    await _forgotten(shop, grace)
    go_on.set()
    await shop.idle()
    assert grace.messages == []
    assert not await _is_known(shop, grace)


async def test_a_cry_right_after_forget_is_answered_though_it_was_heard_before(
    shop: Workshop, grace: Person, hold: Callable[[str], tuple[asyncio.Event, asyncio.Event]]
) -> None:
    await meet(shop, grace)
    forget_heard, forget = hold("/forget")
    cry_heard, cry = hold(CRY)
    grace.say("/forget")
    await forget_heard.wait()
    grace.say(CRY)
    await cry_heard.wait()
    forget.set()
    await _forgotten(shop, grace)
    cry.set()
    await shop.idle()
    assert "⛔" in received(grace)[-1]
    assert await _is_known(shop, grace)


async def test_the_message_of_a_dead_letter_is_deleted(
    shop: Workshop, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await meet(shop, grace)
    decide = bot.turns.Turns._decide

    async def failing(self: Any, turn: Any, update: Any) -> None:
        if turn.hearing.text == "poison":
            raise RuntimeError
        await decide(self, turn, update)

    monkeypatch.setattr(bot.turns.Turns, "_decide", failing)
    grace.say("poison")
    async with asyncio.timeout(10):
        while not shop.app.turns.dead:
            await shop.clock.turn(timedelta(seconds=6))
            await asyncio.sleep(0)
    await shop.idle()
    grace.say("/forget")
    await shop.idle()
    assert grace.messages == []


async def test_one_message_that_is_too_old_keeps_none_of_the_others(shop: Workshop, grace: Person) -> None:
    await meet(shop, grace)
    await _turn(shop, hours=47)
    for _ in range(5):
        grace.say("/help")
    await shop.idle()
    shop.local.fail_next("deleteMessages", "before", times=3)
    grace.say("/forget")
    await shop.idle()
    for _ in range(5):
        await _turn(shop, minutes=30)
    assert [one["text"] for one in grace.messages if not one["from"]["is_bot"]] == ["/help"]
    assert len(grace.messages) == 2
    async with shop.store.read() as r:
        assert not await r.jobs.due(shop.clock.now() + timedelta(days=9), 10)
