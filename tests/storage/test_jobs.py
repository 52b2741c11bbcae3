from datetime import timedelta

from storage.jobs import CLAIM_LASTS
from storage.store import Store
from tests.storage.conftest import NOON, Opener

SOON = NOON + timedelta(minutes=30)


async def test_a_moment_comes_when_it_is_due_with_its_detail(store: Store) -> None:
    async with store.write() as w:
        assert await w.jobs.next_due_at() is None
        second = await w.jobs.plan("ask", 7, SOON + timedelta(minutes=1), {"language": "sw"}, unique=None)
        first = await w.jobs.plan("erase", None, SOON, {"ids": [1, 2]}, unique=None)
        assert await w.jobs.next_due_at() == SOON
        assert await w.jobs.due(NOON, 10) == []
        due = await w.jobs.due(SOON + timedelta(minutes=1), 10)
        assert [(job.id, job.kind, job.target, job.due_at, job.detail) for job in due] == [
            (first, "erase", None, SOON, {"ids": [1, 2]}),
            (second, "ask", 7, SOON + timedelta(minutes=1), {"language": "sw"}),
        ]
        assert [job.id for job in await w.jobs.due(SOON + timedelta(minutes=1), 1)] == [first]


async def test_what_is_planned_for_someone_is_found_before_its_time(store: Store) -> None:
    async with store.write() as w:
        second = await w.jobs.plan("ask", 7, SOON, {"n": 2}, unique=None)
        first = await w.jobs.plan("ask", 7, NOON, {"n": 1}, unique=None)
        await w.jobs.plan("erase", 7, NOON, {}, unique=None)
        await w.jobs.plan("ask", 8, NOON, {}, unique=None)
        assert [(job.id, job.detail) for job in await w.jobs.of("ask", 7)] == [(first, {"n": 1}), (second, {"n": 2})]
        found = await w.jobs.get(second)
        assert found is not None
        assert (found.kind, found.target, found.due_at, found.detail) == ("ask", 7, SOON, {"n": 2})
        await w.jobs.done(second)
        assert await w.jobs.get(second) is None


async def test_an_open_moment_is_planned_once(store: Store) -> None:
    async with store.write() as w:
        first = await w.jobs.plan("ask", 7, SOON, {}, unique="ask:7")
        assert await w.jobs.plan("ask", 7, SOON, {}, unique="ask:7") == first
        assert await w.jobs.done(first)
        assert not await w.jobs.done(first)
        assert await w.jobs.plan("ask", 7, SOON, {}, unique="ask:7") != first


async def test_a_claimed_job_is_nobody_elses_until_the_claim_lapses(store: Store) -> None:
    async with store.write() as w:
        job = await w.jobs.plan("ask", 7, NOON, {}, unique=None)
        assert await w.jobs.claim(job, NOON)
        assert not await w.jobs.claim(job, NOON)
        assert await w.jobs.due(NOON, 10) == []
        assert await w.jobs.next_due_at() is None
        lapsed = NOON + CLAIM_LASTS + timedelta(seconds=1)
        assert [one.id for one in await w.jobs.due(lapsed, 10)] == [job]
        assert await w.jobs.claim(job, lapsed)


async def test_a_failed_job_comes_again(store: Store) -> None:
    async with store.write() as w:
        job = await w.jobs.plan("ask", 7, NOON, {}, unique=None)
        await w.jobs.claim(job, NOON)
        assert await w.jobs.again(job, SOON)
        assert await w.jobs.due(NOON, 10) == []
        assert await w.jobs.next_due_at() == SOON
        assert [(one.id, one.due_at) for one in await w.jobs.due(SOON, 10)] == [(job, NOON)]
        assert not await w.jobs.again(5, SOON)
        assert not await w.jobs.claim(5, SOON)


async def test_dropping_takes_one_kind_of_one_target(store: Store) -> None:
    async with store.write() as w:
        for kind, target in (("ask", 7), ("ask", 8), ("tell", 7)):
            await w.jobs.plan(kind, target, NOON, {}, unique=None)
        assert await w.jobs.drop("ask", 7) == 1
        assert sorted((job.kind, job.target) for job in await w.jobs.due(NOON, 10)) == [("ask", 8), ("tell", 7)]


async def test_a_claim_does_not_survive_a_restart(url: str, opened: Opener) -> None:
    store = await opened(url)
    async with store.write() as w:
        job = await w.jobs.plan("ask", 7, NOON, {}, unique=None)
        await w.jobs.claim(job, NOON)
    await store.close()
    store = await opened(url)
    async with store.read() as r:
        assert [one.id for one in await r.jobs.due(NOON, 10)] == [job]
