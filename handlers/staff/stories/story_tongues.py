"""A published story in one language more: what becomes of a translation by hand; it can be put back for a day.

All of it raises MemberError before anything is written when the story is another one, or not theirs to translate.
"""

from collections.abc import Sequence
from datetime import datetime

from content.errors import MemberError
from content.privacy import KINDS
from content.reviewing import DANGEROUS, weigh
from handlers.context import Context
from handlers.members.stories.others_tried import is_open, story_rows, story_text
from handlers.members.stories.passing_on import find_by_all
from handlers.members.stories.translations import STORIES_IN, all_told, is_translated, tongues_for, translations_of
from handlers.notices import notify, speaker_for
from handlers.services import Services
from handlers.staff.permissions import Act, role_for
from handlers.staff.queue import NOT_YOURS, go_on, look
from handlers.staff.stories.case_view import reasons_of
from handlers.staff.stories.case_words import BRINGS_IN, flags_of
from handlers.steps import Answers
from handlers.story_words import TRANSLATIONS, mask_all
from storage.cases import Case
from storage.experiences import ANSWERED, CASE_KIND, Experience
from storage.outbox import Staged
from storage.session import Session
from storage.team import Staff


async def finish_story_tongue(context: Context, w: Session, staff: Staff, answers: Answers) -> None:
    """Show a published story in one language more, stamped; the original stays one tap away."""
    one, code, now = await w.experiences.get(answers["story"]), answers["language"], context.now
    if one is None or not is_open(one) or one.revision != answers["revision"] or code not in tongues_for(staff, one):
        raise MemberError(NOT_YOURS)
    if is_translated(one, code) and not answers["had"]:
        # Someone was faster: their words are not written over unseen.
        raise MemberError(NOT_YOURS)
    words = mask_all(answers["words"].strip(), code)
    doubted = await _doubts(context, w, staff, one, code, words)
    case = await _case(w, staff, one, code, now)
    known = translations_of(one)
    stamped = {"text": words, "by": staff.number, "on": now.date().isoformat()}
    await w.experiences.show_anew(one, {**(one.shown or {}), TRANSLATIONS: {**known, code: stamped}})
    await w.cases.decide(case.id, staff.member, "worded", now, undo={"before": known.get(code)})
    role = role_for(staff, Act.TRANSLATE_STORY, code) or ""
    await w.audit.record(Act.TRANSLATE_STORY, role, staff.number, f"{case.number}:{code}", now)
    if fresh := await w.experiences.get(one.id):
        await find_by_all(context.services, w, fresh)
        context.send_too(await _tell_who_asked(context.services, w, fresh, code, now))
    _say_done(context, case, code, doubted)
    if answers["number"]:
        await go_on(context, w, await look(context, w, staff, beside=case.id))


async def _doubts(context: Context, w: Session, staff: Staff, one: Experience, code: str, words: str) -> Sequence[str]:
    """Return what the words bring in that the story had not; a danger nobody may bring in, the rest a moderator."""
    review = await w.cases.of_subject(CASE_KIND, one.id)
    known = {*(review.flags if review else ()), *await flags_of(all_told(one), one.language), *KINDS}
    new = [flag for flag in await flags_of(words, code) if flag not in known]
    if new and (weigh(new)[0] >= DANGEROUS or not staff.has("moderator")):
        raise MemberError(BRINGS_IN, reasons=reasons_of(context.say, new))
    return new


async def _case(w: Session, staff: Staff, one: Experience, code: str, now: datetime) -> Case:
    """Return the case that this translation ends, claimed; one is opened for who came from under the story."""
    kind = STORIES_IN[code]
    case = await w.cases.of_subject(kind, one.id)
    if case is None or case.state != "open":
        await w.cases.open(kind, one.id, language=code, field=one.language, now=now)
        case = await w.cases.of_subject(kind, one.id)
    if case is None or not await w.cases.claim(case.id, staff.member, now):
        raise MemberError(NOT_YOURS)
    return case


async def _tell_who_asked(services: Services, w: Session, one: Experience, code: str, now: datetime) -> list[Staged]:
    """Send a story once more to whoever had it as an answer in a language that is not theirs, or wakes to it."""
    staged = []
    for target, arrives in (await w.outbox.addressees(ANSWERED, one.id)).items():
        member = await w.members.get(target) if arrives else None
        say = speaker_for(member) if member else None
        if member and say and say.language.code == code:
            told = say("🌍 The answer to what you asked can now be read in your language:")
            text, rows = f"{told}\n\n{story_text(one, say)}", story_rows(services.library, one, say)
            staged += await notify(w, member, ANSWERED, f"{code}:{one.revision}:{one.id}", text, rows, now)
    return staged


def _say_done(context: Context, case: Case, code: str, doubted: Sequence[str]) -> None:
    say = context.say
    lines = [
        say(
            "✅ {number}: who reads {language} reads it so now. /undo takes it back within a day.",
            number=case.number,
            language=say.tongue(code),
        )
    ]
    if doubted:
        lines.append(say("⚠️ Look at: {reasons}.", reasons=reasons_of(say, doubted)))
    context.reply("\n".join(lines))


async def put_tongue_back(context: Context, w: Session, case: Case) -> bool:
    """Show a story as it was before a translation; False when it is not shown any more."""
    one, before = await w.experiences.get(case.subject), (case.undo or {}).get("before")
    if one is None or one.state != "published":
        return False
    others = {code: told for code, told in translations_of(one).items() if code != case.language}
    kept = {**others, case.language: before} if before else others
    shown = {**(one.shown or {}), TRANSLATIONS: kept}
    if not await w.experiences.show_anew(one, shown):
        return False
    if fresh := await w.experiences.get(one.id):
        await find_by_all(context.services, w, fresh)
    return True
