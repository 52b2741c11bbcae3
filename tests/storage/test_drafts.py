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


async def test_a_draft_is_laid_aside_and_found_by_its_flow(store: Store) -> None:
    pending, notes = {"country": "TZ"}, {"words": True}
    async with store.write() as w:
        await w.drafts.save(7, 7, "share", "place", {"a": 1}, NOON, revision=None, pending=pending, notes=notes)
        draft = await w.drafts.find(7, 7)
        assert draft
        await w.drafts.lay_aside(7, 7, draft, NOON)
        with pytest.raises(Outrun):
            await w.drafts.lay_aside(7, 7, draft, NOON)
        assert await w.drafts.find(7, 7) is None
        aside = await w.drafts.find_aside(7, 7, "share")
        assert aside and (aside.step, aside.answers, aside.pending, aside.notes) == ("place", {"a": 1}, pending, notes)
        assert await w.drafts.find_aside(7, 7, "offer") is None
        assert await w.drafts.find_aside(8, 8, "share") is None
        assert [await w.drafts.drop_aside(7, 7, "share") for _ in range(2)] == [True, False]


async def test_what_is_laid_aside_goes_after_eight_days(store: Store) -> None:
    async with store.write() as w:
        revision = await w.drafts.save(7, 7, "share", "a", {}, NOON, revision=None)
        draft = await w.drafts.find(7, 7)
        assert draft and draft.revision == revision
        await w.drafts.lay_aside(7, 7, draft, NOON)
        assert await w.drafts.prune(NOON + timedelta(days=8)) == 0
        assert await w.drafts.prune(NOON + timedelta(days=8, seconds=1)) == 1
        assert await w.drafts.all_aside(7, 7) == []


async def test_only_the_very_revision_is_ended(store: Store) -> None:
    async with store.write() as w:
        revision = await w.drafts.save(7, 7, "share", "a", {}, NOON, revision=None)
        assert not await w.drafts.end(7, 7, revision + 1)
        assert [await w.drafts.end(7, 7, revision) for _ in range(2)] == [True, False]
