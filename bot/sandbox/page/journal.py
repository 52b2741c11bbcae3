"""What changed in the sandbox, kept in order for browsers to follow. A slow or closed browser holds up nobody:
it reads at its own pace from one shared journal and starts over when it fell too far behind.
"""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import AsyncIterator
from typing import Final

from bot.sandbox.events import Event, Json

KEPT_EVENTS: Final = 2_000
HEARTBEAT_S: Final = 15.0
RETRY_MS: Final = 1_000


class Journal:
    """The newest events, each already put into the bytes that a browser reads."""

    def __init__(self) -> None:
        self._run = secrets.token_hex(4)
        self._lines: deque[str] = deque(maxlen=KEPT_EVENTS)
        self._last = 0
        self._news = asyncio.Event()

    @property
    def position(self) -> str:
        """The id of the newest event; ids of another run of the program are never taken for ours."""
        return f"{self._run}-{self._last}"

    def add(self, event: Json) -> None:
        """Write one event down and wake whoever waits for it."""
        self._last += 1
        self._lines.append(f"id: {self.position}\ndata: {json.dumps(event, separators=(',', ':'))}\n\n")
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def follow(self, since: str) -> AsyncIterator[str]:
        """Yield what came after the event `since`, then everything new, as server-sent events, for ever.

        Someone who asks for what is no longer kept is told to load the whole state again.
        """
        yield f"retry: {RETRY_MS}\n\n"
        read = self._number(since)
        while True:
            news = self._news
            if read is None or read < self._last - len(self._lines):
                read = self._last
                yield f'id: {self.position}\ndata: {{"kind":"reload"}}\n\n'
            missed, read = self._last - read, self._last
            for line in list(self._lines)[len(self._lines) - missed :]:
                yield line
            try:
                await asyncio.wait_for(news.wait(), HEARTBEAT_S)
            except TimeoutError:
                yield ": still here\n\n"

    def _number(self, since: str) -> int | None:
        run, _, number = since.partition("-")
        if run != self._run or not number.isdecimal() or int(number) > self._last:
            return None
        return int(number)


def as_json(event: Event) -> Json:
    """Return an event of LocalTelegram as the page reads it."""
    told: Json = {"kind": event.kind, "chat": event.chat_id}
    if event.message is not None:
        told["message"] = event.message
    return told | {"detail": event.detail} if event.detail else told
