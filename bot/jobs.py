"""What happens by the clock: planned moments from storage, retention, and news about the bot itself.

The clock only ticks: what is due is read from the store, so nothing is lost while the program is down.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import structlog
from telegram.error import TelegramError

from bot.alerts import Alerts
from bot.api import BotApi, fate_of
from bot.clock import Clock
from bot.delivery import Delivery
from bot.digests import Digests
from bot.logs import where
from bot.price_moves import PriceMoves
from bot.prices import PriceFeed
from bot.reviewing import Reviewing
from bot.ticking import Ticker
from content.search.experiences import ExperienceIndex
from handlers.conversations import JOBS
from handlers.members.privacy import ERASE_MESSAGES
from storage.database import StoreDown
from storage.jobs import Job
from storage.outbox import Staged
from storage.retention import sweep
from storage.store import Store

log = structlog.get_logger()

DUE_AT_ONCE = 100
RETRY = timedelta(minutes=1)
# Telegram takes this many messages in one deletion.
DELETED_AT_ONCE = 100
ERASING_ENDS_AFTER = timedelta(hours=48)


class Jobs:
    """Runs what is due. `tick` may be called at any time and any number of times."""

    def __init__(
        self,
        store: Store,
        api: BotApi,
        delivery: Delivery,
        clock: Clock,
        prices: PriceFeed,
        experiences: ExperienceIndex,
        reviewing: Reviewing,
        digests: Digests,
        alerts: Alerts,
    ) -> None:
        self._store, self._api, self._delivery, self._clock = store, api, delivery, clock
        self._experiences, self._reviewing, self._digests = experiences, reviewing, digests
        self._prices, self._alerts = prices, alerts
        self._moves = PriceMoves(store, delivery, clock)
        self._ticking = asyncio.Lock()

    async def tick(self) -> None:
        """Run every planned moment that has come; one that fails comes again and holds up no other.

        While the store is down nothing runs: the next tick finds it all again.
        """
        async with self._ticking:
            with suppress(StoreDown):
                async with self._store.read() as r:
                    due = await r.jobs.due(self._clock.now(), DUE_AT_ONCE)
                for job in due:
                    await self._try(job)

    async def _try(self, job: Job) -> None:
        try:
            await self._run(job)
        except StoreDown:
            # It may have been done although its commit seemed to fail: its notices are in the outbox, and in no queue.
            self._delivery.recover()
            raise
        except Exception as error:
            log.error("job.failed", kind=job.kind, error=type(error).__name__, where=where(error))
            await self._again(job)

    async def _run(self, job: Job) -> None:
        if job.kind == ERASE_MESSAGES:
            await self._erase_messages(job)
            return
        staged: list[Staged] = []
        async with self._store.write() as w:
            if await w.jobs.claim(job.id, self._clock.now()):
                staged = await JOBS[job.kind](job, w, self._clock.now())
                await w.jobs.done(job.id)
        self._delivery.offer(staged)

    async def _erase_messages(self, job: Job) -> None:
        """Delete a forgotten chat's messages; after 48 hours Telegram lets nobody do it any more."""
        if self._clock.now() - job.due_at < ERASING_ENDS_AFTER:
            ids = [int(one) for one in job.detail["message_ids"]]
            try:
                for at in range(0, len(ids), DELETED_AT_ONCE):
                    await self._delete(job.detail["chat_id"], ids[at : at + DELETED_AT_ONCE])
            except TelegramError:
                await self._again(job)
                return
        async with self._store.write() as w:
            await w.jobs.done(job.id)
        await self._store.erase_traces()

    async def _delete(self, chat_id: int, ids: list[int]) -> None:
        """Delete what still may be: one message that is too old makes Telegram refuse all that are named with it."""
        try:
            await self._api.call("deleteMessages", {"chat_id": chat_id, "message_ids": ids})
        except TelegramError as error:
            fate = fate_of(error)
            if fate not in ("refused", "closed"):
                raise
            if fate == "refused" and len(ids) > 1:
                await self._delete(chat_id, ids[: len(ids) // 2])
                await self._delete(chat_id, ids[len(ids) // 2 :])

    async def _again(self, job: Job) -> None:
        async with self._store.write() as w:
            await w.jobs.again(job.id, self._clock.now() + RETRY)

    async def keep_house(self) -> None:
        """Erase what is past its time: not by a clock that nobody has compared, as it would not come back."""
        if not self._clock.is_compared:
            with suppress(TelegramError):
                await self._api.call("getMe")
        if not self._clock.is_compared:
            log.warning("retention.left", reason="Telegram's clock was not heard for a day")
            return
        async with self._store.write() as w:
            erased = await sweep(w, self._clock.now())
            gone = await w.experiences.withdrawn()
        for story in gone:
            self._experiences.remove(story)
        await self._store.erase_traces()
        log.info("retention.swept", count=sum(erased.values()))

    async def refresh_prices(self) -> None:
        """Ask the price sources that are due, then tell who wanted to be told."""
        await self._prices.refresh()
        await self._moves.tell()

    async def review(self) -> None:
        """Let changed words go out to which nobody has objected, and tell the team what waits."""
        await self._reviewing.run()

    async def send_digests(self) -> None:
        """Send the digests that are due."""
        await self._digests.tick()

    async def send_alerts(self) -> None:
        """Go on with the alerts that are under way."""
        await self._alerts.tick()


# name, seconds between two runs, what runs. The docs test reads this table.
CLOCKWORK: tuple[tuple[str, int, Callable[[Jobs], Callable[[], Awaitable[None]]]], ...] = (
    ("due", 5, lambda jobs: jobs.tick),
    ("digests", 10, lambda jobs: jobs.send_digests),
    ("alerts", 3, lambda jobs: jobs.send_alerts),
    ("retention", 3600, lambda jobs: jobs.keep_house),
    ("prices", 30, lambda jobs: jobs.refresh_prices),
    ("review", 60, lambda jobs: jobs.review),
)


async def clockwork(jobs: Jobs) -> None:
    """Run each line of the table at its interval until cancelled; the wall clock may be set as it likes meanwhile."""
    ticker = Ticker()
    try:
        async with asyncio.TaskGroup() as running:
            for name, interval_s, runs in CLOCKWORK:
                due = asyncio.Event()
                ticker.every(interval_s, due)
                running.create_task(_run_when(due, name, runs(jobs)))
            ticker.start()
    finally:
        ticker.shutdown(wait=False)


async def _run_when(due: asyncio.Event, name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Run whenever it is due, one run after the other."""
    while True:
        await due.wait()
        due.clear()
        try:
            await run()
        except Exception as error:
            log.error("job.failed", kind=name, error=type(error).__name__, where=where(error))
