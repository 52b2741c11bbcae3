"""A loop on which waiting takes no time and only work does, and a Telegram that is far away by its clock.

Its seconds are the processor's for what runs on it, the disk's for what it waits for, and none for what only sleeps:
an hour passes as fast as it can be worked off, and what else the machine does at that time changes nothing.
"""

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any, TypeVar

from telegram.request import RequestData

from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.transport import LocalRequest

T = TypeVar("T")
# How long a thread is waited for at once, in real seconds.
GLANCE_S = 0.05


class _Skipping(selectors.DefaultSelector):
    """Waits really only while a thread works; else tells `skip` how long there would have been nothing to do."""

    def __init__(self) -> None:
        super().__init__()
        self.threads = 0
        self.skipped_s = 0.0

    def select(self, timeout: float | None = None) -> Any:
        """Return what is ready, as soon as anything can be."""
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if timeout is None and not self.threads:
            return super().select(None)
        if not self.threads:
            self.skipped_s += timeout or 0
            return ready
        began_s = time.perf_counter()
        ready = super().select(GLANCE_S if timeout is None else min(timeout, GLANCE_S))
        self.skipped_s += time.perf_counter() - began_s
        return ready


class UnhurriedLoop(asyncio.SelectorEventLoop):
    """The loop; its `time` is work done and waits skipped."""

    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        """Return its seconds."""
        return time.thread_time() + self._skipping.skipped_s

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> Any:
        """Count the threads that work."""
        self._skipping.threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._count_down)
        return future

    def _count_down(self, _future: object) -> None:
        self._skipping.threads -= 1


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run something to its end on such a loop."""
    with asyncio.Runner(loop_factory=UnhurriedLoop) as runner:
        return runner.run(work)


class LoopClock:
    """The clock of the running loop, which shows `start` now."""

    def __init__(self, start: datetime) -> None:
        self._start, self._began_s = start, asyncio.get_running_loop().time()

    def now(self) -> datetime:
        """Return the wall clock as aware UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Return the seconds since it began."""
        return asyncio.get_running_loop().time() - self._began_s

    async def sleep(self, seconds: float) -> None:
        """Pause for `seconds` of this clock."""
        await asyncio.sleep(seconds)


class FarRequest(LocalRequest):
    """A transport whose calls take `away_s`, there and back."""

    def __init__(self, local: LocalTelegram, away_s: float) -> None:
        super().__init__(local)
        self._way_s = away_s / 2

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *more: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        """Carry a call there and its answer back; one that waits for updates waits long enough."""
        if url.endswith("/getUpdates"):
            return await super().do_request(url, method, request_data, *more, **timeouts)
        await asyncio.sleep(self._way_s)
        answer = await super().do_request(url, method, request_data, *more, **timeouts)
        await asyncio.sleep(self._way_s)
        return answer
