import re
from pathlib import Path

import pytest

from storage.migrate import FOLDER as MIGRATIONS
from storage.statements import FOLDER as QUERIES

FILES = [*sorted(QUERIES.glob("*.sql")), *sorted(MIGRATIONS.glob("*.sql"))]
COMMON_FUNCTIONS = {"count", "min", "max", "coalesce"}
# Words before a bracket that are no functions.
KEYWORDS = {"in", "values", "key", "unique", "conflict", "exists", "from", "and"}
ONE_ENGINES_OWN = re.compile(
    r"\bOR (IGNORE|REPLACE)\b|AUTOINCREMENT|SERIAL|::|\bROWID\b|\bILIKE\b|\bGLOB\b|->|\bTRUE\b|\bFALSE\b|\bPRAGMA\b"
    r"|\bCURRENT_\w+|\bRETURNING\b.*\*|\bANY\b|\bARRAY\b|\bJSONB?\b|FOR UPDATE|\bDATE\b|\bTIMESTAMP\b",
    re.IGNORECASE,
)
# TEXT stands open in the file: only words of ours, codes, keyed pseudonyms. Whatever a person wrote is BYTEA, sealed.
OPEN_TEXTS = {
    "facts": {"name", "content"},
    "members": {"lookup", "language", "guessed", "country", "closed"},
    "groups": {"lookup", "language", "guessed", "closed"},
    "inbox": {"state", "why"},
    "outbox": {"kind", "period", "handle", "state", "why"},
    "handles": {"handle"},
    "questions": {"stamp", "language", "outcome", "gap"},
    "feedback": {"card", "language", "verdict", "reason"},
    "jobs": {"kind", "uniqueness"},
}


def without_comments(file: Path) -> str:
    return re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))


def columns() -> list[tuple[str, str, str]]:
    """Return (table, column, type) of every column that a migration makes."""
    found = []
    for file in sorted(MIGRATIONS.glob("*.sql")):
        for table, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\)", without_comments(file), re.DOTALL):
            lines = [line.strip().rstrip(",") for line in body.strip().splitlines()]
            found += [(table, *line.split()[:2]) for line in lines if not line.startswith(("PRIMARY KEY", "UNIQUE"))]
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_sql_says_nothing_that_only_one_engine_understands(file: Path) -> None:
    sql = without_comments(file)
    called = {name.casefold() for name in re.findall(r"\b([a-zA-Z_]+)\s*\(", sql)}
    tables = set(re.findall(r"(?:INTO|TABLE|TABLE IF NOT EXISTS|ON) (\w+) \(", sql))
    assert called - KEYWORDS - tables <= COMMON_FUNCTIONS
    assert not ONE_ENGINES_OWN.search(sql)


def test_columns_are_of_the_three_types_both_engines_share() -> None:
    assert {kind for _, _, kind in columns()} == {"BIGINT", "TEXT", "BYTEA"}


def test_every_open_text_column_is_one_that_may_stand_open() -> None:
    texts: dict[str, set[str]] = {}
    for table, column, kind in columns():
        if kind == "TEXT":
            texts.setdefault(table, set()).add(column)
    assert texts == OPEN_TEXTS


def test_sql_stands_nowhere_but_in_its_folders_and_the_engines() -> None:
    statements = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s+[a-z*(]")
    python = [file for file in QUERIES.parent.glob("*.py") if file.name not in ("sqlite.py", "postgres.py")]
    assert [file.name for file in python if statements.search(file.read_text(encoding="utf-8"))] == []
