"""Both engines for every storage test: a SQLite file each, or a schema each on a PostgreSQL of this session."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from storage.store import Store, open_store
from storage.vault import Vault
from tests.postgres import postgres_server

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MOST_SCHEMAS = 500
_schemas = count(1)


@dataclass
class Now:
    """The store's clock; it moves when a test says so."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture(scope="session")
def vault() -> Vault:
    return Vault({1: b"k" * 32})


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    """A PostgreSQL that lives as long as this session."""
    with postgres_server() as server:
        server.psql("".join(f"CREATE SCHEMA test_{number};" for number in range(1, MOST_SCHEMAS)))
        yield server


@pytest.fixture
def postgres_url(server: Any) -> str:
    return f"{server.get_uri()}&search_path=test_{next(_schemas)}"


Opener = Callable[..., Awaitable[Store]]


@pytest.fixture
async def opened(vault: Vault, now: Now) -> AsyncIterator[Opener]:
    """Open stores that are closed when the test ends."""
    async with AsyncExitStack() as stack:

        async def opened(url: str, **options: Any) -> Store:
            store = await open_store(url, **{"vault": vault, "now": now, **options})
            stack.push_async_callback(store.close)
            return store

        yield opened


@pytest.fixture
async def store(url: str, opened: Opener) -> Store:
    return await opened(url)


@pytest.fixture
async def member(store: Store) -> int:
    """A member's id of ours; Telegram knows this person as 501."""
    async with store.write() as w:
        return (await w.members.meet(501, guessed="sw", now=NOON)).id
