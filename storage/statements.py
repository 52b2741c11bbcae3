"""The SQL of each noun, read once per engine from queries/<noun>.sql, bound to a connection when used."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import aiosql

from storage.database import Connection, Database, Row

FOLDER = Path(__file__).parent / "queries"
# Rows of one statement: as many as Telegram hands over at once. Both engines take thousands of parameters.
MOST_ROWS = 100
# What stands once in a file and for each row in a statement for many: the row of VALUES, or the one of IN.
_REPEATED = re.compile(r"\bVALUES\s*(\([^()]*\))|\bIN\s*\((:\w+)\)")
_NAME = re.compile(r":(\w+)")


class Adapter:
    """Runs what aiosql has read on a Connection; an engine adds how parameters are written."""

    is_aio_driver = True

    def __init__(self) -> None:
        self._written: dict[str, str] = {}
        self._repeated: dict[tuple[str, int], tuple[str, list[str]]] = {}

    def process_sql(self, query_name: str, op_type: Any, sql: str) -> str:
        """Return the SQL as the engine wants it; named parameters stay as they are."""
        self._written[query_name] = sql
        return sql

    def mark(self, number: int) -> str:
        """Return how the parameter with this number, from 1, is written."""
        return "?"

    def repeated(self, query_name: str, rows: Sequence[Mapping[str, Any]]) -> tuple[str, list[Any]]:
        """Return a statement that does for all `rows` what the written one does for one, and its parameters.

        All parameters of the written one stand in the row of its VALUES, or in its IN.
        """
        key = (query_name, len(rows))
        if key not in self._repeated:
            self._repeated[key] = self._repeat(self._written[query_name], len(rows))
        sql, names = self._repeated[key]
        return sql, [row[name] for row in rows for name in names]

    def _repeat(self, sql: str, times: int) -> tuple[str, list[str]]:
        found = _REPEATED.search(sql)
        if found is None:
            raise ValueError("a statement for many rows has the row of its VALUES, or one parameter in its IN")
        start, end = found.span(found.lastindex or 0)
        part = sql[start:end]
        names = _NAME.findall(part)
        marks = iter(range(1, times * len(names) + 1))
        parts = [_NAME.sub(lambda _: self.mark(next(marks)), part) for _ in range(times)]
        return sql[:start] + ", ".join(parts) + sql[end:], names

    def ordered(self, query_name: str, parameters: dict[str, Any]) -> Any:
        """Return the parameters as the engine wants them."""
        return parameters

    async def select(self, conn: Connection, query_name: str, sql: str, parameters: Any, record_class: Any) -> Any:
        """Yield the rows."""
        for row in await conn.fetch(sql, self.ordered(query_name, parameters)):
            yield row

    async def select_one(self, conn: Connection, query_name: str, sql: str, parameters: Any, record_class: Any) -> Any:
        """Return the first row, or None."""
        rows = await conn.fetch(sql, self.ordered(query_name, parameters))
        return rows[0] if rows else None

    async def select_value(self, conn: Connection, query_name: str, sql: str, parameters: Any) -> Any:
        """Return the first column of the first row, or None."""
        rows = await conn.fetch(sql, self.ordered(query_name, parameters))
        return rows[0][0] if rows else None

    async def insert_update_delete(self, conn: Connection, query_name: str, sql: str, parameters: Any) -> int:
        """Return how many rows were changed."""
        return await conn.execute(sql, self.ordered(query_name, parameters))


class Queries:
    """One noun's statements on one connection: `await queries.find(id=…)`, named as in its file."""

    def __init__(self, statements: Any, adapter: Adapter, connection: Connection) -> None:
        self._statements = statements
        self._adapter = adapter
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return partial(getattr(self._statements, name), self._connection)

    async def many(self, name: str, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
        """Do a statement for all `rows` at once, and return what it returns.

        A server may be far away: one trip for each row of a batch could take longer than a write may.
        """
        found: list[Row] = []
        for begin in range(0, len(rows), MOST_ROWS):
            sql, parameters = self._adapter.repeated(name, rows[begin : begin + MOST_ROWS])
            found += await self._connection.fetch(sql, parameters)
        return found


class Statements:
    """Every noun's statements in one engine's dialect."""

    def __init__(self, database: Database) -> None:
        self._nouns = _read_all(database.adapter)

    def on(self, connection: Connection, noun: str) -> Queries:
        """Return the statements of a noun, bound to a connection."""
        return Queries(*self._nouns[noun], connection)


@cache
def _read_all(kind: Callable[[], Adapter]) -> Mapping[str, tuple[Any, Adapter]]:
    """Read every noun's file; what is read holds nothing of a database, so all of one engine share it."""
    return {file.stem: _read(file, kind()) for file in sorted(FOLDER.glob("*.sql"))}


def _read(file: Path, adapter: Adapter) -> tuple[Any, Adapter]:
    # A noun has an adapter of its own: aiosql's numbering of parameters goes by the bare name of a statement.
    return aiosql.from_path(file, partial(_given, adapter)), adapter


def _given(adapter: Adapter) -> Any:
    return adapter
