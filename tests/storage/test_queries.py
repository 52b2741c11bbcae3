import re
from pathlib import Path

import pytest

from storage.migrate import FOLDER as MIGRATIONS
from storage.statements import FOLDER as QUERIES

FILES = [*sorted(QUERIES.glob("*.sql")), *sorted(MIGRATIONS.glob("*.sql"))]
COMMON_FUNCTIONS = {"count", "min", "max", "sum", "coalesce"}
# Words before a bracket that are no functions.
KEYWORDS = {"as", "in", "values", "key", "unique", "conflict", "exists", "from", "and", "or", "where"}
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
    "outbox": {"kind", "period", "state", "why", "stories", "quiet"},
    "questions": {"stamp", "language", "outcome", "gap"},
    "feedback": {"card", "language", "verdict", "reason"},
    "jobs": {"kind", "uniqueness"},
    "holds": {"card"},
    "saved": {"stamp"},
    "drafts_aside": {"stamp"},
    "staff": {"languages", "zone"},
    "grants": {"role", "scope"},
    "invitations": {"hash", "grants"},
    "audit": {"act", "role", "subject"},
    "experiences": {"receipt", "author", "language", "state", "card", "audience", "consent", "concepts"},
    "reactions": {"mark", "kind"},
    "gaps": {"language", "kind", "state", "stamp"},
    "gap_concepts": {"concept"},
    "askers": {"mark", "language"},
    "willing": {"topics", "language"},
    "cases": {"number", "kind", "language", "field", "flags", "state", "decision", "reason", "expert_said"},
    "outside_asks": {"hash", "verdict"},
    "voices": {"author", "language"},
    "quotes": {"series", "source", "value", "kind"},
    "accepted": {"series", "value", "kind", "decision", "sources"},
    "quarantine": {"series", "value", "last_good", "kind", "sources", "state"},
    "price_choices": {"currency", "unit", "purity", "own_rate", "own_rate_currency"},
    "price_alerts": {"mineral", "currency", "kind", "threshold", "base"},
    "reports": {"mineral", "country", "region", "step", "share", "state"},
    "report_days": {"mineral", "country", "region", "step"},
    "reporters": {"mark"},
    "subscriptions": {
        "kind",
        "languages",
        "minerals",
        "topics",
        "country",
        "region",
        "weekdays",
        "zone",
        "currency",
        "unit",
        "when_empty",
        "changed_by",
        "state",
        "cards",
    },
    "hazards": {"receipt", "author", "kind", "country", "region", "language", "state", "reach"},
    "hazards_heard": {"what"},
    "erased": {"kind"},
    "editions": {"question", "gaps"},
    "presses": {"act"},
    "marks": {"mark"},
    "themes": {"country", "card"},
    "looked": {"mark"},
    "price_sources": {"source", "fault"},
    "alerts": {"number", "kind", "relation", "audience", "state", "source"},
    "alert_recipients": {"languages", "state"},
}


def without_comments(file: Path) -> str:
    return re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))


STEP = re.compile(
    r"CREATE TABLE (?P<made>\w+) \((?P<body>.*?)\n\)|DROP TABLE (?P<dropped>\w+)"
    r"|ALTER TABLE (?P<altered>\w+) (?:ADD COLUMN (?P<added>\w+ \w+)|DROP COLUMN (?P<removed>\w+))",
    re.DOTALL,
)


def columns() -> list[tuple[str, str, str]]:
    """Return (table, column, type) of every column that stands after all migrations."""
    tables: dict[str, dict[str, str]] = {}
    for step in STEP.finditer("\n".join(without_comments(file) for file in sorted(MIGRATIONS.glob("*.sql")))):
        if step["made"]:
            lines = [line.strip().rstrip(",").split() for line in step["body"].strip().splitlines()]
            tables[step["made"]] = {line[0]: line[1] for line in lines if line[0] not in ("PRIMARY", "UNIQUE")}
        elif step["dropped"]:
            del tables[step["dropped"]]
        elif step["added"]:
            name, kind = step["added"].split()
            tables[step["altered"]][name] = kind
        else:
            del tables[step["altered"]][step["removed"]]
    return [(table, name, kind) for table, of_table in tables.items() for name, kind in of_table.items()]


def test_every_change_of_a_table_is_understood_here() -> None:
    everything = "\n".join(without_comments(file) for file in FILES)
    assert len(re.findall(r"\b(?:CREATE|ALTER|DROP) TABLE (?!IF)", everything)) == len(STEP.findall(everything))


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
