"""What else can be done with a story: hand it on to a field, count it with its like, call for help, drop pictures."""

from content.errors import MemberError
from content.languages import Speaker
from content.reviewing import DANGEROUS, FLAGGED, weigh
from content.search.emergency import alarm
from handlers.arguments import read_id
from handlers.asking import in_pairs
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.country import call_lines
from handlers.members.stories.case_news import show_card_to_author, tell_author
from handlers.members.stories.passing_on import tell_askers
from handlers.staff.desk import STORY, Desk, at_desk, clearing, desk_of
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.names import EMOJI, FIELD_NAMES
from handlers.staff.permissions import Act
from handlers.staff.queue import NOT_YOURS, show
from handlers.staff.stories.case_view import near, open_case
from handlers.story_words import words_of
from storage.experiences import CASE_KIND, Experience
from storage.team import FIELDS, Staff

EMERGENCY = "emergency"
# What, to put a story back, tells with which one it was counted.
MERGED_WITH = "with"


async def hand_on(context: Context, staff: Staff) -> None:
    """Ask for the field, then hand a case on to it."""
    desk = await desk_of(context, staff, STORY)
    if desk is None:
        return
    say, case = context.say, desk.case
    if desk.rest not in FIELDS:
        buttons = [
            Button(f"{EMOJI[field]} {say(FIELD_NAMES[field])}", f"case-field:{desk.what}:{field}") for field in FIELDS
        ]
        context.reply(await _whose_word(context), in_pairs(buttons))
        return
    async with clearing(context, staff, Act.ESCALATE, desk, desk.rest) as (w, now):
        danger = max(case.danger, FLAGGED)
        if not await w.cases.escalate(case.id, now.member, desk.rest, danger, context.now):
            raise MemberError(NOT_YOURS)
        named = say(FIELD_NAMES[desk.rest])
        back = [Button(say("↩️ As before"), f"case-back:{case.number}:{desk.rest}")]
        rows = [] if danger >= DANGEROUS else [back]
        context.edit(say("🧰 {number} waits for: {who}.", number=case.number, who=named), rows)

        def told(say: Speaker) -> str:
            named = say(FIELD_NAMES[desk.rest])
            return say("⏳ Your story waits for someone who knows this field: {field}.", field=named)

        context.send_too(await tell_author(w, desk.one, f"waits-{desk.rest}", told, context.now))


async def _whose_word(context: Context) -> str:
    """Return the question for the field, and which fields nobody answers for."""
    say = context.say
    async with context.read() as r:
        everyone = await r.team.all()
    missing = [field for field in FIELDS if not any(one.has("expert", field) for one in everyone)]
    question = say("Whose word does it need?")
    if not missing:
        return question
    named = say.list_of(say(FIELD_NAMES[field]) for field in missing)
    return "\n".join([question, say("Nobody is there for: {fields}.", fields=named)])


async def take_back(context: Context, _staff: Staff) -> None:
    """Let a story that was handed on by mistake wait for anyone again: "case-back:<file number>:<field>"."""
    number, _, field = context.argument.partition(":")
    async with context.read() as r:
        case = await r.cases.by_number(number)
    if case is None or case.kind != CASE_KIND or case.danger != FLAGGED or case.field != field:
        context.reply(context.say(NOT_YOURS))
        return
    async with deciding(context, Act.ESCALATE, f"{case.number}:back") as (w, now):
        # Once someone of the field has it open it is theirs.
        is_free = await w.cases.claim(case.id, now.member, context.now)
        if not is_free or not await w.cases.escalate(case.id, now.member, "", weigh(case.flags)[0], context.now):
            raise MemberError(NOT_YOURS)
        context.edit(context.say("📥 {number} is back in the queue. /next", number=case.number))


async def merge(context: Context, staff: Staff) -> None:
    """Count a story with a published one that says the same; its own words are erased, after a day for good."""
    desk = await desk_of(context, staff, STORY)
    if desk is None:
        return
    async with context.read() as r:
        other = await r.experiences.get(read_id(desk.rest))
    if other is None or other.state != "published" or other.id == desk.one.id:
        context.reply(context.say(NOT_YOURS))
        return
    undo = {"answers": dict(desk.one.answers), MERGED_WITH: other.id}
    async with clearing(context, staff, Act.MERGE, desk) as (w, now):
        is_first = await w.cases.decide(desk.case.id, now.member, "merged", context.now, undo=undo)
        if not is_first or not await w.experiences.reject(desk.one) or not await w.experiences.count(other.id, "tried"):
            raise MemberError(NOT_YOURS)
        context.edit(context.say("👯 {number} counts with the story that says the same.", number=desk.case.number))

        def told(say: Speaker) -> str:
            return say("🤝 Someone told the same before you. Your story is counted with theirs: it weighs more now.")

        context.send_too(await tell_author(w, desk.one, "merged", told, context.now))
        context.send_too(await tell_askers(context.services, w, desk.one.gap, other, context.now))


async def call_emergency(context: Context, staff: Staff) -> None:
    """Ask which emergency it is, then send its card to the author at once; the case stays open here."""
    desk = await desk_of(context, staff, STORY)
    if desk is None:
        return
    say, library = context.say, context.library
    card = library.numbered(desk.rest)
    if card is None or card.danger != EMERGENCY:
        ids = _likely(context, desk)
        every = [one.id for one in library.cards.values() if one.danger == EMERGENCY]
        shown = [library.cards[id] for id in dict.fromkeys((*ids, *every)) if id in library.cards]
        code = say.language.code
        buttons = [
            Button(f"{one.pictogram} {one.text(code)[0].title}", f"case-sos:{desk.what}:{one.number}") for one in shown
        ]
        context.reply(say("Which emergency is it? Its author gets the card at once."), [[one] for one in buttons])
        return
    async with at_desk(context, Act.CALL_EMERGENCY, desk, card.id) as (w, _):
        author = await w.members.get(desk.one.contact) if desk.one.contact is not None else None
        country = context.services.countries.get((author.country if author else "") or "")
        today = context.now.date()
        sent = await show_card_to_author(
            w, desk.one, card, context.now, lambda say: call_lines(say, country, today), is_urgent=True
        )
        context.send_too(sent)
        done = say("🆘 Sent to its author. Now decide about the story.")
        gone = say("Nobody can be asked any more: its author has left.")
        context.reply(done if sent else gone)


def _likely(context: Context, desk: Desk[Experience]) -> list[str]:
    heard = alarm(" ".join(words_of(desk.one.answers).values()))
    found = [hit.id for hit in near(context, desk.one).hits if hit.kind == "card" and hit.id.startswith("emg-")]
    return [*([heard.card] if heard else []), *found]


async def cut_pictures(context: Context, staff: Staff) -> None:
    """Erase the pictures of a story, and show it anew."""
    desk = await desk_of(context, staff, STORY)
    if desk is None:
        return
    async with at_desk(context, Act.EDIT_CASE, desk, "no-pictures") as (w, _):
        await w.experiences.drop_pictures(desk.one.id)
        context.reply(context.say("🖼 The pictures are erased."))
        show(context, await open_case(context, w, desk.case, desk.one))


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.ESCALATE, "case-field", hand_on),
    OnStaff(Act.ESCALATE, "case-back", take_back),
    OnStaff(Act.MERGE, "case-merge", merge),
    OnStaff(Act.CALL_EMERGENCY, "case-sos", call_emergency),
    OnStaff(Act.EDIT_CASE, "case-cut", cut_pictures),
)
