"""What the team did: the act, in which role, on which file, when. No text and no id of Telegram; only ever added to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.columns import from_ms, to_ms
from storage.noun import Noun

KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Entry:
    """One act. `staff` is someone's number in the team, 0 the operator's; `subject` a file number or a word of ours."""

    at: datetime
    act: str
    role: str
    staff: int
    subject: str


class Audit(Noun):
    """Entries are recorded with the act itself, in its transaction, and never changed."""

    name = "audit"

    async def record(self, act: str, role: str, staff: int, subject: str, now: datetime) -> None:
        """Note one act."""
        await self._sql.record(now=to_ms(now), act=act, role=role, staff=staff, subject=subject)

    async def since(self, moment: datetime) -> list[Entry]:
        """Return what was done from a moment on, the oldest first."""
        return [
            Entry(from_ms(row["at"]), row["act"], row["role"], row["staff"], row["subject"])
            async for row in self._sql.since(since=to_ms(moment))
        ]

    async def prune(self, now: datetime) -> int:
        """Drop what is older than a year; returns how many."""
        return int(await self._sql.prune(before=to_ms(now - KEPT)))
