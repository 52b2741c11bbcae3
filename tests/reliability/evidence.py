"""What a database says of itself, read from beside the program; the same questions to both engines."""

import asyncio
import shutil
import sqlite3
import tempfile
from pathlib import Path

import asyncpg

from storage.postgres import _OWNER_LOCK

SENDING = "SELECT count(*) FROM outbox WHERE state = 'sending'"
# What updates have done, each as one number: too high is an effect doubled, too low is one lost.
EFFECTS = {
    "updates": "SELECT count(*) FROM inbox",
    "updates done": "SELECT count(*) FROM inbox WHERE state = 'done'",
    "members": "SELECT count(*) FROM members",
    "questions": "SELECT count(*) FROM questions",
    "gaps": "SELECT count(*) FROM questions WHERE gap IS NOT NULL",
    "verdicts": "SELECT COALESCE(sum(times), 0) FROM feedback",
    "stories": "SELECT count(*) FROM experiences",
    "cases": "SELECT count(*) FROM cases WHERE kind <> 'sending'",
    "drafts": "SELECT count(*) FROM drafts",
    "jobs": "SELECT count(*) FROM jobs",
    "menus": "SELECT count(*) FROM menus",
    "notices": "SELECT count(*) FROM outbox",
}
# What must not remain when everything is quiet.
UNENDED = {
    "updates new": "SELECT count(*) FROM inbox WHERE state = 'new'",
    "notices waiting": "SELECT count(*) FROM outbox WHERE state = 'waiting'",
    "notices sending": SENDING,
}
# One whose words had to be erased meanwhile is kept as expired, with what became of it.
UNKNOWN = "SELECT count(*) FROM outbox WHERE state = 'unknown' OR (state = 'expired' AND why = 'unknown')"
# The team is told of each of those once.
CASES_OF_UNKNOWN = "SELECT count(*) FROM cases WHERE kind = 'sending'"
TABLES = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()",
}
DEAD = "SELECT count(*) FROM inbox WHERE state = 'dead'"
FROM_MEMORY = "SELECT count(*) FROM inbox WHERE state = 'answered-from-memory'"


async def count_effects(url: str) -> dict[str, int]:
    """Return every number of EFFECTS."""
    return dict(zip(EFFECTS, await ask(url, *EFFECTS.values()), strict=True))


async def count_unended(url: str) -> dict[str, int]:
    """Return every number of UNENDED."""
    return dict(zip(UNENDED, await ask(url, *UNENDED.values()), strict=True))


async def count_tables(url: str) -> int:
    """Return how many tables there are."""
    return (await ask(url, TABLES[url.partition(":")[0]]))[0]


async def ask(url: str, *questions: str) -> list[int]:
    """Return the number that answers each question; 0 while there are no tables yet. No program may be running.

    SQLite's files are copied first: to open what a crash left would mend it before the program does.
    """
    if url.startswith("sqlite:///"):
        return await asyncio.to_thread(_ask_copy, Path(url.removeprefix("sqlite:///")), questions)
    raw = await asyncpg.connect(url)
    try:
        # The server may still be busy with what a program that died a moment ago had sent.
        await raw.execute("SELECT pg_advisory_lock($1)", _OWNER_LOCK)
        return [int(await raw.fetchval(question)) for question in questions]
    except asyncpg.UndefinedTableError:
        return [0] * len(questions)
    finally:
        await raw.close()


def _ask_copy(path: Path, questions: tuple[str, ...]) -> list[int]:
    with tempfile.TemporaryDirectory() as folder:
        for file in (path, path.with_name(path.name + "-wal")):
            if file.exists():
                shutil.copyfile(file, Path(folder) / file.name)
        found = sqlite3.connect(Path(folder) / path.name)
        try:
            return [int(found.execute(question).fetchone()[0]) for question in questions]
        except sqlite3.OperationalError as fault:
            if "no such table" in str(fault):
                return [0] * len(questions)
            raise
        finally:
            found.close()
