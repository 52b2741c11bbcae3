"""What is decided about questions to pass on, voice notes and sudden shifts of reports: one or two presses each."""

from content.errors import MemberError
from content.languages import sentence
from handlers.context import Context
from handlers.members.gaps.answering import ask_on_from
from handlers.members.gaps.asking_others import refuse
from handlers.members.gaps.gap import TONGUES
from handlers.members.market.reporting import CASE as REPORTS
from handlers.members.market.reporting import subject_of
from handlers.staff.gate import OnStaff
from handlers.staff.permissions import Act
from handlers.staff.queue import GAP, NOT_YOURS
from handlers.staff.settling import claimed_case, settling
from handlers.staff.small_words import tell_speaker
from handlers.staff.writing import begin_writing
from storage.team import Staff
from storage.voices import CASE_KIND as VOICE


async def pass_wording(context: Context, staff: Staff) -> None:
    """Let others read a question as it is."""
    async with settling(context, GAP, Act.SHOW_WORDING, "passed", staff) as (w, case):
        gap = await w.gaps.get(case.subject)
        if gap is None or not await w.gaps.pass_wording(gap.id, {gap.language: gap.wording}):
            raise MemberError(NOT_YOURS)
        await ask_on_from(w, gap.id, context.now)
        context.edit(context.say("✅ {number}: others may read it now.", number=case.number))


async def reject_wording(context: Context, staff: Staff) -> None:
    """Let nobody read a question; who asked is told that no one else is asked."""
    async with settling(context, GAP, Act.SHOW_WORDING, "closed", staff) as (w, case):
        await w.gaps.finish(case.subject, "closed")
        context.send_too(await refuse(w, context.library, case.subject, context.now))
        context.edit(context.say("❌ {number} is not passed on.", number=case.number))


async def change_wording(context: Context, staff: Staff) -> None:
    """Ask for the words in which others may read a question."""
    async with context.read() as r:
        case = await claimed_case(context, r, staff, context.argument, GAP)
        gap = await r.gaps.get(case.subject)
    if gap is None:
        raise MemberError(NOT_YOURS)
    await begin_writing(context, "wording", case.number, now=gap.wording)


async def translate_wording(context: Context, staff: Staff) -> None:
    """Ask for a passed question in another language."""
    async with context.read() as r:
        case = await claimed_case(context, r, staff, context.argument, *TONGUES.values())
    await begin_writing(context, "tongue", case.number)


async def write_voice(context: Context, staff: Staff) -> None:
    """Ask for what was said."""
    async with context.read() as r:
        case = await claimed_case(context, r, staff, context.argument, VOICE)
    await begin_writing(context, "voice", case.number)


async def drop_voice(context: Context, staff: Staff) -> None:
    """Drop a voice note that is no question; who sent it is told."""
    async with settling(context, VOICE, Act.HEAR_VOICE, "dropped", staff) as (w, case):
        note = await w.voices.get(case.subject)
        if note is None:
            raise MemberError(NOT_YOURS)
        await w.voices.drop(note.id)
        context.edit(context.say("❌ {number} is dropped.", number=case.number))
        await tell_speaker(
            context,
            w,
            note,
            lambda say: say(
                "🎤 A person listened to your voice note and could not hear a question. Please say it again."
            ),
            lambda _say: [],
        )


async def count_reports(context: Context, staff: Staff) -> None:
    """Believe reports that shift suddenly."""
    await _settle_reports(context, staff, counts=True)


async def refuse_reports(context: Context, staff: Staff) -> None:
    """Count reports that shift suddenly never."""
    await _settle_reports(context, staff, counts=False)


async def _settle_reports(context: Context, staff: Staff, *, counts: bool) -> None:
    decision = "counted" if counts else "refused"
    async with settling(context, REPORTS, Act.SETTLE_REPORTS, decision, staff) as (w, case):
        held = [place for place, _ in await w.reports.held() if subject_of(place) == case.subject]
        times = sum([await w.reports.settle(place, counts=counts) for place in held])
        done = (
            sentence("✅ {number}: {n} reports count now.")
            if counts
            else sentence("❌ {number}: {n} reports never count.")
        )
        context.edit(context.say(done, number=case.number, n=context.say.number(times)))


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.SHOW_WORDING, "gap-pass", pass_wording),
    OnStaff(Act.SHOW_WORDING, "gap-reject", reject_wording),
    OnStaff(Act.SHOW_WORDING, "gap-words", change_wording),
    OnStaff(Act.WORD_QUESTION, "gap-tongue", translate_wording),
    OnStaff(Act.HEAR_VOICE, "voice-write", write_voice),
    OnStaff(Act.HEAR_VOICE, "voice-drop", drop_voice),
    OnStaff(Act.SETTLE_REPORTS, "reports-count", count_reports),
    OnStaff(Act.SETTLE_REPORTS, "reports-refuse", refuse_reports),
)
