"""The store fails once, at one point after the other; the program lives on by itself and nobody notices."""

import asyncio
import threading
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from storage.database import StoreDown
from tests.reliability.story import Told, tell

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("unhurried")]
FEWEST_POINTS = 40
STRIDE = 7
END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS NOT NULL"


def assert_same(told: Told, undisturbed: Told, where: str) -> None:
    assert not any(told.unended.values()), where
    if told.is_from_memory:
        # The emergency was just being taken in: the card is sent straight from memory, and nothing is planned.
        (card,) = told.read["amina"]
        assert card.splitlines()[0] == undisturbed.read["amina"][0].splitlines()[0], where
        assert told.read == {**undisturbed.read, "amina": [card]}, where
    else:
        assert told.read == undisturbed.read, where
        assert told.effects == undisturbed.effects, where


async def test_a_postgresql_that_hangs_up_at_any_point_costs_nothing_and_repeats_nothing(server: Any) -> None:
    async def alone(statement: str) -> None:
        raw = await asyncpg.connect(server.get_uri())
        await raw.execute(statement)
        await raw.close()

    def hang_up(_crossing: str) -> None:
        # In a thread: the program must not get a turn meanwhile.
        thread = threading.Thread(target=asyncio.run, args=(alone(END_ALL),))
        thread.start()
        thread.join()

    async def fresh(number: int) -> str:
        await alone(f"CREATE SCHEMA struck_{number}")
        return f"{server.get_uri()}&search_path=struck_{number}"

    undisturbed = await tell(await fresh(0))
    struck = 0
    for number in count(undisturbed.start + 1, STRIDE):
        told = await tell(await fresh(number), number, hang_up)
        if len(told.crossed) < number:
            break
        struck += 1
        assert_same(told, undisturbed, f"hung up at crossing {number}, {told.crossed[number - 1]}")
    assert struck >= FEWEST_POINTS


async def test_a_commit_that_was_kept_and_seemed_to_fail_is_not_done_again(tmp_path: Path) -> None:
    def seem_to_fail(crossing: str) -> None:
        if crossing == "committed":
            raise StoreDown("nobody knows whether it was kept")

    undisturbed = await tell(f"sqlite:///{tmp_path / 'undisturbed.db'}")
    commits = [number for number, name in enumerate(undisturbed.crossed, 1) if name == "committed"]
    struck = [number for number in commits if number > undisturbed.start]
    for number in struck:
        told = await tell(f"sqlite:///{tmp_path / f'{number}.db'}", number, seem_to_fail)
        assert_same(told, undisturbed, f"seemed to fail at crossing {number}")
    assert len(struck) >= FEWEST_POINTS
