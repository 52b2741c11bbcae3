"""How these tests put a notice on its way and look what became of it."""

import asyncio
from datetime import timedelta
from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.priorities import REPLY
from storage.outbox import Notice
from tests.journeys.conversing import from_bot, text_of


def received(person: Person) -> list[str]:
    return [text_of(one) for one in from_bot(person)]


async def states(shop: Workshop) -> dict[str, int]:
    async with shop.store.read() as r:
        return await r.outbox.counts()


async def member_id_of(shop: Workshop, person: Person) -> int:
    async with shop.store.read() as r:
        member = await r.members.find(person.id)
    assert member is not None
    return member.id


async def meet(shop: Workshop, *people: Person) -> None:
    """Let people say something first, so that the bot may write to them."""
    for person in people:
        person.say("/help")
    await shop.idle()


async def stage(
    shop: Workshop, person: Person, call: dict[str, Any], kind: str = "reply", *, offered: bool = True, **more: Any
) -> int:
    """Commit one notice, with `more` fields, and offer it, as a handler does; return its id."""
    member_id = await member_id_of(shop, person)
    period = str(call.get("text"))
    async with shop.store.write() as w:
        notice = Notice(target=member_id, kind=kind, period=period, priority=REPLY, call=call, **more)
        staged = await w.outbox.stage(notice)
    assert staged is not None
    if offered:
        shop.app.delivery.offer([staged])
    return staged.id


async def state(shop: Workshop, notice_id: int) -> str | None:
    async with shop.store.read() as r:
        return await r.outbox.get_state(notice_id)


def words(text: str) -> dict[str, Any]:
    """Return the call that sends a text."""
    return {"method": "sendMessage", "text": text}


async def sends_soon(shop: Workshop, calls: int) -> bool:
    """Give the sender a few turns of the store and of the loop, then tell whether it called."""
    for _ in range(5):
        async with shop.store.write() as w:
            await w.facts.put("turn", "1")
        await asyncio.sleep(0)
    return shop.local.world.calls["sendMessage"] > calls


async def until_state(shop: Workshop, notice_id: int, wanted: str, *, turned_s: float) -> None:
    """Turn the clock again and again until a notice is in a state."""
    async with asyncio.timeout(10):
        while await state(shop, notice_id) != wanted:
            await shop.clock.turn(timedelta(seconds=turned_s))
            await asyncio.sleep(0)
