"""What the search finds besides cards: a tool of ours, opened as the answer or offered by its button."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from content.languages import Speaker, speaker
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.market.offer_reading import mineral_in
from handlers.members.market.price_texts import GOLD
from handlers.members.market.prices import show_price


@dataclass(frozen=True)
class Tool:
    """How a tool is called on its button, the button's action, and how it answers in the language of a question."""

    label: Callable[[Speaker], str]
    action: str
    open: Callable[[Context, str], Awaitable[None]]

    def button(self, say: Speaker) -> Button:
        """Return the button that opens it."""
        return Button(self.label(say), self.action)


async def _show_price(context: Context, language: str) -> None:
    named = mineral_in(context.hearing.argument or context.hearing.text, speaker(language))
    await show_price(context, named or GOLD, language)


async def _offer_check(context: Context, language: str) -> None:
    say = speaker(language)
    context.reply(say("I can check an offer with you. Press the button."), [[TOOLS["offer"].button(say)]])


TOOLS: Mapping[str, Tool] = {
    "prices": Tool(lambda say: say("💰 Price"), "prices", _show_price),
    "offer": Tool(lambda say: say("🤝 Check an offer"), "offer", _offer_check),
}
