"""A card: its first screen, more, its sources, and whether it helped."""

from collections.abc import Sequence
from html import escape

from content.guidance.library import Card
from content.guidance.markup import render
from content.languages import Speaker, speaker
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.priorities import REPLY
from handlers.routing import On, on_action

NOT_HELPFUL = ("question", "unclear", "cannot", "wrong")
CANNOT = ("money", "tool", "allowed", "boss")


def show_card(
    context: Context,
    card: Card,
    *,
    language: str | None = None,
    priority: int = REPLY,
    rows: Rows = (),
    foot: Sequence[str] = (),
) -> None:
    """Stage the first screen of `card`; `rows` stand in place of its own buttons, `foot` under its steps."""
    say = speaker(language) if language else context.say
    shown = render(card, say.language.code, say, today=context.now.date(), foot=foot)
    own = _buttons(card, say, has_more=shown.more is not None)
    context.reply(shown.first, rows or own, priority=priority)


def _buttons(card: Card, say: Speaker, *, has_more: bool) -> Rows:
    reading = [Button(say("📄 Source"), f"source:{card.number}")]
    if has_more:
        reading.insert(0, Button(say("⬇️ More"), f"more:{card.number}"))
    judging = [Button(say("✅ It helps"), f"helps:{card.number}"), Button(say("❌ Not"), f"not:{card.number}")]
    return [reading, judging]


def _card_of(context: Context) -> Card | None:
    number = context.argument.partition(":")[0]
    return context.library.by_number.get(int(number)) if number.isdecimal() and len(number) < 6 else None


async def open_card(context: Context) -> None:
    """Show the card whose button was pressed or whose number was typed."""
    card = _card_of(context)
    if card is None:
        context.reply(context.say("This card is not here any more. Choose a topic, or write your question."))
        return
    show_card(context, card)


async def more(context: Context) -> None:
    """Show the card's second screen."""
    card = _card_of(context)
    shown = render(card, context.say.language.code, context.say, today=context.now.date()) if card else None
    if card and shown and shown.more:
        context.reply(shown.more, _buttons(card, context.say, has_more=False))
    else:
        context.reply(context.say("There is no more on this card."))


async def source(context: Context) -> None:
    """Name what the card rests on, and who still has to check it."""
    card = _card_of(context)
    if card is None:
        return
    lines = [context.say("This card rests on:"), *(f"• {escape(one.title, quote=False)}" for one in card.sources)]
    if not card.sources:
        lines = [context.say("This card names no source yet.")]
    lines.append(context.say("Written on {date}. No expert has signed it yet.", date=context.say.date(card.written)))
    context.reply("\n".join(lines))


async def helps(context: Context) -> None:
    """Count a ✅."""
    await _count(context, "helps", None, context.say("Thank you. I counted it, without you."))


async def does_not_help(context: Context) -> None:
    """Ask with one tap why the card does not help."""
    card, say = _card_of(context), context.say
    if card is None:
        return
    labels = (
        say("Not my question"),
        say("I don't understand"),
        say("I can't do that here"),
        say("It is wrong"),
    )
    rows = [[Button(label, f"why:{card.number}:{why}")] for label, why in zip(labels, NOT_HELPFUL, strict=True)]
    context.reply(say("What is the matter with it?"), rows)


async def why_not(context: Context) -> None:
    """Count the reason; "can't" asks once more what is in the way."""
    card, why, say = _card_of(context), context.argument.partition(":")[2], context.say
    if card is None:
        return
    if why == "cannot":
        labels = (say("No money"), say("No tool"), say("Not allowed"), say("The boss says no"))
        rows = [[Button(label, f"why:{card.number}:{one}")] for label, one in zip(labels, CANNOT, strict=True)]
        context.reply(say("What is in the way?"), rows)
        return
    thanks = say("Thank you. I counted it, without you. Write your question in other words and I look again.")
    await _count(context, "not", why if why in NOT_HELPFUL + CANNOT else None, thanks)


async def _count(context: Context, verdict: str, reason: str | None, thanks: str) -> None:
    card = _card_of(context)
    if card is None:
        return
    if context.hearing.is_pressed:
        context.toast(thanks)
    context.reply(thanks)
    async with context.write() as w:
        await w.questions.feedback(card.id, context.say.language.code, verdict, reason, context.now)


HANDLERS: tuple[On, ...] = (
    on_action("card", open_card),
    on_action("more", more),
    on_action("source", source),
    on_action("helps", helps),
    on_action("not", does_not_help),
    on_action("why", why_not),
)
