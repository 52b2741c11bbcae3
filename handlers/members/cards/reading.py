"""From one card to others: the next one on its shelf, those that belong to it, and on to another person."""

from html import escape
from urllib.parse import urlencode

from content.guidance.shelves import next_card
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.cards.card import card_of, show_card
from handlers.members.cards.held import say_gone
from handlers.members.cards.topics import card_button, topic_rows
from handlers.routing import On, on_action

SHARE = "https://t.me/share/url"


async def following(context: Context) -> None:
    """Show the next card of the shelf."""
    card, say = card_of(context)
    shown = next_card(card, context.library) if card else None
    if shown is None:
        # The card that was read stays.
        context.reply(context.say("What is it about? Press a picture, or type its number."), topic_rows(context))
        return
    show_card(context, shown, language=say.language.code)


async def related(context: Context) -> None:
    """List the cards that belong to this one."""
    card, say = card_of(context)
    if card is None:
        say_gone(context, context.argument.partition(":")[0], say)
        return
    others = [context.library.cards[one] for one in card.related if one in context.library.cards]
    context.reply(
        say("These cards belong to it. Press one, or type its number."),
        [*([card_button(one, say)] for one in others), [Button(say("❓ Topics"), "topics")]],
    )


async def share(context: Context) -> None:
    """Give a short message that can be forwarded from any phone, with a link that opens the card in its language."""
    card, say = card_of(context)
    if card is None:
        say_gone(context, context.argument.partition(":")[0], say)
        return
    text, _ = card.text(say.language.code)
    link = context.services.link(f"c_{card.id}-{say.language.code}")
    lines = [f"{card.pictogram} <b>{escape(text.title, quote=False)}</b>", f"⛔ {escape(text.never, quote=False)}"]
    if not link:
        lines.append(say("Who writes {number} to me gets this card.", number=card.number))
        context.reply("\n".join(lines))
        return
    to_someone = f"{SHARE}?{urlencode({'url': link, 'text': f'{card.pictogram} {text.title}'})}"
    context.reply("\n".join([*lines, link]), [[Button(say("📤 Send to someone"), url=to_someone)]])


HANDLERS: tuple[On, ...] = (
    on_action("next", following),
    on_action("related", related),
    on_action("share", share),
)
