"""PostgreSQL ends every connection of the program at one point after the other; the program lives on by itself."""

import asyncio
import threading
from itertools import count
from typing import Any

import asyncpg
import pytest

from tests.reliability.evidence import FROM_MEMORY, ask
from tests.reliability.story import tell
from tests.reliability.test_crash_points import unhurried

pytestmark = pytest.mark.long
__all__ = ["unhurried"]
STRIDE = 7
END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS NOT NULL"


async def test_a_server_that_hangs_up_at_any_point_costs_nothing_and_repeats_nothing(server: Any) -> None:
    async def alone(statement: str) -> None:
        raw = await asyncpg.connect(server.get_uri())
        await raw.execute(statement)
        await raw.close()

    def hang_up() -> None:
        # In a thread: the program must not get a turn meanwhile.
        thread = threading.Thread(target=asyncio.run, args=(alone(END_ALL),))
        thread.start()
        thread.join()

    async def fresh(number: int) -> str:
        await alone(f"CREATE SCHEMA struck_{number}")
        return f"{server.get_uri()}&search_path=struck_{number}"

    undisturbed = await tell(await fresh(0))
    struck = 0
    for number in count(len_of_start(undisturbed.crossed), STRIDE):
        url = await fresh(number)
        told = await tell(url, number, hang_up)
        if len(told.crossed) < number:
            break
        struck += 1
        where = f"hung up at crossing {number}, {told.crossed[number - 1]}"
        assert not any(told.unended.values()), where
        if await ask(url, FROM_MEMORY) == [1]:
            # The emergency was just being taken in: the card is sent straight from memory, and nothing is planned.
            (card,) = told.read["amina"]
            assert card.splitlines()[0] == undisturbed.read["amina"][0].splitlines()[0], where
            assert told.read == {**undisturbed.read, "amina": [card]}, where
        else:
            assert told.read == undisturbed.read, where
            assert told.effects == undisturbed.effects, where
    assert struck >= 40


def len_of_start(crossed: list[str]) -> int:
    """Return how many crossings opening the store takes: what is lost then ends the start with a sentence."""
    return crossed.index("before getMe") + 1
