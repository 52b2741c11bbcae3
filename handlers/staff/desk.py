"""The story that someone of the team has before them: read anew at each press, checked again where it is decided."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from content.errors import MemberError
from content.languages import sentence
from handlers.context import Context
from handlers.staff.case_view import open_case
from handlers.staff.gate import deciding
from handlers.staff.kinds import takes_story
from handlers.staff.permissions import Act
from handlers.staff.queue import NOT_YOURS, Line, look, show
from storage.cases import Case
from storage.experiences import CASE_KIND, Experience
from storage.session import Session
from storage.team import Staff

CHANGED = sentence("The story has changed since you saw it. This is how it is now:")
_LONGEST_REVISION = 9


@dataclass(frozen=True)
class Desk:
    """A claimed case, its story in the revision that was seen, and what else the button says."""

    case: Case
    one: Experience
    rest: str


async def desk_of(context: Context, staff: Staff, argument: str) -> Desk | None:
    """Return what "<file number>:<revision>:<rest>" is about; None when that was answered: it is not theirs, or new."""
    number, _, more = argument.partition(":")
    revision, _, rest = more.partition(":")
    async with context.read() as r:
        case = await r.cases.by_number(number)
        one = await r.experiences.get(case.subject) if case and case.kind == CASE_KIND else None
        if case is None or one is None or one.state != "waiting" or not is_theirs(staff, case, context.now):
            context.reply(context.say(NOT_YOURS))
            return None
        if not is_revision(revision, one.revision):
            context.reply(context.say(CHANGED))
            show(context, await open_case(context, r, case, one))
            return None
    return Desk(case, one, rest)


def is_revision(text: str, revision: int) -> bool:
    """Tell whether a button, which may be forged, belongs to this revision of what it is about."""
    return text.isdecimal() and len(text) <= _LONGEST_REVISION and int(text) == revision


def is_theirs(staff: Staff, case: Case, now: datetime) -> bool:
    """Tell whether someone has a case open now and may decide about it."""
    is_open = case.state == "open" and case.claimed_until is not None and case.claimed_until > now
    return is_open and case.claimed_by == staff.member and takes_story(staff, case)


@asynccontextmanager
async def at_desk(context: Context, act: Act, desk: Desk, note: str = "") -> AsyncIterator[tuple[Session, Staff]]:
    """Decide about a story: who, whose case and what it says are looked at once more in the transaction."""
    case = desk.case
    subject = f"{case.number}:{note}" if note else case.number
    async with deciding(context, act, subject, case.field) as (w, staff):
        await check(w, staff, desk, context.now)
        yield w, staff


async def check(w: Session, staff: Staff, desk: Desk, now: datetime) -> None:
    """Raise MemberError when the case is not this person's any more, or the story another one."""
    case, one = await w.cases.get(desk.case.id), await w.experiences.get(desk.one.id)
    if case is None or not is_theirs(staff, case, now):
        raise MemberError(NOT_YOURS)
    if one is None or one.state != "waiting" or one.revision != desk.one.revision or one.contact == staff.member:
        raise MemberError(NOT_YOURS)


async def what_follows(context: Context, staff: Staff, case: Case) -> Line:
    """Look up what comes next for someone after a case."""
    async with context.read() as r:
        return await look(context, r, staff, beside=case.id)
