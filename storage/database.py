"""What a database must do for the store, whichever engine it is; and the faults that every engine reports alike."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol, TypeVar

from content.errors import PitwiseError

# A row of either engine: read by column name, or by position.
Row = Any
T = TypeVar("T")


class StoreDown(PitwiseError):
    """The database can't be used just now: full, locked, gone or read-only. The same store works again afterwards."""


class WriteTooLong(PitwiseError):
    """A write held the only turn for too long; it was rolled back."""


class Connection(Protocol):
    """What runs one statement; `parameters` are in the engine's own shape, as its query adapter makes them."""

    async def fetch(self, sql: str, parameters: Any) -> Sequence[Row]:
        """Return the rows of a statement."""

    async def execute(self, sql: str, parameters: Any) -> int:
        """Run a statement and return how many rows it changed."""


class Database(Protocol):
    """One database: a single writer whose transaction has savepoints, and a reader apart from it.

    Every method raises StoreDown when the database can't be used, and opens what is broken again when next asked.
    """

    @property
    def reader(self) -> Connection:
        """Return what reads; it sees what is committed."""

    @property
    def writer(self) -> Connection:
        """Return what writes, between `begin` and `commit`."""

    @property
    def adapter(self) -> Callable[[], Any]:
        """Return this engine's kind of query adapter."""

    async def begin(self) -> None:
        """Open the writer's transaction."""

    async def enter(self) -> None:
        """Open a savepoint in it; those of earlier turns stay below."""

    async def undo(self) -> None:
        """Take back what was done since the newest savepoint; raises StoreDown when the whole transaction is gone."""

    async def commit(self) -> None:
        """Make the transaction durable; on a fault nothing of it remains."""

    async def rollback(self) -> None:
        """Take back the whole transaction; never raises."""

    async def erase_traces(self) -> bool:
        """Remove what deleted rows left behind in files; False when someone reads from there at the moment."""

    async def close(self) -> None:
        """Close everything; never raises."""


async def unbroken(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end even when the caller is cancelled meanwhile; the cancellation goes on afterwards."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError:
                continue
        if not task.cancelled():
            task.exception()
        raise
