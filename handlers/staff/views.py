"""How the smaller kinds of work look: a question to be passed on, a voice note, a sudden shift of reports."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from html import escape

from content.gaps import wording_in
from content.privacy import personal, shown
from content.reviewing import DANGEROUS, found_flags, is_distressing
from handlers.context import Context
from handlers.keyboards import Button
from handlers.lengths import cut
from handlers.members.market.reporting import subject_of, unit_of
from handlers.members.stories.others_tried import is_open, story_text
from handlers.members.stories.translations import all_told, is_translated
from handlers.regions import place_name
from handlers.staff.kinds import View
from handlers.staff.stories.case_view import reasons_of, warning
from storage.cases import Case
from storage.session import Session
from storage.team import Staff

MOST_FIGURES = 20
_LONGEST_STORY = 2000
KNOWN_FOR = timedelta(days=28)


async def view_wording(context: Context, r: Session, _staff: Staff, case: Case) -> View | None:
    """Return a question that nobody could answer: its words, how often it was asked, who waits."""
    gap, say, number = await r.gaps.get(case.subject), context.say, case.number
    if gap is None or gap.state != "open":
        return None
    waiting = len(await r.gaps.askers(gap.id))
    lines = [
        say("❔ Question {number} · {language}", number=f"<b>{number}</b>", language=say.tongue(gap.language)),
        f"“{shown(gap.wording, personal(gap.wording, gap.language))}”",
        say("Asked {n} times, the last time on {day}.", n=say.number(gap.times), day=say.date(gap.last_on)),
        say("People who wait for an answer: {n}.", n=say.number(waiting)),
    ]
    if flags := await asyncio.to_thread(found_flags, gap.wording, gap.language):
        lines.insert(1, say("⚠️ Look at: {reasons}.", reasons=reasons_of(say, flags)))
    if gap.danger >= DANGEROUS:
        lines.insert(1, say("⚠️ It is about a danger."))
    lines.append(say("May others read it so? Nobody may be known by it, and it may not ask how to do harm."))
    rows = [
        [Button(say("✅ Pass it on"), f"gap-pass:{number}"), Button(say("✏️ Other words"), f"gap-words:{number}")],
        [Button(say("❌ Reject"), f"gap-reject:{number}"), Button(say("⏭ Skip"), f"next-skip:{number}")],
    ]
    return View("\n".join(lines), rows)


async def view_tongue(context: Context, r: Session, staff: Staff, case: Case) -> View | None:
    """Return a passed question that is to be written in another language by hand."""
    gap, say, number = await r.gaps.get(case.subject), context.say, case.number
    if gap is None or gap.state != "passed" or case.language in gap.passed:
        return None
    written_in, words = wording_in(gap.passed, gap.language, *staff.languages)
    lines = [
        say("🌍 Question {number} · {language}", number=f"<b>{number}</b>", language=say.tongue(written_in)),
        f"“{escape(words, quote=False)}”",
        say(
            "Please write it in {language}. Only then are those asked who read it.", language=say.tongue(case.language)
        ),
    ]
    rows = [[Button(say("🌍 Translate"), f"gap-tongue:{number}"), Button(say("⏭ Skip"), f"next-skip:{number}")]]
    return View("\n".join(lines), rows)


async def view_story_tongue(context: Context, r: Session, _staff: Staff, case: Case) -> View | None:
    """Return a published story that is read in a language into which nobody has translated it."""
    one, say, number = await r.experiences.get(case.subject), context.say, case.number
    if one is None or not is_open(one) or is_translated(one, case.language):
        return None
    told = escape(cut(all_told(one), _LONGEST_STORY), quote=False)
    lines = [
        say("🌍 Story {number} · {language}", number=f"<b>{number}</b>", language=say.tongue(one.language)),
        f"<blockquote>{told}</blockquote>",
        say(
            "It is read by people who read {language}. Please write it in that language: it is shown as translated.",
            language=say.tongue(case.language),
        ),
    ]
    rows = [[Button(say("🌍 Translate"), f"next-tongue:{number}"), Button(say("⏭ Skip"), f"next-skip:{number}")]]
    return View("\n".join(lines), rows)


async def view_voice(context: Context, r: Session, _staff: Staff, case: Case) -> View | None:
    """Return a question that was spoken, with the voice to play."""
    note, say, number = await r.voices.get(case.subject), context.say, case.number
    if note is None:
        return None
    lines = [
        say("🎤 Voice {number} · {language}", number=f"<b>{number}</b>", language=say.tongue(note.language)),
        say("Listen, and write down what is asked, without names and places. Then it is answered as a question."),
    ]
    rows = [
        [Button(say("✍️ Write it down"), f"voice-write:{number}")],
        [Button(say("❌ Not a question"), f"voice-drop:{number}"), Button(say("⏭ Skip"), f"next-skip:{number}")],
    ]
    return View("\n".join(lines), rows, voice=note.file_id)


async def view_doubted(context: Context, r: Session, _staff: Staff, case: Case) -> View | None:
    """Return a published story that a reader calls dangerous or wrong; a distressing one waits to be opened."""
    one = await r.experiences.get(case.subject)
    if one is None or not is_open(one):
        return None
    return warning(context.say, case) if is_distressing(case.flags) else await open_doubted(context, r, case)


async def open_doubted(context: Context, r: Session, case: Case) -> View | None:
    """Return all of a published story that is doubted."""
    one, say, number = await r.experiences.get(case.subject), context.say, case.number
    if one is None or not is_open(one):
        return None
    lines = [
        say("🚩 Doubted {number} · {language}", number=f"<b>{number}</b>", language=say.tongue(one.language)),
        say("A reader calls this story dangerous or wrong. Everyone can read it now."),
        "",
        story_text(one, say),
    ]
    rows = [
        [Button(say("✅ Leave it"), f"doubt-keep:{number}"), Button(say("✋ Look again"), f"doubt-again:{number}")],
        [Button(say("⏭ Skip"), f"next-skip:{number}")],
    ]
    return View("\n".join(lines), rows)


async def view_reports(context: Context, r: Session, _staff: Staff, case: Case) -> View | None:
    """Return figures that shift suddenly beside those that were known."""
    say, number = context.say, case.number
    held = next(
        ((place, shares) for place, shares in await r.reports.held() if subject_of(place) == case.subject), None
    )
    if held is None:
        return None
    place, shares = held
    known = [share for share, _ in (await r.reports.of(place, (context.now - KNOWN_FOR).date())).shares]
    unit = unit_of(place.mineral) or "%"
    lines = [
        say(
            "📊 Reports {number}: {place}",
            number=f"<b>{number}</b>",
            place=escape(place_name(say, place.country, place.region), quote=False),
        ),
        say("New, and far from the others: {figures}", figures=_figures(shares, unit)),
        say("Known of the last four weeks: {figures}", figures=_figures(known, unit)),
        say("One person may try to push a price. Do you believe the new ones?"),
    ]
    rows = [
        [Button(say("✅ Count them"), f"reports-count:{number}"), Button(say("❌ Never"), f"reports-refuse:{number}")],
        [Button(say("⏭ Skip"), f"next-skip:{number}")],
    ]
    return View("\n".join(lines), rows)


def _figures(shares: Sequence[object], unit: str) -> str:
    shown = [f"{share} {unit}" for share in shares[:MOST_FIGURES]]
    return " · ".join([*shown, "…"] if len(shares) > MOST_FIGURES else shown) or "–"
