"""Looks after each new price whether it reaches what members wanted to be told of. It knows neither words nor rules."""

from datetime import datetime

from bot.clock import Clock
from bot.delivery import Delivery
from handlers.members.market.price_news import AT_ONCE, PAGE, news_of, tell
from storage.database import StoreDown
from storage.store import Store


class PriceMoves:
    """Tells members of prices, page by page of their alerts: one long list holds up nobody."""

    def __init__(self, store: Store, delivery: Delivery, clock: Clock) -> None:
        self._store, self._delivery, self._clock = store, delivery, clock
        self._looked_at: datetime | None = None

    async def tell(self) -> None:
        """Look through all alerts when something was believed since the last time; after a start, once anyway.

        What was staged before a crash is not staged again: an alert tells once a day, in one transaction with its
        notice.
        """
        try:
            async with self._store.read() as r:
                newest = await r.quotes.newest()
            if newest is not None and newest != self._looked_at:
                await self._look_through()
                self._looked_at = newest
        except StoreDown:
            return

    async def _look_through(self) -> None:
        after, now = 0, self._clock.now()
        while True:
            async with self._store.read() as r:
                page = await r.price_alerts.page(after, PAGE)
                news = await news_of(r, page, now) if page else []
            if not page:
                return
            for at in range(0, len(news), AT_ONCE):
                async with self._store.write() as w:
                    staged = await tell(w, news[at : at + AT_ONCE], now)
                self._delivery.offer(staged)
            after = page[-1].id
