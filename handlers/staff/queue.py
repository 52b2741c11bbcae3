"""/next, the one door to all open work: the most important item that someone may do and can read, claimed by opening.

A new kind of work is one entry in WORK. What a claim has shown comes back after half an hour by itself.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from content.errors import MemberError
from content.languages import Speaker, sentence
from content.reviewing import DANGEROUS, is_distressing
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.gaps.gap import TONGUES
from handlers.members.market.reporting import CASE as REPORTS
from handlers.members.stories.others_tried import FLAGGED, read_stories, stage_story
from handlers.members.stories.translations import STORIES_IN, tongues_for, translating_row
from handlers.staff import price_doubts
from handlers.staff.alerts.alert_sending import CASE as ALERT
from handlers.staff.alerts.alert_views import view_alert
from handlers.staff.gate import REFUSED, OnStaff, deciding
from handlers.staff.hazards.hazard_view import view_hazard
from handlers.staff.kinds import (
    Item,
    Kind,
    View,
    takes_alert,
    takes_doubted,
    takes_hazard,
    takes_language,
    takes_reports,
    takes_sending,
    takes_story,
    takes_translation,
    takes_wording,
)
from handlers.staff.names import FIELD_NAMES
from handlers.staff.outbox_view import view_sending
from handlers.staff.permissions import Act, may, role_for
from handlers.staff.stories.case_view import view_case
from handlers.staff.views import (
    view_doubted,
    view_reports,
    view_story_tongue,
    view_tongue,
    view_voice,
    view_wording,
)
from storage.cases import Case
from storage.experiences import CASE_KIND
from storage.hazards import CASE_KIND as HAZARD
from storage.outbox import CASE_KIND as SENDING
from storage.quotes import Doubt
from storage.session import Session
from storage.team import Staff
from storage.voices import CASE_KIND as VOICE

GAP = "gap"
WORK: Mapping[str, Kind] = {
    CASE_KIND: Kind(sentence("stories"), Act.DECIDE_CASE, takes_story, view_case),
    GAP: Kind(sentence("questions to pass on"), Act.SHOW_WORDING, takes_wording, view_wording),
    VOICE: Kind(sentence("voice notes"), Act.HEAR_VOICE, takes_language, view_voice),
    FLAGGED: Kind(sentence("stories that readers doubt"), Act.DECIDE_CASE, takes_doubted, view_doubted),
    HAZARD: Kind(sentence("reported dangers"), Act.DECIDE_HAZARD, takes_hazard, view_hazard),
    REPORTS: Kind(sentence("reports"), Act.SETTLE_REPORTS, takes_reports, view_reports),
    ALERT: Kind(sentence("alerts"), Act.AGREE_ALERT, takes_alert, view_alert),
    SENDING: Kind(sentence("messages that may not have arrived"), Act.SETTLE_SENDING, takes_sending, view_sending),
    **{
        kind: Kind(sentence("questions to translate"), Act.WORD_QUESTION, takes_language, view_tongue)
        for kind in TONGUES.values()
    },
    **{
        kind: Kind(sentence("stories to translate"), Act.TRANSLATE_STORY, takes_translation, view_story_tongue)
        for kind in STORIES_IN.values()
    },
}
SKIPPED_FOR = timedelta(hours=4)
NOT_YOURS = sentence("Someone else has this open or has decided it, or your half hour is over. /next")
# The argument of a button that takes work outside one's hours, and of one that leaves the prices for later.
_ALL_HOURS, _PAST_PRICES = "all", "past"
_MOST_TRIES = 3
_MOST_LINES = 8


@dataclass(frozen=True)
class Line:
    """What comes next for someone: a case and its view, or nothing; `gone` is what nothing is left to decide about."""

    case: Case | None = None
    view: View | None = None
    gone: tuple[Case, ...] = ()


def fits(staff: Staff, item: Item) -> bool:
    """Tell whether someone may do this and can read it."""
    kind = WORK.get(item.kind)
    if kind is None or not may(staff, kind.act) or not kind.takes(staff, item):
        return False
    return not item.language or staff.reads(item.language)


async def next_(context: Context, staff: Staff) -> None:
    """Show what this person has open; else claim what comes next for them, or say that nothing waits.

    Behind the command may stand the file number of a story that is out: it is shown as its readers see it.
    """
    if context.hearing.command and context.hearing.argument:
        await _show_what_is_out(context, staff, context.hearing.argument)
        return
    async with context.read() as r:
        line = await look(context, r, staff)
        doubts = await _doubts(context, r, staff)
    is_urgent = line.case is not None and (line.case.danger >= DANGEROUS or line.case.claimed_by == staff.member)
    if doubts and not is_urgent:
        _show_price(context, doubts[0])
        return
    async with context.write() as w:
        await go_on(context, w, line)


async def _show_what_is_out(context: Context, staff: Staff, number: str) -> None:
    """Show the story of a file number, with the button to translate it for who may."""
    say = context.say
    async with context.read() as r:
        case = await r.cases.by_number(number)
        is_story = case is not None and case.kind in (CASE_KIND, FLAGGED, *STORIES_IN.values())
        stories = await read_stories(r, [str(case.subject)]) if case and is_story else []
    if not stories:
        context.reply(say("I know no story that is out by this file number."))
    for one in stories:
        stage_story(context, one, say, translating_row(one, staff, say))


async def look(context: Context, r: Session, staff: Staff, *, beside: int = 0) -> Line:
    """Find what comes next for someone, besides one case."""
    gone: list[Case] = []
    async for case in _candidates(context, r, staff):
        if case.id == beside or await _is_not_for(r, staff, case):
            continue
        if view := await WORK[case.kind].view(context, r, staff, case):
            return Line(case, view, tuple(gone))
        gone.append(case)
    return Line(gone=tuple(gone))


async def _is_not_for(r: Session, staff: Staff, case: Case) -> bool:
    """Tell whether a case is about what they told themselves, or to be translated from a language they do not read."""
    if case.kind in TONGUES.values():
        gap = await r.gaps.get(case.subject)
        return gap is not None and bool(gap.passed) and gap.passed.keys().isdisjoint(staff.languages)
    if case.kind == HAZARD:
        hazard = await r.hazards.get(case.subject)
        return hazard is not None and hazard.contact == staff.member
    if case.kind in STORIES_IN.values():
        one = await r.experiences.get(case.subject)
        return one is not None and case.language not in tongues_for(staff, one)
    one = await r.experiences.get(case.subject) if case.kind in (CASE_KIND, FLAGGED) else None
    return one is not None and one.contact == staff.member


async def _candidates(context: Context, r: Session, staff: Staff) -> AsyncIterator[Case]:
    now, day = context.now, context.now.date()
    mine = await r.cases.claimed(staff.member, now)
    if mine and fits(staff, mine):
        yield mine
    bears_more = await r.team.can_see_distressing(staff.member, day)
    is_working = staff.is_working(now) or context.argument == _ALL_HOURS
    async for case in r.cases.waiting_for(staff.member, staff.languages, now):
        if case.danger < DANGEROUS and not is_working:
            return
        if fits(staff, case) and (bears_more or not is_distressing(case.flags)):
            yield case


async def go_on(context: Context, w: Session, line: Line) -> None:
    """Claim what comes next and show it; when someone was faster, what comes after. In the decision's transaction."""
    staff = await w.team.find(context.target)
    role = role_for(staff, Act.NEXT)
    if staff is None or role is None:
        raise MemberError(REFUSED)
    for _ in range(_MOST_TRIES):
        for gone in line.gone:
            await w.cases.close(gone.kind, gone.subject, "gone", context.now)
        if line.case is None or line.view is None:
            break
        if await w.cases.claim(line.case.id, staff.member, context.now):
            if line.case.claimed_by != staff.member:
                await w.audit.record(Act.NEXT, role, staff.number, line.case.number, context.now)
            show(context, line.view)
            return
        line = await look(context, w, staff, beside=line.case.id)
    await _say_nothing_waits(context, w, staff)


def show(context: Context, view: View) -> None:
    """Stage one item: what goes before it, its pictures, its voice, its text with what can be done."""
    for text in view.before:
        context.reply(text, is_dated=False)
    for place, picture in enumerate(view.pictures, 1):
        context.reply_picture(f"{place}.jpg", picture, "")
    if view.voice:
        context.reply_voice(view.voice)
    context.reply(view.text, view.rows)


async def _say_nothing_waits(context: Context, w: Session, staff: Staff) -> None:
    """Say that nothing waits for this person, what waits for others, and what is open at whom."""
    say, now = context.say, context.now
    counts = await w.cases.open_counts(now)
    held = {one.member: one.number for one in await w.team.all()}
    is_free = staff.is_working(now) or context.argument == _ALL_HOURS
    mine = 0 if is_free else sum(count.times - count.claimed for count in counts if fits(staff, count))
    lines = [say("✅ Nothing waits for you now.")]
    if mine:
        lines = [say("🌙 You are outside your hours. No danger waits; other items: {n}.", n=say.number(mine))]
    others = [count for count in counts if not fits(staff, count)]
    if others:
        lines.append(say("Waiting for others:"))
    lines += [_count_line(say, count) for count in others[:_MOST_LINES]]
    for member, times in (await w.cases.holders(now)).items():
        if member != staff.member and member in held:
            lines.append(say("{n} open at number {number}.", n=say.number(times), number=held[member]))
    rows = [[Button(say("▶️ Work now"), f"work-next:{_ALL_HOURS}")]] if mine else []
    rows.append([Button(say("❔ Open questions"), "gaps")])
    context.reply("\n".join(lines), rows)


def _count_line(say: Speaker, count: Item) -> str:
    kind = WORK[count.kind].name if count.kind in WORK else count.kind
    parts = [say(kind), say.tongue(count.language) if count.language else ""]
    parts += [say(FIELD_NAMES[count.field])] if count.field in FIELD_NAMES else []
    times = getattr(count, "times", 1)
    return f"• {say.number(times)} · " + " · ".join(part for part in parts if part)


async def _doubts(context: Context, r: Session, staff: Staff) -> list[Doubt]:
    if context.argument == _PAST_PRICES or not may(staff, Act.SETTLE_PRICE):
        return []
    return await r.quotes.quarantined()


def _show_price(context: Context, doubt: Doubt) -> None:
    say = context.say
    later = [Button(say("⏭ Skip"), f"work-next:{_PAST_PRICES}")]
    context.reply(price_doubts.question(say, doubt), [*price_doubts.buttons(say, doubt), later])


async def skip(context: Context, staff: Staff) -> None:
    """Leave a case to others for some hours, and go on."""
    await _leave(context, staff, goes_on=True)


async def put_back(context: Context, staff: Staff) -> None:
    """Put a case back without going on."""
    await _leave(context, staff, goes_on=False)


async def _leave(context: Context, staff: Staff, *, goes_on: bool) -> None:
    async with context.read() as r:
        case = await r.cases.by_number(context.argument)
        line = await look(context, r, staff, beside=case.id if case else 0)
    if case is None:
        context.reply(context.say(NOT_YOURS))
        return
    async with deciding(context, Act.NEXT, f"{case.number}:{'skip' if goes_on else 'back'}") as (w, now):
        if not await w.cases.release(case.id, now.member):
            raise MemberError(NOT_YOURS)
        if goes_on:
            await w.cases.put_aside(case.id, now.member, context.now + SKIPPED_FOR)
            context.edit(context.say("⏭ {number} is left to others for some hours.", number=case.number))
            await go_on(context, w, line)
        else:
            context.edit(context.say("📥 {number} is back in the queue. /next", number=case.number))


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.NEXT, "/next", next_),
    OnStaff(Act.NEXT, "work-next", next_),
    OnStaff(Act.NEXT, "next-skip", skip),
    OnStaff(Act.NEXT, "next-back", put_back),
)
