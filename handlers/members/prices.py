"""💰: how a price is made and how to weigh. Without a checked source no number is said."""

from content.languages import speaker
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.cards import show_card
from handlers.members.held import say_gone
from handlers.routing import On, on_action, on_command

HOW_PRICES_ARE_MADE = "mkt-how-price-made"
HOW_TO_WEIGH = "mkt-weigh"


def show_price(context: Context, language: str) -> None:
    """Say that no checked price is at hand, and show how to work one out."""
    say = speaker(language)
    weigh, how = context.library.cards.get(HOW_TO_WEIGH), context.library.cards.get(HOW_PRICES_ARE_MADE)
    context.reply(
        say("I have no checked price to give you today, so I say no number. This card shows how to work one out."),
        [[Button(f"{weigh.pictogram} {weigh.text(say.language.code)[0].title}", f"card:{weigh.number}")]]
        if weigh
        else (),
    )
    if how:
        show_card(context, how, language=language)
    else:
        say_gone(context, HOW_PRICES_ARE_MADE, say)


async def price(context: Context) -> None:
    """Answer /price and the 💰 button."""
    show_price(context, context.say.language.code)


HANDLERS: tuple[On, ...] = (on_command("price", price), on_action("prices", price))
