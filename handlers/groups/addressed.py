"""In a group the bot speaks only when spoken to: a short answer, the whole card in private."""

from html import escape

from content.guidance.library import Card
from content.languages import speaker
from content.raids import REFUSED, names_raid
from content.search.warning import warned_of
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.keyboards import Button, Rows
from handlers.members.cards.ask import without_person
from handlers.members.cards.tools import TOOLS
from handlers.members.cards.topics import emergencies
from handlers.members.gaps.gap import note_gap
from handlers.members.hazards.hazard import HAZARD, warn_others
from handlers.members.start import introduce as welcome
from handlers.routing import On
from storage.questions import Question


async def question(context: Context) -> None:
    """Answer a question that was addressed to the bot with the card's name, its never line and a link."""
    hearing = context.hearing
    text = hearing.argument if hearing.command else hearing.text
    if not text:
        await introduce(context)
        return
    found = context.finder.find(text, language=hearing.written_in)
    best = found.hits[0] if found.outcome == "sure" and found.hits else None
    if best and best.kind == "tool" and best.id in TOOLS:
        await TOOLS[best.id].open(context, hearing.written_in)
        return
    card = context.library.cards.get(best.id) if best else None
    say, to_report = speaker(hearing.written_in), _to_report(context, hearing.written_in)
    is_warning = bool(warned_of(text, hearing.written_in))
    if card:
        rows = [*_whole_card(context, card, hearing.written_in), *(to_report if is_warning else ())]
        context.reply(_short(card, hearing.written_in), rows)
        return
    if is_warning:
        _lead_into_private(context, text)
        return
    context.reply(
        say(
            "I have no sure answer to this here. I kept the question without any name. "
            "Ask me in private: I look closer."
        ),
        _in_private(context, hearing.written_in),
    )
    if found.outcome in ("emergency", "maybe_emergency"):
        return  # what is said about a danger is not kept, not even without a name
    near = [hit.id for hit in found.hits if hit.kind == "card"]
    async with context.write() as w:
        wording = without_person(text)
        known = await w.questions.record(
            wording, found.language, found.outcome, near, sorted(found.concepts), context.now
        )
        asked = Question(known, wording, found.language, tuple(near), tuple(sorted(found.concepts)))
        await note_gap(context, w, asked, "none")


def _short(card: Card, language: str) -> str:
    text, _ = card.text(language)
    title, never = escape(text.title, quote=False), escape(text.never, quote=False)
    return f"{card.pictogram} <b>{title}</b>\n<b>⛔ {never}</b>"


def _whole_card(context: Context, card: Card, language: str) -> Rows:
    say = speaker(language)
    link = context.services.link(f"c_{card.id}-{language}")
    return [[Button(say("Open the whole card"), url=link)]] if link else []


def _in_private(context: Context, language: str) -> Rows:
    say = speaker(language)
    link = context.services.link("ask")
    return [[Button(say("Ask in private"), url=link)]] if link else []


def _to_report(context: Context, language: str) -> Rows:
    say, link = speaker(language), context.services.link(HAZARD.name)
    return [[Button(say("⚠️ Report it"), url=link)]] if link else []


async def report_in_private(context: Context) -> None:
    """A danger is reported where nobody reads along: say so, and keep nothing of what was written here."""
    _lead_into_private(context, context.hearing.argument)


def _lead_into_private(context: Context, text: str) -> None:
    """Say where a warning is told; where police, soldiers or armed people are is not passed on from there either."""
    say = speaker(context.hearing.written_in)
    if names_raid(text, say.language.code):
        context.reply(say(REFUSED))
        return
    told = say(
        "⚠️ Tell me of the danger in private: our team looks at it, then groups near hear of it. I kept nothing here."
    )
    context.reply(told, _to_report(context, say.language.code))


async def introduce(context: Context) -> None:
    """Say in one line what the bot does in a group."""
    say = context.say
    context.reply(
        say("I am Pitwise. In this group I answer only when you write my name or /ask."),
        _in_private(context, say.language.code),
    )


def _is_addressed(h: Hearing) -> bool:
    return h.chat_kind == "group" and h.kind == "message"


def _is_question(h: Hearing) -> bool:
    return h.command == "ask" or (h.command is None and bool(h.text) and h.small is None)


def _is_called(h: Hearing) -> bool:
    """Tell whether a command calls us by our name: one that is not for groups is answered with the way to private."""
    return h.command is not None and "@" in h.text.split(maxsplit=1)[0]


async def warn_by_link(context: Context) -> None:
    """Begin a report in private, where a group's button leads."""
    await warn_others(context)
    welcome(context, context.say)


def _is_link(h: Hearing) -> bool:
    return h.is_private and h.kind == "message" and h.command == "start" and h.argument == HAZARD.name


LINKS: tuple[On, ...] = (On(_is_link, warn_by_link, needs="command"),)
HANDLERS: tuple[On, ...] = (
    On(lambda h: _is_addressed(h) and (h.command in ("start", "help") or h.small == "hello"), introduce),
    On(lambda h: _is_addressed(h) and h.small == "danger", emergencies),
    On(lambda h: _is_addressed(h) and h.command is None and not h.text and h.media is None, introduce),
    On(lambda h: _is_addressed(h) and _is_question(h), question),
    On(lambda h: _is_addressed(h) and h.command == HAZARD.name, report_in_private),
    On(lambda h: _is_addressed(h) and _is_called(h), introduce),
)
