"""Settles a copy that was put back: what was erased since is erased again, and what has fallen due is not sent."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.cases import Cases
from storage.erased import Mark
from storage.experiences import CASE_KIND as STORY
from storage.hazards import CASE_KIND as HAZARD
from storage.session import Session
from storage.store import Store


@dataclass(frozen=True)
class Settled:
    """How many were erased again, how many messages and digests are not sent, how many alerts are stopped."""

    erased: int
    unsent: int
    skipped: int
    stopped: int


async def settle(store: Store, marks: Iterable[Mark], now: datetime) -> Settled:
    """Settle a copy that nobody serves yet; what it does may be done again.

    `marks` are those of the newest copies that are known. Each is a transaction of its own: a large one would be cut
    off.
    """
    known, erased = list(marks), 0
    for one in known:
        async with store.write() as w:
            erased += await _erase(w, one)
    async with store.write() as w:
        await w.erased.keep(known)
        # Those that the program of the copy was sending, too: what became of them nobody knows now.
        unsent = await w.outbox.skip_unsent()
        skipped = await w.subscriptions.skip_overdue(now)
        stopped = [await w.alerts.stop(one.id) for one in await w.alerts.under_way() if one.state == "sending"]
    await store.erase_traces()
    return Settled(erased, unsent, skipped, sum(stopped))


async def _erase(w: Session, one: Mark) -> bool:
    return await _AGAIN[one.kind](w, one.id) if one.kind in _AGAIN else False


async def _member(w: Session, id: int) -> bool:
    if await w.members.get(id) is None:
        return False
    await w.members.forget(id)
    return True


async def _story(w: Session, id: int) -> bool:
    await _close(w.cases, STORY, id)
    return await w.experiences.withdraw(id)


async def _hazard(w: Session, id: int) -> bool:
    await _close(w.cases, HAZARD, id)
    return await w.hazards.withdraw(id)


async def _staff(w: Session, id: int) -> bool:
    return await w.team.remove(id)


async def _close(cases: Cases, kind: str, id: int) -> None:
    case = await cases.of_subject(kind, id)
    if case is not None and case.state == "open":
        await cases.close(kind, id, "withdrawn", case.opened_at)


_AGAIN: Mapping[str, Callable[[Session, int], Awaitable[bool]]] = {
    "member": _member,
    "story": _story,
    "hazard": _hazard,
    "staff": _staff,
}
