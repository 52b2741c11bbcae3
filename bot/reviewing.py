"""What happens in review by the clock: changed words go out when nobody objected, and the team is told what waits."""

import structlog

from bot.clock import Clock
from bot.delivery import Delivery
from bot.logs import where
from handlers.members.stories.passing_on import published
from handlers.services import Services
from handlers.staff.pings import ping
from storage.database import StoreDown
from storage.experiences import Experience
from storage.store import Store

log = structlog.get_logger()

AT_ONCE = 50


class Reviewing:
    """`run` may be called as often as one likes; while the store is down the next call finds it all again."""

    def __init__(self, store: Store, services: Services, delivery: Delivery, clock: Clock) -> None:
        self._store, self._services, self._delivery, self._clock = store, services, delivery, clock

    async def run(self) -> None:
        """Publish what is announced and due, each in a transaction of its own; then tell the team."""
        try:
            async with self._store.read() as r:
                due = await r.experiences.announced(self._clock.now(), AT_ONCE)
            for one in due:
                await self._try(one)
            async with self._store.write() as w:
                staged = await ping(w, self._clock.now())
            self._delivery.offer(staged)
        except StoreDown:
            # What was committed although it seemed to fail is in the outbox, and in no queue.
            self._delivery.recover()

    async def _try(self, one: Experience) -> None:
        """Publish one; when that fails it comes again in a minute and holds up no other."""
        try:
            await self._publish(one)
        except StoreDown:
            raise
        except Exception as error:
            log.error("job.failed", kind="review", error=type(error).__name__, where=where(error))

    async def _publish(self, one: Experience) -> None:
        async with self._store.write() as w:
            if not await w.experiences.publish(one, one.shown or {}, card=one.card, now=self._clock.now()):
                return
            now = await w.experiences.get(one.id)
            staged = await published(self._services, w, now) if now else []
        self._delivery.offer(staged)
