"""Sends the alerts that are under way, in pieces, behind replies. It knows neither words nor readers."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import structlog

from bot.clock import Clock
from bot.delivery import Delivery
from bot.logs import where
from handlers.staff.alerts.alert_sending import Piece, call_back, lapse, queue_lot, read_page, report
from storage.alerts import Alert
from storage.database import StoreDown
from storage.session import Session
from storage.store import Store

log = structlog.get_logger()

# At most so many pieces of one kind at one tick: another alert, and an answer to whoever stops this one, come between.
MOST_PIECES = 50

Work = Callable[[Session, Alert, datetime], Awaitable[Piece]]


class Alerts:
    """`tick` may be called at any time and any number of times; an alert that fails holds up no other."""

    def __init__(self, store: Store, delivery: Delivery, clock: Clock) -> None:
        self._store, self._delivery, self._clock = store, delivery, clock
        self._ticking = asyncio.Lock()
        self._told: dict[int, str] = {}

    async def tick(self) -> None:
        """Do what can be done now of every alert; while the store is down none: the next tick finds them all again."""
        async with self._ticking:
            try:
                async with self._store.read() as r:
                    under_way = [alert.id for alert in await r.alerts.under_way()]
                for id in under_way:
                    await self._try(id)
            except StoreDown:
                # What was committed although it seemed to fail is in the outbox, and in no queue.
                self._delivery.recover()

    async def _try(self, id: int) -> None:
        try:
            for work in (lapse, read_page, queue_lot, call_back, partial(report, told=self._told)):
                await self._do(work, id)
        except StoreDown:
            raise
        except Exception as error:
            log.error("alert.failed", error=type(error).__name__, where=where(error))

    async def _do(self, work: Work, id: int) -> None:
        """Do one kind of piece as often as there is more of it, each in a transaction of its own."""
        for _ in range(MOST_PIECES):
            async with self._store.write() as w:
                alert = await w.alerts.get(id)
                staged, goes_on = await work(w, alert, self._clock.now()) if alert else ([], False)
            self._delivery.offer(staged)
            if not goes_on:
                return
            await asyncio.sleep(0)
