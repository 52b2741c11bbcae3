"""Items of review: what waits for whom, who has it open, what was decided. Knows neither texts nor people's names."""

import json
import secrets
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.columns import from_ms, maybe_from_ms, new_id, to_ms
from storage.noun import MOST_PRUNED, Noun

CLAIM_LASTS = timedelta(minutes=30)
UNDO_LASTS = timedelta(hours=24)
PROMISE = timedelta(hours=72)
KEPT_DECIDED = timedelta(days=730)
# Without letters and digits that are read for one another.
NUMBER_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH = 6
DANGERS = (2, 1, 0)
_PAGE = 100
_TOP = 1_000
_NEVER = 2**62


@dataclass(frozen=True)
class Case:
    """One item of review. `number` is its file number; `kind` and `subject` say what it is about.

    `field` is the expert field whose word is needed now, or the language that is translated, or empty; `danger` 0
    ordinary, 1 flagged, 2 dangerous; `first_by` is who passed it first where two must, `expert_said` what an outside
    expert said. Staff are member ids of ours; what needs no reading has no language.
    """

    id: int
    number: str
    kind: str
    subject: int
    language: str
    field: str
    danger: int
    flags: tuple[str, ...]
    state: str
    opened_at: datetime
    due_at: datetime
    claimed_by: int | None
    claimed_until: datetime | None
    first_by: int | None
    decision: str | None
    reason: str | None
    decided_by: int | None
    decided_at: datetime | None
    first_at: datetime | None = None
    expert_said: str | None = None
    undo: Any = None


@dataclass(frozen=True)
class Count:
    """How many open cases are alike, since when, until when the first is promised, and how many are open at someone."""

    kind: str
    language: str
    field: str
    danger: int
    times: int
    oldest: datetime
    first_due: datetime
    claimed: int
    first_by: int | None = None
    expert_said: str | None = None


class Cases(Noun):
    """Every act is one conditional statement: of two at once the first wins and the other is told."""

    name = "cases"

    async def open(
        self,
        kind: str,
        subject: int,
        *,
        language: str,
        now: datetime,
        field: str = "",
        danger: int = 0,
        flags: Sequence[str] = (),
        promise: timedelta = PROMISE,
    ) -> int | None:
        """Open a case, return its id; None when the same is open. What was decided before can be put back no more."""
        id = new_id()
        number = "".join(secrets.choice(NUMBER_SIGNS) for _ in range(NUMBER_LENGTH))
        is_new = await self._sql.open_case(
            id=id,
            number=number,
            kind=kind,
            subject=subject,
            language=language,
            field=field,
            danger=danger,
            flags=json.dumps(list(flags)),
            now=to_ms(now),
            due_at=to_ms(now + promise),
        )
        if is_new:
            await self._sql.drop_undo(kind=kind, subject=subject)
        return id if is_new else None

    async def get(self, id: int) -> Case | None:
        """Return a case, or None."""
        row = await self._sql.get(id=id)
        return self._case(row) if row else None

    async def by_number(self, number: str) -> Case | None:
        """Return the case with a file number, or None."""
        row = await self._sql.by_number(number=number.upper())
        return self._case(row) if row else None

    async def of_subject(self, kind: str, subject: int) -> Case | None:
        """Return the newest case about one thing, or None."""
        row = await self._sql.of_subject(kind=kind, subject=subject)
        return self._case(row) if row else None

    async def waiting(self, now: datetime) -> AsyncIterator[Case]:
        """Yield the open cases that nobody has before them, the most dangerous and then the first due in front."""
        danger, due_at, id = _TOP, 0, 0
        while True:
            page = [
                row async for row in self._sql.waiting(now=to_ms(now), danger=danger, due_at=due_at, id=id, most=_PAGE)
            ]
            for row in page:
                yield self._case(row)
            if len(page) < _PAGE:
                return
            danger, due_at, id = page[-1]["danger"], page[-1]["due_at"], page[-1]["id"]

    async def waiting_for(self, staff: int, languages: Iterable[str], now: datetime) -> AsyncIterator[Case]:
        """Yield, in the same order, what someone who reads these languages has not put aside."""
        read = f",,{','.join(languages)},"
        for danger in DANGERS:
            due_at, id, count = 0, 0, _PAGE
            while count == _PAGE:
                page = [
                    row
                    async for row in self._sql.waiting_for(
                        staff=staff,
                        languages=read,
                        now=to_ms(now),
                        danger=danger,
                        due_at=due_at,
                        id=id,
                        most=_PAGE,
                    )
                ]
                for row in page:
                    yield self._case(row)
                count = len(page)
                if page:
                    due_at, id = page[-1]["due_at"], page[-1]["id"]

    async def dangers(self, now: datetime, limit: int) -> list[Case]:
        """Return the dangerous cases that nobody has before them, the first due in front."""
        return [self._case(row) async for row in self._sql.dangers(now=to_ms(now), most=limit)]

    async def handed_on(self, now: datetime, before: datetime, limit: int) -> list[Case]:
        """Return what is no danger, was opened before a moment and waits for a field, the first due in front."""
        return [self._case(row) async for row in self._sql.handed_on(now=to_ms(now), before=to_ms(before), most=limit)]

    async def claimed(self, staff: int, now: datetime) -> Case | None:
        """Return the case that someone has before them, or None."""
        row = await self._sql.claimed(staff=staff, now=to_ms(now))
        return self._case(row) if row else None

    async def claim(self, id: int, staff: int, now: datetime) -> bool:
        """Take a case for half an hour; False when someone else has it or it is decided."""
        return bool(await self._sql.claim(id=id, staff=staff, now=to_ms(now), until=to_ms(now + CLAIM_LASTS)))

    async def release(self, id: int, staff: int) -> bool:
        """Put a case back."""
        return bool(await self._sql.release(id=id, staff=staff))

    async def put_aside(self, id: int, staff: int, until: datetime) -> None:
        """Show a case to this person no more before a moment; others see it."""
        await self._sql.put_aside(member=staff, case_id=id, until=to_ms(until))

    async def park(self, id: int, staff: int, now: datetime, until: datetime) -> bool:
        """Let a case that someone has wait for what was asked about it; nobody is shown it before `until`."""
        return bool(await self._sql.park(id=id, staff=staff, now=to_ms(now), until=to_ms(until)))

    async def wake(self, kind: str, subject: int) -> bool:
        """Let a case that was parked be seen again."""
        return bool(await self._sql.wake(kind=kind, subject=subject))

    async def note_expert(self, id: int, verdict: str) -> bool:
        """Note what an outside expert said: the field's word is there, one of the team decides."""
        return bool(await self._sql.note_expert(id=id, verdict=verdict))

    async def pass_first(self, id: int, staff: int, field: str, now: datetime) -> bool:
        """Pass a case as the first of two; it then waits for someone of `field`."""
        return bool(await self._sql.pass_first(id=id, staff=staff, field=field, now=to_ms(now)))

    async def lose_first(self, staff: int) -> int:
        """Let open cases that someone passed first need a first one again: who leaves stands for nothing any more."""
        return int(await self._sql.lose_first(staff=staff))

    async def escalate(self, id: int, staff: int, field: str, danger: int, now: datetime) -> bool:
        """Hand a case on to a field, as more dangerous or not."""
        return bool(await self._sql.escalate(id=id, staff=staff, field=field, danger=danger, now=to_ms(now)))

    async def decide(
        self, id: int, staff: int, decision: str, now: datetime, *, reason: str = "", undo: Any = None
    ) -> bool:
        """End a case that this person has claimed; `undo` is what 24 hours long would put it back."""
        sealed = None if undo is None else self._seal(undo, "undo", id)
        return bool(
            await self._sql.decide(id=id, staff=staff, decision=decision, reason=reason, undo=sealed, now=to_ms(now))
        )

    async def count_open(self, kind: str) -> int:
        """Return how many cases of a kind wait for a decision."""
        return int(await self._sql.count_open(kind=kind))

    async def rejected(self, kind: str, since: datetime) -> dict[str, int]:
        """Return how many cases of a kind were rejected after `since`, by reason (a word of ours)."""
        rows = self._sql.rejected(kind=kind, since=to_ms(since))
        return {row["reason"]: row["times"] async for row in rows}

    async def close(self, kind: str, subject: int, decision: str, now: datetime) -> bool:
        """End an open case because what it is about is gone; what could have put a decision back goes too."""
        await self._sql.drop_undo(kind=kind, subject=subject)
        return bool(await self._sql.close(kind=kind, subject=subject, decision=decision, now=to_ms(now)))

    async def reweigh(self, kind: str, subject: int, *, field: str, danger: int, flags: Sequence[str]) -> bool:
        """Weigh an open case whose subject was changed: never less than staff made it; it needs a first one again."""
        told = json.dumps(list(flags))
        return bool(await self._sql.reweigh(kind=kind, subject=subject, field=field, danger=danger, flags=told))

    async def undo(self, id: int, now: datetime) -> bool:
        """Open a case again whose decision is younger than 24 hours; what it had decided is undone by the caller."""
        return bool(await self._sql.undo(id=id, after=to_ms(now - UNDO_LASTS)))

    async def decided_by(self, staff: int, now: datetime, limit: int) -> list[Case]:
        """Return what someone decided within the last 24 hours, the newest first."""
        after = to_ms(now - UNDO_LASTS)
        return [self._case(row) async for row in self._sql.decided_by(staff=staff, after=after, most=limit)]

    async def holders(self, now: datetime) -> dict[int, int]:
        """Return how many cases are open at whom of the team."""
        return {row["claimed_by"]: row["times"] async for row in self._sql.holders(now=to_ms(now))}

    async def open_counts(self, now: datetime, due_before: datetime | None = None) -> list[Count]:
        """Return how many cases are open, or promised before a moment, by all that decides who may take them."""
        before = to_ms(due_before) if due_before else _NEVER
        return [
            Count(
                kind=row["kind"],
                language=row["language"],
                field=row["field"],
                danger=row["danger"],
                times=row["times"],
                oldest=from_ms(row["oldest"]),
                first_due=from_ms(row["first_due"]),
                claimed=row["claimed"],
                first_by=row["first_by"],
                expert_said=row["expert_said"],
            )
            async for row in self._sql.open_counts(now=to_ms(now), due_before=before)
        ]

    async def prune(self, now: datetime) -> int:
        """Drop what can no longer be undone, and cases decided two years ago; returns how many cases."""
        await self._sql.forget_undo(before=to_ms(now - UNDO_LASTS))
        await self._sql.forget_put_aside(now=to_ms(now))
        return int(await self._sql.prune(before=to_ms(now - KEPT_DECIDED), most=MOST_PRUNED))

    def _case(self, row: Any) -> Case:
        return Case(
            id=row["id"],
            number=row["number"],
            kind=row["kind"],
            subject=row["subject"],
            language=row["language"],
            field=row["field"],
            danger=row["danger"],
            flags=tuple(json.loads(row["flags"])),
            state=row["state"],
            opened_at=from_ms(row["opened_at"]),
            due_at=from_ms(row["due_at"]),
            claimed_by=row["claimed_by"],
            claimed_until=maybe_from_ms(row["claimed_until"]),
            first_by=row["first_by"],
            decision=row["decision"],
            reason=row["reason"],
            decided_by=row["decided_by"],
            decided_at=maybe_from_ms(row["decided_at"]),
            first_at=maybe_from_ms(row["first_at"]),
            expert_said=row["expert_said"],
            undo=self._open(row["undo"], "undo", row["id"]) if row["undo"] else None,
        )
