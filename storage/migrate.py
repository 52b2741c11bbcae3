"""Brings a database to this program's tables: all missing steps in one transaction, each recorded with its checksum."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.errors import StoreFlaw
from storage.database import Database
from storage.statements import Statements

FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Migration:
    """One file of statements; `number` is the order."""

    number: int
    name: str
    checksum: str
    statements: tuple[str, ...]


def read_migrations(folder: Path = FOLDER) -> list[Migration]:
    """Return the steps in order; a statement ends with a semicolon at the end of a line."""
    found = []
    for file in sorted(folder.glob("*.sql")):
        text = file.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
        statements = tuple(one.strip() for one in "\n".join(lines).split(";\n") if one.strip(" \n;"))
        checksum = hashlib.sha256(text.encode()).hexdigest()
        found.append(Migration(int(file.stem.partition("_")[0]), file.stem, checksum, statements))
    return found


async def migrate(database: Database, statements: Statements, migrations: Sequence[Migration]) -> None:
    """Run what is missing; a crash at any point leaves the old tables or the new ones, never a half.

    Raises StoreFlaw when the database was made by a newer Pitwise or a step was changed after it had run.
    """
    await database.begin()
    try:
        sql = statements.on(database.writer, "migrations")
        await sql.prepare()
        known = _compared([row async for row in sql.applied()], migrations)
        for migration in migrations:
            if migration.number in known:
                continue
            for statement in migration.statements:
                await database.writer.execute(statement, ())
            await sql.record(number=migration.number, name=migration.name, checksum=migration.checksum)
    except BaseException:
        await database.rollback()
        raise
    await database.commit()


async def verify(database: Database, statements: Statements, migrations: Sequence[Migration]) -> None:
    """Raise StoreFlaw unless the database has exactly these steps; for those who only read."""
    known = _compared([row async for row in statements.on(database.reader, "migrations").applied()], migrations)
    if len(known) < len(migrations):
        raise StoreFlaw("The database was made by an older Pitwise. Start this one once with `python -m bot run`.")


def _compared(applied: Sequence[Any], migrations: Sequence[Migration]) -> set[int]:
    ours = {migration.number: migration for migration in migrations}
    for row in applied:
        migration = ours.get(row["number"])
        if migration is None:
            raise StoreFlaw(
                f"The database was made by a newer Pitwise (step {row['name']}). "
                "Install that version again, or restore a backup from before it."
            )
        if migration.checksum != row["checksum"]:
            raise StoreFlaw(
                f"The migration {row['name']} was changed after it had run here. "
                "Restore its file as it was released; put changes into a new step."
            )
    return {row["number"] for row in applied}
