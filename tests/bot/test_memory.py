"""While the store is down an emergency is answered from memory: once, and as answered counts only what went out."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.errors import bad_request, forbidden, too_many_requests
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.search.emergency import alarm
from tests.bot.conftest import Until
from tests.bot.notices import meet, received
from tests.journeys.conversing import from_bot

Break = Callable[[], Callable[[], None]]
CRY = "my friend is unconscious in the pit"


async def _states(shop: Workshop) -> dict[str, int]:
    async with shop.store.read() as r:
        return await r.inbox.counts()


async def _turn_until(shop: Workshop, condition: Callable[[], bool]) -> None:
    """Turn the clock again and again until a condition holds."""
    async with asyncio.timeout(10):
        while not condition():
            await shop.clock.turn(timedelta(seconds=15))
            await asyncio.sleep(0)


async def _open_again(shop: Workshop, mend: Callable[[], None]) -> None:
    mend()
    await _turn_until(shop, lambda: shop.app.intake.is_open)
    await shop.idle()


async def test_an_emergency_is_answered_from_memory_once_while_the_store_is_down(
    shop: Workshop, grace: Person, until: Until, break_store: Break
) -> None:
    assert alarm(CRY) is not None
    await meet(shop, grace)
    before = len(from_bot(grace))
    mend = break_store()
    grace.say(CRY)
    await until(lambda: len(from_bot(grace)) > before)
    for _ in range(3):
        await shop.clock.turn(timedelta(seconds=15))
    await _open_again(shop, mend)
    assert len(from_bot(grace)) == before + 1
    assert "⛔" in received(grace)[-1]
    assert (await _states(shop))["answered-from-memory"] == 1


@pytest.mark.parametrize("fault", ["before", too_many_requests(5), forbidden("no"), bad_request("no")])
async def test_an_emergency_whose_answer_did_not_go_out_is_answered_when_it_is_seen_again(
    shop: Workshop, grace: Person, break_store: Break, fault: Any
) -> None:
    await meet(shop, grace)
    before = len(from_bot(grace))
    shop.local.fail_next("sendMessage", fault)
    mend = break_store()
    grace.say(CRY)
    await _turn_until(shop, lambda: len(from_bot(grace)) > before)
    await _open_again(shop, mend)
    assert len(from_bot(grace)) == before + 1
    assert "⛔" in received(grace)[-1]


async def test_an_emergency_whose_answer_never_went_out_is_answered_as_usual_when_the_store_is_back(
    shop: Workshop, grace: Person, until: Until, break_store: Break
) -> None:
    await meet(shop, grace)
    shop.local.fail_next("sendMessage", "before")
    mend = break_store()
    grace.say(CRY)
    await until(lambda: not shop.app.intake.is_open)
    await until(lambda: not shop.local._faults)
    await _open_again(shop, mend)
    assert sum("⛔" in text for text in received(grace)) == 1
    assert "answered-from-memory" not in await _states(shop)


async def test_an_emergency_whose_answer_may_have_arrived_is_not_answered_a_second_time(
    shop: Workshop, grace: Person, until: Until, break_store: Break
) -> None:
    await meet(shop, grace)
    before = len(from_bot(grace))
    shop.local.fail_next("sendMessage", "after")
    mend = break_store()
    grace.say(CRY)
    await until(lambda: len(from_bot(grace)) > before)
    for _ in range(3):
        await shop.clock.turn(timedelta(seconds=15))
    await _open_again(shop, mend)
    assert len(from_bot(grace)) == before + 1
    assert (await _states(shop))["answered-from-memory"] == 1


@pytest.mark.parametrize("text", [f"/start {CRY}", "/unconscious"])
async def test_a_command_is_no_cry_and_is_not_answered_from_memory(
    shop: Workshop, grace: Person, until: Until, break_store: Break, text: str
) -> None:
    assert alarm(text) is not None
    await meet(shop, grace)
    before = len(from_bot(grace))
    mend = break_store()
    grace.say(text)
    await until(lambda: not shop.app.intake.is_open)
    await _open_again(shop, mend)
    assert "answered-from-memory" not in await _states(shop)
    assert len(from_bot(grace)) > before


async def test_one_emergency_that_cannot_be_answered_holds_up_no_other(
    shop: Workshop, amina: Person, grace: Person, break_store: Break
) -> None:
    await meet(shop, amina, grace)
    before = len(from_bot(grace))
    shop.local.fail_next("sendMessage", forbidden("bot was blocked by the user"))
    break_store()
    shop.local.connection_lost = True
    amina.say(CRY)
    grace.say(CRY)
    shop.local.connection_lost = False
    await _turn_until(shop, lambda: len(from_bot(grace)) > before)
