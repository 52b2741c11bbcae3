"""What becomes of the words that someone of the team has written for a question: reworded, or what a voice asked."""

from collections.abc import Callable
from html import escape

from content.errors import MemberError
from content.languages import Speaker, speaker
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.members.cards.ask import without_person
from handlers.members.gaps.answering import ask_on_from
from handlers.members.gaps.asking_others import begin_waiting
from handlers.members.gaps.gap import TONGUES, note_gap
from handlers.notices import notify, speaker_for
from handlers.staff.permissions import Act, role_for
from handlers.staff.queue import GAP, NOT_YOURS, go_on, look
from handlers.staff.settling import claimed_case
from handlers.staff.stories.case_view import reasons_of
from handlers.staff.stories.case_words import BRINGS_IN, flags_of
from handlers.steps import Answers
from handlers.story_words import mask_all
from storage.questions import Question
from storage.session import Session
from storage.team import Staff
from storage.voices import CASE_KIND as VOICE
from storage.voices import VoiceNote

LONGEST_HEARD = 300


async def finish_wording(context: Context, w: Session, staff: Staff, answers: Answers) -> None:
    """Let others read a question in other words."""
    case = await claimed_case(context, w, staff, answers["number"], GAP)
    gap = await w.gaps.get(case.subject)
    if gap is None:
        raise MemberError(NOT_YOURS)
    await _record(context, w, staff, Act.SHOW_WORDING, f"{case.number}:passed-reworded")
    await w.cases.decide(case.id, staff.member, "passed", context.now, undo={"kind": GAP})
    await w.gaps.pass_wording(gap.id, {gap.language: mask_all(answers["words"].strip(), gap.language)})
    await ask_on_from(w, gap.id, context.now)
    context.reply(context.say("✅ {number}: others may read it now.", number=case.number))
    await go_on(context, w, await look(context, w, staff, beside=case.id))


async def finish_tongue(context: Context, w: Session, staff: Staff, answers: Answers) -> None:
    """Let others read a passed question in one language more; only a moderator may bring in what looks dangerous."""
    case = await claimed_case(context, w, staff, answers["number"], *TONGUES.values())
    gap = await w.gaps.get(case.subject)
    if gap is None:
        raise MemberError(NOT_YOURS)
    words = mask_all(answers["words"].strip(), case.language)
    known = {flag for code, said in gap.passed.items() for flag in await flags_of(said, code)}
    new = [flag for flag in await flags_of(words, case.language) if flag not in known]
    if new and not staff.has("moderator"):
        raise MemberError(BRINGS_IN, reasons=reasons_of(context.say, new))
    if not await w.gaps.word(gap.id, case.language, words):
        raise MemberError(NOT_YOURS)
    await _record(context, w, staff, Act.WORD_QUESTION, f"{case.number}:{case.language}")
    await w.cases.decide(case.id, staff.member, "worded", context.now, undo={"kind": case.kind})
    doubts = [context.say("⚠️ Look at: {reasons}.", reasons=reasons_of(context.say, new)), "/undo"] if new else []
    told = context.say(
        "✅ {number}: who reads {language} can be asked now.",
        number=case.number,
        language=context.say.tongue(case.language),
    )
    context.reply("\n".join([told, *doubts]))
    await go_on(context, w, await look(context, w, staff, beside=case.id))


async def _record(context: Context, w: Session, staff: Staff, act: Act, subject: str) -> None:
    await w.audit.record(act, role_for(staff, act) or "", staff.number, subject, context.now)


async def finish_voice(context: Context, w: Session, staff: Staff, answers: Answers) -> None:
    """Answer what was said as a question: with its card, else it becomes a gap and others are asked."""
    case = await claimed_case(context, w, staff, answers["number"], VOICE)
    note = await w.voices.get(case.subject)
    if note is None:
        raise MemberError(NOT_YOURS)
    await _record(context, w, staff, Act.HEAR_VOICE, f"{case.number}:written-down")
    await w.cases.decide(case.id, staff.member, "written-down", context.now)
    await w.voices.drop(note.id)
    await _answer_voice(context, w, note, answers["words"].strip())
    context.reply(context.say("✅ {number}: written down. Who asked gets an answer.", number=case.number))
    await go_on(context, w, await look(context, w, staff, beside=case.id))


async def _answer_voice(context: Context, w: Session, note: VoiceNote, words: str) -> None:
    found = context.finder.find(words, language=note.language)
    cards = [hit.id for hit in found.hits if hit.kind == "card" and hit.id in context.library.cards]
    shown = [context.library.cards[card] for card in cards[:3]]
    if found.outcome in ("none", "unsure"):
        asked = without_person(words)
        known = await w.questions.record(
            asked, note.language, found.outcome, cards, sorted(found.concepts), context.now
        )
        question = Question(known, asked, note.language, tuple(cards), tuple(sorted(found.concepts)))
        gap = await note_gap(context, w, question, "voice")
        await begin_waiting(w, context.library, gap, note.member, speaker(note.language), context.now)

    def told(say: Speaker) -> str:
        quoted = " ".join(words.split())[:LONGEST_HEARD]
        heard = say("🎤 I heard: “{words}”", words=escape(quoted, quote=False))
        if shown:
            return heard + "\n" + say("Perhaps one of these helps:")
        return heard + "\n" + say("Nobody here knows that yet. We ask others, and you hear of it here.")

    def rows(say: Speaker) -> Rows:
        code = say.language.code
        return [
            [Button(f"{card.pictogram} {card.text(code)[0].title}", f"card:{card.number}:{code}")] for card in shown
        ]

    await tell_speaker(context, w, note, told, rows)


async def tell_speaker(
    context: Context, w: Session, note: VoiceNote, told: Callable[[Speaker], str], rows: Callable[[Speaker], Rows]
) -> None:
    """Stage a message to who spoke, in their language."""
    member = await w.members.get(note.member)
    if member is None:
        return
    say = speaker_for(member, note.language)
    context.send_too(await notify(w, member, "voice", str(note.id), told(say), rows(say), context.now))
