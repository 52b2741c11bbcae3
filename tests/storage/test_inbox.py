from datetime import timedelta

import pytest

from storage.inbox import AlreadyDone, Received
from storage.noun import MOST_PRUNED
from storage.store import Store
from tests.storage.conftest import NOON


def received(*update_ids: int, urgent: bool = False) -> list[Received]:
    return [Received(update_id, f"body {update_id}".encode(), urgent, NOON) for update_id in update_ids]


async def test_an_update_is_accepted_once(store: Store) -> None:
    async with store.write(urgent=True) as w:
        assert await w.inbox.accept(received(2, 1)) == {1, 2}
        assert await w.inbox.accept(received(1, 2, 3)) == {3}
        assert await w.inbox.accept([]) == set()


async def test_undone_updates_come_back_whole_and_in_order(store: Store) -> None:
    async with store.write() as w:
        await w.inbox.accept(received(9, 3) + received(5, urgent=True))
    async with store.read() as r:
        undone = await r.inbox.undone()
    assert [(one.update_id, one.body, one.urgent) for one in undone] == [
        (3, b"body 3", False),
        (5, b"body 5", True),
        (9, b"body 9", False),
    ]
    assert {(one.runs, one.failures, one.retry_at, one.received_at) for one in undone} == {(0, 0, None, NOON)}


async def test_runs_and_failures_are_counted_apart(store: Store) -> None:
    retry_at = NOON + timedelta(seconds=5)
    async with store.write() as w:
        await w.inbox.accept(received(1, 2))
        await w.inbox.begin([1, 2])
        await w.inbox.begin([1])
        await w.inbox.fail(1, retry_at)
        undone = await w.inbox.undone()
    assert [(one.runs, one.failures, one.retry_at) for one in undone] == [(2, 1, retry_at), (1, 0, None)]


async def test_a_finished_update_is_empty_and_never_done_twice(store: Store) -> None:
    async with store.write() as w:
        await w.inbox.accept(received(1))
        await w.inbox.finish(1, target=7, message_id=70)
    async with store.write() as w:
        with pytest.raises(AlreadyDone):
            await w.inbox.finish(1, target=7, message_id=70)
        await w.inbox.begin([1])
        await w.inbox.fail(1, NOON)
        assert await w.inbox.undone() == []
        assert await w.inbox.accept(received(1)) == set()
        assert await w.inbox.get_state(1) == "done"


async def test_an_update_that_nobody_accepted_can_not_be_finished(store: Store) -> None:
    async with store.write() as w:
        with pytest.raises(AlreadyDone):
            await w.inbox.finish(1, target=None, message_id=None)
        assert await w.inbox.get_state(1) is None


async def test_other_final_states_have_names(store: Store) -> None:
    async with store.write() as w:
        await w.inbox.accept(received(1, 2, 3))
        await w.inbox.finish(1, target=None, message_id=None, state="summed-up")
        await w.inbox.bury(2, "ValueError")
        with pytest.raises(AlreadyDone):
            await w.inbox.finish(2, target=None, message_id=None)
        with pytest.raises(AlreadyDone):
            await w.inbox.bury(1, "ValueError")
        assert await w.inbox.counts() == {"summed-up": 1, "dead": 1, "new": 1}


async def test_age_of_the_oldest_update_without_an_end(store: Store) -> None:
    async with store.write() as w:
        assert await w.inbox.age_of_oldest(NOON) is None
        await w.inbox.accept(received(1))
        assert await w.inbox.age_of_oldest(NOON + timedelta(minutes=3)) == timedelta(minutes=3)


async def test_message_ids_are_known_for_two_days(store: Store) -> None:
    async with store.write() as w:
        await w.inbox.accept(received(1, 2, 3))
        await w.inbox.finish(1, target=7, message_id=70)
        await w.inbox.finish(2, target=7, message_id=None)
        await w.inbox.finish(3, target=8, message_id=80)
        assert await w.inbox.message_ids(7, NOON) == [70]
        assert await w.inbox.message_ids(7, NOON + timedelta(seconds=1)) == []
        await w.inbox.prune(NOON + timedelta(hours=49))
        assert await w.inbox.message_ids(7, NOON) == []


async def test_pruning_keeps_what_has_no_end(store: Store) -> None:
    async with store.write() as w:
        await w.inbox.accept(received(1, 2, 3))
        await w.inbox.finish(1, target=None, message_id=None)
        await w.inbox.bury(2, "ValueError")
        assert await w.inbox.prune(NOON + timedelta(hours=71)) == 0
        assert await w.inbox.prune(NOON + timedelta(hours=73)) == 1
        row = await w.inbox._sql.get_state(update_id=2)
        assert row == "dead"
        assert await w.inbox.prune(NOON + timedelta(days=7)) == 2
        assert [one.update_id for one in await w.inbox.undone()] == [3]


async def test_one_pruning_takes_a_bounded_number(store: Store) -> None:
    async with store.write() as w:
        await w.inbox.accept(received(*range(MOST_PRUNED + 10)))
        for update_id in range(MOST_PRUNED + 10):
            await w.inbox.finish(update_id, target=None, message_id=None)
    later = NOON + timedelta(days=7)
    async with store.write() as w:
        assert await w.inbox.prune(later) == MOST_PRUNED
        assert await w.inbox.prune(later) == 10


async def test_a_body_of_any_bytes_survives(store: Store) -> None:
    body = bytes(range(256))
    async with store.write() as w:
        await w.inbox.accept([Received(2**62, body, False, NOON)])
        assert (await w.inbox.undone())[0].body == body
