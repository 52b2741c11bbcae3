"""Who gets a digest, when, and what they like. Knows no words and no clock."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from content.schedule import Schedule
from storage.columns import day_ms, from_day_ms, from_ms, maybe_from_ms, maybe_ms, to_ms
from storage.noun import Noun

KINDS = ("cooperative", "women", "practitioners", "researchers", "member")
MOST_LANGUAGES = 2
LONGEST_OWN_LINE = 200
CARDS_REMEMBERED = 12
# A moment that is planned further away than any schedule reaches was reckoned by a clock that was wrong.
TOO_FAR = timedelta(weeks=5)
# Nor does a night last longer than this.
LONGEST_HELD = timedelta(days=2)

WhenEmpty = Literal["line", "silence"]


@dataclass(frozen=True)
class Wishes:
    """What was chosen. `kind` is one of KINDS; `topics` are groups of cards (none: all), `minerals` keys of MINERALS.

    `when_empty`: a line or nothing when there is nothing new. `thread` is a forum's topic, `own_line` the group's own
    words. `changed_by`: "administrators", "owner" or "members". `quiet` are local hours (from, until) of no notices.
    """

    kind: str
    languages: tuple[str, ...]
    schedule: Schedule
    minerals: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    country: str | None = None
    region: str | None = None
    currency: str | None = None
    unit: str | None = None
    when_empty: WhenEmpty = "line"
    thread: int | None = None
    own_line: str = ""
    changed_by: str = "administrators"
    quiet: tuple[int, int] | None = None


@dataclass(frozen=True)
class Subscription:
    """A target's wishes and where its editions stand. `state` is active or paused (until someone resumes it).

    `last_period` is the local day of the last edition, `shown_until` up to when what was published has been told,
    `cards` the last CARDS_REMEMBERED shown, `unpressed` how many editions in a row nobody has pressed a button of.
    """

    target: int
    wishes: Wishes
    state: str
    paused_until: datetime | None
    next_due_at: datetime | None
    last_period: date | None
    shown_until: datetime
    cards: tuple[str, ...]
    editions: int
    unpressed: int
    revision: int


class Subscriptions(Noun):
    """One row a target; every change is one conditional statement and tells whether it changed anything."""

    name = "subscriptions"

    async def add(self, target: int, wishes: Wishes, next_due_at: datetime, since: datetime) -> bool:
        """Begin; False when the target has one. The first edition tells of what was published after `since`."""
        return bool(
            await self._sql.add(
                target=target, next_due_at=to_ms(next_due_at), shown_until=to_ms(since), **self._columns(target, wishes)
            )
        )

    async def change(self, one: Subscription, wishes: Wishes, next_due_at: datetime) -> bool:
        """Replace what was chosen; False when someone else changed it since `one` was read.

        What is held in quiet hours stays due, and is looked at anew: the quiet hours may be others now.
        """
        columns = self._columns(one.target, wishes)
        return bool(
            await self._sql.change(target=one.target, next_due_at=to_ms(next_due_at), revision=one.revision, **columns)
        )

    async def get(self, target: int) -> Subscription | None:
        """Return a target's subscription, or None."""
        row = await self._sql.get(target=target)
        return self._subscription(row) if row else None

    async def due(
        self, now: datetime, limit: int, after: tuple[datetime, int] | None = None
    ) -> list[tuple[datetime, int]]:
        """Return (due moment, target) of what is due and not held, the oldest first: a page behind `after`.

        Only these, so that a row that can't be read holds up no other.
        """
        at, target = (to_ms(after[0]), after[1]) if after else (0, 0)
        longest = to_ms(now + LONGEST_HELD)
        rows = self._sql.due(now=to_ms(now), longest=longest, after_at=at, after=target, most=limit)
        return [(from_ms(row["next_due_at"]), row["target"]) async for row in rows]

    async def unplanned(self, now: datetime, limit: int) -> list[int]:
        """Return active targets without a next moment, or with one that only a wrong clock can have reckoned."""
        rows = self._sql.unplanned(now=to_ms(now), too_far=to_ms(now + TOO_FAR), most=limit)
        return [row["target"] async for row in rows]

    async def publish(
        self,
        one: Subscription,
        period: date,
        next_due_at: datetime,
        *,
        shown_until: datetime,
        card: str | None = None,
    ) -> bool:
        """Note that the edition of a local day goes out; False when that day had one, or `one` is not as it was."""
        cards = ([*one.cards, card] if card else list(one.cards))[-CARDS_REMEMBERED:]
        return bool(
            await self._sql.publish(
                target=one.target,
                due_at=maybe_ms(one.next_due_at),
                period=day_ms(period),
                next_due_at=to_ms(next_due_at),
                shown_until=to_ms(shown_until),
                cards=json.dumps(cards),
            )
        )

    async def postpone(self, one: Subscription, next_due_at: datetime) -> bool:
        """Let a due moment pass without an edition; False when `one` is not as it was."""
        due_at = maybe_ms(one.next_due_at)
        return bool(await self._sql.postpone(target=one.target, due_at=due_at, next_due_at=to_ms(next_due_at)))

    async def hold(self, one: Subscription, until: datetime) -> bool:
        """Let what is due wait until then, as it came late into quiet hours; False when `one` is not as it was."""
        return bool(await self._sql.hold(target=one.target, until=to_ms(until), revision=one.revision))

    async def replan(self, one: Subscription, next_due_at: datetime, last_period: date | None) -> bool:
        """Plan anew, whatever was planned; False when `one` is not as it was."""
        last = None if last_period is None else day_ms(last_period)
        return bool(
            await self._sql.replan(
                target=one.target, next_due_at=to_ms(next_due_at), last_period=last, revision=one.revision
            )
        )

    async def skip_overdue(self, now: datetime) -> int:
        """After a restore: what was due before now is planned anew and not sent; returns how many.

        Nor is what was news then told later: the edition of that moment has most likely arrived.
        """
        return int(await self._sql.skip_overdue(now=to_ms(now)))

    async def pause(self, target: int) -> bool:
        """Send no edition until someone resumes it."""
        return bool(await self._sql.pause(target=target))

    async def pause_until(self, target: int, until: datetime, next_due_at: datetime) -> bool:
        """Send no edition before `until`; `next_due_at` is the first due moment after it."""
        return bool(await self._sql.pause_until(target=target, until=to_ms(until), next_due_at=to_ms(next_due_at)))

    async def resume(self, target: int, next_due_at: datetime) -> bool:
        """End a pause; False when there is none."""
        return bool(await self._sql.resume(target=target, next_due_at=to_ms(next_due_at)))

    async def end(self, target: int) -> bool:
        """Send no editions any more, and forget what was chosen."""
        return bool(await self._sql.drop(target=target))

    async def touch(self, target: int) -> bool:
        """Note that somebody uses the editions."""
        return bool(await self._sql.touched(target=target))

    async def move(self, old: int, new: int) -> bool:
        """Let a target take over the subscription of another one, if it has none itself; the other's ends."""
        one = await self.get(old)
        if one is None:
            return False
        sealed = self._columns(new, one.wishes)["own_line"]
        moved = bool(await self._sql.move(old=old, new=new, own_line=sealed))
        return moved or not await self.end(old)

    async def page(self, after: int, limit: int) -> list[Subscription]:
        """Return subscriptions with a target above `after`, by target: a page of all of them."""
        return [self._subscription(row) async for row in self._sql.page(after=after, most=limit)]

    async def languages(self) -> frozenset[str]:
        """Return the languages in which anyone gets news."""
        return frozenset([code async for row in self._sql.languages() for code in json.loads(row["languages"])])

    async def held(self, now: datetime) -> int:
        """Return how many editions became late in quiet hours and wait for their end."""
        return int(await self._sql.held(now=to_ms(now)))

    async def late(self, before: datetime) -> int:
        """Return how many should have got an edition before a moment, and got none; who has quiet hours is not late."""
        return int(await self._sql.late(before=to_ms(before)))

    async def counts(self) -> dict[tuple[str, str], int]:
        """Return how many there are of each kind and state."""
        return {(row["kind"], row["state"]): row["times"] async for row in self._sql.counts()}

    def _columns(self, target: int, wishes: Wishes) -> dict[str, Any]:
        if not 0 < len(wishes.languages) <= MOST_LANGUAGES or wishes.kind not in KINDS:
            raise ValueError("a subscription is of a known kind and in one or two languages")
        if len(wishes.own_line) > LONGEST_OWN_LINE:
            raise ValueError("an own line has at most 200 characters")
        schedule, quiet = wishes.schedule, wishes.quiet or (None, None)
        return {
            "kind": wishes.kind,
            "languages": _listed(wishes.languages),
            "minerals": _listed(wishes.minerals),
            "topics": _listed(wishes.topics),
            "country": wishes.country,
            "region": wishes.region,
            "weekdays": _listed(sorted(schedule.weekdays)),
            "hour": schedule.hour,
            "zone": schedule.zone,
            "every_weeks": schedule.every_weeks,
            "currency": wishes.currency,
            "unit": wishes.unit,
            "when_empty": wishes.when_empty,
            "thread": wishes.thread,
            "own_line": self._seal(wishes.own_line, "own_line", target) if wishes.own_line else None,
            "changed_by": wishes.changed_by,
            "quiet_from": quiet[0],
            "quiet_until": quiet[1],
        }

    def _subscription(self, row: Any) -> Subscription:
        return Subscription(
            target=row["target"],
            wishes=self._wishes(row),
            state=row["state"],
            paused_until=maybe_from_ms(row["paused_until"]),
            next_due_at=maybe_from_ms(row["next_due_at"]),
            last_period=None if row["last_period"] is None else from_day_ms(row["last_period"]),
            shown_until=from_ms(row["shown_until"]),
            cards=tuple(json.loads(row["cards"])),
            editions=row["editions"],
            unpressed=row["unpressed"],
            revision=row["revision"],
        )

    def _wishes(self, row: Any) -> Wishes:
        return Wishes(
            kind=row["kind"],
            languages=tuple(json.loads(row["languages"])),
            schedule=Schedule(tuple(json.loads(row["weekdays"])), row["hour"], row["zone"], row["every_weeks"]),
            minerals=tuple(json.loads(row["minerals"])),
            topics=tuple(json.loads(row["topics"])),
            country=row["country"],
            region=row["region"],
            currency=row["currency"],
            unit=row["unit"],
            when_empty=row["when_empty"],
            thread=row["thread"],
            own_line=self._open(row["own_line"], "own_line", row["target"]) if row["own_line"] else "",
            changed_by=row["changed_by"],
            quiet=None if row["quiet_from"] is None else (row["quiet_from"], row["quiet_until"]),
        )


def _listed(values: Sequence[object]) -> str:
    return json.dumps(list(values))
