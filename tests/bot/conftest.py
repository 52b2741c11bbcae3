"""The bot on a store whose seam the tests can reach, so that it can fail at any crossing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import count

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.guidance.library import Library
from content.search.answer import Finder
from storage.database import StoreDown
from tests.reliability.seams import Gate, pass_by, seamed_store

Until = Callable[[Callable[[], bool]], Awaitable[None]]
PATIENCE_S = 10
GLANCE_S = 0.001


@pytest.fixture(scope="session")
def content() -> tuple[Library, Finder]:
    """The cards and their index, built once: they never change while a program runs."""
    library = Library.load()
    return library, Finder.load(library)


@pytest.fixture(autouse=True)
def loaded(content: tuple[Library, Finder], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every bot that is built find the content loaded."""
    library, finder = content
    monkeypatch.setattr(Library, "load", lambda *_: library)
    monkeypatch.setattr(Finder, "load", lambda *_, **__: finder)


@pytest.fixture(autouse=True)
def gate() -> Iterator[Gate]:
    gate = Gate()
    with seamed_store(gate):
        yield gate


@pytest.fixture
def fail_at(gate: Gate) -> Callable[[int], None]:
    """Let the store fail at one crossing, until `gate.cross` is mended."""

    def fail_at(place: int) -> None:
        crossings = count()

        def fails(crossing: str) -> None:
            # A commit that fails before it began would leave the transaction open, as no engine does.
            if next(crossings) == place and crossing != "commit":
                raise StoreDown("out of order")

        gate.cross = fails

    return fail_at


@pytest.fixture
def break_store(gate: Gate) -> Callable[[], Callable[[], None]]:
    """Break the store's writer until the returned call mends it."""

    def down(_crossing: str) -> None:
        raise StoreDown("out of order")

    def mend() -> None:
        gate.cross = pass_by

    def break_store() -> Callable[[], None]:
        gate.cross = down
        return mend

    return break_store


@pytest.fixture
def until() -> Until:
    """Wait until a condition holds; the test fails when it does not come true."""

    async def until(condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():  # noqa: ASYNC110 - conditions of the whole bot have no event
                await asyncio.sleep(GLANCE_S)

    return until


@pytest.fixture
async def group(shop: Workshop, grace: Person) -> Group:
    group = shop.local.add_group("Miners", members=[grace])
    await shop.idle()
    return group
