"""Whom an alert goes to, one by one: planned, queued, and what became of it. So nobody gets it twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.alerts import Reach
from storage.columns import to_ms
from storage.noun import MOST_PRUNED, Noun

KEPT = timedelta(days=30)
# Planned, and in the outbox; all others are ends, those of the outbox by its own words.
PLANNED, QUEUED = "planned", "queued"
# An end without a notice: its reader has had enough of this week.
SPARED = "spared"


@dataclass(frozen=True)
class Recipient:
    """A target of an alert and the languages it gets it in."""

    target: int
    languages: tuple[str, ...]


class Recipients(Noun):
    """Every change is conditional on the state before; `kind` and `period` are those of the alert's notices."""

    name = "recipients"

    async def add(self, alert: int, recipients: Iterable[Recipient], due_at: datetime) -> None:
        """Plan an alert for more targets; whoever is there already is not added again."""
        await self._sql.many("add", [{**_row(alert, one), "due_at": to_ms(due_at)} for one in recipients])

    async def reached(self, root: int, after: int, limit: int) -> list[Recipient]:
        """Return whom an alert or its repeats have reached, or may have, with a target above `after`: a page."""
        return [_recipient(row) async for row in self._sql.reached(root=root, after=after, most=limit)]

    async def reach(self, root: int) -> Reach:
        """Return how many an alert or its repeats have reached, or may have."""
        members = await self._sql.members_reached(root=root)
        return Reach(int(members or 0), int(await self._sql.groups_reached(root=root) or 0))

    async def due(self, alert: int, now: datetime, limit: int) -> list[Recipient]:
        """Return who is planned and due."""
        return [_recipient(row) async for row in self._sql.due(alert=alert, now=to_ms(now), most=limit)]

    async def move(self, alert: int, recipients: Sequence[Recipient], state: str, due_at: datetime) -> None:
        """Give planned recipients another state, or (PLANNED again) another moment."""
        rows = [{**_row(alert, one), "state": state, "due_at": to_ms(due_at)} for one in recipients]
        await self._sql.many("move", rows)

    async def settle(self, alert: int, kind: str, period: str) -> int:
        """Note what became of queued notices that have ended; returns how many."""
        return int(await self._sql.settle(alert=alert, kind=kind, period=period))

    async def catch_up(self, alert: int, kind: str, period: str) -> int:
        """Note what has arrived although it had failed at first, as in a group that let us write again."""
        return int(await self._sql.catch_up(alert=alert, kind=kind, period=period))

    async def cancel(self, alert: int, limit: int) -> int:
        """End what is only planned, at most `limit`; returns how many."""
        return int(await self._sql.cancel(alert=alert, most=limit))

    async def cancel_notices(self, alert: int, kind: str, period: str) -> int:
        """End an alert's notices that wait in the outbox; returns how many."""
        now = to_ms(self._means.now())
        return int(await self._sql.cancel_notices(alert=alert, kind=kind, period=period, now=now))

    async def counts(self, alert: int) -> dict[str, int]:
        """Return how many recipients are in each state."""
        return {row["state"]: row["times"] async for row in self._sql.counts(alert=alert)}

    async def queued(self, alert: int) -> int:
        """Return how many notices of an alert are in the outbox and not ended."""
        return int(await self._sql.queued(alert=alert) or 0)

    async def times_of(self, target: int) -> int:
        """Return how many alerts are known to have gone to a target."""
        return int(await self._sql.times_of(target=target) or 0)

    async def prune(self, now: datetime) -> int:
        """Forget whom an alert went to a month after its end, a few at a time; returns how many."""
        alert = await self._sql.past(before=to_ms(now - KEPT))
        return int(await self._sql.drop(alert=alert, most=MOST_PRUNED)) if alert else 0


def _row(alert: int, one: Recipient) -> dict[str, object]:
    return {"alert": alert, "target": one.target, "languages": ",".join(one.languages)}


def _recipient(row: dict[str, object]) -> Recipient:
    return Recipient(int(str(row["target"])), tuple(str(row["languages"]).split(",")))
