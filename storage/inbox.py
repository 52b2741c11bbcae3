"""Updates that Telegram has handed over, sealed until they are handled; each ends in exactly one named state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.errors import PitwiseError
from storage.columns import from_ms, maybe_from_ms, to_ms
from storage.noun import MOST_PRUNED, Noun

# Telegram's ids begin anew, at random, after a week without updates.
IDS_KEPT = timedelta(days=6)
DEAD_KEPT = timedelta(hours=72)
MESSAGE_IDS_KEPT = timedelta(hours=48)


class AlreadyDone(PitwiseError):
    """An update had its end already; what was done with it just now must not count."""


@dataclass(frozen=True)
class Received:
    """An update as it came: its body is stripped JSON."""

    update_id: int
    body: bytes
    urgent: bool
    received_at: datetime


@dataclass(frozen=True)
class Waiting:
    """An update without an end; `runs` were begun, `failures` of them ended badly."""

    update_id: int
    body: bytes
    runs: int
    failures: int
    retry_at: datetime | None
    received_at: datetime
    urgent: bool


class Inbox(Noun):
    """The updates; states are new, done, dead and the other final ones that handlers name."""

    name = "inbox"

    async def accept(self, received: Sequence[Received]) -> set[int]:
        """Keep updates and return the ids that were not known before."""
        rows = [
            {
                "update_id": one.update_id,
                "body": self._vault.seal(one.body, f"inbox.body:{one.update_id}"),
                "urgent": int(one.urgent),
                "received_at": to_ms(one.received_at),
            }
            for one in received
        ]
        return {row["update_id"] for row in await self._sql.many("accept", rows)}

    async def undone(self) -> list[Waiting]:
        """Return every update without an end, in the order of their ids."""
        return [
            Waiting(
                update_id=row["update_id"],
                body=self._vault.open(row["body"], f"inbox.body:{row['update_id']}"),
                runs=row["runs"],
                failures=row["failures"],
                retry_at=maybe_from_ms(row["retry_at"]),
                received_at=from_ms(row["received_at"]),
                urgent=bool(row["urgent"]),
            )
            async for row in self._sql.undone()
        ]

    async def kept(self) -> list[tuple[int, bytes]]:
        """Return the id and the body of every update that still has one: without an end, or a dead letter."""
        rows = [row async for row in self._sql.kept()]
        return [(row["update_id"], self._vault.open(row["body"], f"inbox.body:{row['update_id']}")) for row in rows]

    async def forget(self, update_ids: Iterable[int]) -> None:
        """End updates unhandled and empty them, as their person wants to be forgotten; those with an end keep it."""
        for update_id in update_ids:
            await self._sql.forget(update_id=update_id)

    async def begin(self, update_ids: Iterable[int]) -> None:
        """Count one more run of each."""
        await self._sql.many("begin", [{"update_id": update_id} for update_id in update_ids])

    async def finish(self, update_id: int, *, target: int | None, message_id: int | None, state: str = "done") -> None:
        """End an update and empty its body; raises AlreadyDone when it had its end before.

        `target` and `message_id` name the incoming message, so that `/forget` can delete it for 48 hours.
        """
        if not await self._sql.finish(update_id=update_id, state=state, target=target, message_id=message_id):
            raise AlreadyDone(f"an update was {await self._sql.get_state(update_id=update_id) or 'pruned'} already")

    async def fail(self, update_id: int, retry_at: datetime) -> None:
        """Count a run that ended badly and note when the next one is due."""
        await self._sql.fail(update_id=update_id, retry_at=to_ms(retry_at))

    async def bury(self, update_id: int, why: str) -> None:
        """End an update as a dead letter; its sealed body stays for 72 hours. `why` is a word of ours."""
        if not await self._sql.bury(update_id=update_id, why=why):
            raise AlreadyDone(f"an update was {await self._sql.get_state(update_id=update_id) or 'pruned'} already")

    async def get_state(self, update_id: int) -> str | None:
        """Return an update's state, or None when it is not known."""
        state: str | None = await self._sql.get_state(update_id=update_id)
        return state

    async def counts(self) -> dict[str, int]:
        """Return how many updates are in each state."""
        return {row["state"]: row["times"] async for row in self._sql.counts()}

    async def age_of_oldest(self, now: datetime) -> timedelta | None:
        """Return how long the oldest update without an end has waited."""
        oldest = await self._sql.oldest()
        return None if oldest is None else now - from_ms(oldest)

    async def message_ids(self, target: int, since: datetime) -> list[int]:
        """Return the ids of messages that came from a target since then."""
        return [row["message_id"] async for row in self._sql.message_ids(target=target, since=to_ms(since))]

    async def prune(self, now: datetime) -> int:
        """Drop what is past its time, at most MOST_PRUNED rows of a kind; returns how many."""
        done = await self._sql.drop_done(before=to_ms(now - IDS_KEPT), most=MOST_PRUNED)
        dead = await self._sql.empty_dead(before=to_ms(now - DEAD_KEPT), most=MOST_PRUNED)
        named = await self._sql.drop_message_ids(before=to_ms(now - MESSAGE_IDS_KEPT), most=MOST_PRUNED)
        return int(done + dead + named)
