"""Moves someone through a flow: begin, take an answer, go back, change one, end it.

The draft lives in storage: a restart or a week's pause goes on where it stopped. A button belongs to one revision of
the draft; one of an earlier step says so and changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from content.languages import Speaker
from handlers.answers import PICTURES, Said, options_of, read
from handlers.asking import action, shown
from handlers.context import Context
from handlers.failures import explain
from handlers.hearing import Hearing
from handlers.keyboards import Button
from handlers.steps import (
    Answers,
    Choice,
    Consent,
    Filled,
    Flow,
    Option,
    Partly,
    Photo,
    Preview,
    Refused,
    Step,
    Text,
    Unclear,
    Unfit,
    takes_words,
)
from storage.drafts import Draft, Outrun, new_revision
from storage.session import Session


@dataclass(frozen=True)
class Stand:
    """Where someone stands next: at `step`, with these answers; `pending` is a part of the answer to it.

    `before` is said above the question; `edits` changes the message that was pressed; `album` goes on silently.
    """

    step: Step | None
    answers: Answers
    pending: Mapping[str, Any] = field(default_factory=dict)
    before: str = ""
    edits: bool = False
    album: str = ""


def ask_again(context: Context, flow: Flow, draft: Draft, say: Speaker | None = None, *, before: str = "") -> None:
    """Stage the question at which a draft stands, after a sentence of plain text when there is one."""
    text, rows = shown(flow, flow.step(draft.step), draft.answers, draft.pending, draft.revision, say or context.say)
    context.reply(f"{before}\n\n{text}" if before else text, rows)


async def begin(context: Context, flow: Flow, answers: Answers | None = None) -> None:
    """Ask the first step; what was kept for later goes on, and another flow under way is asked about first.

    `answers` are those that are known already, by the names of their steps; what is no step's name is kept as well.
    """
    draft = context.hearing.draft
    if draft and draft.flow == flow.name and not answers:
        ask_again(context, flow, draft)
    elif draft and not draft.notes.get("is_empty"):
        await _ask_what_becomes(context, draft, flow.name, answers or {})
    else:
        await begin_anew(context, flow, answers or {})


async def begin_anew(
    context: Context, flow: Flow, answers: Answers, leaving: str = "drop", *, before: str = ""
) -> None:
    """Begin in place of the draft under way, which is dropped or kept for `later`; go on with one that was kept."""
    member, draft = context.hearing.member, context.hearing.draft
    aside = None
    if member and not answers:
        async with context.read() as r:
            aside = await r.drafts.find_aside(member.id, member.id, flow.name)
    if aside:
        goes_on = context.say("You had kept this for later. Here it goes on.")
        stand = Stand(flow.step(aside.step), aside.answers, aside.pending, f"{before}\n{goes_on}".strip())
    else:
        answers = {**flow.given(context), **answers}
        stand = Stand(flow.following(answers), answers, before=before)
    await move(context, flow, stand, draft, leaving=leaving, resumes=aside is not None)


async def _ask_what_becomes(context: Context, draft: Draft, wanted: str, answers: Answers) -> None:
    """Ask once what becomes of the unfinished text before another flow begins."""
    say, revision = context.say, new_revision()
    context.reply(
        say("You have not finished what you were writing. What shall I do with it?"),
        [
            [Button(say("📌 Keep for later"), action("later", revision))],
            [Button(say("🗑 Drop it"), action("drop", revision))],
            [Button(say("▶️ Go on with it"), action("on", revision))],
        ],
    )
    async with context.write() as w:
        notes = {**draft.notes, "wanted": [wanted, dict(answers)], "words": False}
        await save_again(context, w, draft, draft.answers, notes, revision)


async def move(
    context: Context, flow: Flow, stand: Stand, draft: Draft | None, *, leaving: str = "", resumes: bool = False
) -> None:
    """Stand there from now on and ask what is asked there; without a step all is answered and the flow ends."""
    if stand.step is None:
        await end(context, flow, stand.answers, draft, leaving=leaving)
        return
    revision = new_revision()
    text, rows = shown(flow, stand.step, stand.answers, stand.pending, revision, context.say)
    stage = context.edit if stand.edits else context.reply
    stage(f"{stand.before}\n\n{text}" if stand.before else text, rows)
    album = stand.album or (draft.notes.get("album", "") if draft else "")
    # What was known before anything was asked is no step's answer, and nothing that could be lost.
    is_empty = not stand.pending and not any(step.name in stand.answers for step in flow.steps)
    notes = {"words": takes_words(stand.step, stand.pending), "album": album, "is_empty": is_empty}
    notes["for_others"] = isinstance(stand.step, Text) and stand.step.is_passed_on
    async with context.write() as w:
        me = context.target
        if leaving == "later" and draft:
            await w.drafts.lay_aside(me, me, draft, context.now)
            draft = None
        if resumes:
            await w.drafts.drop_aside(me, me, flow.name)
        await w.drafts.save(
            me,
            me,
            flow.name,
            stand.step.name,
            stand.answers,
            context.now,
            revision=draft.revision if draft else None,
            pending=stand.pending,
            notes=notes,
            becomes=revision,
        )
        if not context.turn.choices:
            # A bare number is an answer now, whatever was shown before.
            await w.menus.clear(me, me)


async def end(context: Context, flow: Flow, answers: Answers, draft: Draft | None, *, leaving: str = "") -> None:
    """Do what the flow is for and end its draft, in one transaction; what is unfit for it is asked for again."""
    try:
        answers = await flow.prepare(context, flow.lasting(answers))
    except Unfit as flaw:
        fit = {name: value for name, value in answers.items() if name != flaw.step}
        again = Stand(flow.step(flaw.step), fit, before=explain(context.say, flaw))
        await move(context, flow, again, draft, leaving=leaving)
        return
    async with context.write() as w:
        me = context.target
        if leaving == "later" and draft:
            await w.drafts.lay_aside(me, me, draft, context.now)
        elif draft and not await w.drafts.end(me, me, draft.revision):
            raise Outrun("a draft was ended by someone else")
        await flow.finish(context, answers, w)


async def drop(context: Context, text: str) -> None:
    """Drop the draft and say so."""
    context.reply(text, with_lasting=True)
    async with context.write() as w:
        await w.drafts.drop(context.target, context.target)


async def accept(context: Context, flow: Flow, draft: Draft, value: Any) -> None:
    """Keep `value` as the answer to the step at which the draft stands, and go on."""
    step = flow.step(draft.step)
    turn = _turn(step, value, draft, context.say) if isinstance(step, Choice | Consent) else None
    if turn and turn.ends:
        await drop(context, context.say(turn.ends))
    elif turn:
        await stand_at(context, flow, draft, flow.step(turn.asks))
    else:
        forgets = step.forgets if draft.answers.get(step.name) != value else ()
        await accept_all(context, flow, draft, {step.name: value}, forgets)


def _turn(step: Choice | Consent, value: Any, draft: Draft, say: Speaker) -> Option | None:
    """Return the option chosen that leads elsewhere, or None."""
    given = value["given"] if isinstance(step, Consent) else value
    keys = given if isinstance(given, list) else [given]
    return next((one for one in options_of(step.options, say, draft.answers) if one.turns and one.key in keys), None)


async def accept_all(
    context: Context, flow: Flow, draft: Draft, values: Mapping[str, Any], forgets: Sequence[str] = ()
) -> None:
    """Keep several answers at once, forget others, and go on with the first step that has none."""
    kept = {name: value for name, value in draft.answers.items() if name not in forgets}
    answers = {**kept, **values}
    attachment = context.hearing.attachment
    album = attachment.album if attachment and draft.step in values else ""
    is_caption = isinstance(flow.step(draft.step), Text) and context.hearing.media in PICTURES
    before = context.say("I took the words and left the picture out.") if is_caption else ""
    await move(context, flow, Stand(flow.following(answers), answers, before=before, album=album), draft)


async def stand_at(context: Context, flow: Flow, draft: Draft, step: Step, **more: Any) -> None:
    """Ask another step, or another part of the same; the answers stay."""
    await move(context, flow, Stand(step, draft.answers, **more), draft)


def is_answer(h: Hearing) -> bool:
    """Tell whether these words, or what was sent, belong to the step that was asked."""
    is_plain = h.is_private and h.kind == "message" and h.command is None and h.action is None
    return h.draft is not None and is_plain and bool(h.text or h.media)


async def take(context: Context, flow: Flow, draft: Draft, words: str | None = None) -> str | None:
    """Take what was written or sent, or `words` of before, as the answer.

    When it can't be read, return why, and nothing has changed.
    """
    hearing, step = context.hearing, flow.step(draft.step)
    said = Said(hearing.text, hearing.media, hearing.attachment) if words is None else Said(words)
    outcome = read(step, said, context.say, draft.answers, draft.pending)
    if isinstance(outcome, Refused):
        return outcome.text
    if isinstance(outcome, Partly):
        await stand_at(context, flow, draft, step, pending=outcome.pending)
    elif isinstance(outcome, Unclear):
        readings = [[label, value] for label, value in outcome.readings]
        await stand_at(context, flow, draft, step, pending={"readings": readings, "fills": outcome.fills})
    elif isinstance(outcome, Filled):
        await accept_all(context, flow, draft, outcome.values, outcome.forgets)
    else:
        await accept(context, flow, draft, _with_picked(step, outcome.value, draft.pending))
    return None


def _with_picked(step: Step, value: Any, pending: Mapping[str, Any]) -> Any:
    """Return what was written together with what was pressed before of the same step."""
    if not isinstance(step, Choice) or not step.several:
        return value
    return list(dict.fromkeys([*pending.get("picked", ()), *value]))


async def keep_aside(context: Context, flow: Flow, answers: dict[str, Any]) -> None:
    """Keep answers that were not asked for, at most 8 days, until it is said what becomes of them."""
    now, step = context.now, flow.following(answers) or flow.steps[0]
    async with context.write() as w:
        me = context.target
        revision = await w.drafts.save(me, me, flow.name, step.name, answers, now, revision=None)
        await w.drafts.lay_aside(me, me, Draft(flow.name, step.name, answers, now, revision), now)


async def save_again(
    context: Context, w: Session, draft: Draft, answers: Answers, notes: Mapping[str, Any], revision: int
) -> None:
    """Save a draft that stands where it stood."""
    await w.drafts.save(
        context.target,
        context.target,
        draft.flow,
        draft.step,
        answers,
        context.now,
        revision=draft.revision,
        pending=draft.pending,
        notes=notes,
        becomes=revision,
    )


async def add_photo(context: Context, flow: Flow, draft: Draft) -> bool:
    """Add a further photo to those that were answered with, and tell whether it was one.

    One of the same album is added silently, as the album is one answer with one reply; of what is sent one by one, the
    preview says how many there are by now.
    """
    hearing, step = context.hearing, flow.step(draft.step)
    attachment = hearing.attachment if hearing.media == "photo" else None
    is_of_album = bool(attachment and attachment.album and draft.notes.get("album") == attachment.album)
    if attachment is None or not (is_of_album or isinstance(step, Preview)):
        return False
    photos = next((one for one in flow.steps if isinstance(one, Photo) and draft.answers.get(one.name)), None)
    if photos is None or len(draft.answers[photos.name]) >= photos.most or attachment.size_bytes > photos.most_bytes:
        return is_of_album
    answers = {**draft.answers, photos.name: [*draft.answers[photos.name], attachment.file_id]}
    if not is_of_album:
        await move(context, flow, Stand(step, answers, album=attachment.album), draft)
        return True
    async with context.write() as w:
        await save_again(context, w, draft, answers, draft.notes, draft.revision)
    return True
