"""The SQL of each noun, read once per engine from queries/<noun>.sql, bound to a connection when used."""

from functools import partial
from pathlib import Path
from typing import Any

import aiosql

from storage.database import Connection, Database

FOLDER = Path(__file__).parent / "queries"


class Adapter:
    """Runs what aiosql has read on a Connection; an engine adds how parameters are written."""

    is_aio_driver = True

    def process_sql(self, query_name: str, op_type: Any, sql: str) -> str:
        """Return the SQL as the engine wants it; named parameters stay as they are."""
        return sql

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

    def __init__(self, statements: Any, connection: Connection) -> None:
        self._statements = statements
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return partial(getattr(self._statements, name), self._connection)


class Statements:
    """Every noun's statements in one engine's dialect."""

    def __init__(self, database: Database) -> None:
        # A noun has an adapter of its own: aiosql's numbering of parameters goes by the bare name of a statement.
        self._nouns = {file.stem: aiosql.from_path(file, database.adapter) for file in sorted(FOLDER.glob("*.sql"))}

    def on(self, connection: Connection, noun: str) -> Queries:
        """Return the statements of a noun, bound to a connection."""
        return Queries(self._nouns[noun], connection)
