"""The story or the report that someone of the team has before them: read anew at each press, checked where it ends."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from content.errors import MemberError
from content.languages import sentence
from handlers.arguments import is_revision
from handlers.context import Context
from handlers.staff.gate import deciding
from handlers.staff.hazards.hazard_view import view_hazard
from handlers.staff.kinds import View
from handlers.staff.permissions import Act
from handlers.staff.queue import NOT_YOURS, go_on, look, show
from handlers.staff.settling import is_theirs
from handlers.staff.stories.case_view import open_case
from storage.cases import Case
from storage.experiences import CASE_KIND, Experience
from storage.hazards import CASE_KIND as HAZARD
from storage.hazards import Hazard
from storage.session import Session
from storage.team import Staff

One = TypeVar("One", Experience, Hazard)


@dataclass(frozen=True)
class Subject(Generic[One]):
    """What a case can be about: how it is read and shown, and what is said when it is another one than was seen."""

    kind: str
    get: Callable[[Session, int], Awaitable[One | None]]
    view: Callable[[Context, Session, Staff, Case, One], Awaitable[View | None]]
    changed: str


@dataclass(frozen=True)
class Desk(Generic[One]):
    """A claimed case, what it is about in the revision that was seen, and what else the button says."""

    subject: Subject[One]
    case: Case
    one: One
    rest: str = ""

    @property
    def what(self) -> str:
        """Return the case and the revision as a button carries them."""
        return f"{self.case.number}:{self.one.revision}"


STORY = Subject[Experience](
    CASE_KIND,
    lambda r, id: r.experiences.get(id),
    lambda context, r, _staff, case, one: open_case(context, r, case, one),
    sentence("The story has changed since you saw it. This is how it is now:"),
)
REPORT = Subject[Hazard](
    HAZARD,
    lambda r, id: r.hazards.get(id),
    lambda context, r, staff, case, _one: view_hazard(context, r, staff, case),
    sentence("The report has changed since you saw it. This is how it is now:"),
)


async def desk_of(context: Context, staff: Staff, subject: Subject[One]) -> Desk[One] | None:
    """Return what "<file number>:<revision>:<rest>" is about; None when that was answered: it is not theirs, or new."""
    number, _, more = context.argument.partition(":")
    revision, _, rest = more.partition(":")
    async with context.read() as r:
        case = await r.cases.by_number(number)
        one = await subject.get(r, case.subject) if case and case.kind == subject.kind else None
        if case is None or one is None or one.state != "waiting" or not is_theirs(context, staff, case, subject.kind):
            context.reply(context.say(NOT_YOURS))
            return None
        if not is_revision(revision, one.revision):
            context.reply(context.say(subject.changed))
            if view := await subject.view(context, r, staff, case, one):
                show(context, view)
            return None
    return Desk(subject, case, one, rest)


async def desk_again(
    context: Context, w: Session, staff: Staff, subject: Subject[One], number: str, revision: int
) -> Desk[One]:
    """Return a case that is decided about now; raises MemberError when it is not theirs, is their own, or another."""
    case = await w.cases.by_number(number)
    one = await subject.get(w, case.subject) if case and case.kind == subject.kind else None
    if case is None or one is None or not is_theirs(context, staff, case, subject.kind):
        raise MemberError(NOT_YOURS)
    if one.state != "waiting" or one.revision != revision or one.contact == staff.member:
        raise MemberError(NOT_YOURS)
    return Desk(subject, case, one)


@asynccontextmanager
async def at_desk(context: Context, act: Act, desk: Desk[One], note: str = "") -> AsyncIterator[tuple[Session, Staff]]:
    """Decide about a case: who, whose it is and what it is about are looked at once more in the transaction."""
    case = desk.case
    subject = f"{case.number}:{note}" if note else case.number
    async with deciding(context, act, subject, case.field) as (w, staff):
        await desk_again(context, w, staff, desk.subject, case.number, desk.one.revision)
        yield w, staff


@asynccontextmanager
async def clearing(
    context: Context, staff: Staff, act: Act, desk: Desk[One], note: str = ""
) -> AsyncIterator[tuple[Session, Staff]]:
    """Decide about a case that leaves the desk with it, and go on to what comes next."""
    async with context.read() as r:
        line = await look(context, r, staff, beside=desk.case.id)
    async with at_desk(context, act, desk, note) as (w, now):
        yield w, now
        await go_on(context, w, line)
