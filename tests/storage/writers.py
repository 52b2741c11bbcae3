"""Writers who wait for their turn on a database that does only what a test says."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from storage.statements import Adapter
from storage.write_queue import WriteQueue


class Scripted:
    """A database that only writes down what it is asked, and fails when a test says so."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.fails: dict[str, Exception] = {}
        self.begin_gate = asyncio.Event()
        self.begin_gate.set()
        self.commit_gate = asyncio.Event()
        self.commit_gate.set()

    reader: Any = None
    writer: Any = None

    adapter = Adapter

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if what in self.fails:
            raise self.fails.pop(what)

    async def begin(self) -> None:
        await self.begin_gate.wait()
        self._ask("begin")

    async def enter(self) -> None:
        self._ask("enter")

    async def undo(self) -> None:
        self._ask("undo")

    async def commit(self) -> None:
        await self.commit_gate.wait()
        self._ask("commit")

    async def rollback(self) -> None:
        self._ask("rollback")

    async def erase_traces(self) -> bool:
        return True

    async def close(self) -> None:
        self._ask("close")


Body = Callable[[], Awaitable[None]]


class Writers:
    """Starts writers on a queue; each notes its name while it holds the turn."""

    def __init__(self) -> None:
        self.database = Scripted()
        self.queue = WriteQueue(self.database)
        self.held: list[str] = []

    def start(self, name: str, body: Body | None = None, *, urgent: bool = False) -> "asyncio.Task[None]":
        async def write() -> None:
            async with self.queue.turn(urgent=urgent):
                self.held.append(name)
                if body:
                    await body()

        return asyncio.create_task(write())


async def settle() -> None:
    """Let everything run that can."""
    for _ in range(20):
        await asyncio.sleep(0)
