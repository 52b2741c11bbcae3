"""/gaps: what nobody could answer yet, by weight: how dangerous, how often, how long; a moderator takes one up."""

from html import escape

from content.errors import MemberError
from content.gaps import wording_in
from content.languages import Speaker
from handlers.arguments import read_id, read_number
from handlers.context import Context
from handlers.keyboards import Button
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.permissions import Act, may
from handlers.staff.queue import GAP, NOT_YOURS, Line, go_on
from handlers.staff.views import view_wording
from handlers.story_words import mask_all
from storage.gaps import Gap
from storage.session import Session
from storage.team import Staff

MOST_LISTED = 6
MOST_SKIPPED = 100_000
_DANGERS = ("", "⚠️ ", "☠️ ")


async def list_(context: Context, staff: Staff) -> None:
    """List the open questions from a place on, the heaviest first: "gaps:<how many come before>"."""
    say, skip = context.say, read_number(context.argument, MOST_SKIPPED) or 0
    async with context.read() as r:
        found = await r.gaps.living(MOST_LISTED + 1, skip)
        waiting = await r.gaps.waiting()
        lines = [await _line(r, say, staff, gap, waiting.get(gap.id, 0)) for gap in found[:MOST_LISTED]]
    if not lines:
        context.edit(say("No question is open: whoever asked has an answer, or its time is over."))
        return
    places = list(zip(found, range(skip + 1, skip + 1 + MOST_LISTED), strict=False))
    text = "\n\n".join(f"<b>{say.number(place)}</b> · {line}" for line, (_, place) in zip(lines, places, strict=True))
    taking = [
        Button(say("▶️ Look at {n}", n=say.number(place)), f"gap-take:{gap.id}")
        for gap, place in places
        if gap.state == "open" and may(staff, Act.SHOW_WORDING) and staff.reads(gap.language)
    ]
    rows = [taking[at : at + 2] for at in range(0, len(taking), 2)]
    if len(found) > MOST_LISTED:
        rows.append([Button(say("⬇️ More"), f"gaps:{skip + MOST_LISTED}")])
    title = say("❔ What nobody could answer yet, the most urgent first:")
    context.edit(f"{title}\n\n{text}", rows)


async def _line(r: Session, say: Speaker, staff: Staff, gap: Gap, waiting: int) -> str:
    """Return one question: in words that were passed, else as it was asked, without what looks personal."""
    code, words = gap.language, mask_all(gap.wording, gap.language)
    if gap.state == "passed":
        code, words = wording_in(gap.passed, gap.language, say.language.code, *staff.languages)
    head = f"{_DANGERS[gap.danger]}“{escape(words, quote=False)}” ({say.tongue(code)})"
    counts = say(
        "Asked: {times}, first on {day}. Waiting for an answer: {waiting}.",
        times=say.number(gap.times),
        day=say.date(gap.first_on),
        waiting=say.number(waiting),
    )
    if gap.state == "passed":
        asked = await r.gaps.count_asked(gap.id)
        return "\n".join([head, counts, say("Groups and people who were asked: {n}.", n=say.number(asked))])
    return "\n".join([head, counts, say("Others may not read it yet.")])


async def take(context: Context, _staff: Staff) -> None:
    """Open a question that nobody has asked to be passed on yet, and show it as /next would: "gap-take:<question>"."""
    async with deciding(context, Act.SHOW_WORDING, "taken-up") as (w, now):
        gap = await w.gaps.get(read_id(context.argument))
        if gap is None or gap.state != "open" or not now.reads(gap.language):
            raise MemberError(NOT_YOURS)
        await w.cases.open(GAP, gap.id, language=gap.language, now=context.now, danger=gap.danger)
        case = await w.cases.of_subject(GAP, gap.id)
        view = await view_wording(context, w, now, case) if case else None
        await go_on(context, w, Line(case, view))


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.SEE_GAPS, "/gaps", list_),
    OnStaff(Act.SEE_GAPS, "gaps", list_),
    OnStaff(Act.SHOW_WORDING, "gap-take", take),
)
