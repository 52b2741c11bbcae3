"""What becomes of the words that someone of the team has written about a reported danger."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from html import escape
from typing import Any

from content.errors import MemberError
from content.languages import Speaker, sentence
from content.reviewing import DANGEROUS, found_flags
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.hazards.hazard_news import hazard_action, tell_reporter
from handlers.members.hazards.hazard_words import ASKED
from handlers.members.told_refs import own_ref
from handlers.staff.desk import REPORT, desk_again
from handlers.staff.hazards.hazard_view import WORDING, Told, may_be_told, preview
from handlers.staff.permissions import Act, role_for
from handlers.staff.queue import NOT_YOURS, go_on, look
from handlers.steps import Answers
from handlers.story_words import mask_all
from storage.cases import Case
from storage.hazards import CASE_KIND, Hazard
from storage.session import Session
from storage.team import Staff

# A danger does not wait long for an answer.
ANSWERING_LASTS = timedelta(hours=12)
_ACCUSES = sentence(
    "These words accuse somebody, or say where police or armed people are. Nothing has changed. "
    "Please write it without that."
)


async def _report(context: Context, w: Session, staff: Staff, answers: Answers, note: str) -> tuple[Case, Hazard]:
    """Return the report that the words are about, and log the act; raises MemberError when it is not this person's."""
    desk = await desk_again(context, w, staff, REPORT, answers["number"], answers["revision"])
    role = role_for(staff, Act.DECIDE_HAZARD) or ""
    await w.audit.record(Act.DECIDE_HAZARD, role, staff.number, f"{desk.case.number}:{note}", context.now)
    return desk.case, desk.one


async def _change(w: Session, one: Hazard, told: Mapping[str, Any]) -> Hazard:
    if not await w.hazards.change(one, told):
        raise MemberError(NOT_YOURS)
    changed = await w.hazards.get(one.id)
    if changed is None:
        raise MemberError(NOT_YOURS)
    return changed


async def finish_hazard(context: Context, w: Session, staff: Staff, answers: Answers) -> None:
    """Keep the words in which groups may read it, and show how they would hear it."""
    case, one = await _report(context, w, staff, answers, "words")
    words = mask_all(answers["words"].strip(), case.language)
    if not may_be_told(words, case.language):
        raise MemberError(_ACCUSES)
    changed = await _change(w, one, {**one.answers, WORDING: words})
    # What is doubted now are these words, and who agreed before has agreed to others.
    flags = await asyncio.to_thread(found_flags, words, case.language)
    await w.cases.reweigh(CASE_KIND, one.id, field="", danger=DANGEROUS, flags=flags)
    fresh = await w.cases.get(case.id)
    context.reply(*preview(context.say, fresh or case, changed, Told(), context.now.date()))


async def finish_hazard_question(context: Context, w: Session, staff: Staff, answers: Answers) -> None:
    """Pass a question on to who reported it; the case waits for the answer, at most half a day."""
    case, one = await _report(context, w, staff, answers, "asked")
    asked = answers["words"].strip()
    changed = await _change(w, one, {**one.answers, ASKED: [*one.answers.get(ASKED, ()), [asked, ""]]})
    await w.cases.park(case.id, staff.member, context.now, context.now + ANSWERING_LASTS)

    def told(say: Speaker) -> str:
        quoted = f"<blockquote>{escape(asked, quote=False)}</blockquote>"
        return say("❓ Our team asks about the danger that you reported:") + "\n" + quoted

    context.send_too(
        await tell_reporter(
            w,
            changed,
            "asked",
            told,
            context.now,
            lambda say: [[Button(say("✍️ Answer"), hazard_action("answer", own_ref(one)))]],
        )
    )
    context.reply(
        context.say("❓ {number}: asked. It comes back with the answer, or in half a day.", number=case.number)
    )
    await go_on(context, w, await look(context, w, staff, beside=case.id))
