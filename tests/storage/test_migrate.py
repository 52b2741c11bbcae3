import sqlite3
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from content.errors import StoreFlaw
from storage.database import Connection, StoreDown
from storage.migrate import Migration, migrate, read_migrations
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase
from storage.statements import Statements
from storage.store import _database
from tests.storage.conftest import NOON, Opener

# So many of what crashes left are opened and migrated anew; each is looked into.
SOME_IMAGES = 12
NEXT = Migration(
    9999, "9999_next", "sum", ("ALTER TABLE members ADD COLUMN more BIGINT", "CREATE TABLE more (id BIGINT)")
)


async def test_every_step_is_recorded_and_run_once(url: str, opened: Opener) -> None:
    for _ in range(2):
        store = await opened(url)
        async with store.read() as r:
            sql = r._means.statements.on(r._means.connection, "migrations")
            applied = [(row["number"], row["name"], row["checksum"]) async for row in sql.applied()]
        assert applied == [(step.number, step.name, step.checksum) for step in read_migrations()]
        await store.close()


async def test_a_step_on_top_of_the_first_keeps_what_is_there(url: str, opened: Opener) -> None:
    store = await opened(url)
    async with store.write() as w:
        met = await w.members.meet(501, guessed="sw", now=NOON)
    await store.close()
    database = _database(url, False)
    await database.open()
    await migrate(database, Statements(database), [*read_migrations(), NEXT])
    rows = await database.writer.fetch("SELECT id, more FROM members", ())
    await database.close()
    assert [tuple(row) for row in rows] == [(met.id, None)]
    with pytest.raises(StoreFlaw, match="newer Pitwise"):
        await opened(url)
    with pytest.raises(StoreFlaw, match="newer Pitwise"):
        await opened(url, read_only=True)


async def test_a_step_changed_after_it_ran_is_refused(url: str, opened: Opener) -> None:
    store = await opened(url)
    async with store.write() as w:
        await w._means.connection.execute("UPDATE migrations SET checksum = 'other'", ())
    await store.close()
    with pytest.raises(StoreFlaw, match="was changed after it had run"):
        await opened(url)


async def test_one_who_only_reads_does_not_migrate(url: str, opened: Opener) -> None:
    store = await opened(url)
    async with store.write() as w:
        await w._means.connection.execute("DELETE FROM migrations", ())
    await store.close()
    with pytest.raises(StoreFlaw, match="older Pitwise"):
        await opened(url, read_only=True)


def test_statements_are_cut_at_line_ends(tmp_path: Path) -> None:
    (tmp_path / "0002_b.sql").write_text("-- why; not\nCREATE TABLE b (\n    id BIGINT -- one\n);\n\nDROP TABLE b;\n")
    (tmp_path / "0001_a.sql").write_text("CREATE TABLE a (id BIGINT);")
    first, second = read_migrations(tmp_path)
    assert (first.number, first.name, first.statements) == (1, "0001_a", ("CREATE TABLE a (id BIGINT);",))
    assert [one.split()[0] for one in second.statements] == ["CREATE", "DROP"]


class Watched:
    """A writer that lets a test act before each statement."""

    def __init__(self, connection: Connection, before: Any) -> None:
        self._connection = connection
        self._before = before

    async def fetch(self, sql: str, parameters: Any) -> Any:
        await self._before()
        return await self._connection.fetch(sql, parameters)

    async def execute(self, sql: str, parameters: Any) -> int:
        await self._before()
        return await self._connection.execute(sql, parameters)


async def test_a_crash_at_any_statement_leaves_sqlite_old_or_new(tmp_path: Path, opened: Opener) -> None:
    """What a crash leaves is the files as they are at that moment: they are copied before every statement."""
    images: list[Path] = []
    path = tmp_path / "live.db"

    async def copy_files() -> None:
        image = tmp_path / f"crash-{len(images)}"
        image.mkdir()
        for file in tmp_path.glob("live.db*"):
            (image / file.name).write_bytes(file.read_bytes())
        images.append(image)

    database = SqliteDatabase(path)
    await database.open()
    statements = Statements(database)
    begin, commit = database.begin, database.commit
    inner = database.writer

    async def begin_inner() -> None:
        database.writer = inner
        await begin()
        database.writer = Watched(inner, copy_files)  # type: ignore[assignment]  # meets all that migrate asks

    async def commit_inner() -> None:
        await copy_files()
        database.writer = inner
        await commit()
        await copy_files()

    database.begin, database.commit = begin_inner, commit_inner  # type: ignore[method-assign]  # to see each moment
    await migrate(database, statements, read_migrations())
    await database.close()
    assert len(images) > len(read_migrations()[0].statements)
    for image in images:
        found = sqlite3.connect(image / "live.db")
        tables = {name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found.close()
        assert (tables == set()) == (image is not images[-1])
    for image in images[:: len(images) // SOME_IMAGES]:
        await (await opened(f"sqlite:///{image / 'live.db'}")).close()


@pytest.mark.parametrize("stride", [7, pytest.param(1, marks=pytest.mark.long)])
async def test_a_crash_at_any_statement_leaves_postgresql_old_or_new(
    postgres_url: str, opened: Opener, stride: int
) -> None:
    step = read_migrations()
    schema = postgres_url.rpartition("=")[2]
    survived = 0
    while True:
        database = PostgresDatabase(postgres_url)
        await database.open()
        left = [survived]
        inner = database.writer

        async def crash(left: list[int] = left, inner: Any = inner) -> None:
            left[0] -= 1
            if left[0] < 0:
                await inner.execute("SELECT pg_terminate_backend(pg_backend_pid())", ())

        database.writer = Watched(inner, crash)  # type: ignore[assignment]  # meets all that migrate asks
        try:
            await migrate(database, Statements(database), step)
            break
        except StoreDown:
            survived += stride
        finally:
            await database.close()
        raw = await asyncpg.connect(postgres_url)
        tables = await raw.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = $1", schema)
        await raw.close()
        assert tables == 0
    assert survived > len(step[0].statements)
    await (await opened(postgres_url)).close()
