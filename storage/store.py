"""The store: opened from a URL, read and written through sessions. The one entrance to what Pitwise remembers."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Protocol

from content.errors import KeyFlaw, StoreFlaw
from storage.database import Connection, Database, StoreDown
from storage.migrate import migrate, read_migrations, verify
from storage.noun import Means
from storage.session import Session
from storage.sqlite import SqliteDatabase
from storage.statements import Statements
from storage.vault import Vault
from storage.write_queue import WriteQueue

_FINGERPRINTS = "key-fingerprints"
_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


class _Openable(Database, Protocol):
    async def open(self) -> None:
        """Own the database and check it."""


def _now() -> datetime:
    return datetime.now(UTC)


async def open_store(url: str, *, vault: Vault, now: Callable[[], datetime] = _now, read_only: bool = False) -> "Store":
    """Open the database at `sqlite:///path` or `postgresql://…` and bring its tables up to date.

    `now` tells when notices are staged and sent. `read_only` opens it beside the program that owns it: nothing can
    then be written. Raises StoreFlaw when the database can't serve (damaged, in use, newer, not writable) and
    KeyFlaw when it was sealed with another key.
    """
    return await _open(_database(url, read_only), vault, now, is_owner=not read_only)


async def visit_store(url: str, *, vault: Vault, now: Callable[[], datetime] = _now) -> "Store":
    """Open the database beside the program that owns it, for one short write; raises as `open_store` does.

    The owner's lock keeps a second program from serving; it does not keep writers apart, the engine does: SQLite lets
    one process at a time begin a transaction (BEGIN IMMEDIATE) and the other waits its turn, on both sides for up to
    5 s; PostgreSQL locks the rows. So a visitor may write what the owner reads anew each time, such as `holds`, and
    nothing that it keeps in memory: inbox, outbox and jobs are the owner's alone.
    """
    return await _open(_database(url, False, owns=False), vault, now, is_owner=False)


async def _open(database: _Openable, vault: Vault, now: Callable[[], datetime], *, is_owner: bool) -> "Store":
    await database.open()
    try:
        statements = Statements(database)
        migrations = read_migrations()
        store = Store(database, statements, vault, now)
        if is_owner:
            await migrate(database, statements, migrations)
            await store._begin()
        else:
            await verify(database, statements, migrations)
            async with store.read() as r:
                await _check_keys(r, vault)
    except StoreDown as down:
        await database.close()
        raise StoreFlaw(
            f"The database can't be written just now ({down}). Close what else uses it, or free the disk."
        ) from down
    except BaseException:
        await database.close()
        raise
    return store


def _database(url: str, read_only: bool, *, owns: bool = True) -> _Openable:
    if url.startswith(_SQLITE) and len(url) > len(_SQLITE):
        return SqliteDatabase(Path(url.removeprefix(_SQLITE)), read_only=read_only, owns=owns)
    if not url.startswith(_POSTGRES):
        raise StoreFlaw("DATABASE_URL must be sqlite:///<path> or postgresql://<user>@<host>/<database>.")
    try:
        from storage.postgres import PostgresDatabase
    except ImportError:
        raise StoreFlaw(
            "DATABASE_URL asks for PostgreSQL. Install it with `pip install 'pitwise[postgres]'`."
        ) from None
    return PostgresDatabase(url, read_only=read_only, owns=owns)


class Store:
    """An open database; make it with `open_store`."""

    def __init__(self, database: Database, statements: Statements, vault: Vault, now: Callable[[], datetime]) -> None:
        self._database, self._statements, self._vault, self._now = database, statements, vault, now
        self._queue = WriteQueue(database)
        self._sequence = count(1)

    async def _begin(self) -> None:
        async with self.write() as w:
            await _check_keys(w, self._vault)
            await w.facts.put(_FINGERPRINTS, json.dumps(self._vault.fingerprints))
            await w.jobs.release()
            self._sequence = count(await w.outbox.last_sequence() + 1)

    def _session(self, connection: Connection) -> Session:
        return Session(Means(connection, self._statements, self._vault, self._now, self._sequence.__next__))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """Read, apart from the writer; each statement sees what is committed at its own moment."""
        yield self._session(self._database.reader)

    @asynccontextmanager
    async def write(self, *, urgent: bool = False) -> AsyncIterator[Session]:
        """Write in one transaction; leaves only when it is durable, and any exception takes all of it back.

        `urgent` goes before others that wait. Raises WriteTooLong after a second inside, StoreDown when the database
        can't be used just now. No write inside a write: the inner one would wait for the outer one.
        """
        async with self._queue.turn(urgent=urgent):
            yield self._session(self._database.writer)

    async def erase_traces(self) -> bool:
        """Remove from files what deleted rows left behind; call it after the write that erased.

        False when someone read from there at the moment: call again later.
        """
        async with self._queue.alone():
            return await self._database.erase_traces()

    async def close(self) -> None:
        """Let the write under way end, then close everything; a second call does nothing."""
        await self._queue.close()
        await self._database.close()


async def _check_keys(session: Session, vault: Vault) -> None:
    """Raise KeyFlaw unless every key that ever sealed something here is in the vault, unchanged."""
    known = json.loads(await session.facts.get(_FINGERPRINTS) or "{}")
    for version, fingerprint in known.items():
        if vault.fingerprints.get(int(version)) != fingerprint:
            raise KeyFlaw(
                f"MASTER_KEY_FILE is not the key file that sealed this database (version {version}). "
                "Put the saved key file back; without it what is sealed can't be read."
            )
