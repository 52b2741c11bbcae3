"""PostgreSQL: a writer connection that also holds the owner's lock, and a pool of readers. Knows no table."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

import asyncpg
from aiosql.adapters.asyncpg import AsyncPGAdapter

from content.errors import StoreFlaw
from storage.database import Row, StoreDown, unbroken
from storage.owner import PATIENCE_S, taken
from storage.statements import Adapter

T = TypeVar("T")
READERS = 4
CONNECT_TIMEOUT_S = 5.0
# Any number, as long as every Pitwise asks for the same one: "pitwise" in ASCII.
_OWNER_LOCK = int.from_bytes(b"pitwise", "big")
_PAUSE_S = 0.05
_DOWN = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InternalClientError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.InsufficientResourcesError,
    asyncpg.exceptions.PostgresSystemError,
    asyncpg.exceptions.ReadOnlySQLTransactionError,
    asyncpg.exceptions.InFailedSQLTransactionError,
    asyncpg.exceptions.NoActiveSQLTransactionError,
)


class PostgresAdapter(Adapter):
    """Numbers the parameters, as asyncpg wants them, with aiosql's own reading of the SQL."""

    def __init__(self) -> None:
        super().__init__()
        self._numbering: Any = AsyncPGAdapter()  # type: ignore[no-untyped-call]  # aiosql's adapters are untyped

    def process_sql(self, query_name: str, op_type: Any, sql: str) -> str:
        """Return the SQL with $1, $2 … for its named parameters."""
        super().process_sql(query_name, op_type, sql)
        return str(self._numbering.process_sql(query_name, op_type, sql))

    def mark(self, number: int) -> str:
        """Return $1, $2 …"""
        return f"${number}"

    def ordered(self, query_name: str, parameters: dict[str, Any]) -> Any:
        """Return the parameters in the order of their numbers."""
        return self._numbering.maybe_order_params(query_name, parameters)


class _Writer:
    """The one connection that writes; opened, with the owner's lock, when a transaction begins."""

    def __init__(self, url: str, *, owns: bool) -> None:
        self._url = url
        self._owns = owns
        self._raw: asyncpg.Connection | None = None

    async def open(self) -> None:
        """Connect and, to own the database, take the owner's lock; unless that is so already."""
        if self._raw is not None and not self._raw.is_closed():
            return
        raw = await asyncpg.connect(self._url, timeout=CONNECT_TIMEOUT_S)
        try:
            if self._owns:
                await self._own(raw)
        except BaseException:
            raw.terminate()
            raise
        self._raw = raw

    async def _own(self, raw: asyncpg.Connection) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE_S
        while not await raw.fetchval("SELECT pg_try_advisory_lock($1)", _OWNER_LOCK):
            if loop.time() >= until:
                raise taken("The database")
            await asyncio.sleep(_PAUSE_S)

    async def close(self) -> None:
        """Say goodbye to the server, which frees the owner's lock."""
        raw, self._raw = self._raw, None
        if raw is not None:
            try:
                await raw.close(timeout=CONNECT_TIMEOUT_S)
            except _DOWN:
                raw.terminate()

    def drop(self) -> None:
        """Break the connection; the server takes back what was not committed."""
        raw, self._raw = self._raw, None
        if raw is not None:
            raw.terminate()

    async def fetch(self, sql: str, parameters: Any) -> Sequence[Row]:
        """Return the rows of a statement."""
        return await _translated(self._open_raw().fetch(sql, *parameters))

    async def execute(self, sql: str, parameters: Any) -> int:
        """Run a statement and return how many rows it changed."""
        return _count(await self.run(sql, *parameters))

    async def run(self, sql: str, *parameters: Any) -> str:
        """Run a statement and return what the server says of it."""
        return str(await _translated(self._open_raw().execute(sql, *parameters)))

    def _open_raw(self) -> asyncpg.Connection:
        if self._raw is None:
            raise StoreDown("PostgreSQL: not connected")
        return self._raw


class _Reader:
    """The pool of connections that only read; each statement takes one for itself."""

    def __init__(self) -> None:
        self.pool: asyncpg.Pool | None = None

    async def fetch(self, sql: str, parameters: Any) -> Sequence[Row]:
        """Return the rows of a statement."""
        return await _translated(self._open_pool().fetch(sql, *parameters))

    async def execute(self, sql: str, parameters: Any) -> int:
        """Run a statement, which the server refuses if it writes."""
        return _count(await _translated(self._open_pool().execute(sql, *parameters)))

    def _open_pool(self) -> asyncpg.Pool:
        if self.pool is None:
            raise StoreDown("PostgreSQL: not connected")
        return self.pool


class PostgresDatabase:
    """A database on a server, its writer and its readers."""

    def __init__(self, url: str, *, read_only: bool = False, owns: bool = True) -> None:
        self._url = url
        self._read_only = read_only
        self._writer = _Writer(url, owns=owns)
        self._reader = _Reader()
        self.writer = self._writer
        self.reader = self._reader

    async def open(self) -> None:
        """Connect and own the database; raises StoreFlaw that says what is wrong and the mend."""
        try:
            if not self._read_only:
                await self._writer.open()
            self._reader.pool = await asyncpg.create_pool(
                self._url,
                min_size=1,
                max_size=READERS,
                timeout=CONNECT_TIMEOUT_S,
                server_settings={"default_transaction_read_only": "on"},
            )
        except (*_DOWN, asyncpg.PostgresError) as fault:
            await self.close()
            raise StoreFlaw(
                f"The PostgreSQL server of DATABASE_URL does not serve us ({type(fault).__name__}). "
                "Start it, or correct user, password and database name in DATABASE_URL."
            ) from None
        except BaseException:
            await self.close()
            raise

    @property
    def adapter(self) -> type[Adapter]:
        """Return this engine's kind of query adapter."""
        return PostgresAdapter

    async def begin(self) -> None:
        """Open the writer's transaction, connecting again when the connection broke."""
        if self._read_only:
            raise StoreDown("the store was opened for reading only")
        try:
            await unbroken(self._begin())
        except (StoreFlaw, asyncpg.PostgresError) as fault:
            raise StoreDown(f"PostgreSQL: {fault}") from fault

    async def _begin(self) -> None:
        try:
            await _translated(self._writer.open())
            await self._writer.execute("BEGIN", ())
        except StoreDown:
            self._writer.drop()
            raise

    async def enter(self) -> None:
        """Open a savepoint."""
        await unbroken(self._writer.execute("SAVEPOINT turn", ()))

    async def undo(self) -> None:
        """Take back what was done since the savepoint; raises StoreDown when the connection is gone."""
        await unbroken(self._writer.execute("ROLLBACK TO SAVEPOINT turn", ()))

    async def commit(self) -> None:
        """Make the transaction durable; on a fault the connection is dropped and nothing of it is said to remain."""
        try:
            await unbroken(self._commit())
        except StoreDown:
            self._writer.drop()
            raise

    async def _commit(self) -> None:
        # A transaction that has failed answers COMMIT with ROLLBACK, and no error.
        if await self._writer.run("COMMIT") != "COMMIT":
            raise StoreDown("PostgreSQL: the transaction had failed")

    async def rollback(self) -> None:
        """Take back the whole transaction."""
        await unbroken(self._rollback())

    async def _rollback(self) -> None:
        try:
            await self._writer.execute("ROLLBACK", ())
        except (StoreDown, asyncpg.PostgresError):
            self._writer.drop()

    async def erase_traces(self) -> bool:
        """Do nothing: what PostgreSQL keeps of old rows is sealed, and its own cleaning removes it."""
        return True

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.close()
        pool, self._reader.pool = self._reader.pool, None
        if pool is not None:
            try:
                await asyncio.wait_for(pool.close(), CONNECT_TIMEOUT_S)
            except _DOWN:
                pool.terminate()


async def _translated(work: Coroutine[Any, Any, T]) -> T:
    try:
        return await work
    except _DOWN as fault:
        raise StoreDown(f"PostgreSQL: {type(fault).__name__}") from fault


def _count(status: str) -> int:
    last = status.rpartition(" ")[2]
    return int(last) if last.isdecimal() else 0
