"""Notices on their way out: sealed until they are sent, each in a named state, unique per target, kind and period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from content.quiet import Quiet, read_quiet
from storage.cases import Cases
from storage.columns import from_ms, maybe_from_ms, maybe_ms, new_id, to_ms
from storage.noun import MOST_PRUNED, Means, Noun
from storage.targets import Targets

# One of unknown fate is a case for whoever may settle it.
CASE_KIND = "sending"
UNKNOWN_KEPT = timedelta(hours=72)
ENDED_KEPT = timedelta(days=7)
A_NIGHT = timedelta(hours=12)
MESSAGE_IDS_KEPT = timedelta(hours=48)
# What a digest that did not arrive has told is told again by the next one; the rarest come every four weeks.
NOT_ARRIVED_KEPT = timedelta(days=35)
# Why an unknown one has expired: it may have arrived.
UNKNOWN = "unknown"
_NOT_THERE, _MAY_BE_THERE = {"waiting", "failed", "expired", "cancelled"}, {"waiting", "sending", "sent", "unknown"}


@dataclass(frozen=True)
class Notice:
    """A message to be. `call` is a Bot API method and its parameters without the chat; `priority` 0 goes first.

    It is not sent before `due_at` nor after `expires_at`, nor once one of the `stories` that it quotes is taken back;
    dangers, by their ids, count as such. In the `quiet` hours of its target it waits; what is about safety has none.
    """

    target: int
    kind: str
    period: str
    priority: int
    call: Mapping[str, Any]
    due_at: datetime | None = None
    expires_at: datetime | None = None
    stories: tuple[int, ...] = ()
    quiet: Quiet | None = None


@dataclass(frozen=True)
class Staged:
    """A notice in the outbox. `chat_id` is None when its target is closed; `sends` were begun, this one not counted."""

    id: int
    sequence: int
    target: int
    chat_id: int | None
    is_group: bool
    kind: str
    period: str
    priority: int
    call: Mapping[str, Any]
    sends: int
    staged_at: datetime
    due_at: datetime | None = None
    expires_at: datetime | None = None
    not_before: datetime | None = None
    is_muted: bool = False
    quiet: Quiet | None = None


class Outbox(Noun):
    """The notices; every change of state is conditional on the state before."""

    name = "outbox"

    def __init__(self, means: Means, targets: Targets) -> None:
        super().__init__(means)
        self._targets = targets

    async def stage(self, notice: Notice) -> Staged | None:
        """Keep a notice to be sent; returns None when this target has one of that kind and period already."""
        row = self._row(notice)
        return await self._new(notice, row) if await self._sql.stage(**row) else None

    async def stage_all(self, notices: Sequence[Notice]) -> list[Staged]:
        """Keep many notices in a few trips to the database; returns those that are new."""
        rows = [self._row(notice) for notice in notices]
        new = {row["id"] for row in await self._sql.many("stage_all", rows)}
        await self._targets.remember([notice.target for notice in notices])
        return [await self._new(notice, row) for notice, row in zip(notices, rows, strict=True) if row["id"] in new]

    def _row(self, notice: Notice) -> dict[str, Any]:
        id = new_id()
        return {
            "id": id,
            "sequence": self._means.next_sequence(),
            "target": notice.target,
            "kind": notice.kind,
            "period": notice.period,
            "priority": notice.priority,
            "call": self._seal(notice.call, "call", id),
            "staged_at": to_ms(self._means.now()),
            "due_at": maybe_ms(notice.due_at),
            "expires_at": maybe_ms(notice.expires_at),
            "stories": "".join(f",{story}" for story in notice.stories) + "," if notice.stories else None,
            "quiet": str(notice.quiet) if notice.quiet else None,
        }

    async def _new(self, notice: Notice, row: Mapping[str, Any]) -> Staged:
        address = await self._targets.address(notice.target)
        return Staged(
            id=row["id"],
            sequence=row["sequence"],
            target=notice.target,
            chat_id=address.chat_id if address else None,
            is_group=bool(address and address.is_group),
            kind=notice.kind,
            period=notice.period,
            priority=notice.priority,
            call=notice.call,
            sends=0,
            staged_at=from_ms(row["staged_at"]),
            due_at=notice.due_at,
            expires_at=notice.expires_at,
            is_muted=bool(address and address.is_muted),
            quiet=notice.quiet,
        )

    async def find(self, target: int, kind: str, period: str) -> tuple[str, int | None] | None:
        """Return the state of a target's notice, and Telegram's id of its message while that is known; or None."""
        row = await self._sql.find(target=target, kind=kind, period=period)
        return (row["state"], row["message_id"]) if row else None

    async def waiting(self) -> list[Staged]:
        """Return what waits to be sent, by priority and then in the order of staging."""
        return [await self._staged(row) for row in [row async for row in self._sql.waiting()]]

    async def orphans(self) -> list[Staged]:
        """Return what was being sent when the program before this one ended; its fate is unknown."""
        return [await self._staged(row) for row in [row async for row in self._sql.orphans()]]

    async def unknown(self) -> list[Staged]:
        """Return what may or may not have arrived, in the order of staging."""
        return [await self._staged(row) for row in [row async for row in self._sql.unknown()]]

    async def _staged(self, row: Any) -> Staged:
        address = await self._targets.address(row["target"])
        return Staged(
            id=row["id"],
            sequence=row["sequence"],
            target=row["target"],
            chat_id=address.chat_id if address else None,
            is_group=bool(address and address.is_group),
            kind=row["kind"],
            period=row["period"],
            priority=row["priority"],
            call=self._open(row["call"], "call", row["id"]),
            sends=row["sends"],
            staged_at=from_ms(row["staged_at"]),
            due_at=maybe_from_ms(row["due_at"]),
            expires_at=maybe_from_ms(row["expires_at"]),
            not_before=maybe_from_ms(row["not_before"]),
            is_muted=bool(address and address.is_muted),
            quiet=read_quiet(row["quiet"]) if row["quiet"] else None,
        )

    async def claim(self, ids: Iterable[int]) -> list[int]:
        """Begin to send: waiting becomes sending and counts as one more send. Returns the ids that were waiting."""
        wanted = list(ids)
        claimed = {row["id"] for row in await self._sql.many("claim", [{"id": id} for id in wanted])}
        return [id for id in wanted if id in claimed]

    async def mark_sent(self, sent: Iterable[tuple[int, int | None]]) -> set[int]:
        """Note (id, Telegram's message id) of what arrived; returns the ids of those that were forgotten meanwhile."""
        now, forgotten = to_ms(self._means.now()), set()
        for id, message_id in sent:
            # What is noted a second time, as nobody knew whether the first was kept, is still there.
            if not await self._sql.mark_sent(id=id, message_id=message_id, now=now) and not await self.get_state(id):
                forgotten.add(id)
        return forgotten

    async def mark_failed(self, id: int, why: str, *, keeps_text: bool = False) -> bool:
        """End a notice that can't be sent; `why` is a word of ours. Tells whether it was being sent.

        With `keeps_text` it can be taken up again for 72 hours.
        """
        now = to_ms(self._means.now())
        return bool(await self._sql.mark_failed(id=id, why=why, keeps_text=int(keeps_text), now=now))

    async def mark_unknown(self, id: int) -> bool:
        """Note that a send may or may not have arrived; its sealed text stays for 72 hours."""
        return bool(await self._sql.mark_unknown(id=id, now=to_ms(self._means.now())))

    async def retry(self, id: int, not_before: datetime, *, was_sent: bool = True) -> bool:
        """Let a notice that was being sent wait again; `was_sent=False` when it never left."""
        return bool(await self._sql.retry(id=id, not_before=to_ms(not_before), taken_back=0 if was_sent else 1))

    async def look_at(self, id: int) -> Staged | None:
        """Return a notice whose text is still there, or None."""
        row = await self._sql.get(id=id)
        return await self._staged(row) if row and row["call"] else None

    async def take_up(self, one: Staged, call: Mapping[str, Any], expires_at: datetime | None) -> Staged | None:
        """Let a notice that failed, or of unknown fate, wait once more, with these words; None when it is neither."""
        sealed, until = self._seal(call, "call", one.id), maybe_ms(expires_at)
        if not await self._sql.take_up(id=one.id, call=sealed, expires_at=until):
            return None
        return replace(one, call=call, expires_at=expires_at, not_before=None)

    async def give_up(self, id: int) -> bool:
        """End a notice that failed, or of unknown fate, for good; False when it is neither any more."""
        return bool(await self._sql.give_up(id=id, now=to_ms(self._means.now())))

    async def take_up_muted(self, target: int) -> list[Staged]:
        """Let wait again what a group did not let us write and is still worth sending, as it lets us now."""
        now = to_ms(self._means.now())
        ids = [row["id"] async for row in self._sql.take_up_muted(target=target, now=now)]
        return [one for id in ids if (one := await self.look_at(id))]

    async def taken_back(self, kind: str, limit: int) -> list[tuple[int, str]]:
        """Return (target, period) of what was to go out and quoted a story that was taken back, while it is in time."""
        rows = self._sql.taken_back(kind=kind, now=to_ms(self._means.now()), most=limit)
        return [(row["target"], row["period"]) async for row in rows]

    async def drop_taken_back(self, target: int, kind: str, period: str) -> int:
        """Forget these, of a period that begins so, for others in their place; returns how many there were."""
        return int(await self._sql.drop_taken_back(target=target, kind=kind, period=f"{period}%"))

    async def arrived(self, target: int, kind: str, period: str) -> bool:
        """Tell whether one of a kind, with a period that begins so, has reached a target or may have.

        What is not known any more has. A digest that did not arrive is known for 35 days.
        """
        rows = [row async for row in self._sql.fates(target=target, kind=kind) if row["period"].startswith(period)]
        return not rows or any(row["state"] not in _NOT_THERE or row["why"] == UNKNOWN for row in rows)

    async def addressees(self, kind: str, about: int) -> dict[int, bool]:
        """Return for whom notices of a kind are that end with one id, and whether one may have arrived, or may yet."""
        found: dict[int, bool] = {}
        async for row in self._sql.addressees(kind=kind, about=f"%:{about}"):
            is_there = row["state"] in _MAY_BE_THERE or row["why"] == UNKNOWN
            found[row["target"]] = found.get(row["target"], False) or is_there
        return found

    async def give_way(self, target: int, kind: str) -> int:
        """End what has not reached a target of a kind, as something newer says it all; returns how many."""
        return int(await self._sql.give_way(target=target, kind=kind, now=to_ms(self._means.now())))

    async def skip_unsent(self) -> int:
        """After a restore: end all that waits or was under way, as it may have arrived long ago; returns how many."""
        return int(await self._sql.skip_unsent(now=to_ms(self._means.now())))

    async def expire(self, id: int) -> bool:
        """End a waiting notice that came too late."""
        return bool(await self._sql.expire(id=id, now=to_ms(self._means.now())))

    async def cancel_for(self, target: int, why: str) -> int:
        """End everything that waits for a target, or is of unknown fate; returns how many."""
        return int(await self._sql.cancel_for(target=target, why=why, now=to_ms(self._means.now())))

    async def counts(self) -> dict[str, int]:
        """Return how many notices are in each state."""
        return {row["state"]: row["times"] async for row in self._sql.counts()}

    async def oldest_due(self, now: datetime) -> timedelta | None:
        """Return for how long the oldest waiting notice has been due; one that may rest counts after a night."""
        oldest = await self._sql.oldest_due(now=to_ms(now), rested=to_ms(now - A_NIGHT))
        return None if oldest is None else now - from_ms(oldest)

    async def get_state(self, id: int) -> str | None:
        """Return a notice's state, or None when it is not known."""
        state: str | None = await self._sql.get_state(id=id)
        return state

    async def last_of(self, target: int, kind: str) -> datetime | None:
        """Return when the newest notice of a kind was staged that has reached a target or still may; known for 7 days.

        None when there was none.
        """
        return maybe_from_ms(await self._sql.last_of(target=target, kind=kind))

    async def message_ids(self, target: int, since: datetime) -> list[int]:
        """Return the ids of messages that were sent to a target since then."""
        return [row["message_id"] async for row in self._sql.message_ids(target=target, since=to_ms(since))]

    async def last_sequence(self) -> int:
        """Return the highest number of staging so far."""
        return await self._sql.last_sequence() or 0

    async def prune(self, now: datetime) -> int:
        """End and drop what is past its time, at most MOST_PRUNED rows of a kind; returns how many."""
        moment = to_ms(now)
        before = to_ms(now - UNKNOWN_KEPT)
        lost = [row["id"] async for row in self._sql.expire_unknown(now=moment, before=before, most=MOST_PRUNED)]
        for id in lost:
            await Cases(self._means).close(CASE_KIND, id, "expired", now)
        emptied = await self._sql.empty_failed(before=to_ms(now - UNKNOWN_KEPT), most=MOST_PRUNED)
        late = await self._sql.expire_waiting(now=moment, most=MOST_PRUNED)
        named = await self._sql.drop_message_ids(before=to_ms(now - MESSAGE_IDS_KEPT), most=MOST_PRUNED)
        ended = await self._sql.drop_ended(
            before=to_ms(now - ENDED_KEPT), long_before=to_ms(now - NOT_ARRIVED_KEPT), most=MOST_PRUNED
        )
        return int(len(lost) + emptied + late + named + ended)
