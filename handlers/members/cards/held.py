"""A card that is held back: said kindly, with what to do meanwhile and the nearest others."""

from collections.abc import Iterable
from html import escape

from content.guidance.library import Card
from content.languages import Speaker
from handlers.context import Context
from handlers.keyboards import Button

NEAREST = 3


def show_held(context: Context, card: Card, say: Speaker, nearest: Iterable[str] = ()) -> None:
    """Say that `card` is being checked again, and offer up to three others: `nearest` first, then its relatives."""
    title = escape(card.text(say.language.code)[0].title, quote=False)
    text = say(
        "We are checking this card again, so I do not show it now: {title}. "
        "Wait with this work if it can hurt someone, and ask a person who knows it.",
        title=f"<b>{title}</b>",
    )
    others = [
        [Button(f"{one.pictogram} {one.text(say.language.code)[0].title}", f"card:{one.number}:{say.language.code}")]
        for one in _others(context, card, nearest)
    ]
    context.reply(text, [*others, [Button(say("❓ Topics"), "topics"), Button(say("🆘 Danger"), "emergencies")]])


def _others(context: Context, card: Card, nearest: Iterable[str]) -> list[Card]:
    near = [other for other in context.library.groups[card.group] if other.number > card.number]
    wanted = dict.fromkeys((*nearest, *card.related, *(other.id for other in near)))
    return [context.library.cards[one] for one in wanted if one in context.library.cards][:NEAREST]


def say_gone(context: Context, name: str, say: Speaker) -> None:
    """Answer for a card, by id or number, that can't be shown: held back, or not there any more."""
    held = context.held_card(name)
    if held:
        show_held(context, held, say)
    else:
        context.reply(say("This card is not here any more. Choose a topic, or write your question."))
