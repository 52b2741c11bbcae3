"""What was erased, by our own random ids: so that a copy of the database from before, put back, erases it again.

Such an id is tied to nobody any more; whoever comes back gets another one. Copies are kept for 30 days at most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from storage.columns import from_ms, to_ms
from storage.noun import MOST_PRUNED, Noun

KEPT = timedelta(days=35)

Kind = Literal["member", "story", "hazard", "staff"]


@dataclass(frozen=True)
class Mark:
    """That something was erased: a member or report, a story that was taken back, someone who left the team."""

    kind: str
    id: int
    at: datetime


class Erased(Noun):
    """The marks."""

    name = "erased"

    async def note(self, kind: Kind, id: int) -> None:
        """Note that something is erased now."""
        await self._sql.note(kind=kind, id=id, at=to_ms(self._means.now()))

    async def take_back(self, kind: Kind, id: int) -> None:
        """Note that what was ended is there again by a new decision."""
        await self._sql.drop(kind=kind, id=id)

    async def all(self) -> list[Mark]:
        """Return every mark, the oldest first."""
        return [Mark(row["kind"], row["id"], from_ms(row["at"])) async for row in self._sql.all()]

    async def keep(self, marks: Iterable[Mark]) -> None:
        """Keep marks that another copy of the database has."""
        for one in marks:
            await self._sql.note(kind=one.kind, id=one.id, at=to_ms(one.at))

    async def prune(self, now: datetime) -> int:
        """Drop marks that no copy can be older than any more."""
        return int(await self._sql.prune(before=to_ms(now - KEPT), most=MOST_PRUNED))
