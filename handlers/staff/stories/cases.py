"""What is decided about a story in one or two presses: publish, mask, reject with the card that helps, or pass on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.errors import MemberError
from content.languages import Speaker, sentence
from content.reviewing import helping_cards, is_distressing, weigh
from handlers.asking import in_pairs
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.stories.case_news import show_card_to_author, tell_author
from handlers.members.stories.others_tried import FLAGGED
from handlers.members.stories.passing_on import published
from handlers.staff.desk import STORY, Desk, clearing, desk_of
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.kinds import View, is_first_look
from handlers.staff.names import FIELD_NAMES
from handlers.staff.permissions import Act
from handlers.staff.queue import NOT_YOURS, show
from handlers.staff.settling import is_theirs
from handlers.staff.stories.case_view import near, open_case
from handlers.staff.views import open_doubted
from handlers.story_words import marks_of, masked, public, voice_of
from storage.cases import CLAIM_LASTS, Case
from storage.experiences import CASE_KIND, Experience
from storage.outbox import Staged
from storage.session import Session
from storage.team import Staff

UNSAFE = sentence(
    "An expert from outside calls this unsafe, so it can't go out as it is. Reject it, or ask its author back."
)
_SURE = "sure"
_SAFE_SHARING = "com-share-safely"
# Whose word is asked for when nobody knows whose it should be.
_ANY_FIELD = "social"


@dataclass(frozen=True)
class Reason:
    """Why a story is not passed on: the button, what its author is told, the card that helps, and whether it is kept.

    What is not kept can't be put back: nothing of such a text is stored.
    """

    label: str
    told: str
    card: str = ""
    is_kept: bool = True


REASONS: Mapping[str, Reason] = {
    "danger": Reason(
        sentence("☠️ It can kill"), sentence("What it describes can injure or kill someone who does the same.")
    ),
    "person": Reason(
        sentence("👤 Names a person"),
        sentence("Someone could be known by it, or is accused in it. That can put people in danger."),
        _SAFE_SHARING,
    ),
    "face": Reason(sentence("🖼 Face in picture"), sentence("A face can be seen in the picture."), _SAFE_SHARING),
    "advert": Reason(sentence("📢 Advert"), sentence("It offers something for sale or asks for money."), "mkt-scams"),
    "hate": Reason(sentence("🚫 Hate"), sentence("It calls for harm to people."), is_kept=False),
    "crime": Reason(sentence("⛔ Crime"), sentence("It helps to do something that harms people."), is_kept=False),
    "unclear": Reason(sentence("❔ Unclear"), sentence("We could not understand what was done and what came of it.")),
    "other": Reason(sentence("🗂 Not about mining"), sentence("It is not about work in mines.")),
}


async def open_(context: Context, staff: Staff) -> None:
    """Open a case that is hard to read: it counts against the person's daily cap, once."""
    async with context.read() as r:
        case = await r.cases.by_number(context.argument)
        view = await _whole(context, r, staff, case) if case else None
    if case is None or view is None:
        context.reply(context.say(NOT_YOURS))
        return
    is_seen = not is_distressing(case.flags) or context.is_again(f"open:{case.number}", CLAIM_LASTS)
    async with deciding(context, Act.NEXT, f"{case.number}:open") as (w, now):
        if not is_seen and not await w.team.see_distressing(now.member, context.now.date()):
            await w.cases.release(case.id, now.member)
            context.reply(context.say("🧘 That was enough of such items for today. The others get this one. /next"))
            return
        show(context, view)


async def _whole(context: Context, r: Session, staff: Staff, case: Case) -> View | None:
    """Return all of a story that is reviewed, or doubted, for who has it open; None for anybody else."""
    if not is_theirs(context, staff, case, case.kind):
        return None
    if case.kind == FLAGGED:
        return await open_doubted(context, r, case)
    one = await r.experiences.get(case.subject) if case.kind == CASE_KIND else None
    return await open_case(context, r, case, one) if one else None


async def publish(context: Context, staff: Staff) -> None:
    """Publish a story as it is, or agree as the first of two; what looks personal is asked about once more."""
    desk = await desk_of(context, staff, STORY)
    if desk is None or not _may_go_out(context, desk):
        return
    marks = sum(map(len, marks_of(desk.one.answers, desk.one.language).values()))
    if marks and desk.rest != _SURE:
        _ask_whether_sure(context, desk, marks)
        return
    await _pass(context, staff, desk, desk.one.answers)


def _ask_whether_sure(context: Context, desk: Desk[Experience], marks: int) -> None:
    say, what = context.say, desk.what
    context.reply(
        say("Places that still look personal: {n}. They stand out in the text above.", n=say.number(marks)),
        [
            [Button(say("🧹 Mask them"), f"case-mask:{what}")],
            [Button(say("✅ Leave them in"), f"case-publish:{what}:{_SURE}")],
        ],
    )


async def mask(context: Context, staff: Staff) -> None:
    """Take out everything that looks personal, then publish, or agree as the first of two."""
    desk = await desk_of(context, staff, STORY)
    if desk and _may_go_out(context, desk):
        await _pass(context, staff, desk, masked(desk.one.answers, desk.one.language), note="masked")


def _may_go_out(context: Context, desk: Desk[Experience]) -> bool:
    """Tell whether there are words to publish that no expert calls unsafe; a voice alone is a person's face."""
    if desk.case.expert_said == "unsafe":
        context.reply(context.say(UNSAFE))
        return False
    if not voice_of(desk.one.answers):
        return True
    what = desk.what
    context.reply(
        context.say("A voice can be recognised. Write down what it says first."),
        [[Button(context.say("✍️ Write it down"), f"case-hear:{what}")]],
    )
    return False


async def _pass(
    context: Context, staff: Staff, desk: Desk[Experience], answers: Mapping[str, Any], note: str = ""
) -> None:
    async with clearing(context, staff, Act.DECIDE_CASE, desk, note or "as-is") as (w, now):
        if is_first_look(desk.case):
            await _agree_first(context, w, now, desk, answers)
        else:
            await publish_now(context, w, now, desk, answers)


async def _agree_first(
    context: Context, w: Session, staff: Staff, desk: Desk[Experience], answers: Mapping[str, Any]
) -> None:
    """Agree as the first of two: an expert of the field then waits for anyone, all others for the field."""
    case, one, say = desk.case, desk.one, context.say
    wanted = case.field or weigh(case.flags)[1] or _ANY_FIELD
    field = "" if staff.has("expert", wanted) else wanted
    if answers != one.answers:
        await w.experiences.change(one, answers, card=one.card, audience=one.audience, consent=one.consent)
    if not await w.cases.pass_first(case.id, staff.member, field, context.now):
        raise MemberError(NOT_YOURS)
    named = say(FIELD_NAMES[field]) if field else say("a second person")
    context.edit(say("👍 {number}: you agree. Now it waits for: {who}.", number=case.number, who=named))

    def told(say: Speaker) -> str:
        if not field:
            return say("⏳ Your story is about a danger, so a second person reads it before it goes out.")
        named = say(FIELD_NAMES[field])
        return say("⏳ Your story waits for someone who knows this field: {field}.", field=named)

    context.send_too(await tell_author(w, one, f"waits-{field}", told, context.now))


async def publish_now(
    context: Context, w: Session, staff: Staff, desk: Desk[Experience], answers: Mapping[str, Any]
) -> None:
    """Publish a story as the one who decides; it can be put back for a day."""
    case, one = desk.case, desk.one
    is_first = await w.cases.decide(
        case.id, staff.member, "published", context.now, undo={"answers": dict(one.answers)}
    )
    shown = public(answers, one.received_on)
    if not is_first or not await w.experiences.publish(one, shown, card=card_of(context, desk), now=context.now):
        raise MemberError(NOT_YOURS)
    context.edit(context.say("✅ {number} is published. /undo takes it back within a day.", number=case.number))
    now = await w.experiences.get(one.id)
    context.send_too(await published(context.services, w, now) if now else [])


def card_of(context: Context, desk: Desk[Experience]) -> str | None:
    """Return the card that a story belongs to: its author's choice, or the one that it is surely about."""
    if desk.one.card:
        return desk.one.card
    found = near(context, desk.one)
    hit = found.hits[0] if found.hits and found.outcome == "sure" else None
    return hit.id if hit and hit.kind == "card" else None


async def reject(context: Context, staff: Staff) -> None:
    """Ask why, then publish a story never and tell its author why, with the card that helps."""
    desk = await desk_of(context, staff, STORY)
    if desk is None:
        return
    reason = REASONS.get(desk.rest)
    if reason is None:
        what = desk.what
        rows = in_pairs([Button(context.say(one.label), f"case-reject:{what}:{key}") for key, one in REASONS.items()])
        context.reply(context.say("Why is it not passed on? Its author is told kindly, with a card that helps."), rows)
        return
    async with clearing(context, staff, Act.DECIDE_CASE, desk, desk.rest) as (w, now):
        undo = {"answers": dict(desk.one.answers)} if reason.is_kept else None
        is_first = await w.cases.decide(desk.case.id, now.member, "rejected", context.now, reason=desk.rest, undo=undo)
        if not is_first or not await w.experiences.reject(desk.one):
            raise MemberError(NOT_YOURS)
        context.edit(context.say("❌ {number} is not passed on.", number=desk.case.number))
        context.send_too(await _tell_rejected(context, w, desk, reason))


async def _tell_rejected(context: Context, w: Session, desk: Desk[Experience], reason: Reason) -> list[Staged]:
    """Tell the author why, then show the first card that helps: of what was doubted, of the reason, of the story."""
    wanted = (*helping_cards(desk.case.flags), reason.card, desk.one.card or "")
    cards = [context.library.cards[card] for card in dict.fromkeys(wanted) if card in context.library.cards][:2]

    def told(say: Speaker) -> str:
        return "\n".join(
            [
                say("Thank you for your story. It was not passed on, and its words are erased."),
                say(reason.told),
                say("You may tell it again in another way. Your questions I always answer."),
            ]
        )

    staged = await tell_author(
        w, desk.one, "rejected", told, context.now, lambda say: [[Button(say("🗣 Tell"), "tell")]]
    )
    for card in cards:
        staged += await show_card_to_author(w, desk.one, card, context.now)
    return staged


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.NEXT, "case-open", open_),
    OnStaff(Act.DECIDE_CASE, "case-publish", publish),
    OnStaff(Act.DECIDE_CASE, "case-mask", mask),
    OnStaff(Act.DECIDE_CASE, "case-reject", reject),
)
