"""A question: the answer, up to three guesses, or an honest "I don't know" that is kept as a gap."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from content.languages import CODES, Speaker, speaker
from content.search.answer import Found, Hit
from content.search.second_opinion import find_twice
from handlers.arguments import read_id
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.keyboards import Button, Rows
from handlers.members.cards.card import show_card, switch_rows
from handlers.members.cards.follow_up import NONE_OF_THESE, card_meant, go_on, with_what_was_said
from handlers.members.cards.held import show_held
from handlers.members.cards.looked import count_look
from handlers.members.cards.tools import TOOLS
from handlers.members.cards.two_things import two_things
from handlers.members.gaps.asking_others import ASK_OTHERS, ask_others_row
from handlers.members.gaps.gap import near_cards, note_gap
from handlers.members.hazards.hazard import offer_to_report, warns_of
from handlers.members.market.offer import open_offer
from handlers.members.stories.others_tried import count_readers, read_stories, stage_story, stories_row
from handlers.members.stories.unasked import is_story, offer_to_pass_on
from handlers.routing import On, on_action, on_command
from handlers.words import holds_words
from storage.experiences import Experience
from storage.questions import Question
from storage.session import Session

GUESSES = 3
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
    if await open_offer(context, question, found):
        return
    if kind := await warns_of(context, question):
        await _take_warning(context, question, kind, found)
        return
    if await is_story(context, question, found):
        await _take_story(context, question, found)
        return
    await _answer_question(context, question, with_what_was_said(context, found))


async def _answer_question(context: Context, question: str, found: Found) -> None:
    """Answer what is a question, and keep that it was asked."""
    stories: Sequence[Experience] = ()
    if meant := card_meant(context, question, found):
        go_on(context, meant, found)
        question = f"{meant.text(found.language)[0].title} · {question}"
        found = replace(found, outcome="unsure", hits=(Hit("card", meant.id, 1.0), *found.hits))
    elif pair := two_things(context.finder, question, found, lambda hit: _is_shown(context, hit)):
        found = replace(found, outcome="sure", hits=pair)
        for hit in pair:
            await _show(context, hit, found.language)
    else:
        stories = await answer(context, found)
    introduce_after(context)
    near = near_cards(context, question, found) if found.outcome == "none" else ()
    async with context.write() as w:
        await count_readers(w, stories, speaker(found.language), context.now)
        await remember(context, w, question, found, near)


async def _take_story(context: Context, story: str, found: Found) -> None:
    """Show what may fit, and offer to pass on what was told; it is no question, and not kept as one."""
    if (found.answer or found.outcome) == "unsure":
        await answer(context, found)
    introduce_after(context)
    await offer_to_pass_on(context, story)


async def _take_warning(context: Context, warning: str, kind: str, found: Found) -> None:
    """Show what may help, and offer to let the team see the warning; it is no question, and not kept as one."""
    if (found.answer or found.outcome) in ("sure", "unsure"):
        await answer(context, found)
    introduce_after(context)
    await offer_to_report(context, warning, kind)


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
    if found.outcome == "sure" and found.hits:
        async with context.write() as w:
            await count_look(context, w, context.library.cards.get(found.hits[0].id))


async def remember(context: Context, w: Session, question: str, found: Found, near: Sequence[str] = ()) -> None:
    """Keep the wording of a question apart from who asked it, and mark it as a gap when it got no answer.

    `near` are the cards that come nearest to one that nothing answers.
    """
    outcome = found.answer or found.outcome
    cards = tuple(hit.id for hit in found.hits if hit.kind == "card")
    wording, concepts = without_person(question), tuple(sorted(found.concepts))
    known = await w.questions.record(wording, found.language, outcome, cards, concepts, context.now)
    if outcome == "sure" and cards:
        await count_look(context, w, context.library.cards.get(cards[0]))
    offered = {action for _, action in context.turn.choices}
    if NONE_OF_THESE in offered:
        context.rename_action(NONE_OF_THESE, f"{NONE_OF_THESE}:{known}")
    elif outcome == "none":
        asked = Question(known, wording, found.language, cards, concepts)
        gap = await note_gap(context, w, asked, "none", near)
        context.rename_action(ASK_OTHERS, f"{ASK_OTHERS}:{gap.id}")
    elif context.hearing.person_id is not None:
        context.services.shown.note_question(context.hearing.person_id, known, context.now)


async def answer(context: Context, found: Found) -> Sequence[Experience]:
    """Stage the answer to a question: the card itself, guesses as buttons, a story, or that nothing is known.

    Returns the stories that were shown.
    """
    outcome = found.answer or found.outcome
    found_hits = found.hits[1:] if found.outcome == "maybe_emergency" else found.hits
    hits = [hit for hit in found_hits if _is_shown(context, hit)]
    held = context.held_card(found_hits[0].id) if found_hits and outcome in ("sure", "unsure") else None
    say = speaker(found.language)
    if held:
        show_held(context, held, say, [hit.id for hit in hits])
    elif outcome == "sure" and hits:
        await _show(context, hits[0], found.language, _near_stories(context, found, say))
    elif outcome == "unsure" and hits:
        _guess(context, hits[:GUESSES], say, _near_stories(context, found, say))
    elif stories := await _fitting(context, found):
        stage_story(context, stories[0], say, _after_story(context, found, say))
        return stories[:1]
    else:
        _do_not_know(context, say)
    return ()


def _is_shown(context: Context, hit: Hit) -> bool:
    return hit.id in context.library.cards if hit.kind == "card" else hit.kind == "tool" and hit.id in TOOLS


async def _show(context: Context, hit: Hit, language: str, more: Rows = ()) -> None:
    if hit.kind == "tool":
        await TOOLS[hit.id].open(context, language)
    else:
        show_card(context, context.library.cards[hit.id], language=language, more_rows=more)


def _near_stories(context: Context, found: Found, say: Speaker) -> list[list[Button]]:
    """Return the button to the stories that fit; in a group nobody is shown one."""
    row = stories_row(say, found.experiences) if context.hearing.is_private else []
    return [row] if row else []


async def _fitting(context: Context, found: Found) -> list[Experience]:
    """Return the stories that may be shown to one whose question no card answers."""
    if not found.experiences or not context.hearing.is_private:
        return []
    async with context.read() as r:
        return await read_stories(r, [hit.id for hit in found.experiences])


def _after_story(context: Context, found: Found, say: Speaker) -> Rows:
    """Return the other story that fits, and the way out for one whose question was another."""
    other = stories_row(say, found.experiences[1:])
    return [*([other] if other else []), [Button(say("None of these"), NONE_OF_THESE)], *switch_rows(context, say)]


def _guess(context: Context, hits: list[Hit], say: Speaker, more: Rows) -> None:
    rows: list[list[Button]] = []
    for hit in hits:
        if hit.kind == "tool":
            rows.append([TOOLS[hit.id].button(say)])
        else:
            card, code = context.library.cards[hit.id], say.language.code
            rows.append([Button(f"{card.pictogram} {card.text(code)[0].title}", f"card:{card.number}:{code}")])
    rows.append([Button(say("None of these"), NONE_OF_THESE)])
    text = say("Is it one of these? Press one, or type its number.")
    context.reply(text, [*rows, *more, *switch_rows(context, say)])


def _do_not_know(context: Context, say: Speaker) -> None:
    lines = [
        say(
            "I don't know this yet. I kept your question, without your name, for the people who write the answers. "
            "Try other words, or look through the topics."
        )
    ]
    rows = [*topics_row(context, say.language.code), *switch_rows(context, say)]
    if context.hearing.is_private:
        lines.append(say("May I ask other people?"))
        rows.insert(0, ask_others_row(say))
    context.reply("\n".join(lines), rows)


def topics_row(context: Context, language: str) -> list[list[Button]]:
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
    say = context.say
    async with context.read() as r:
        asked = await r.questions.get(read_id(context.argument))
    rows = topics_row(context, say.language.code)
    if asked is None:
        context.reply(say("Try other words, or look through the topics."), rows)
        return
    kept = say("I kept your question as one that nobody has answered yet. Try other words, or look through the topics.")
    context.reply("\n".join([kept, say("May I ask other people?")]), [ask_others_row(say), *rows])
    async with context.write() as w:
        gap = await note_gap(context, w, asked, "none-of-these")
        context.rename_action(ASK_OTHERS, f"{ASK_OTHERS}:{gap.id}")


def is_question(h: Hearing) -> bool:
    """Tell whether these are plain words in private that no other conversation has taken."""
    return h.is_private and h.kind == "message" and bool(h.text) and h.command is None and h.action is None


HANDLERS: tuple[On, ...] = (
    on_command("ask", ask),
    on_action(NONE_OF_THESE, none_of_these),
    On(is_question, ask),
)
