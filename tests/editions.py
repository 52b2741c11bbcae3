"""How tests let a group get news: subscribed, the clock turned, stories published and taken back, editions held up."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

import bot.digests
from bot.sandbox.groups import Group
from bot.sandbox.workshop import Workshop
from content.schedule import Schedule, next_due
from handlers.groups import digests
from storage.experiences import Told
from storage.session import Session
from storage.subscriptions import Subscription, Wishes
from tests.journeys.conversing import text_of

DAILY = Schedule(tuple(range(7)), 8, "Africa/Accra")
WISHES = Wishes("women", ("en",), DAILY, minerals=("gold",), country="GH", currency="GHS", unit="gram")


async def id_of(shop: Workshop, group: Group) -> int:
    """Return our number of a group."""
    async with shop.store.read() as r:
        known = await r.groups.find(group.id)
    assert known is not None
    return known.id


async def subscribe(shop: Workshop, group: Group, wishes: Wishes = WISHES) -> int:
    """Let a group get news from its next day on, and return our number of it."""
    target, now = await id_of(shop, group), shop.clock.now()
    async with shop.store.write() as w:
        assert await w.subscriptions.add(target, wishes, next_due(wishes.schedule, now).at, now)
    return target


async def subscription(shop: Workshop, target: int) -> Subscription:
    """Return what is kept of who gets news."""
    async with shop.store.read() as r:
        one = await r.subscriptions.get(target)
    assert one is not None
    return one


async def turn(shop: Workshop, **by: float) -> None:
    """Turn the clock, and let what is due go out."""
    await shop.clock.turn(timedelta(**by))
    await shop.app.jobs.send_digests()
    await shop.idle()


@contextmanager
def before_staging(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch, change: Callable[[Session], Awaitable[object]]
) -> Iterator[None]:
    """Meanwhile, write `change` between an edition's being prepared and its being staged."""
    prepare = digests.prepare

    async def slow(*given: Any) -> Any:
        ready = await prepare(*given)
        async with shop.store.write() as w:
            await change(w)
        return ready

    with monkeypatch.context() as patch:
        patch.setattr(bot.digests, "prepare", slow)
        yield


async def publish(shop: Workshop, words: str, *, gap: int | None = None, audience: str = "groups", **shown: str) -> int:
    """Publish a story, and return its id."""
    await shop.clock.turn(timedelta(seconds=1))
    async with shop.store.write() as w:
        told = Told("en", {"story": words}, [audience], "1", gap=gap)
        id = await w.experiences.add(1, f"code-{words}", told, shop.clock.now().date())
        assert id is not None
        one = await w.experiences.get(id)
        assert one is not None
        assert await w.experiences.publish(one, {"story": words, **shown}, card=None, now=shop.clock.now())
    return id


def editions(group: Group) -> list[str]:
    """Return the editions that a group has got."""
    return [text for one in group.messages if "News for" in (text := text_of(one))]


async def hold_up(shop: Workshop, target: int) -> None:
    """Let the edition of the next day wait for an hour, as Telegram has asked for patience."""
    await shop.clock.turn(timedelta(days=1))
    async with shop.store.write() as w:
        await w.hold_target(target, shop.clock.now() + timedelta(hours=1))
    await shop.restart()
    await shop.app.jobs.send_digests()


async def take_back(shop: Workshop, story: int) -> None:
    """Take a story back as its author."""
    async with shop.store.write() as w:
        assert await w.experiences.withdraw(story)


async def waiting(shop: Workshop) -> list[dict[str, Any]]:
    """Return the calls of editions that wait to be sent."""
    async with shop.store.read() as r:
        return [dict(one.call) for one in await r.outbox.waiting() if one.kind == digests.KIND]
