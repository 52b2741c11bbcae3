from datetime import timedelta

import pytest

from storage.drafts import Outrun
from storage.store import Store
from tests.storage.conftest import NOON


async def test_a_draft_goes_on_where_it_stopped(store: Store) -> None:
    answers = {"what": "we dug \ud83d deeper", "how_many": 3}
    async with store.write() as w:
        revision = await w.drafts.save(7, 7, "share", "result", answers, NOON, revision=None)
    async with store.read() as r:
        draft = await r.drafts.find(7, 7)
        assert await r.drafts.find(7, 8) is None
    assert draft is not None
    assert (draft.flow, draft.step, draft.answers) == ("share", "result", answers)
    assert (draft.updated_at, draft.revision) == (NOON, revision)


async def test_a_save_must_name_the_draft_that_was_read(store: Store) -> None:
    async with store.write() as w:
        first = await w.drafts.save(7, 7, "share", "a", {}, NOON, revision=None)
        second = await w.drafts.save(7, 7, "share", "b", {}, NOON, revision=first)
        for stale in (first, None, 12345):
            with pytest.raises(Outrun):
                await w.drafts.save(7, 7, "share", "c", {}, NOON, revision=stale)
        assert (draft := await w.drafts.find(7, 7)) and (draft.step, draft.revision) == ("b", second)


async def test_a_new_draft_is_not_taken_for_the_dropped_one(store: Store) -> None:
    async with store.write() as w:
        dropped = await w.drafts.save(7, 7, "share", "a", {}, NOON, revision=None)
        assert await w.drafts.drop(7, 7)
        assert not await w.drafts.drop(7, 7)
        with pytest.raises(Outrun):
            await w.drafts.save(7, 7, "share", "b", {}, NOON, revision=dropped)
        await w.drafts.save(7, 7, "share", "a", {}, NOON, revision=None)
        with pytest.raises(Outrun):
            await w.drafts.save(7, 7, "share", "b", {}, NOON, revision=dropped)


async def test_an_idle_draft_goes_after_eight_days(store: Store) -> None:
    async with store.write() as w:
        await w.drafts.save(7, 7, "share", "a", {}, NOON, revision=None)
        await w.drafts.save(8, 8, "share", "a", {}, NOON + timedelta(days=1), revision=None)
        assert await w.drafts.prune(NOON + timedelta(days=8)) == 0
        assert await w.drafts.prune(NOON + timedelta(days=8, seconds=1)) == 1
        assert await w.drafts.find(8, 8) is not None
