"""⭐: the cards that someone keeps at hand, saved under a card, listed and taken out, by press or by number."""

from collections.abc import Sequence

from content.guidance.library import Card
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.cards.card import card_of
from handlers.members.cards.did_you_try import plan_question
from handlers.members.cards.held import say_gone
from handlers.members.cards.topics import card_button, page_rows
from handlers.routing import On, on_action, on_command
from storage.saved import MOST_SAVED


async def save(context: Context) -> None:
    """Keep the card under which ⭐ was pressed; one that is kept already can be taken out."""
    card, say = card_of(context)
    if card is None:
        say_gone(context, context.argument.partition(":")[0], say)
        return
    async with context.write() as w:
        outcome = await w.saved.add(context.target, card.id)
        if outcome == "saved":
            await plan_question(w, context.target, card, say, context.now)
        if outcome == "full":
            full = say("You have {most} saved cards, and I keep no more. Take one out first.", most=MOST_SAVED)
            context.reply(full, [[Button(say("⭐ Saved"), "saved")]])
        elif outcome == "already":
            out = Button(say("🗑 Take out"), f"unsave:{card.number}")
            context.reply(say("You have saved this card already."), [[out], [Button(say("⭐ Saved"), "saved")]])
        else:
            context.reply(say("Saved. You find it under ⭐ in the topics, or with /saved."))


async def saved(context: Context) -> None:
    """List the saved cards, the newest first."""
    _list(context, await _cards(context), context.argument)


async def choose_out(context: Context) -> None:
    """Ask which card to take out."""
    say, cards = context.say, await _cards(context)
    if not cards:
        _list(context, cards, "")
        return
    buttons = [Button(f"🗑 {card.text(say.language.code)[0].title}", f"unsave:{card.number}") for card in cards]
    rows = page_rows(buttons, context.argument, "saved-out", say)
    context.edit(say("Which one shall I take out? Press it, or type its number."), rows)


async def take_out(context: Context) -> None:
    """Keep a card no longer, and list the others."""
    card = context.services.library.numbered(context.argument)
    _list(context, [one for one in await _cards(context) if card is None or one.id != card.id], "")
    async with context.write() as w:
        if card:
            await w.saved.remove(context.target, card.id)


async def _cards(context: Context) -> list[Card]:
    """Return the saved cards that may be seen now."""
    member = context.hearing.member
    if member is None:
        return []
    async with context.read() as r:
        kept = await r.saved.of(member.id)
    return [context.library.cards[card] for card in kept if card in context.library.cards]


def _list(context: Context, cards: Sequence[Card], page: str) -> None:
    say = context.say
    if not cards:
        context.edit(
            say("You have no saved card. Press ⭐ under a card to keep it at hand."),
            [[Button(say("❓ Topics"), "topics")]],
        )
        return
    rows = page_rows([card_button(card, say) for card in cards], page, "saved", say)
    out = [Button(say("🗑 Take out"), "saved-out:0")]
    context.edit(say("⭐ Your saved cards. Press one, or type its number."), [*rows, out])


HANDLERS: tuple[On, ...] = (
    on_command("saved", saved),
    on_action("save", save),
    on_action("saved", saved),
    on_action("saved-out", choose_out),
    on_action("unsave", take_out),
)
