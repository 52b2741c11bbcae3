"""What becomes of the words that someone of the team has written about a story: the end of writing.py's flow.

All of it raises MemberError before anything is written when the story is not theirs any more, or another one.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from content.errors import MemberError
from content.languages import sentence
from content.privacy import KINDS
from content.reviewing import found_flags, weigh
from handlers.context import Context
from handlers.members.stories.case_news import announce, ask_author
from handlers.notices import heard_at
from handlers.staff.desk import STORY, Desk, desk_again
from handlers.staff.gate import REFUSED
from handlers.staff.kinds import is_first_look, needs_two
from handlers.staff.permissions import Act, role_for
from handlers.staff.queue import NOT_YOURS, go_on, look, show
from handlers.staff.stories.case_view import open_case, reasons_of
from handlers.staff.stories.cases import UNSAFE, card_of, publish_now
from handlers.steps import Answers
from handlers.story_words import (
    ASKED,
    TRANSLATIONS,
    count_changes,
    marks_of,
    mask_all,
    masked,
    only_takes_out,
    public,
    words_of,
)
from storage.experiences import CASE_KIND, Experience
from storage.session import Session
from storage.team import Staff

OBJECTING_LASTS = timedelta(hours=24)
ANSWERING_LASTS = timedelta(hours=48)
BRINGS_IN = sentence("Your words bring in something new: {reasons}. Nothing has changed. Please write it without that.")
_FIELD_CHANGES = sentence(
    "Other words about this danger come from an expert of its field. You can agree, leave words out, or reject."
)


async def _desk(w: Session, context: Context, staff: Staff, answers: Answers) -> Desk[Experience]:
    return await desk_again(context, w, staff, STORY, answers["number"], answers["revision"])


async def _record(context: Context, w: Session, staff: Staff, act: Act, desk: Desk[Experience], note: str) -> None:
    role = role_for(staff, act, desk.case.field)
    if role is None:
        raise MemberError(REFUSED)
    await w.audit.record(act, role, staff.number, f"{desk.case.number}:{note}", context.now)


async def _show_again(
    context: Context, w: Session, desk: Desk[Experience], answers: Mapping[str, Any], flags: Sequence[str] = ()
) -> None:
    """Keep a story with other answers and show it anew; `flags` on what was put in weigh like its author's."""
    one, case = desk.one, desk.case
    await w.experiences.change(one, answers, card=one.card, audience=one.audience, consent=one.consent)
    if not set(flags) <= set(case.flags):
        every = tuple(dict.fromkeys((*case.flags, *flags)))
        danger, field = weigh(every)
        await w.cases.reweigh(CASE_KIND, one.id, field=field, danger=danger, flags=every)
    fresh, changed = await w.cases.get(case.id), await w.experiences.get(one.id)
    if fresh and changed:
        show(context, await open_case(context, w, fresh, changed))


async def _check_words(context: Context, staff: Staff, desk: Desk[Experience], before: str, after: str) -> None:
    """Raise MemberError when words are not to go out: unsafe ones, a new danger, others than the field's."""
    case = desk.case
    if case.expert_said == "unsafe":
        raise MemberError(UNSAFE)
    if only_takes_out(before, after):
        return
    field = case.field or weigh(case.flags)[1]
    if needs_two(case) and field and not staff.has("expert", field):
        raise MemberError(_FIELD_CHANGES)
    known = {*case.flags, *await flags_of(before, desk.one.language), *KINDS}
    if new := [flag for flag in await flags_of(after, desk.one.language) if flag not in known]:
        raise MemberError(BRINGS_IN, reasons=reasons_of(context.say, new))


async def flags_of(words: str, language: str) -> tuple[str, ...]:
    """Return what of a text looks personal and which dangers it may contain; found in a thread."""
    return await asyncio.to_thread(found_flags, words, language)


async def finish_edit(context: Context, w: Session, staff: Staff, answers: Answers) -> None:
    """Publish at once what was only taken out; of other words the author hears first, and has a day to object."""
    desk = await _desk(w, context, staff, answers)
    name, after, one = answers["field"], answers["words"].strip(), desk.one
    before = words_of(one.answers).get(name, "")
    if is_first_look(desk.case) or not before:
        raise MemberError(NOT_YOURS)
    await _check_words(context, staff, desk, before, after)
    out, put_in = count_changes(before, after)
    await _record(context, w, staff, Act.EDIT_CASE, desk, f"-{out}+{put_in}")
    # A translation is of all words as they were.
    told = {key: value for key, value in one.answers.items() if key != TRANSLATIONS} | {name: after}
    if not only_takes_out(before, after):
        await _announce(context, w, staff, desk, told)
    elif marks_of(told, one.language):
        await _show_again(context, w, desk, told)
        return
    else:
        await publish_now(context, w, staff, desk, told)
    await go_on(context, w, await look(context, w, staff, beside=desk.case.id))


async def _announce(
    context: Context, w: Session, staff: Staff, desk: Desk[Experience], told: Mapping[str, Any]
) -> None:
    one, case, now = desk.one, desk.case, context.now
    await w.cases.decide(case.id, staff.member, "announced", now, undo={"answers": dict(one.answers)})
    shown = public(masked(told, one.language), one.received_on)
    # The day to object begins when they hear of it, not in the middle of their night.
    heard = await heard_at(w, one.contact, now) if one.contact is not None else now
    await w.experiences.announce(one, shown, card=card_of(context, desk), publish_at=heard + OBJECTING_LASTS)
    context.reply(
        context.say(
            "✏️ {number}: its author is told the new words. If they do not object, it goes out in 24 hours. /undo",
            number=case.number,
        )
    )
    announced = await w.experiences.get(one.id)
    context.send_too(await announce(w, announced, now) if announced else [])


async def finish_hearing(context: Context, w: Session, staff: Staff, answers: Answers) -> None:
    """Put what a voice says in its place."""
    desk = await _desk(w, context, staff, answers)
    await _record(context, w, staff, Act.EDIT_CASE, desk, "written-down")
    words = answers["words"].strip()
    flags = await flags_of(words, desk.one.language)
    await _show_again(context, w, desk, {**desk.one.answers, "story": words}, flags)


async def finish_translation(context: Context, w: Session, staff: Staff, answers: Answers) -> None:
    """Keep a translation, stamped, beside the original."""
    desk = await _desk(w, context, staff, answers)
    if is_first_look(desk.case):
        raise MemberError(NOT_YOURS)
    code, day = answers["language"], context.now.date().isoformat()
    words = mask_all(answers["words"].strip(), code)
    await _record(context, w, staff, Act.TRANSLATE, desk, code)
    stamped = {"text": words, "by": staff.number, "on": day}
    known = desk.one.answers.get(TRANSLATIONS, {})
    flags = [flag for flag in await flags_of(words, code) if flag not in KINDS]
    await _show_again(context, w, desk, {**desk.one.answers, TRANSLATIONS: {**known, code: stamped}}, flags)


async def finish_question(context: Context, w: Session, staff: Staff, answers: Answers) -> None:
    """Pass a question on to the author; the case waits for the answer, at most two days."""
    desk = await _desk(w, context, staff, answers)
    one, asked = desk.one, answers["words"].strip()
    await _record(context, w, staff, Act.ASK_BACK, desk, "asked")
    questions = [*one.answers.get(ASKED, ()), [asked, ""]]
    await w.experiences.change(
        one, {**one.answers, ASKED: questions}, card=one.card, audience=one.audience, consent=one.consent
    )
    await w.cases.park(desk.case.id, staff.member, context.now, context.now + ANSWERING_LASTS)
    changed = await w.experiences.get(one.id)
    context.send_too(await ask_author(w, changed, asked, context.now) if changed else [])
    context.reply(
        context.say("❓ {number}: asked. It comes back with the answer, or in two days.", number=desk.case.number)
    )
    await go_on(context, w, await look(context, w, staff, beside=desk.case.id))
