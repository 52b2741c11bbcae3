"""The end of a small item of work: it is theirs, it is decided once, and the next one comes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from content.errors import MemberError
from handlers.context import Context
from handlers.staff.gate import deciding
from handlers.staff.permissions import Act
from handlers.staff.queue import GAP, NOT_YOURS, fits, go_on, look
from storage.cases import Case
from storage.session import Session
from storage.team import Staff


def is_theirs(context: Context, staff: Staff, case: Case | None, kind: str) -> bool:
    """Tell whether someone has this open now, and may decide about it."""
    if case is None or case.kind != kind or case.state != "open" or not fits(staff, case):
        return False
    return case.claimed_by == staff.member and case.claimed_until is not None and case.claimed_until > context.now


async def claimed_case(context: Context, r: Session, staff: Staff, number: str, *kinds: str) -> Case:
    """Return the case with a file number; raises MemberError when it is of none of these kinds, or not theirs now."""
    case = await r.cases.by_number(number)
    if case is None or case.kind not in kinds or not is_theirs(context, staff, case, case.kind):
        raise MemberError(NOT_YOURS)
    return case


@asynccontextmanager
async def settling(
    context: Context, kind: str, act: Act, decision: str, staff: Staff
) -> AsyncIterator[tuple[Session, Case]]:
    """End the case that a button names in this person's name, and go on to what comes next."""
    async with context.read() as r:
        case = await r.cases.by_number(context.argument)
        line = await look(context, r, staff, beside=case.id if case else 0)
    if case is None:
        raise MemberError(NOT_YOURS)
    scope = "trade" if act == Act.SETTLE_REPORTS else ""
    async with deciding(context, act, f"{case.number}:{decision}", scope) as (w, now):
        fresh = await w.cases.get(case.id)
        if fresh is None or not is_theirs(context, now, fresh, kind):
            raise MemberError(NOT_YOURS)
        undo = await _undo_of(w, fresh)
        if not await w.cases.decide(case.id, now.member, decision, context.now, undo=undo):
            raise MemberError(NOT_YOURS)
        yield w, fresh
        # What was decided may have left more to do, for who has nothing else.
        await go_on(context, w, line if line.case else await look(context, w, now, beside=case.id))


async def _undo_of(w: Session, case: Case) -> dict[str, Any] | None:
    """Return what a day long puts a decision back: of a question, also who waits for its answer."""
    if case.kind != GAP:
        return None
    return {"kind": GAP, "askers": [[one.member, one.language] for one in await w.gaps.askers(case.subject)]}
