"""What many tests share: the whole bot on a Telegram of this machine, with a clock that only the test moves."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.clock import TurnableClock
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop, workshop
from content.guidance.library import Library
from storage import write_queue

# How fast a machine is that does much else meanwhile says nothing of what is tried.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NO_PACE = {"send_per_second": 0, "send_per_chat_per_second": 0, "send_per_group_per_minute": 0}


_load = Library.load
_ours = cache(_load)


@pytest.fixture(autouse=True)
def cards_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody writes to our cards: a bot that starts in a test need not read them again."""
    monkeypatch.setattr(Library, "load", lambda folder=None: _load(folder) if folder else _ours())


@pytest.fixture
def clock() -> TurnableClock:
    return TurnableClock(NOON, running=False)


@pytest.fixture
async def shop(tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workshop]:
    """A running bot; the pace is off, as nobody turns the clock between two messages.

    A write may be slow: one that a busy machine cuts off would be tried again when the clock has turned, and it stands.
    """
    monkeypatch.setattr(write_queue, "LONGEST_WRITE_S", 60.0)
    async with workshop(tmp_path / "bot", clock=clock, **NO_PACE) as running:
        yield running


@pytest.fixture
def amina(shop: Workshop) -> Person:
    return shop.local.add_person(first_name="Amina", language_code="sw")


@pytest.fixture
def grace(shop: Workshop) -> Person:
    return shop.local.add_person(first_name="Grace", language_code="en")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'pitwise.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Return an empty database of either engine; what PostgreSQL's is stands in the folder's own conftest."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))
