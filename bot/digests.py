"""Sends the digests that are due: many at the same second, each by itself, none twice. It knows neither words nor days.

Due moments are rows; this only looks at them, so that nothing is lost while the program is down.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from functools import partial

import structlog

from bot.clock import Clock
from bot.delivery import Delivery
from bot.logs import where
from content.guidance.holding import withhold
from content.schedule import local_day, next_due
from handlers.groups.digest_again import issue_again, prepare_again
from handlers.groups.digest_news import Shared, read_shared
from handlers.groups.digests import KIND, held_until, issue, prepare
from handlers.groups.failing import tell_of_failing
from handlers.services import Services
from storage.database import StoreDown
from storage.session import Session
from storage.store import Store
from storage.subscriptions import Subscription

log = structlog.get_logger()

# Groups that are due together are read in pages; after each the others on the loop have their turn.
PAGE = 50
RETRY_S = 60.0
# So many failures of one target in a row are no accident.
TOLD_AFTER = 3
# More than can go out between two ticks: the others are composed when their turn is near, and wait as rows until then.
MOST_WAITING = 1_000


class Digests:
    """`tick` may be called at any time and any number of times; one that fails is tried again a minute later."""

    def __init__(self, store: Store, services: Services, delivery: Delivery, clock: Clock) -> None:
        self._store, self._services, self._delivery, self._clock = store, services, delivery, clock
        self._ticking = asyncio.Lock()
        self._not_before_s: dict[int, float] = {}
        self._failures: dict[int, int] = {}

    async def tick(self) -> None:
        """Send every edition that is due; while the store is down none: the next tick finds them all again."""
        async with self._ticking:
            try:
                now = self._clock.now()
                await self._plan_anew(now)
                await self._send_due(now)
                await self._send_again(now)
            except StoreDown:
                # What was committed although it seemed to fail is in the outbox, and in no queue.
                self._delivery.recover()

    async def _send_due(self, now: datetime) -> None:
        after, shared = None, None
        while True:
            async with self._store.read() as r:
                page = await r.subscriptions.due(now, PAGE, after)
                if page and shared is None:
                    shared = await self._read_shared(r, now)
            if not page or shared is None or self._delivery.waiting > MOST_WAITING:
                return
            for _, target in page:
                await self._try(target, partial(self._send, target, shared))
                await asyncio.sleep(0)
            after = page[-1]

    async def _send_again(self, now: datetime) -> None:
        """Send in place of what waited and quoted a story that was taken back what is left of it."""
        async with self._store.read() as r:
            found = await r.outbox.taken_back(KIND, PAGE)
            shared = await self._read_shared(r, now) if found else None
        if shared is None:
            return
        for target, day in dict.fromkeys((target, date.fromisoformat(period[:10])) for target, period in found):
            await self._try(target, partial(self._replace, target, day, shared))

    async def _read_shared(self, r: Session, now: datetime) -> Shared:
        return await read_shared(r, withhold(self._services.library, await r.holds.cards()), now)

    async def _try(self, target: int, send: Callable[[], Awaitable[None]]) -> None:
        if self._not_before_s.get(target, 0) > self._clock.monotonic():
            return
        try:
            await send()
            self._not_before_s.pop(target, None)
            self._failures.pop(target, None)
        except StoreDown:
            raise
        except Exception as error:
            log.error("digest.failed", error=type(error).__name__, where=where(error))
            self._not_before_s[target] = self._clock.monotonic() + RETRY_S
            self._failures[target] = self._failures.get(target, 0) + 1
            if self._failures[target] == TOLD_AFTER:
                await self._tell_team()

    async def _tell_team(self) -> None:
        async with self._store.write() as w:
            staged = await tell_of_failing(w, TOLD_AFTER, self._clock.now())
        self._delivery.offer(staged)

    async def _send(self, target: int, shared: Shared) -> None:
        """Compose what one target is owed, then stage it and plan the next in one transaction."""
        async with self._store.read() as r:
            one = await r.subscriptions.get(target)
            until = held_until(one, shared.now) if one else None
            ready = await prepare(r, one, shared, self._services, shared.now) if one and until is None else None
        if one is None or one.next_due_at is None:
            return
        if until is not None:
            async with self._store.write() as w:
                await w.subscriptions.hold(one, until)
            return
        async with self._store.write() as w:
            if ready is None:
                later = next_due(one.wishes.schedule, shared.now, last=one.last_period)
                await w.subscriptions.postpone(one, later.at)
                staged = []
            else:
                staged = await issue(w, ready, self._services)
        self._delivery.offer(staged)

    async def _replace(self, target: int, day: date, shared: Shared) -> None:
        """Compose anew what was taken back of one target, and stage it in its place."""
        async with self._store.read() as r:
            ready = await prepare_again(r, target, day, shared, self._services)
        async with self._store.write() as w:
            staged = await issue_again(w, target, day, ready, self._services)
        self._delivery.offer(staged)

    async def _plan_anew(self, now: datetime) -> None:
        """Plan those without a next moment, and those whose next one only a wrong clock can have reckoned."""
        async with self._store.read() as r:
            found = [await r.subscriptions.get(target) for target in await r.subscriptions.unplanned(now, PAGE)]
        for one in found:
            if one is not None:
                await self._replan(one, now)

    async def _replan(self, one: Subscription, now: datetime) -> None:
        """A day that is still to come had no edition: it was a wrong clock's. Today may have had one."""
        last = min(one.last_period, local_day(now, one.wishes.schedule.zone)) if one.last_period else None
        async with self._store.write() as w:
            await w.subscriptions.replan(one, next_due(one.wishes.schedule, now, last=last).at, last)
