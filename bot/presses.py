"""Answers a button's press exactly once: when its work is done, has failed, or after three seconds."""

import asyncio
from collections import deque

import structlog
from telegram.error import TelegramError

from bot.api import BotApi
from bot.clock import Clock

log = structlog.get_logger()

PATIENCE_S = 3.0
# A press whose work is tried again is answered already; so many are remembered.
MOST_REMEMBERED = 1_000


class PressAnswers:
    """Live calls of answerCallbackQuery. They are never stored: an old one is worth nothing."""

    def __init__(self, api: BotApi, clock: Clock) -> None:
        self._api, self._clock = api, clock
        self._open: dict[str, asyncio.Task[None]] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._answered: deque[str] = deque(maxlen=MOST_REMEMBERED)

    def expect(self, query_id: str) -> None:
        """Begin the three seconds for a press that was not answered yet."""
        if query_id not in self._open and query_id not in self._answered:
            self._open[query_id] = asyncio.create_task(self._answer_late(query_id))

    def answer(self, query_id: str, text: str = "") -> None:
        """Answer now unless it was answered: the spinner ends, and who pressed sees `text`, nobody else."""
        late = self._open.pop(query_id, None)
        if late is not None:
            late.cancel()
            self._start(query_id, text)

    async def _answer_late(self, query_id: str) -> None:
        await self._clock.sleep(PATIENCE_S)
        if self._open.pop(query_id, None):
            self._start(query_id)

    def _start(self, query_id: str, text: str = "") -> None:
        self._answered.append(query_id)
        task = asyncio.create_task(self._call(query_id, text))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _call(self, query_id: str, text: str) -> None:
        fields = {"callback_query_id": query_id, **({"text": text, "show_alert": True} if text else {})}
        try:
            await self._api.call("answerCallbackQuery", fields)
        except TelegramError as error:
            log.info("press.not_answered", error=type(error).__name__)

    async def idle(self) -> None:
        """Wait until every call that was begun has ended."""
        while self._calls:
            await asyncio.wait(self._calls)

    async def stop(self) -> None:
        """Leave what is open; Telegram's own spinner ends by itself."""
        for task in (*self._open.values(), *self._calls):
            task.cancel()
