"""A story between its author and the store: what is kept of it, which of its words need a look, who may open it."""

import asyncio
from collections.abc import Mapping
from html import escape
from typing import Any

from content.languages import Speaker
from content.reviewing import found_flags, weigh
from handlers.asking import told, words_of
from handlers.context import Context
from handlers.lengths import cut
from handlers.members.stories.share_parts import FIELDS
from handlers.members.stories.share_steps import language_of
from handlers.members.told_refs import find_told
from handlers.steps import Answers, Text
from handlers.story_words import OF_GROUP
from storage.experiences import CASE_KIND, Experience
from storage.session import Session

_LONGEST_FIELD = 900
_WORDED = tuple(step for step in FIELDS if isinstance(step, Text))


def kept(answers: Answers) -> dict[str, Any]:
    """Return what of a flow's answers belongs to the story: its fields that were answered, and whom it was told for."""
    fields = {step.name: answers[step.name] for step in FIELDS if answers.get(step.name) is not None}
    return {**fields, OF_GROUP: True} if answers.get(OF_GROUP) else fields


async def look_through(answers: Answers, say: Speaker) -> tuple[str, ...]:
    """Return what in the words of a story reviewers must look at, each kind once; it is looked for in a thread."""
    texts = [text for step in _WORDED if isinstance(text := answers.get(step.name), str)]
    found = [await asyncio.to_thread(found_flags, text, language_of(text, say)) for text in texts]
    return tuple(dict.fromkeys(flag for flags in found for flag in flags))


def action(verb: str, ref: str, more: str = "") -> str:
    """Return the action of a button under a story."""
    return f"story:{verb}:{ref}" + (f":{more}" if more else "")


async def find_story(context: Context, r: Session, ref: str) -> Experience | None:
    """Return the story that a code opens for anyone, or that is this person's own; None counts as a wrong try."""
    return await find_told(context, ref, r.experiences.of, r.experiences.by_receipt, is_last=True)


def say_not_found(context: Context) -> None:
    """Say that no story is known by what was typed or pressed, or that there were too many tries."""
    say = context.say
    if context.services.tries.are_spent(context.hearing.person_id or 0, context.now):
        context.reply(say("These were too many wrong codes for one day. Please try again tomorrow."))
        return
    context.reply(
        say("I know no story by this code. Please look at each sign: a code has no O, I, L or U, and no 0 or 1.")
    )


def shown_fields(content: Mapping[str, Any], say: Speaker) -> list[str]:
    """Return a line of HTML for each field of a story that is there."""
    lines = []
    for step in FIELDS:
        if content.get(step.name) is not None:
            value = escape(cut(told(step, content, say), _LONGEST_FIELD), quote=False)
            lines.append(f"<b>{words_of(step.label, say, content)}:</b> {value}")
    return lines


async def change(w: Session, one: Experience, answers: Answers, flags: tuple[str, ...], **more: Any) -> bool:
    """Replace what a waiting story says; `more` are a card, an audience or a consent that change with it.

    Its case is weighed anew. Tells whether it still waited, in the revision that was read.
    """
    fields = {"card": one.card, "audience": one.audience, "consent": one.consent, **more}
    if not await w.experiences.change(one, kept(answers), **fields):
        return False
    danger, field = weigh(flags)
    await w.cases.reweigh(CASE_KIND, one.id, field=field, danger=danger, flags=flags)
    return True
