"""What journeys share: cards and their index, read once, as nobody writes to them; the world that alerts are for."""

import pytest

from bot.sandbox.workshop import Workshop
from content.guidance.library import Library
from content.search.answer import Finder
from tests.journeys.alerting import World, make_world


@pytest.fixture(scope="session")
def finder() -> Finder:
    return Finder.load(Library.load())


@pytest.fixture(autouse=True)
def loaded_once(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Finder, "load", lambda _library: finder)


@pytest.fixture
async def world(shop: Workshop) -> World:
    return await make_world(shop)
