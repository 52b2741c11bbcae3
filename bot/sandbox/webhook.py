"""Pushing updates to the bot's own address as Telegram does: in order per chat, again and again until it says 2xx."""

import asyncio
import random
from collections import deque
from typing import Any, Final

import httpx

from bot.clock import Clock
from bot.sandbox.events import Json
from bot.sandbox.limits import UPDATE_LIFE_S
from bot.sandbox.updates import UpdateQueue, Waiting

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
MAX_RETRY_AFTER_S: Final = 3600
FIRST_PAUSE_S: Final = 2.0
# The longest pause between two tries is drawn anew from this range, in seconds.
LONGEST_PAUSE_S: Final = (60, 120)
READ_TIMEOUT_S: Final = 60.0


class Webhook:
    """One webhook from its setting to its end; takes every update out of the queue and pushes it."""

    def __init__(self, url: str, secret: str, connections: int, updates: UpdateQueue, clock: Clock) -> None:
        self._url = url
        self._headers = {SECRET_HEADER: secret} if secret else {}
        self._connections = connections
        self._free = asyncio.Semaphore(connections)
        self._updates = updates
        self._clock = clock
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(READ_TIMEOUT_S, connect=10.0), trust_env=False)
        self._lanes: dict[Any, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_error: Json = {}
        self._random = random.Random(0)  # noqa: S311 - spreads retries, guards nothing
        self.is_cut_off = False
        self.idle = asyncio.Event()
        self.idle.set()
        updates.on_added = self._fetch
        self._fetch()

    def info(self) -> Json:
        """Return this webhook's part of getWebhookInfo."""
        waiting = sum(len(lane) for lane in self._lanes.values())
        about = {"url": self._url, "pending_update_count": waiting, "max_connections": self._connections}
        return {**about, **self._last_error}

    async def close(self) -> None:
        """Stop pushing and give the rest back to the queue."""
        self._updates.on_added = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()
        self._updates.put_back([waiting for lane in self._lanes.values() for waiting in lane])
        self.idle.set()

    def _fetch(self) -> None:
        for waiting in self._updates.take_all():
            key = _lane_of(waiting[2])
            lane = self._lanes.get(key)
            if lane is None:
                self._lanes[key] = deque([waiting])
                self.idle.clear()
                task = asyncio.get_running_loop().create_task(self._run(key))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                lane.append(waiting)

    async def _run(self, key: Any) -> None:
        lane = self._lanes[key]
        while lane:
            await self._push(lane[0])
            lane.popleft()
        del self._lanes[key]
        if not self._lanes:
            self.idle.set()

    async def _push(self, waiting: Waiting) -> None:
        """Try one update until it is taken or 24 h old."""
        pause_s = 0.0
        while self._clock.monotonic() - waiting[1] < UPDATE_LIFE_S:
            async with self._free:
                retry_after_s = await self._try(waiting[2])
            if retry_after_s is None:
                return
            await self._clock.sleep(max(pause_s, retry_after_s))
            longest_s = self._random.uniform(*LONGEST_PAUSE_S)
            pause_s = min(pause_s * 2 or FIRST_PAUSE_S, longest_s)

    async def _try(self, update: Json) -> float | None:
        """Post an update; return None when it was taken, else how long the bot asks to wait (s)."""
        if self.is_cut_off:
            return self._failed("Connection refused")
        try:
            response = await self._client.post(self._url, json=update, headers=self._headers)
        except httpx.TimeoutException:
            return self._failed("Read timeout expired")
        except httpx.HTTPError:
            return self._failed("Connection refused")
        if response.is_success:
            return None
        self._failed(f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}")
        asked = response.headers.get("Retry-After", "")
        return float(min(int(asked), MAX_RETRY_AFTER_S)) if asked.isdigit() else 0.0

    def _failed(self, message: str) -> float:
        self._last_error = {"last_error_date": int(self._clock.now().timestamp()), "last_error_message": message}
        return 0.0


def _lane_of(update: Json) -> Any:
    """Return what must stay in order: the chat, else the person, else nothing in common."""
    for body in update.values():
        if not isinstance(body, dict):
            continue
        chat = body.get("chat") or (body.get("message") or {}).get("chat") or body.get("from")
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return chat["id"]
    return None
