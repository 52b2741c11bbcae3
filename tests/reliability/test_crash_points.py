"""The program dies at every statement, commit and call in turn; people notice at most a message that comes twice."""

from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.reliability.story import Told, tell

# Which points a test takes: the first, and every how manieth from there on. Every second on SQLite; the others, and
# more of PostgreSQL's, are left to the long tests.
SHORT = [("sqlite", 0, 4), ("sqlite", 2, 4), ("postgresql", 5, 16)]
LONG = [("sqlite", 1, 4), ("sqlite", 3, 4), ("postgresql", 1, 8)]
SHARDS = [*SHORT, *(pytest.param(*shard, marks=pytest.mark.long) for shard in LONG)]
FEWEST_POINTS = 320
pytestmark = pytest.mark.usefixtures("unhurried")
MUST_DIE_AT = {"begin", "statement", "commit", "committed"}
FreshUrl = Callable[[], Awaitable[str]]


@pytest.fixture
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], FreshUrl]:
    """Give an empty database of an engine at each call."""

    def of_engine(engine: str) -> FreshUrl:
        numbers = count()
        if engine == "sqlite":

            async def fresh_file() -> str:
                return f"sqlite:///{tmp_path / f'{next(numbers)}.db'}"

            return fresh_file
        server: Any = request.getfixturevalue("server")

        async def fresh_schema() -> str:
            schema = f"{tmp_path.name}_{next(numbers)}"
            raw = await asyncpg.connect(server.get_uri())
            await raw.execute(f'CREATE SCHEMA "{schema}"')
            await raw.close()
            return f"{server.get_uri()}&search_path={schema}"

        return fresh_schema

    return of_engine


@pytest.mark.parametrize(("engine", "first", "stride"), SHARDS)
async def test_whatever_dies_when_each_reads_everything_and_nothing_is_done_twice(
    fresh_url: Callable[[str], FreshUrl], engine: str, first: int, stride: int
) -> None:
    fresh = fresh_url(engine)
    undisturbed = await tell(await fresh())
    assert undisturbed.repeats == undisturbed.left_with_the_forgotten == 0
    points: list[str] = []
    for deadline in count(first + 1, stride):
        told = await tell(await fresh(), deadline)
        if not told.died_at:
            break
        points.append(told.died_at)
        assert flaws(told, undisturbed) == {}, f"died at crossing {deadline}, {told.died_at}"
    assert len(points) >= FEWEST_POINTS // stride
    assert set(points) >= MUST_DIE_AT


def flaws(told: Told, undisturbed: Told) -> dict[str, Any]:
    """Return what a death has spoilt; empty when nothing."""
    found: dict[str, Any] = {}
    for name, texts in undisturbed.read.items():
        if list(dict.fromkeys(told.read[name])) != texts:
            found[f"read by {name}"] = told.read[name]
    if told.effects != undisturbed.effects:
        found["effects"] = told.effects
    if any(told.unended.values()):
        found["unended"] = told.unended
    # What arrived and was not written down comes again, and only that.
    if told.repeats > told.under_way or (told.died_at == "accepted sendMessage" and not told.repeats):
        found["repeats"] = told.repeats, told.under_way
    # The copy whose number never reached us can't be deleted.
    if told.left_with_the_forgotten > told.repeats:
        found["left with the forgotten"] = told.left_with_the_forgotten
    if told.tables_then not in (0, told.tables):
        found["tables"] = told.tables_then
    return found
