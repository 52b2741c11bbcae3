"""The two seams of the bot, wrapped from outside: where it writes to a database, and where it speaks to Telegram.

Every crossing is told to a `Cross`, which may raise. Product code knows nothing of it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from telegram.request import BaseRequest, RequestData

import storage.store
from storage.database import Connection, Database, Row

Cross = Callable[[str], None]


def pass_by(_name: str) -> None:
    """Let everything cross."""


class SeamedConnection:
    """A writer each of whose statements is a crossing."""

    def __init__(self, inner: Connection, gate: "Gate") -> None:
        self._inner, self._gate = inner, gate

    async def fetch(self, sql: str, parameters: Any) -> Sequence[Row]:
        self._gate.cross("statement")
        return await self._inner.fetch(sql, parameters)

    async def execute(self, sql: str, parameters: Any) -> int:
        self._gate.cross("statement")
        return await self._inner.execute(sql, parameters)


class Gate:
    """Where crossings are told; what stands behind `cross` may be changed while a test runs."""

    def __init__(self, cross: Cross = pass_by) -> None:
        self.cross = cross
        self.reads: Cross = pass_by
        self.databases: list[Any] = []


class SeamedReader:
    """A reader each of whose statements can fail, apart from the crossings that write."""

    def __init__(self, inner: Connection, gate: Gate) -> None:
        self._inner, self._gate = inner, gate

    async def fetch(self, sql: str, parameters: Any) -> Sequence[Row]:
        self._gate.reads("read")
        return await self._inner.fetch(sql, parameters)

    async def execute(self, sql: str, parameters: Any) -> int:
        self._gate.reads("read")
        return await self._inner.execute(sql, parameters)


class SeamedDatabase:
    """A database whose begin, statements and commit are crossings, the commit before and after it is durable."""

    def __init__(self, inner: Any, gate: Gate) -> None:
        self.inner, self._gate = inner, gate
        self.writer = SeamedConnection(inner.writer, gate)
        self.reader = SeamedReader(inner.reader, gate)
        gate.databases.append(inner)

    async def open(self) -> None:
        await self.inner.open()

    @property
    def adapter(self) -> Any:
        return self.inner.adapter

    async def begin(self) -> None:
        self._gate.cross("begin")
        await self.inner.begin()

    async def enter(self) -> None:
        await self.inner.enter()

    async def undo(self) -> None:
        await self.inner.undo()

    async def commit(self) -> None:
        self._gate.cross("commit")
        await self.inner.commit()
        self._gate.cross("committed")

    async def rollback(self) -> None:
        await self.inner.rollback()

    async def erase_traces(self) -> bool:
        self._gate.cross("erase")
        return bool(await self.inner.erase_traces())

    async def close(self) -> None:
        await self.inner.close()


@contextmanager
def seamed_store(gate: Gate) -> Iterator[None]:
    """Let every store that is opened meanwhile have a seamed database."""
    plain = storage.store._database

    def seamed(url: str, read_only: bool, *, owns: bool = True) -> Any:
        database: Database = SeamedDatabase(plain(url, read_only, owns=owns), gate)
        return database

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage.store, "_database", seamed)
        yield


class SeamedRequest(BaseRequest):
    """A transport whose calls are crossings: before the request, and after Telegram has accepted it."""

    def __init__(self, inner: BaseRequest, gate: Gate) -> None:
        self._inner, self._gate = inner, gate

    @property
    def read_timeout(self) -> float | None:
        return self._inner.read_timeout

    async def initialize(self) -> None:
        await self._inner.initialize()

    async def shutdown(self) -> None:
        await self._inner.shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *more: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        if name == "getUpdates":
            return await self._inner.do_request(url, method, request_data, *more, **timeouts)
        self._gate.cross(f"before {name}")
        answer = await self._inner.do_request(url, method, request_data, *more, **timeouts)
        self._gate.cross(f"accepted {name}")
        return answer
