"""A question: the answer, up to three guesses, or an honest "I don't know" that is kept as a gap."""

import re
from dataclasses import replace
from html import escape

from content.languages import CODES, speaker
from content.search.answer import Found, Hit
from content.search.second_opinion import find_twice
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.keyboards import Button, Rows
from handlers.members.cards import show_card, switch_rows
from handlers.members.follow_up import NONE_OF_THESE, card_meant, go_on, with_what_was_said
from handlers.members.held import show_held
from handlers.members.offer import open_offer
from handlers.members.tools import TOOLS
from handlers.members.two_things import two_things
from handlers.members.unasked import is_story, offer_to_pass_on
from handlers.routing import On, on_action, on_command
from handlers.words import holds_words
from storage.session import Session

GUESSES = 3
LARGEST_ID = 2**63 - 1
LONGEST_ID = len(str(LARGEST_ID))
LONGEST_WORDING = 500
# A question is kept without what could name a person or a place: numbers, handles, addresses, and capitalised words
# inside a sentence, which are mostly names.
_NUMBERS = re.compile(r"[+]?\d[\d\s.,:/-]*")
_ADDRESSES = re.compile(r"\S*[@/]\S*|\b\w+\.\w{2,}\b")
_NAMES = re.compile(r"(?<=[^\s.?!] )[A-ZÀ-ÖØ-Þ][\w'’-]+")
# The first word begins with a capital anyway; it is a name when the next one does too.
_FIRST_NAMES = re.compile(r"(?:^|(?<=[.?!] ))[A-ZÀ-ÖØ-Þ][\w'’-]+(?= [A-ZÀ-ÖØ-Þ][\w'’-])")


def without_person(text: str) -> str:
    """Return the wording of a question without numbers, addresses and what looks like a name."""
    text = text[: 2 * LONGEST_WORDING]
    text = _FIRST_NAMES.sub("…", _ADDRESSES.sub("…", text))
    text = _NUMBERS.sub("… ", text)
    return " ".join(_NAMES.sub("…", text).split())[:LONGEST_WORDING]


async def ask(context: Context) -> None:
    """Answer what was written, in the language it is written in."""
    hearing = context.hearing
    question = hearing.argument if hearing.command == "ask" else hearing.text
    if not question.strip():
        context.reply(context.say("Write your question in your own words, after /ask or without it."))
        return
    found = await find_twice(
        context.finder,
        context.services.second_opinion,
        question,
        language=hearing.written_in,
        is_calm=hearing.alarm is None,
        experiences=context.services.experiences,
    )
    if not holds_words(question):
        await _answer_signs(context, found, question)
        return
    found = with_what_was_said(context, found)
    if await open_offer(context, question, found):
        return
    if await is_story(context, question, found):
        await _take_story(context, question, found)
        return
    if meant := card_meant(context, question, found):
        go_on(context, meant, found)
        question = f"{meant.text(found.language)[0].title} · {question}"
        found = replace(found, outcome="unsure", hits=(Hit("card", meant.id, 1.0), *found.hits))
    elif pair := two_things(context.finder, question, found, lambda hit: _is_shown(context, hit)):
        found = replace(found, outcome="sure", hits=pair)
        for hit in pair:
            await _show(context, hit, found.language)
    else:
        await answer(context, found)
    introduce_after(context)
    async with context.write() as w:
        await remember(context, w, question, found)


async def _take_story(context: Context, story: str, found: Found) -> None:
    """Show what may fit, and offer to pass on what was told; it is no question, and not kept as one."""
    if (found.answer or found.outcome) == "unsure":
        await answer(context, found)
    introduce_after(context)
    await offer_to_pass_on(context, story)


async def _answer_signs(context: Context, found: Found, typed: str) -> None:
    """Open the card whose number was typed; nothing is kept of what holds no word."""
    say = context.say
    if found.outcome == "sure":
        await answer(context, found)
    elif any(sign.isdecimal() for sign in typed):
        text = say("No card has this number. Type a number that you see, or write your question.")
        context.reply(text, topics_row(context, say.language.code))
    else:
        context.reply(say("Write your question in your own words, or press a button."), with_lasting=True)
    introduce_after(context)


async def remember(context: Context, w: Session, question: str, found: Found) -> None:
    """Keep the wording of a question apart from who asked it, and mark it as a gap when it got no answer."""
    outcome = found.answer or found.outcome
    cards = [hit.id for hit in found.hits if hit.kind == "card"]
    known = await w.questions.record(
        without_person(question), found.language, outcome, cards, sorted(found.concepts), context.now
    )
    if outcome == "none":
        await w.questions.gap(known, "none")
    elif outcome == "unsure":
        context.rename_action(NONE_OF_THESE, f"{NONE_OF_THESE}:{known}")


async def answer(context: Context, found: Found) -> None:
    """Stage the answer to a question: the card itself, guesses as buttons, or that nothing is known."""
    outcome = found.answer or found.outcome
    found_hits = found.hits[1:] if found.outcome == "maybe_emergency" else found.hits
    hits = [hit for hit in found_hits if _is_shown(context, hit)]
    held = context.held_card(found_hits[0].id) if found_hits and outcome in ("sure", "unsure") else None
    if held:
        show_held(context, held, speaker(found.language), [hit.id for hit in hits])
    elif outcome == "sure" and hits:
        await _show(context, hits[0], found.language)
    elif outcome == "unsure" and hits:
        _guess(context, hits[:GUESSES], found.language)
    else:
        _do_not_know(context, found.language)


def _is_shown(context: Context, hit: Hit) -> bool:
    return hit.id in context.library.cards if hit.kind == "card" else hit.kind == "tool" and hit.id in TOOLS


async def _show(context: Context, hit: Hit, language: str) -> None:
    if hit.kind == "tool":
        await TOOLS[hit.id].open(context, language)
    else:
        show_card(context, context.library.cards[hit.id], language=language)


def _guess(context: Context, hits: list[Hit], language: str) -> None:
    say = speaker(language)
    rows: list[list[Button]] = []
    for hit in hits:
        if hit.kind == "tool":
            rows.append([TOOLS[hit.id].button(say)])
        else:
            card = context.library.cards[hit.id]
            rows.append([Button(f"{card.pictogram} {card.text(language)[0].title}", f"card:{card.number}:{language}")])
    rows.append([Button(say("None of these"), NONE_OF_THESE)])
    context.reply(say("Is it one of these? Press one, or type its number."), [*rows, *switch_rows(context, say)])


def _do_not_know(context: Context, language: str) -> None:
    say = speaker(language)
    context.reply(
        say(
            "I don't know this yet. I kept your question, without your name, for the people who write the answers. "
            "Try other words, or look through the topics."
        ),
        [*topics_row(context, language), *switch_rows(context, say)],
    )


def topics_row(context: Context, language: str) -> Rows:
    """Return the two ways on that are always there."""
    say = speaker(language)
    return [[Button(say("❓ Topics"), "topics"), Button(say("🆘 Danger"), "emergencies")]]


def introduce_after(context: Context) -> None:
    """After a first answer: say in one short message who answers, with the lasting keyboard and all languages."""
    member = context.hearing.member
    if not context.hearing.is_private or (member and member.introduced):
        return
    say = speaker(context.hearing.written_in)
    names = " · ".join(speaker(code).language.name for code in CODES)
    text = say("I am Pitwise. I answer miners' questions. I do not keep your name.") + "\n🌍 " + escape(names)
    context.reply(text, with_lasting=True, say=say)
    context.turn.introduces = True


async def none_of_these(context: Context) -> None:
    """Keep a question whose guesses were all wrong as a gap; one about a danger was not kept at all."""
    known, say = context.argument, context.say
    is_kept = known.isdecimal() and len(known) <= LONGEST_ID and int(known) <= LARGEST_ID
    kept = say("I kept your question as one that nobody has answered yet. Try other words, or look through the topics.")
    text = kept if is_kept else say("Try other words, or look through the topics.")
    context.reply(text, topics_row(context, say.language.code))
    async with context.write() as w:
        if is_kept:
            await w.questions.gap(int(known), "none-of-these")


def is_question(h: Hearing) -> bool:
    """Tell whether these are plain words in private that no other conversation has taken."""
    return h.is_private and h.kind == "message" and bool(h.text) and h.command is None and h.action is None


HANDLERS: tuple[On, ...] = (
    on_command("ask", ask),
    on_action(NONE_OF_THESE, none_of_these),
    On(is_question, ask),
)
