"""Order: updates of one chat one after the other, chats side by side, emergencies past everybody."""

import asyncio
from bisect import insort
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any

from bot.intake import Kept

# A row begun this often without an end has twice died with the process: it runs alone, after all others.
SUSPECT_AFTER = 2
# Emergencies find a free place even when every lane is busy.
URGENT_PLACES = 8
# On stopping, what runs may end by itself for so long.
ENDING_S = 1.5

# Whether it is urgent, and whose it is.
Lane = tuple[bool, Hashable]
_ALONE: Lane = (False, "alone")


def lane_of(body: dict[str, Any]) -> Hashable:
    """Return whose turn an update takes: its chat, or its person where there is no chat, else nobody's."""
    for part in body.values():
        if not isinstance(part, dict):
            continue
        message = part.get("message") if isinstance(part.get("message"), dict) else part
        chat = message.get("chat") if isinstance(message, dict) else None
        if isinstance(chat, dict) and "id" in chat:
            return "chat", str(chat["id"])
        person = part.get("from")
        if isinstance(person, dict) and "id" in person:
            return "person", str(person["id"])
    return "nobody", 0


def _unended(update: Kept) -> int:
    return update.runs - update.failures


class Lanes:
    """Runs `handle(update, waiting_behind)` for each kept update; bounded, fair, never two of one chat at once.

    `waiting_behind` is the rest of that lane in order, so that a late backlog can be summed up; handled ids that it
    returns are taken out of the lane.
    """

    def __init__(self, handle: Callable[[Kept, Sequence[Kept]], Awaitable[set[int]]], *, places: int) -> None:
        self._handle = handle
        self._places = places
        self._lanes: dict[Lane, deque[Kept]] = {}
        self._ready: deque[Lane] = deque()
        self._running: dict[asyncio.Task[None], Lane] = {}
        self._suspects: list[Kept] = []
        self._is_alone = False
        self._is_stopped = False
        self._idle = asyncio.Event()
        self._idle.set()

    def put(self, updates: Sequence[Kept]) -> None:
        """Queue updates; an urgent one takes a lane of its own past those that wait in its chat."""
        if self._is_stopped:
            return
        for update in updates:
            if _unended(update) >= SUSPECT_AFTER:
                # The most suspect last: who was alone in the last crash must not be the first in the next one.
                insort(self._suspects, update, key=_unended)
                continue
            key = (update.urgent, lane_of(update.body))
            lane = self._lanes.setdefault(key, deque())
            lane.append(update)
            if key not in self._running.values() and len(lane) == 1:
                self._make_ready(key)
        self._pump()

    @property
    def waiting(self) -> int:
        """Return how many updates wait or run."""
        return sum(map(len, self._lanes.values())) + len(self._suspects) + len(self._running)

    async def idle(self) -> None:
        """Wait until nothing waits or runs."""
        await self._idle.wait()

    async def stop(self) -> None:
        """Begin nothing more, let what runs end for a moment, then cancel it; nothing is lost, it is in the inbox."""
        self._is_stopped = True
        self._ready.clear()
        self._suspects.clear()
        for lane in self._lanes.values():
            lane.clear()
        running = list(self._running)
        if running:
            await asyncio.wait(running, timeout=ENDING_S)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _make_ready(self, key: Lane) -> None:
        (self._ready.appendleft if key[0] else self._ready.append)(key)

    def _pump(self) -> None:
        while self._ready and not self._is_alone:
            is_urgent = self._ready[0][0]
            if len(self._running) >= self._places + (URGENT_PLACES if is_urgent else 0):
                break
            key = self._ready.popleft()
            update = self._lanes[key].popleft()
            self._start(self._run(key, update), key)
        if not self._ready and not self._running and self._suspects:
            self._is_alone = True
            self._start(self._run_alone(self._suspects.pop(0)), _ALONE)
        if self._running or self._ready or self._suspects:
            self._idle.clear()
        else:
            self._idle.set()

    def _start(self, run: Any, key: Lane) -> None:
        task = asyncio.get_running_loop().create_task(run)
        self._running[task] = key
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        key = self._running.pop(task)
        if key == _ALONE:
            self._is_alone = False
        elif key in self._lanes:
            if self._lanes[key]:
                self._make_ready(key)
            else:
                del self._lanes[key]
        self._pump()

    async def _run(self, key: Lane, update: Kept) -> None:
        lane = self._lanes[key]
        handled = await self._handle(update, tuple(lane))
        if handled:
            rest = [one for one in lane if one.update_id not in handled]
            lane.clear()
            lane.extend(rest)

    async def _run_alone(self, update: Kept) -> None:
        await self._handle(update, ())
