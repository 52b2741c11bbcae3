"""A card: its first screen, more, its sources, and whether it helped."""

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from content.guidance.library import Card
from content.guidance.markup import render, say_state
from content.languages import CODES, Speaker, speaker
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.members.cards.did_you_try import plan_question
from handlers.members.cards.held import say_gone
from handlers.members.cards.looked import count_look
from handlers.members.country import SOS, call_lines, country_of, country_rows
from handlers.members.gaps.asking_others import ASK_OTHERS, ask_others_row
from handlers.members.gaps.gap import note_gap
from handlers.members.places import where_rows
from handlers.priorities import REPLY
from handlers.routing import On, on_action
from storage.questions import Question

EMERGENCY = "emergency"
NOT_HELPFUL = ("question", "unclear", "cannot", "wrong")
CANNOT = ("money", "tool", "allowed", "boss")
# What of these says that the question is still open.
NOT_ANSWERED = ("question", "wrong")
# One person's same verdict on a card counts once in this time.
COUNTED_ONCE = timedelta(hours=24)


def show_card(
    context: Context,
    card: Card,
    *,
    language: str | None = None,
    priority: int = REPLY,
    rows: Rows = (),
    foot: Sequence[str] = (),
    more_rows: Rows = (),
) -> None:
    """Stage the first screen of `card`; `rows` stand in place of its own buttons, `more_rows` below.

    `foot` stands under its steps.
    An emergency that was only looked up says as well whom to call; help is asked for by its first button.
    """
    say = speaker(language) if language else context.say
    is_looked_up = card.danger == EMERGENCY and not rows
    if is_looked_up:
        foot = [*foot, *call_lines(say, country_of(context), context.now.date())]
    shown = render(card, say.language.code, say, today=context.now.date(), foot=foot)
    own = card_rows(context, card, say, has_more=shown.more is not None)
    if is_looked_up:
        own = [[Button(say("🆘 Happening now?"), f"sos:{card.number}:{say.language.code}")], *own]
        if context.hearing.is_private and country_of(context) is None:
            own.extend(country_rows(context, say, SOS))
    context.reply(shown.first, rows or [*own, *where_rows(context, card, say), *more_rows], priority=priority)
    note_shown(context, card)


def note_shown(context: Context, card: Card, *, is_whole: bool = False) -> None:
    """Remember that this person was shown `card`: a short question after it may be about it."""
    if context.hearing.is_private and context.hearing.person_id is not None:
        context.services.shown.note(context.hearing.person_id, card.id, context.now, is_whole=is_whole)


def card_rows(context: Context, card: Card, say: Speaker, *, has_more: bool) -> list[list[Button]]:
    """Return the buttons under a card; in a group only those that are nobody's own matter."""
    shown = f"{card.number}:{say.language.code}"
    reading = [Button(say("📄 Source"), f"source:{shown}")]
    if has_more:
        reading.insert(0, Button(say("⬇️ More"), f"more:{shown}"))
    judging = [Button(say("✅ It helps"), f"helps:{shown}"), Button(say("❌ Not"), f"not:{shown}")]
    if not context.hearing.is_private:
        return [reading, judging]
    keeping = [Button(say("⭐ Save"), f"save:{shown}"), Button(say("📤 Share"), f"share:{shown}")]
    going_on = [Button(say("🔗 Related"), f"related:{shown}"), Button(say("▶️ Next"), f"next:{shown}")]
    # Three in one row would be cut off on a small phone.
    telling = [] if card.danger == EMERGENCY else [[Button(say("🙋 I tried it"), f"tried:{shown}")]]
    return [reading, judging, keeping, going_on, *telling, *switch_rows(context, say)]


def switch_rows(context: Context, say: Speaker) -> list[list[Button]]:
    """Return a button that stays in the language of `say`, for one who chose another and was answered in this one."""
    member, code = context.hearing.member, say.language.code
    if member is None or member.language in (None, code):
        return []
    return [[Button(f"🌍 {say.language.name}", f"language:{code}")]]


def card_of(context: Context) -> tuple[Card | None, Speaker]:
    """Return the card that a button "<name>:<number>:<language>" names, and the speaker of the language it was in."""
    number, _, rest = context.argument.partition(":")
    code = rest.partition(":")[0]
    card = context.library.numbered(number)
    return card, speaker(code) if code in CODES else context.say


def _gone(context: Context, say: Speaker) -> None:
    say_gone(context, context.argument.partition(":")[0], say)


async def open_card(context: Context) -> None:
    """Show the card whose button was pressed or whose number was typed."""
    card, say = card_of(context)
    if card is None:
        _gone(context, say)
        return
    show_card(context, card, language=say.language.code)
    async with context.write() as w:
        await count_look(context, w, card)


async def more(context: Context) -> None:
    """Show the card's second screen."""
    card, say = card_of(context)
    if card is None:
        _gone(context, say)
        return
    shown = render(card, say.language.code, say, today=context.now.date())
    if shown.more:
        context.reply(shown.more, card_rows(context, card, say, has_more=False))
        note_shown(context, card, is_whole=True)
    else:
        context.reply(say("There is no more on this card."))


async def source(context: Context) -> None:
    """Name what the card rests on, and who still has to check it."""
    card, say = card_of(context)
    if card is None:
        _gone(context, say)
        return
    lines = [say("This card rests on:"), *(f"• {escape(one.title, quote=False)}" for one in card.sources)]
    if not card.sources:
        lines = [say("This card names no source yet.")]
    lines.append(say("Written on {date}.", date=say.date(card.written)))
    lines.append(say_state(card, say.language.code, say, context.now.date()))
    context.reply("\n".join(lines))


async def helps(context: Context) -> None:
    """Count a ✅."""
    card, say = card_of(context)
    if card is None:
        _gone(context, say)
    else:
        await _count(context, card, say, "helps", None, say("Thank you. It is counted, without your name."))


async def does_not_help(context: Context) -> None:
    """Ask with one tap why the card does not help."""
    card, say = card_of(context)
    if card is None:
        _gone(context, say)
        return
    labels = (
        say("Not my question"),
        say("I don't understand"),
        say("I can't do that here"),
        say("It is wrong"),
    )
    context.reply(say("What is the matter with it?"), _reasons(card, say, labels, NOT_HELPFUL))


def _reasons(card: Card, say: Speaker, labels: Sequence[str], reasons: Sequence[str]) -> Rows:
    prefix = f"why:{card.number}:{say.language.code}"
    return [[Button(label, f"{prefix}:{reason}")] for label, reason in zip(labels, reasons, strict=True)]


async def why_not(context: Context) -> None:
    """Count the reason; "can't" asks once more what is in the way."""
    card, say = card_of(context)
    why = context.argument.rpartition(":")[2]
    if card is None:
        _gone(context, say)
        return
    if why == "cannot":
        labels = (say("No money"), say("No tool"), say("Not allowed"), say("The boss says no"))
        context.reply(say("What is in the way?"), _reasons(card, say, labels, CANNOT))
        return
    thanks = say("Thank you. It is counted, without your name. Write your question in other words and I look again.")
    await _count(context, card, say, "not", why if why in NOT_HELPFUL + CANNOT else None, thanks)


async def _count(
    context: Context, card: Card, say: Speaker, verdict: str, reason: str | None, thanks: str, rows: Rows = ()
) -> None:
    """Count a verdict; a question that was not answered is kept as a gap, what helps is asked about in a week."""
    asked = await _asked(context, card) if reason in NOT_ANSWERED else None
    if asked:
        thanks, rows = "\n".join([thanks, say("May I ask other people?")]), [ask_others_row(say)]
    context.reply(thanks, rows)
    async with context.write() as w:
        if not context.is_again(f"{verdict}:{card.id}:{reason}", COUNTED_ONCE):
            await w.questions.feedback(card.id, say.language.code, verdict, reason, context.now)
        if verdict == "helps" and context.hearing.is_private:
            await plan_question(w, context.target, card, say, context.now)
        if asked:
            gap = await note_gap(context, w, asked, "not-helpful", (card.id,))
            context.rename_action(ASK_OTHERS, f"{ASK_OTHERS}:{gap.id}")


async def _asked(context: Context, card: Card) -> Question | None:
    """Return the question to which this person was shown a card just now, if it is still known."""
    person = context.hearing.person_id
    seen = context.services.shown.last(person, context.now) if person is not None else None
    if seen is None or seen.card != card.id or seen.question is None or not context.hearing.is_private:
        return None
    async with context.read() as r:
        return await r.questions.get(seen.question)


async def did_try(context: Context) -> None:
    """Count that a card was tried, and offer to tell how it went."""
    card, say = card_of(context)
    if card is None:
        _gone(context, say)
        return
    rows = [[Button(say("🗣 Tell how it went"), f"tried:{card.number}:{say.language.code}")]]
    thanks = say("Thank you. It is counted, without your name. Would you tell others how it went?")
    await _count(context, card, say, "tried", None, thanks, rows)


async def did_not_try(context: Context) -> None:
    """Count that a card was not tried, and offer it once more."""
    card, say = card_of(context)
    if card is None:
        _gone(context, say)
        return
    code = say.language.code
    rows = [[Button(f"{card.pictogram} {card.text(code)[0].title}", f"card:{card.number}:{code}")]]
    await _count(context, card, say, "untried", None, say("Thank you. Here is the card again:"), rows)


HANDLERS: tuple[On, ...] = (
    on_action("card", open_card),
    on_action("more", more, anywhere=True),
    on_action("source", source, anywhere=True),
    on_action("helps", helps, anywhere=True),
    on_action("not", does_not_help, anywhere=True),
    on_action("why", why_not, anywhere=True),
    on_action("did-try", did_try),
    on_action("did-not-try", did_not_try),
)
