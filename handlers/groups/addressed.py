"""In a group the bot speaks only when spoken to: a short answer, the whole card in private."""

from html import escape

from content.guidance.library import Card
from content.languages import speaker
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.keyboards import Button
from handlers.routing import On


async def question(context: Context) -> None:
    """Answer a question that was addressed to the bot with the card's name, its never line and a link."""
    hearing = context.hearing
    text = hearing.argument if hearing.command else hearing.text
    say = speaker(hearing.written_in)
    if not text:
        await introduce(context)
        return
    found = context.finder.find(text, language=hearing.written_in)
    hits = [hit for hit in found.hits if hit.kind == "card" and hit.id in context.library.cards]
    if found.outcome == "sure" and hits:
        card = context.library.cards[hits[0].id]
        context.reply(_short(card, hearing.written_in), _link(context, card, hearing.written_in))
        return
    link = context.services.link("ask")
    rows = [[Button(say("Ask in private"), url=link)]] if link else []
    context.reply(say("I have no sure answer to this here. Ask me in private: I look closer and keep no name."), rows)


def _short(card: Card, language: str) -> str:
    text, _ = card.text(language)
    title, never = escape(text.title, quote=False), escape(text.never, quote=False)
    return f"{card.pictogram} <b>{title}</b>\n<b>⛔ {never}</b>"


def _link(context: Context, card: Card, language: str) -> list[list[Button]]:
    link = context.services.link(f"c_{card.id}-{language}")
    return [[Button(speaker(language)("Open the whole card"), url=link)]] if link else []


async def introduce(context: Context) -> None:
    """Say in one line what the bot does in a group."""
    link = context.services.link("ask")
    rows = [[Button(context.say("Ask in private"), url=link)]] if link else []
    context.reply(context.say("I am Pitwise. In this group I answer only when you write my name or /ask."), rows)


def _is_addressed(h: Hearing) -> bool:
    return h.chat_kind == "group" and h.kind == "message"


HANDLERS: tuple[On, ...] = (
    On(lambda h: _is_addressed(h) and h.command in ("start", "help"), introduce),
    On(lambda h: _is_addressed(h) and h.command is None and not h.text and h.media is None, introduce),
    On(lambda h: _is_addressed(h) and (h.command == "ask" or (h.command is None and bool(h.text))), question),
)
