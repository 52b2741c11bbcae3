"""What journeys share: cards and index, read once, as nobody writes to them; the people of groups and alerts."""

import pytest

from bot.sandbox.people import Person
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


@pytest.fixture
def women(shop: Workshop) -> list[Person]:
    return [shop.local.add_person(first_name=f"W{number}", language_code="en") for number in range(5)]


@pytest.fixture
def pedro(shop: Workshop) -> Person:
    return shop.local.add_person(first_name="Pedro", language_code="es")
