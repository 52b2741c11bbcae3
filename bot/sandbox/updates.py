"""What waits for the bot: the queue of updates with Telegram's offset rule, long polling and 24 hours of patience."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from bot.clock import Clock
from bot.sandbox.errors import ConnectionLost, conflict
from bot.sandbox.events import Json
from bot.sandbox.limits import UPDATE_LIFE_S

# These come only to a bot that asks for them by name.
UNASKED: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_TERMINATED = "terminated by setWebhook request"

Waiting = tuple[int, float, Json]


class UpdateQueue:
    """Updates in the order they came, each kept until confirmed or 24 h old."""

    def __init__(self, clock: Clock, first_id: int = 830_000_001) -> None:
        self._clock = clock
        self._next_id = first_id
        self._waiting: deque[Waiting] = deque()
        self._strange_ids = False
        self._poll: asyncio.Future[None] | None = None
        self.allowed: frozenset[str] = frozenset()
        self.on_added: Callable[[], None] | None = None
        self.empty = asyncio.Event()
        self.empty.set()

    def __len__(self) -> int:
        self._forget_old()
        return len(self._waiting)

    def add(self, kind: str, body: Json) -> None:
        """Queue one update, unless the bot did not ask for its kind."""
        if kind not in self.allowed if self.allowed else kind in UNASKED:
            return
        update_id = self._next_id
        self._next_id += 1
        self._append(update_id, {"update_id": update_id, kind: body})

    def inject(self, update: Json) -> None:
        """Queue any object as it is, for fault tests; without an id of its own it gets the next one."""
        if "update_id" not in update:
            update = {"update_id": self._next_id, **update}
        given: Any = update["update_id"]
        confirmed_by = given if isinstance(given, int) and 0 <= given < 2**62 else self._next_id
        self._strange_ids = self._strange_ids or confirmed_by < self._next_id
        self._next_id = max(self._next_id, confirmed_by + 1)
        self._append(confirmed_by, update)

    def _append(self, update_id: int, update: Json) -> None:
        self._waiting.append((update_id, self._clock.monotonic(), update))
        self.empty.clear()
        self._wake(None)
        if self.on_added:
            self.on_added()

    def _forget_old(self) -> None:
        oldest_s = self._clock.monotonic() - UPDATE_LIFE_S
        while self._waiting and self._waiting[0][1] < oldest_s:
            self._waiting.popleft()
        self._note_empty()

    def _note_empty(self) -> None:
        if not self._waiting:
            self.empty.set()

    def confirm(self, offset: int) -> None:
        """Forget all updates below `offset`; a negative one keeps only so many of the newest."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        elif self._strange_ids:
            self._waiting = deque(waiting for waiting in self._waiting if waiting[0] >= offset)
        else:
            while self._waiting and self._waiting[0][0] < offset:
                self._waiting.popleft()
        self._note_empty()

    def clear(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()
        self._note_empty()

    def take_all(self) -> list[Waiting]:
        """Hand everything to the webhook, which then answers for it."""
        self._forget_old()
        taken = list(self._waiting)
        self.clear()
        return taken

    def put_back(self, waiting: list[Waiting]) -> None:
        """Take back what the webhook could not deliver."""
        self._waiting.extendleft(sorted(waiting, key=lambda one: one[0], reverse=True))
        if self._waiting:
            self.empty.clear()

    async def poll(self, *, offset: int, limit: int, timeout_s: float) -> list[Json]:
        """Answer getUpdates; a second poll ends the first one with a conflict."""
        self._wake(conflict(TERMINATED))
        if offset:
            self.confirm(offset)
        self._forget_old()
        if not self._waiting and timeout_s > 0:
            await self._wait(timeout_s)
        return [self._waiting[index][2] for index in range(min(limit, len(self._waiting)))]

    async def _wait(self, timeout_s: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        timer = asyncio.ensure_future(self._clock.sleep(timeout_s))
        try:
            await asyncio.wait({poll, timer}, return_when=asyncio.FIRST_COMPLETED)
            if poll.done():
                poll.result()
        finally:
            timer.cancel()
            if not poll.cancel() and not poll.cancelled():
                poll.exception()
            if self._poll is poll:
                self._poll = None

    def _wake(self, error: Exception | None) -> None:
        poll, self._poll = self._poll, None
        if poll is None or poll.done():
            return
        if error is None:
            poll.set_result(None)
        else:
            poll.set_exception(error)

    def cut_off(self) -> None:
        """Let the waiting poll fail like a dead network."""
        self._wake(ConnectionLost())

    def end_poll_for_webhook(self) -> None:
        """Let the waiting poll end because a webhook took over."""
        self._wake(conflict(WEBHOOK_TERMINATED))
