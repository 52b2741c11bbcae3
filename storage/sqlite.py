"""SQLite: one writer and one reader connection of one file. Knows no table.

Statements run on the event loop: they touch pages in memory and take microseconds, while a hop to a thread costs more
than the statement and holds the only writer meanwhile. What waits for the disk (opening, commit, checkpoint) runs in
a thread; what waits for another process (a lock) tries again between pauses.
"""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from content.errors import NoStore, StoreFlaw
from storage.database import Row, StoreDown, unbroken
from storage.owner import FileOwner
from storage.statements import Adapter

T = TypeVar("T")
# How long another process may hold the file before we say that the store is down.
BUSY_PATIENCE_S = 5.0
_BUSY_PAUSE_S = 0.02
# What a savepoint may have to bring back is kept in memory: in a file, as is usual, it took a fifth of all writing.
_SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY")
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DOWN = _BUSY | {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_NOMEM,
}


class SqliteConnection:
    """One connection, opened when first used and again after it broke."""

    def __init__(self, path: Path, *, is_reader: bool) -> None:
        self._path = path
        self._is_reader = is_reader
        self._raw: sqlite3.Connection | None = None
        self._must_be_inside = False

    def open(self) -> sqlite3.Connection:
        """Return the open connection, opening it if need be."""
        if self._raw is None:
            # "rw" never makes a file: one that vanished under us is a fault, not an empty database.
            address = f"file:{quote(str(self._path))}?mode=rw"
            raw = sqlite3.connect(address, uri=True, timeout=0, isolation_level=None, check_same_thread=False)
            try:
                raw.row_factory = sqlite3.Row
                for setting in _SETTINGS:
                    raw.execute(f"PRAGMA {setting}").fetchall()
                raw.execute(f"PRAGMA query_only={'ON' if self._is_reader else 'OFF'}")
            except BaseException:
                raw.close()
                raise
            self._raw = raw
        return self._raw

    def drop(self) -> None:
        """Close the connection; what was not committed is gone."""
        raw, self._raw = self._raw, None
        self._must_be_inside = False
        if raw is not None:
            with contextlib.suppress(sqlite3.Error):
                raw.close()

    async def fetch(self, sql: str, parameters: Any) -> Sequence[Row]:
        """Return the rows of a statement."""
        try:
            return self._run(sql, parameters).fetchall()
        except sqlite3.Error as fault:
            return await _patiently(lambda: self._run(sql, parameters).fetchall(), fault)

    async def execute(self, sql: str, parameters: Any) -> int:
        """Run a statement and return how many rows it changed."""
        try:
            return self._run(sql, parameters).rowcount
        except sqlite3.Error as fault:
            return await _patiently(lambda: self._run(sql, parameters).rowcount, fault)

    async def begin(self) -> None:
        """Open a transaction that may write."""
        await self.execute("BEGIN IMMEDIATE", ())
        self._must_be_inside = True

    def commit(self) -> None:
        """Make the transaction durable; waits for the disk."""
        self._must_be_inside = False
        self.open().execute("COMMIT")

    def rollback(self) -> None:
        """Take back the transaction, if a fault has not ended it already."""
        self._must_be_inside = False
        try:
            if self._raw is not None and self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
        except sqlite3.Error:
            self.drop()

    def _run(self, sql: str, parameters: Any) -> sqlite3.Cursor:
        raw = self.open()
        if self._must_be_inside and not raw.in_transaction:
            # A fault such as a full disk ends the transaction; a statement after it would stand alone.
            raise StoreDown("SQLite: the transaction was ended by a fault")
        return raw.execute(sql, parameters)


async def _patiently(work: Callable[[], T], fault: sqlite3.Error) -> T:
    """Run `work`, which met `fault`, again and again while another process holds the file.

    Raises StoreDown when it can't be done.
    """
    loop = asyncio.get_running_loop()
    until_s = loop.time() + BUSY_PATIENCE_S
    while True:
        if _code(fault) not in _BUSY or loop.time() >= until_s:
            raise _translated(fault) from fault
        await asyncio.sleep(_BUSY_PAUSE_S)
        try:
            return work()
        except sqlite3.Error as again:
            fault = again


class SqliteDatabase:
    """The file, its two connections, the thread that waits for the disk, and the lock of its owner."""

    def __init__(self, path: Path, *, read_only: bool = False, owns: bool = True) -> None:
        self._path = path
        self._read_only = read_only
        self._owns = owns and not read_only
        self._owner = FileOwner(path)
        self._file: tuple[int, int] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pitwise-disk")
        self.writer = SqliteConnection(path, is_reader=False)
        self.reader = SqliteConnection(path, is_reader=True)

    async def open(self) -> None:
        """Own the file and check it; raises StoreFlaw that says what is wrong and the mend."""
        try:
            if self._owns:
                await self._own()
            elif not self._path.is_file():
                raise NoStore(f"{self._path} is not there yet; the first `python -m bot run` makes it.")
            await self._in_thread(self._check)
            self._file = _identity(self._path)
        except BaseException:
            await self.close()
            raise

    async def _own(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            await self._owner.take()
        except OSError as fault:
            raise StoreFlaw(
                f"{self._path} can't be written ({fault.strerror}). "
                "Let this user write to the file and its folder, or choose another DATABASE_URL."
            ) from None

    def _check(self) -> None:
        try:
            if not self._read_only:
                self.writer.open()
            answer = self.reader.open().execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.Error as fault:
            if _code(fault) in _BUSY:
                raise StoreFlaw(f"{self._path} is locked by another program. Close that program.") from fault
            answer = str(fault)
        except UnicodeDecodeError:
            # The driver can't even read out SQLite's complaint, which quotes what is damaged.
            answer = "not even its tables' names can be read"
        if answer != "ok":
            raise StoreFlaw(f"{self._path} is damaged ({answer}). Keep the file aside and restore a backup.")

    @property
    def adapter(self) -> type[Adapter]:
        """Return the plain query adapter: SQLite takes named parameters as they stand."""
        return Adapter

    async def begin(self) -> None:
        """Open the writer's transaction; waits up to BUSY_PATIENCE_S for another process."""
        if self._read_only:
            raise StoreDown("the store was opened for reading only")
        if _identity(self._path) != self._file:
            # What is written now would be gone with this program. The connections stay open: by them, and only by them,
            # a file that was removed can still be copied.
            raise StoreDown("SQLite: the file was removed or replaced while it was in use")
        try:
            await self.writer.begin()
        except StoreDown:
            self._drop()
            raise

    async def enter(self) -> None:
        """Open a savepoint."""
        await self.writer.execute("SAVEPOINT turn", ())

    async def undo(self) -> None:
        """Take back what was done since the savepoint; raises StoreDown when SQLite ended the whole transaction."""
        await self.writer.execute("ROLLBACK TO turn", ())

    async def commit(self) -> None:
        """Make the transaction durable, in the thread; on a fault nothing of it remains."""
        try:
            await unbroken(self._in_thread(self.writer.commit))
        except sqlite3.Error as fault:
            self._drop()
            raise _translated(fault) from fault

    async def rollback(self) -> None:
        """Take back the whole transaction."""
        self.writer.rollback()

    async def erase_traces(self) -> bool:
        """Empty the write-ahead log, where overwritten pages linger."""
        return await unbroken(self._in_thread(self._truncate))

    def _truncate(self) -> bool:
        try:
            return not self.writer.open().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as fault:
            if _code(fault) in _BUSY:
                return False
            raise _translated(fault) from fault

    async def close(self) -> None:
        """Close the connections, the thread and the lock."""
        self._drop()
        self._thread.shutdown(wait=True)
        self._owner.release()

    def _drop(self) -> None:
        self.writer.drop()
        self.reader.drop()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file it is that stands at a path now, or None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _code(fault: sqlite3.Error) -> int:
    return getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _translated(fault: sqlite3.Error) -> Exception:
    return StoreDown(f"SQLite: {getattr(fault, 'sqlite_errorname', fault)}") if _code(fault) in _DOWN else fault
