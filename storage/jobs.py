"""Moments to come, kept so that no restart loses them. Knows when, never what is then done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.columns import from_ms, maybe_from_ms, new_id, to_ms
from storage.noun import Noun

# A claim that never ended is given up after this long.
CLAIM_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Job:
    """A planned moment; `detail` is what its kind needs to know. `due_at` stays, however often it is tried again."""

    id: int
    kind: str
    target: int | None
    due_at: datetime
    detail: dict[str, Any]


class Jobs(Noun):
    """The moments; a row goes when its job is done."""

    name = "jobs"

    async def plan(
        self, kind: str, target: int | None, due_at: datetime, detail: Mapping[str, Any], *, unique: str | None
    ) -> int:
        """Keep a moment and return its id; while one with the same `unique` is open, that one's id instead."""
        id = new_id()
        sealed = self._seal(dict(detail), "detail", id)
        is_new = await self._sql.plan(
            id=id, kind=kind, target=target, due_at=to_ms(due_at), detail=sealed, uniqueness=unique
        )
        return id if is_new else int(await self._sql.known(uniqueness=unique))

    async def due(self, now: datetime, limit: int) -> list[Job]:
        """Return what is due and not claimed, the oldest first."""
        moment, lapsed = to_ms(now), to_ms(now - CLAIM_LASTS)
        return [self._job(row) async for row in self._sql.due(now=moment, lapsed=lapsed, most=limit)]

    async def get(self, id: int) -> Job | None:
        """Return a moment that has not come yet, or None."""
        row = await self._sql.get(id=id)
        return self._job(row) if row else None

    async def of(self, kind: str, target: int) -> list[Job]:
        """Return a target's moments of one kind, the nearest first."""
        return [self._job(row) async for row in self._sql.of(kind=kind, target=target)]

    async def claim(self, id: int, now: datetime) -> bool:
        """Take a job for oneself; False when someone was first or it is gone."""
        return bool(await self._sql.claim(id=id, now=to_ms(now), lapsed=to_ms(now - CLAIM_LASTS)))

    async def done(self, id: int) -> bool:
        """End a job; tells whether it was there."""
        return bool(await self._sql.done(id=id))

    async def again(self, id: int, retry_at: datetime) -> bool:
        """Let a job come again at another moment; tells whether it was there."""
        return bool(await self._sql.again(id=id, retry_at=to_ms(retry_at)))

    async def drop(self, kind: str, target: int) -> int:
        """Drop a target's jobs of one kind; returns how many."""
        return int(await self._sql.drop(kind=kind, target=target))

    async def due_at(self, kind: str, target: int) -> datetime | None:
        """Return the nearest moment of one kind that is planned for a target, or None."""
        return maybe_from_ms(await self._sql.due_at(kind=kind, target=target))

    async def next_due_at(self) -> datetime | None:
        """Return the nearest moment that is not claimed."""
        return maybe_from_ms(await self._sql.next_due_at())

    async def release(self) -> int:
        """Give up every claim: on start nobody can hold one."""
        return int(await self._sql.release())

    def _job(self, row: Any) -> Job:
        return Job(
            id=row["id"],
            kind=row["kind"],
            target=row["target"],
            due_at=from_ms(row["due_at"]),
            detail=self._open(row["detail"], "detail", row["id"]),
        )
