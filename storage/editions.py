"""How each edition of a digest was received: only counts, never who. Knows no words."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from storage.columns import day_ms, from_day_ms, maybe_from_ms, maybe_ms, to_ms
from storage.noun import MOST_PRUNED, Noun

# As long as an edition's buttons count; whose press it was is forgotten then, even as a pseudonym.
MARKS_KEPT = timedelta(days=14)
KEPT = timedelta(days=90)


class Editions(Noun):
    """An edition is a target and the local day it was for, whatever languages it was in."""

    name = "editions"

    async def add(
        self, target: int, period: date, question: str | None = None, told_from: datetime | None = None
    ) -> bool:
        """Keep an edition, the question that it asks its group (a word of ours) and from when on it tells news.

        False when it is known.
        """
        from_ms = maybe_ms(told_from)
        return bool(await self._sql.add(target=target, period=day_ms(period), question=question, told_from=from_ms))

    async def told_from(self, target: int, period: date) -> datetime | None:
        """Return from when on an edition told news, if that is known."""
        row = await self._sql.get(target=target, period=day_ms(period))
        return maybe_from_ms(row["told_from"]) if row else None

    async def ask(self, target: int, period: date, question: str | None) -> bool:
        """Let an edition ask its group this after all (a word of ours), or nothing."""
        return bool(await self._sql.ask(target=target, period=day_ms(period), question=question))

    async def number(self, target: int, period: date, gaps: Sequence[int]) -> None:
        """Note which open questions an edition asks, in the order of their numbers in it."""
        await self._sql.number(target=target, period=day_ms(period), gaps=json.dumps(list(gaps)))

    async def gaps_of(self, target: int, period: date) -> tuple[int, ...]:
        """Return the open questions that the edition of a local day asked, by their numbers."""
        row = await self._sql.get(target=target, period=day_ms(period))
        return tuple(json.loads(row["gaps"])) if row and row["gaps"] else ()

    async def last_gaps(self, target: int) -> tuple[int, ...]:
        """Return the open questions of the newest edition that asked any, by their numbers."""
        gaps = await self._sql.last_gaps(target=target)
        return tuple(json.loads(gaps)) if gaps else ()

    async def is_known(self, target: int, period: date) -> bool:
        """Tell whether the edition of a local day is known still."""
        return await self._sql.get(target=target, period=day_ms(period)) is not None

    async def last_question(self, target: int, before: date) -> tuple[str, date] | None:
        """Return what an edition before a local day asked its group last, and that edition's day."""
        row = await self._sql.last_question(target=target, before=day_ms(before))
        return (row["question"], from_day_ms(row["period"])) if row else None

    async def published(self, since: datetime, until: datetime, limit: int) -> list[int]:
        """Return the ids of stories that were published after `since`, up to `until`, the newest first."""
        rows = self._sql.published(since=to_ms(since), until=to_ms(until), most=limit)
        return [row["id"] async for row in rows]

    async def asked_gaps(self, target: int) -> frozenset[int]:
        """Return the gaps that a target was asked about, in an edition or otherwise."""
        return frozenset([row["gap"] async for row in self._sql.asked_gaps(target=target)])

    async def answered_gaps(self, target: int, since: datetime, until: datetime) -> list[int]:
        """Return the gaps that a target was asked about and that a story published in that time answers."""
        rows = self._sql.answered_gaps(target=target, since=to_ms(since), until=to_ms(until))
        return [row["gap"] async for row in rows]

    async def press(self, target: int, period: date, act: str, person_id: int) -> bool:
        """Count a press of an edition's button, once for a person and what it is about; tells whether it counted.

        `act` is "<about>:<answer>": whoever said "useful:yes" is not counted for "useful:no" any more. `person_id` is
        Telegram's; only a pseudonym of this edition is kept of it, for MARKS_KEPT.
        """
        about, day = act.partition(":")[0], day_ms(period)
        marks = [
            self._vault.lookup(f"press:{target}:{day}:{about}", person_id, version=version)
            for version in self._vault.versions
        ]
        if any([await self._sql.is_marked(mark=older) for older in marks[1:]]):
            return False
        if not await self._sql.mark(mark=marks[0], period=day):
            return False
        return bool(await self._sql.count(target=target, period=day, act=act))

    async def presses(self, target: int, period: date) -> dict[str, int]:
        """Return how often each button of an edition was pressed."""
        rows = self._sql.presses(target=target, period=day_ms(period))
        return {row["act"]: row["times"] async for row in rows}

    async def prune(self, now: datetime) -> int:
        """Drop marks after two weeks and editions with their counts after 90 days; returns how many rows."""
        marks, editions = day_ms((now - MARKS_KEPT).date()), day_ms((now - KEPT).date())
        dropped = [
            await self._sql.outdated_marks(before=marks, most=MOST_PRUNED),
            await self._sql.outdated_presses(before=editions),
            await self._sql.outdated_editions(before=editions),
        ]
        return sum(map(int, dropped))
