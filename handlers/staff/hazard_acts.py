"""What is decided about a reported danger: tell groups near, after a look at how they hear it, or reject."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from content.errors import MemberError
from content.languages import Speaker, sentence
from handlers.asking import in_pairs
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.hazard_news import tell_reporter
from handlers.members.hazard_words import WORDS, place_named
from handlers.staff.desk import is_revision
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.hazard_view import WANTED, Told, is_agreed, may_settle, preview, view_hazard, words_to_tell
from handlers.staff.permissions import Act
from handlers.staff.queue import NOT_YOURS, Line, go_on, look, show
from handlers.staff.settling import is_theirs
from handlers.staff.writing import begin_writing
from storage.cases import Case
from storage.hazards import CASE_KIND, Hazard, Reach
from storage.session import Session
from storage.team import Staff

CHANGED = sentence("The report has changed since you saw it. This is how it is now:")
_LESS = sentence("The first of you agreed to less than that. Tell less, or put it back.")


@dataclass(frozen=True)
class Reason:
    """Why a danger is not passed on: the button, and what who reported it is told."""

    label: str
    told: str


REASONS: Mapping[str, Reason] = {
    "known": Reason(sentence("👯 Known already"), sentence("Others reported the same, and it is passed on already.")),
    "unclear": Reason(
        sentence("❔ Unclear"), sentence("We could not understand what the danger is. You may tell it again.")
    ),
    "person": Reason(
        sentence("👤 Names a person"),
        sentence("Someone could be known by it, or is accused in it. That can put people in danger."),
    ),
    "raid": Reason(
        sentence("🚓 Police, armed men"),
        sentence(
            "It says where police, soldiers, inspectors or armed people are. Passing that on puts people in danger."
        ),
    ),
    "none": Reason(sentence("🗂 No danger"), sentence("It is nothing that others have to be warned of now.")),
}


@dataclass(frozen=True)
class Desk:
    """A claimed case, its report in the revision that was seen, and what else the button says."""

    case: Case
    one: Hazard
    rest: str


async def desk_of(context: Context, staff: Staff) -> Desk | None:
    """Return what "<file number>:<revision>:<rest>" is about; None when that was answered: it is not theirs, or new."""
    number, _, more = context.argument.partition(":")
    revision, _, rest = more.partition(":")
    async with context.read() as r:
        case = await r.cases.by_number(number)
        one = await r.hazards.get(case.subject) if case and case.kind == CASE_KIND else None
        if case is None or one is None or one.state != "waiting" or not is_theirs(context, staff, case, CASE_KIND):
            context.reply(context.say(NOT_YOURS))
            return None
        if not is_revision(revision, one.revision):
            context.reply(context.say(CHANGED))
            if view := await view_hazard(context, r, staff, case):
                show(context, view)
            return None
    return Desk(case, one, rest)


@asynccontextmanager
async def _settling(context: Context, staff: Staff, desk: Desk, note: str) -> AsyncIterator[tuple[Session, Staff]]:
    """Decide about a report and go on to what comes next; whose it is is looked at once more in the transaction."""
    async with context.read() as r:
        line: Line = await look(context, r, staff, beside=desk.case.id)
    async with deciding(context, Act.DECIDE_HAZARD, f"{desk.case.number}:{note}") as (w, now):
        await check(context, w, now, desk)
        yield w, now
        await go_on(context, w, line)


async def check(context: Context, w: Session, staff: Staff, desk: Desk) -> None:
    """Raise MemberError when the case is not this person's any more, or the report another one, or their own."""
    case, one = await w.cases.get(desk.case.id), await w.hazards.get(desk.one.id)
    if not is_theirs(context, staff, case, CASE_KIND) or not may_settle(staff, one, desk.one.revision):
        raise MemberError(NOT_YOURS)


async def look_first(context: Context, staff: Staff) -> None:
    """Show how groups would hear of it; nothing is told yet."""
    if desk := await desk_of(context, staff):
        text, rows = preview(context.say, desk.case, desk.one, Told.of(desk.rest), context.now.date())
        context.reply(text, rows)


async def look_again(context: Context, staff: Staff) -> None:
    """Show the report once more."""
    if desk := await desk_of(context, staff):
        async with context.read() as r:
            view = await view_hazard(context, r, staff, desk.case)
        if view:
            show(context, view)


async def tell(context: Context, staff: Staff) -> None:
    """Let groups of its region hear of it, or of its country: that a second person has to agree to."""
    desk = await desk_of(context, staff)
    if desk is None:
        return
    wanted, _, how = desk.rest.partition(":")
    reach: Reach = "region" if wanted == "region" and desk.one.region else "country"
    told = Told.of(how)
    is_first = not is_agreed(desk.case, desk.one, told, reach)
    if is_first and desk.case.first_by is not None:
        context.reply(context.say(_LESS))
        return
    async with _settling(context, staff, desk, f"{'first-' if is_first else ''}{reach}") as (w, now):
        if is_first:
            await _agree_first(context, w, now, desk, {"reach": reach, "words": told.with_words})
        else:
            await _tell_now(context, w, now, desk, reach, told)


async def _agree_first(context: Context, w: Session, staff: Staff, desk: Desk, wanted: Mapping[str, Any]) -> None:
    """Keep what the first of two wants; the second agrees to that, or to less."""
    is_kept = await w.hazards.change(desk.one, {**desk.one.answers, WANTED: dict(wanted)})
    if not is_kept or not await w.cases.pass_first(desk.case.id, staff.member, "", context.now):
        raise MemberError(NOT_YOURS)
    say = context.say
    who = say("a second person")
    context.edit(say("👍 {number}: you agree. Now it waits for: {who}.", number=desk.case.number, who=who))


async def _tell_now(context: Context, w: Session, staff: Staff, desk: Desk, reach: Reach, how: Told) -> None:
    case, one, say, now = desk.case, desk.one, context.say, context.now
    ends_at = now + timedelta(days=how.days)
    words = words_to_tell(one) if how.with_words else ""
    is_first = await w.cases.decide(case.id, staff.member, "told", now)
    if not is_first or not await w.hazards.tell(one, {WORDS: words}, reach, now=now, ends_at=ends_at):
        raise MemberError(NOT_YOURS)
    day, place = say.date(ends_at.date()), place_named(say, one, reach)
    told = say(
        "📣 {number}: groups in {place} hear of it in their news, until {day}. /dangers",
        number=case.number,
        place=place,
        day=day,
    )
    context.edit(told, [[Button(say("🏁 It is over"), f"hazard-over:{one.id:x}")]])

    def to_reporter(say: Speaker) -> str:
        lines = [
            say(
                "📣 Your warning is passed on to groups in {place}, without your name.",
                place=place_named(say, one, reach),
            ),
            say("Thank you. Is it over one day? Then take it back, and they are told so."),
        ]
        return "\n".join(lines)

    context.send_too(await tell_reporter(w, one, "told", to_reporter, now))


async def reject(context: Context, staff: Staff) -> None:
    """Ask why, then tell nobody of it but who reported it; its words are erased."""
    desk = await desk_of(context, staff)
    if desk is None:
        return
    reason, say = REASONS.get(desk.rest), context.say
    if reason is None:
        what = f"{desk.case.number}:{desk.one.revision}"
        rows = in_pairs([Button(say(one.label), f"hazard-reject:{what}:{key}") for key, one in REASONS.items()])
        context.reply(say("Why is it not passed on? Who reported it is told kindly."), rows)
        return
    async with _settling(context, staff, desk, desk.rest) as (w, now):
        is_first = await w.cases.decide(desk.case.id, now.member, "rejected", context.now, reason=desk.rest)
        if not is_first or not await w.hazards.reject(desk.one.id):
            raise MemberError(NOT_YOURS)
        context.edit(say("❌ {number} is not passed on.", number=desk.case.number))

        def told(say: Speaker) -> str:
            head = say("Thank you for your report. It was not passed on, and its words are erased.")
            return f"{head}\n{say(reason.told)}"

        context.send_too(await tell_reporter(w, desk.one, "rejected", told, context.now))


async def write(context: Context, staff: Staff) -> None:
    """Ask for the words in which groups may read it."""
    if desk := await desk_of(context, staff):
        await begin_writing(
            context, "hazard", desk.case.number, revision=desk.one.revision, now=words_to_tell(desk.one)
        )


async def ask_back(context: Context, staff: Staff) -> None:
    """Ask for the question to who reported it."""
    desk = await desk_of(context, staff)
    if desk is None:
        return
    if desk.one.contact is None:
        context.reply(context.say("Nobody can be asked any more: its author has left."))
        return
    await begin_writing(context, "hazard-ask", desk.case.number, revision=desk.one.revision)


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.DECIDE_HAZARD, "hazard-tell", look_first),
    OnStaff(Act.DECIDE_HAZARD, "hazard-look", look_again),
    OnStaff(Act.DECIDE_HAZARD, "hazard-out", tell),
    OnStaff(Act.DECIDE_HAZARD, "hazard-reject", reject),
    OnStaff(Act.DECIDE_HAZARD, "hazard-words", write),
    OnStaff(Act.DECIDE_HAZARD, "hazard-ask", ask_back),
)
