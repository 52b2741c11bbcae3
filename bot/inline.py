"""Answers `@bot words` live: from memory, within a second or not at all. Such a question never enters the inbox."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.allowance import Allowance
from bot.api import BotApi
from bot.clock import Clock
from bot.logs import where
from content.guidance.holding import withhold
from content.languages import language_of_client
from content.search.emergency import alarm
from handlers.members.cards.inline import Asker, answer_inline
from handlers.services import Services
from storage.database import StoreDown

log = structlog.get_logger()

PATIENCE_S = 1.0
LONGEST_QUERY = 256
# So many are worked on at once; more come only when the network is slow, and then their answers would be late.
MOST_OPEN = 64
MOST_REMEMBERED = 1_000


class InlineAnswers:
    """Live calls of answerInlineQuery. Nothing of a question is stored or logged."""

    def __init__(
        self,
        api: BotApi,
        clock: Clock,
        services: Services,
        *,
        per_minute: int,
        held: Callable[[], frozenset[str]],
    ) -> None:
        """`held` tells which cards are held back, as last read: for when the store can't be."""
        self._api, self._clock, self._services, self._held = api, clock, services, held
        self._allowance = Allowance(per_minute)
        self._open: set[asyncio.Task[None]] = set()
        self._taken: deque[str] = deque(maxlen=MOST_REMEMBERED)

    def take(self, query: Any) -> None:
        """Begin to answer one raw inline query; one that can't be read, or for which there is no room, is left."""
        person = query.get("from") if isinstance(query, Mapping) else None
        if not isinstance(person, Mapping) or not isinstance(person.get("id"), int):
            return
        query_id, text = query.get("id"), query.get("query")
        if not isinstance(query_id, str) or not isinstance(text, str) or query_id in self._taken:
            return
        self._taken.append(query_id)
        if len(self._open) >= MOST_OPEN:
            return
        task = asyncio.create_task(self._answer(query_id, text[:LONGEST_QUERY], person))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _answer(self, query_id: str, text: str, person: Mapping[str, Any]) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                fields = await self._fields(text, person)
                if fields is not None:
                    await self._api.call("answerInlineQuery", {"inline_query_id": query_id, **fields})
        except (TelegramError, TimeoutError) as error:
            log.info("inline.not_answered", error=type(error).__name__)
        except Exception as error:
            log.error("inline.failed", error=type(error).__name__, where=where(error))

    async def _fields(self, text: str, person: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the answer; None for one who asks too often, or when a second has gone by."""
        begun_s = self._clock.monotonic()
        if self._allowance.take(person["id"], begun_s) != "answer" and alarm(text) is None:
            return None
        asker, held = await self._known(person)
        library = withhold(self._services.library, held)
        answer = answer_inline(text, asker, library, self._services, self._clock.now().date())
        return answer.fields if self._clock.monotonic() - begun_s < PATIENCE_S else None

    async def _known(self, person: Mapping[str, Any]) -> tuple[Asker, frozenset[str]]:
        """Return who asks and the cards that are held back; without the store, what is known without it."""
        code = person.get("language_code")
        client = language_of_client(code if isinstance(code, str) else None)
        try:
            async with self._services.store.read() as r:
                member = await r.members.find(person["id"])
                held = await r.holds.cards()
        except StoreDown:
            return Asker(client), self._held()
        if member is None:
            return Asker(client), held
        country = self._services.countries.get(member.country or "")
        return Asker(member.language or member.guessed, country), held

    async def idle(self) -> None:
        """Wait until everything that was begun has ended."""
        while self._open:
            await asyncio.wait(self._open)

    async def stop(self) -> None:
        """Leave what is open: a late answer is worth nothing."""
        for task in self._open:
            task.cancel()
