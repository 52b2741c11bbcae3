from datetime import timedelta

import pytest

from storage.store import Store
from storage.unasked import WEEK
from tests.storage.conftest import NOON


async def test_two_unasked_messages_a_week_go_to_one_person_and_no_third(store: Store) -> None:
    async with store.write() as w:
        assert [await w.unasked.note(7, NOON + timedelta(days=day)) for day in (0, 1, 6)] == [True, True, False]
        assert await w.unasked.note(8, NOON)
        assert await w.unasked.note(7, NOON + WEEK)


@pytest.mark.parametrize(("most", "gone"), [(1, [True, False]), (0, [False, False])])
async def test_who_wants_fewer_gets_fewer(store: Store, most: int, gone: list[bool]) -> None:
    async with store.write() as w:
        assert await w.unasked.most(7) == 2
        await w.unasked.set_most(7, 2)
        await w.unasked.set_most(7, most)
        assert await w.unasked.most(7) == most
        assert [await w.unasked.note(7, NOON) for _ in range(2)] == gone


async def test_what_counts_no_more_is_forgotten(store: Store) -> None:
    async with store.write() as w:
        await w.unasked.note(7, NOON)
        assert await w.unasked.prune(NOON + WEEK - timedelta(seconds=1)) == 0
        assert await w.unasked.prune(NOON + WEEK) == 1
