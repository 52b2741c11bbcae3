"""The cards and their index are read once for all journeys: nobody writes to them."""

import pytest

from content.guidance.library import Library
from content.search.answer import Finder


@pytest.fixture(scope="session")
def finder() -> Finder:
    return Finder.load(Library.load())


@pytest.fixture(autouse=True)
def loaded_once(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Finder, "load", lambda _library: finder)
