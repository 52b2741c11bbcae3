"""What did not go out, or nobody knows whether it did: counted and listed for people, without any text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.quiet import read_quiet
from storage.columns import from_ms
from storage.noun import Noun


@dataclass(frozen=True)
class Tally:
    """How many notices are alike in state, kind, urgency and why they failed, and since when the oldest is staged."""

    state: str
    kind: str
    priority: int
    why: str
    times: int
    oldest: datetime


@dataclass(frozen=True)
class Unsent:
    """A notice that failed, or whose fate is unknown; `has_text` while it can be sent again."""

    id: int
    target: int
    kind: str
    period: str
    priority: int
    state: str
    why: str
    ended_at: datetime
    has_text: bool


class Unsents(Noun):
    """Reads the outbox; what is done about an item is the outbox's own."""

    name = "unsent"

    async def tally(self) -> list[Tally]:
        """Return how many notices there are of each sort, the ones sent within a week too."""
        return [
            Tally(row["state"], row["kind"], row["priority"], row["why"] or "", row["times"], from_ms(row["oldest"]))
            async for row in self._sql.tally()
        ]

    async def resting(self, now: datetime) -> int:
        """Return how many wait only because their readers have quiet hours."""
        rows = [(read_quiet(row["quiet"]), row["times"]) async for row in self._sql.resting()]
        return sum(times for quiet, times in rows if quiet.end(now))

    async def page(self, start: int, limit: int) -> list[Unsent]:
        """Return items from number `start` on: of unknown fate before failed ones, the newest first."""
        return [_unsent(row) async for row in self._sql.page(start=start, most=limit)]

    async def get(self, id: int) -> Unsent | None:
        """Return one item; None when it is none any more."""
        row = await self._sql.get(id=id)
        return _unsent(row) if row else None


def _unsent(row: Any) -> Unsent:
    return Unsent(
        id=row["id"],
        target=row["target"],
        kind=row["kind"],
        period=row["period"],
        priority=row["priority"],
        state=row["state"],
        why=row["why"] or "",
        ended_at=from_ms(row["ended_at"]),
        has_text=bool(row["has_text"]),
    )
