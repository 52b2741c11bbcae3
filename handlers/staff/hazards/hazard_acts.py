"""What is decided about a reported danger: tell groups near, after a look at how they hear it, or reject."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from content.errors import MemberError
from content.languages import Speaker, sentence
from handlers.asking import in_pairs
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.hazards.hazard_news import tell_reporter
from handlers.members.hazards.hazard_words import WORDS, place_named
from handlers.staff.desk import REPORT, Desk, clearing, desk_of
from handlers.staff.gate import OnStaff
from handlers.staff.hazards.hazard_view import WANTED, Told, is_agreed, preview, view_hazard, words_to_tell
from handlers.staff.permissions import Act
from handlers.staff.queue import NOT_YOURS, show
from handlers.staff.writing import begin_question, begin_writing
from storage.hazards import Hazard, Reach
from storage.session import Session
from storage.team import Staff

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


async def look_first(context: Context, staff: Staff) -> None:
    """Show how groups would hear of it; nothing is told yet."""
    if desk := await desk_of(context, staff, REPORT):
        text, rows = preview(context.say, desk.case, desk.one, Told.of(desk.rest), context.now.date())
        context.reply(text, rows)


async def look_again(context: Context, staff: Staff) -> None:
    """Show the report once more."""
    if desk := await desk_of(context, staff, REPORT):
        async with context.read() as r:
            view = await view_hazard(context, r, staff, desk.case)
        if view:
            show(context, view)


async def tell(context: Context, staff: Staff) -> None:
    """Let groups of its region hear of it, or of its country: that a second person has to agree to."""
    desk = await desk_of(context, staff, REPORT)
    if desk is None:
        return
    wanted, _, how = desk.rest.partition(":")
    reach: Reach = "region" if wanted == "region" and desk.one.region else "country"
    told = Told.of(how)
    is_first = not is_agreed(desk.case, desk.one, told, reach)
    if is_first and desk.case.first_by is not None:
        context.reply(context.say(_LESS))
        return
    async with clearing(context, staff, Act.DECIDE_HAZARD, desk, f"{'first-' if is_first else ''}{reach}") as (w, now):
        if is_first:
            await _agree_first(context, w, now, desk, {"reach": reach, "words": told.with_words})
        else:
            await _tell_now(context, w, now, desk, reach, told)


async def _agree_first(
    context: Context, w: Session, staff: Staff, desk: Desk[Hazard], wanted: Mapping[str, Any]
) -> None:
    """Keep what the first of two wants; the second agrees to that, or to less."""
    is_kept = await w.hazards.change(desk.one, {**desk.one.answers, WANTED: dict(wanted)})
    if not is_kept or not await w.cases.pass_first(desk.case.id, staff.member, "", context.now):
        raise MemberError(NOT_YOURS)
    say = context.say
    who = say("a second person")
    context.edit(say("👍 {number}: you agree. Now it waits for: {who}.", number=desk.case.number, who=who))


async def _tell_now(context: Context, w: Session, staff: Staff, desk: Desk[Hazard], reach: Reach, how: Told) -> None:
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
    context.edit(told, [[Button(say("🏁 It is over"), f"hazard-over:{one.id}")]])

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
    desk = await desk_of(context, staff, REPORT)
    if desk is None:
        return
    reason, say = REASONS.get(desk.rest), context.say
    if reason is None:
        rows = in_pairs([Button(say(one.label), f"hazard-reject:{desk.what}:{key}") for key, one in REASONS.items()])
        context.reply(say("Why is it not passed on? Who reported it is told kindly."), rows)
        return
    async with clearing(context, staff, Act.DECIDE_HAZARD, desk, desk.rest) as (w, now):
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
    if desk := await desk_of(context, staff, REPORT):
        await begin_writing(
            context, "hazard", desk.case.number, revision=desk.one.revision, now=words_to_tell(desk.one)
        )


async def ask_back(context: Context, staff: Staff) -> None:
    """Ask for the question to who reported it."""
    if desk := await desk_of(context, staff, REPORT):
        await begin_question(context, "hazard-ask", desk)


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.DECIDE_HAZARD, "hazard-tell", look_first),
    OnStaff(Act.DECIDE_HAZARD, "hazard-look", look_again),
    OnStaff(Act.DECIDE_HAZARD, "hazard-out", tell),
    OnStaff(Act.DECIDE_HAZARD, "hazard-reject", reject),
    OnStaff(Act.DECIDE_HAZARD, "hazard-words", write),
    OnStaff(Act.DECIDE_HAZARD, "hazard-ask", ask_back),
)
