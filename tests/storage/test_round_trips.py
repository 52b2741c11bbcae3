"""A database may be far away: what is written for many updates at once takes a few trips, not one for each."""

from typing import Any

import pytest

from storage.inbox import Received
from storage.outbox import Notice
from storage.store import Store
from storage.write_queue import LONGEST_WRITE_S
from tests.storage.conftest import NOON

# From a server in one part of the world to a database in another, and back.
TRIP_S = 0.015
BATCH = 100
LANES = 64


class Trips:
    """A connection that counts how often it is asked for something."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    async def fetch(self, sql: str, parameters: Any) -> Any:
        self.count += 1
        return await self._connection.fetch(sql, parameters)

    async def execute(self, sql: str, parameters: Any) -> int:
        self.count += 1
        return int(await self._connection.execute(sql, parameters))


@pytest.fixture
def trips(store: Store, monkeypatch: pytest.MonkeyPatch) -> Trips:
    counting = Trips(store._database.writer)
    monkeypatch.setattr(store._database, "writer", counting)
    return counting


def batch(first: int) -> list[Received]:
    return [Received(number, f"body {number}".encode(), False, NOON) for number in range(first, first + BATCH)]


async def test_a_whole_batch_of_updates_is_kept_in_a_few_trips(store: Store, trips: Trips) -> None:
    async with store.write(urgent=True) as w:
        assert await w.inbox.accept(batch(1)) == set(range(1, 1 + BATCH))
        assert await w.inbox.accept(batch(51)) == set(range(101, 51 + BATCH)), "what is known is ignored"

    assert trips.count * TRIP_S < LONGEST_WRITE_S / 5
    async with store.read() as r:
        assert [one.body for one in await r.inbox.undone()] == [f"body {number}".encode() for number in range(1, 151)]


async def test_the_updates_of_all_lanes_begin_in_a_few_trips(store: Store, trips: Trips) -> None:
    async with store.write() as w:
        await w.inbox.accept(batch(1))
        before = trips.count
        await w.inbox.begin(range(1, 1 + LANES))
        assert trips.count == before + 1

    async with store.read() as r:
        assert [one.runs for one in await r.inbox.undone()] == [1] * LANES + [0] * (BATCH - LANES)


async def test_notices_that_are_sent_at_once_are_claimed_in_one_trip(store: Store, trips: Trips, member: int) -> None:
    call = {"method": "sendMessage", "text": "hello"}
    async with store.write() as w:
        notices = [
            Notice(target=member, kind="reply", period=str(number), priority=1, call=call) for number in range(8)
        ]
        ids = [staged.id for notice in notices if (staged := await w.outbox.stage(notice))]
        before = trips.count
        assert set(await w.outbox.claim([*ids, 12345])) == set(ids)
        assert trips.count == before + 1
        assert await w.outbox.claim(ids) == []
        assert await w.outbox.claim([]) == []
