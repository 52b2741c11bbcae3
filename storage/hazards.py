"""Dangers that members report: sealed until someone looks, then told to groups near or gone. Knows no words of ours.

What stays of one that is over is its kind and its coarse place, for as long as those who heard of it are to hear that.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from storage.columns import day_ms, from_day_ms, maybe_from_ms, new_id, to_ms
from storage.erased import Erased
from storage.noun import MOST_PRUNED, Noun

# What a case about a reported danger is called.
CASE_KIND = "hazard"
# So long a report waits for someone to look, and so long what was told is kept after its end.
WAITS, KEPT_AFTER = timedelta(days=30), timedelta(days=30)
# What a group can hear of one.
TOLD, OVER = "told", "over"
_NEVER = -1
Reach = Literal["region", "country"]


@dataclass(frozen=True)
class Hazard:
    """One report. `answers` is what was written (empty once decided), `shown` what groups may read (None before).

    `kind` and `region` are words of ours, `region` "" for the country alone. `state` is waiting, told, over, rejected,
    unread (nobody looked in time) or withdrawn. `contact` is the member's id of ours, None when nobody is to be told
    any more. A change names `revision`.
    """

    id: int
    state: str
    kind: str
    country: str
    region: str
    language: str
    answers: Mapping[str, Any]
    shown: Mapping[str, Any] | None
    reach: Reach | None
    contact: int | None
    revision: int
    received_on: date
    told_at: datetime | None
    ends_at: datetime | None
    has_picture: bool


@dataclass(frozen=True)
class Reported:
    """A danger as it comes in: words of ours for what and where, the answers by step, a picture if there is one."""

    kind: str
    country: str
    region: str
    language: str
    answers: Mapping[str, Any]
    picture: bytes | None = None


class Hazards(Noun):
    """Every change is one conditional statement and tells whether it was the first."""

    name = "hazards"

    async def add(self, member: int, receipt: str, told: Reported, today: date) -> int | None:
        """Keep a report of a member under its receipt code and return its id; None when the code is taken."""
        id = new_id()
        is_new = await self._sql.add(
            id=id,
            receipt=self._vault.stamp(f"receipt:{receipt}"),
            author=self._vault.lookup("reported", member),
            contact=self._seal(member, "contact", id),
            kind=told.kind,
            country=told.country,
            region=told.region,
            language=told.language,
            body=self._seal(dict(told.answers), "body", id),
            picture=None if told.picture is None else self._vault.seal(told.picture, f"hazards.picture:{id}"),
            received_on=day_ms(today),
        )
        return id if is_new else None

    async def get(self, id: int) -> Hazard | None:
        """Return a report, or None."""
        row = await self._sql.get(id=id)
        return self._hazard(row) if row else None

    async def picture(self, id: int) -> bytes | None:
        """Return the picture of a report that waits, or None."""
        row = await self._sql.get(id=id)
        return self._vault.open(row["picture"], f"hazards.picture:{id}") if row and row["picture"] else None

    async def by_receipt(self, receipt: str) -> Hazard | None:
        """Return the report that a receipt code opens, from any account, or None."""
        for version in self._vault.versions:
            stamp = self._vault.stamp(f"receipt:{receipt}", version=version)
            if row := await self._sql.by_receipt(receipt=stamp):
                return self._hazard(row)
        return None

    async def of(self, member: int) -> list[Hazard]:
        """Return a member's reports, the newest first."""
        found = []
        for version in self._vault.versions:
            author = self._vault.lookup("reported", member, version=version)
            found += [self._hazard(row) async for row in self._sql.by_author(author=author)]
        return found

    async def change(self, one: Hazard, answers: Mapping[str, Any]) -> bool:
        """Replace what is written of a report while it waits."""
        body = self._seal(dict(answers), "body", one.id)
        return bool(await self._sql.change(id=one.id, body=body, revision=one.revision))

    async def tell(
        self, one: Hazard, shown: Mapping[str, Any], reach: Reach, *, now: datetime, ends_at: datetime
    ) -> bool:
        """Let groups hear of it as `shown` until `ends_at`; what was written and its picture are erased."""
        sealed = self._seal(dict(shown), "shown", one.id)
        return bool(
            await self._sql.tell(
                id=one.id, shown=sealed, reach=reach, now=to_ms(now), ends_at=to_ms(ends_at), revision=one.revision
            )
        )

    async def reject(self, id: int) -> bool:
        """Tell nobody of it; what was written and its picture are erased."""
        return bool(await self._sql.finish(id=id, state="rejected"))

    async def leave_unread(self, id: int) -> bool:
        """Erase a report that waited so long that nobody looked in time."""
        return bool(await self._sql.finish(id=id, state="unread"))

    async def be_over(self, id: int) -> bool:
        """End what was told: no group hears of it any more, and who has heard of it hears that it is over."""
        await self._stop_telling(id)
        return bool(await self._sql.be_over(id=id))

    async def withdraw(self, id: int) -> bool:
        """Erase a report in any state; tells whether it was there."""
        await self._stop_telling(id)
        await Erased(self._means).note("hazard", id)
        return bool(await self._sql.withdraw(id=id))

    async def _stop_telling(self, id: int) -> None:
        """Send to nobody what waits to be sent of it, as of a story that is taken back."""
        stories = self._means.statements.on(self._means.connection, "experiences")
        quoted, now = f"%,{id},%", to_ms(self._means.now())
        await stories.stop_waiting(kind=CASE_KIND, about="", quoted=quoted, now=now)
        await stories.stop_unknown(kind=CASE_KIND, about="", quoted=quoted, now=now)
        await stories.stop_failed(quoted=quoted, now=now)
        await stories.stop_sending(quoted=quoted)

    async def withdraw_all(self, member: int) -> list[int]:
        """Erase every report of a member; returns their ids."""
        return [one.id for one in await self.of(member) if await self.withdraw(one.id)]

    async def alike(self, one: Hazard, since: date) -> list[Hazard]:
        """Return others of the same kind and place that wait or are told, reported since a day, the newest first."""
        rows = self._sql.alike(kind=one.kind, country=one.country, region=one.region, since=day_ms(since))
        return [self._hazard(row) async for row in rows if row["id"] != one.id]

    async def running(self, now: datetime) -> list[Hazard]:
        """Return what groups are to hear of now, the newest first."""
        return [self._hazard(row) async for row in self._sql.running(now=to_ms(now))]

    async def ended(self, now: datetime) -> list[Hazard]:
        """Return what was told and is over or was taken back, the newest first."""
        return [self._hazard(row) async for row in self._sql.ended(after=to_ms(now - KEPT_AFTER))]

    async def heard_by(self, target: int, lost: date | None) -> Collection[tuple[int, str]]:
        """Return of which dangers a target has heard, and whether TOLD or OVER; `lost` is an edition that got lost."""
        period = _NEVER if lost is None else day_ms(lost)
        rows = self._sql.heard(target=target, lost=period)
        return frozenset([(row["hazard"], row["what"]) async for row in rows])

    async def note_heard(self, target: int, hazard: int, what: str, period: date) -> None:
        """Note that a target hears of a danger, TOLD or OVER, in the edition of a local day."""
        await self._sql.note_heard(target=target, hazard=hazard, what=what, period=day_ms(period))

    async def unhear(self, target: int, period: date) -> None:
        """Forget what a target was to hear in the edition of a local day, as another one goes in its place."""
        await self._sql.unhear(target=target, period=day_ms(period))

    async def prune(self, now: datetime) -> int:
        """Erase what nobody looked at in time, and drop what is past its end; returns how many."""
        waited = day_ms((now - WAITS).date())
        for row in [row async for row in self._sql.unread(before=waited, most=MOST_PRUNED)]:
            await self.leave_unread(row["id"])
        received, ended = day_ms((now - WAITS - KEPT_AFTER).date()), to_ms(now - KEPT_AFTER)
        old = [row["id"] async for row in self._sql.outdated(received=received, ended=ended, most=MOST_PRUNED)]
        for id in old:
            await self._sql.forget_heard(hazard=id)
        return sum([await self._sql.drop(id=id) for id in old])

    def _hazard(self, row: Any) -> Hazard:
        id = row["id"]
        return Hazard(
            id=id,
            state=row["state"],
            kind=row["kind"],
            country=row["country"],
            region=row["region"],
            language=row["language"],
            answers=self._open(row["body"], "body", id) if row["body"] else {},
            shown=self._open(row["shown"], "shown", id) if row["shown"] else None,
            reach=row["reach"],
            contact=self._open(row["contact"], "contact", id) if row["contact"] else None,
            revision=row["revision"],
            received_on=from_day_ms(row["received_on"]),
            told_at=maybe_from_ms(row["told_at"]),
            ends_at=maybe_from_ms(row["ends_at"]),
            has_picture=bool(row["picture"]),
        )
