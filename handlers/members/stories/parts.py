"""What is added to a story, or changed in it, until it is reviewed: a menu of parts, each with one tap."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from content.guidance.shelves import cards_on, shelves
from content.languages import Speaker, sentence
from content.market.currencies import CURRENCIES
from handlers.asking import in_pairs
from handlers.context import Context
from handlers.flow import begin
from handlers.keyboards import Button, Rows
from handlers.members.cards.topics import NAMES
from handlers.members.stories.share_parts import MOST_PHOTOS, PARTS
from handlers.members.stories.share_steps import settled
from handlers.members.stories.story import action, change, find_story, kept, look_through, say_not_found
from handlers.pictures import fetch_pictures
from handlers.steps import Answers, Flow, Step
from storage.experiences import Experience
from storage.session import Session

ADDED = {
    "problem": sentence("❓ The problem"),
    "work": sentence("⛏ Mineral, method"),
    "number": sentence("🔢 A number"),
    "cost": sentence("💵 The cost"),
    "time": sentence("⏳ How long"),
    "advice": sentence("🧭 Advise it?"),
    "place": sentence("🗺 The region"),
    "photos": sentence("📷 Photos"),
}
CHANGED = {
    "story": sentence("✏️ What I did"),
    "result": sentence("📊 The result"),
    "consent": sentence("👥 Who may read it"),
}
_CLOSED = sentence("This story does not wait for review any more, so it can't be changed. You can still take it back.")


def _given(context: Context) -> Answers:
    member = context.hearing.member
    home = (member.country if member else None) or ""
    usual = next((code for code, one in CURRENCIES.items() if home in one.countries), "")
    return {"operator": list(context.services.operator), "home": home, "usual": usual}


async def _prepare(context: Context, answers: Answers) -> Answers:
    """Read the story, fetch its photos, and find what reviewers must look at in the whole of it."""
    async with context.read() as r:
        one = await find_story(context, r, answers["ref"])
    pictures: list[bytes] = []
    if one and one.state == "waiting" and answers.get("photos"):
        pictures = await fetch_pictures(context, "photos", answers["photos"])
    final = settled(answers)
    whole = {**(one.answers if one else {}), **kept(final)}
    return {**final, "one": one, "pictures": pictures, "whole": whole, "flags": await look_through(whole, context.say)}


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    one: Experience | None = answers["one"]
    if one is None:
        say_not_found(context)
        return
    more: dict[str, Any] = {}
    if agreed := answers.get("consent"):
        more = {"audience": agreed["given"], "consent": agreed["version"]}
    there, new = await w.experiences.count_pictures(one.id), answers["pictures"]
    await save(context, w, one, {**answers, "kept": min(MOST_PHOTOS, there + len(new)) if new else 0}, **more)
    for place, picture in enumerate(new, start=there):
        if place < MOST_PHOTOS:
            await w.experiences.add_picture(one.id, place, picture)


async def save(context: Context, w: Session, one: Experience, answers: Answers, **more: Any) -> None:
    """Keep what was added, when the story still waits, and offer to add more."""
    say, ref = context.say, answers["ref"]
    if not await change(w, one, answers["whole"], answers["flags"], **more):
        context.reply(say(_CLOSED), [[Button(say("📖 Look at it"), action("show", ref))]])
        return
    photos = [say("📷 Photos: {n}", n=say.number(answers["kept"]))] if answers.get("kept") else []
    context.reply(
        "\n".join([say("Kept with your story."), *photos]),
        [[Button(say("➕ Add more"), action("add", ref)), Button(say("📖 Look at it"), action("show", ref))]],
    )


def _steps() -> Sequence[Step]:
    """Return every step once for each part that asks it, asked when that part was pressed."""
    found: dict[str, list[str]] = {}
    steps: dict[str, Step] = {}
    for part, asked in PARTS.items():
        for step in asked:
            steps.setdefault(step.name, step)
            found.setdefault(step.name, []).append(part)
    # What is looked through comes last: it is asked about right after the text that it is of.
    in_order = sorted(steps.values(), key=lambda step: step.name == "marks")
    return [_asked_in(step, frozenset(found[step.name])) for step in in_order]


def _asked_in(step: Step, parts: frozenset[str]) -> Step:
    usual = step.when
    return replace(step, when=lambda answers: answers.get("part") in parts and usual(answers))


PART = Flow(
    "part",
    _steps(),
    finish=_finish,
    prepare=_prepare,
    given=_given,
    command="mine",
    cancelled=sentence("Cancelled. Nothing was added or changed; your story stays as it was: /mine"),
)


async def add_part(context: Context, ref: str, part: str) -> None:
    """Ask for one part of a story."""
    async with context.read() as r:
        one = await find_story(context, r, ref)
    if one is None or part not in PARTS:
        say_not_found(context)
    elif one.state != "waiting":
        context.reply(context.say(_CLOSED), [[Button(context.say("📖 Look at it"), action("show", ref))]])
    else:
        await begin(context, PART, {"ref": ref, "part": part})


def added_rows(one: Experience, ref: str, photos: int, say: Speaker) -> Rows:
    """Return what can be added; a ✔️ marks what is there."""
    there = {part for part, steps in PARTS.items() if any(step.name in one.answers for step in steps)}
    if photos:
        there.add("photos")
    buttons = [
        Button(("✔️ " if part in there else "") + say(label), action("part", ref, part)) for part, label in ADDED.items()
    ]
    topic = Button(("✔️ " if one.card else "") + say("📄 The topic"), action("topic", ref))
    return in_pairs([*buttons, topic, Button(say("👌 Enough"), action("show", ref))])


def changed_rows(ref: str, say: Speaker) -> Rows:
    """Return what can be changed."""
    return [[Button(say(label), action("part", ref, part))] for part, label in CHANGED.items()]


def shelf_rows(context: Context, ref: str) -> Rows:
    """Return the shelves on which the card of a story may lie."""
    say = context.say
    held = [shelf for shelf in shelves().values() if cards_on(shelf, context.library)]
    return in_pairs(
        [Button(f"{shelf.pictogram} {say(NAMES[shelf.name])}", action("shelf", ref, shelf.name)) for shelf in held]
    )


def card_rows(context: Context, ref: str, name: str) -> Rows:
    """Return the cards of a shelf, for a story to belong to."""
    shelf, code = shelves().get(name), context.say.language.code
    cards = cards_on(shelf, context.library) if shelf else ()
    return [
        [Button(f"{card.pictogram} {card.text(code)[0].title}", action("card", ref, str(card.number)))]
        for card in cards
    ]


async def set_card(context: Context, ref: str, number: str) -> None:
    """Let a story belong to a card."""
    card = context.library.numbered(number)
    async with context.read() as r:
        one = await find_story(context, r, ref)
    if one is None or card is None:
        say_not_found(context)
        return
    answers = {"ref": ref, "whole": one.answers, "flags": await look_through(one.answers, context.say)}
    async with context.write() as w:
        await save(context, w, one, answers, card=card.id)
