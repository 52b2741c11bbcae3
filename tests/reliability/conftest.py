"""Both engines for what dies: a SQLite file, or a schema of its own on a PostgreSQL of this session."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from storage import write_queue
from tests.postgres import postgres_server

_schemas = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def postgres_url(server: Any) -> str:
    schema = f"mortal_{next(_schemas)}"
    server.psql(f"CREATE SCHEMA {schema};")
    return f"{server.get_uri()}&search_path={schema}"


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Give an empty database of an engine at each call."""
    numbers = count()

    def of(engine: str) -> str:
        if engine == "sqlite":
            return f"sqlite:///{tmp_path / f'{next(numbers)}.db'}"
        server: Any = request.getfixturevalue("server")
        schema = f"{tmp_path.name}_{next(numbers)}"
        server.psql(f'CREATE SCHEMA "{schema}";')
        return f"{server.get_uri()}&search_path={schema}"

    return of


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a write be slow: how busy this machine is must not decide where every point is tried."""
    monkeypatch.setattr(write_queue, "LONGEST_WRITE_S", 60.0)
