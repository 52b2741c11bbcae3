"""A conversation of several steps as data: what is asked, how an answer is read, what comes next.

The draft lives in storage: a restart or a week's pause goes on where it stopped.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from content.errors import MemberError
from content.languages import Speaker
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.keyboards import Button, Rows
from handlers.lengths import units
from storage.drafts import Draft

LONGEST_ANSWER = 3000


@dataclass(frozen=True)
class Text:
    """A step that takes one message of words."""

    name: str
    question: Callable[[Speaker], str]


@dataclass(frozen=True)
class Preview:
    """The last step: what was written is shown back, and sent only when the person says so."""

    name: str
    question: Callable[[Speaker], str]


Step = Text | Preview


@dataclass(frozen=True)
class Flow:
    """The steps in order, and what is done with the answers at the end (inside the decision's transaction)."""

    name: str
    steps: Sequence[Step]
    finish: Callable[[Context, Mapping[str, str]], Awaitable[None]]

    def step(self, name: str) -> Step:
        """Return the step called `name`; the first when an older program left a name that is gone."""
        return next((step for step in self.steps if step.name == name), self.steps[0])

    def after(self, step: Step) -> Step | None:
        """Return the next step, or None at the end."""
        at = self.steps.index(step) + 1
        return self.steps[at] if at < len(self.steps) else None


def ask_step(context: Context, flow: Flow, step: Step, answers: Mapping[str, str], say: Speaker) -> None:
    """Stage the question of a step; the preview shows what was written."""
    if isinstance(step, Preview):
        written = "\n".join(escape(answer, quote=False) for answer in answers.values())
        context.reply(f"{step.question(say)}\n\n{written}", _preview_rows(say))
    else:
        context.reply(step.question(say), [[Button(say("✖️ Cancel"), "flow:cancel")]])


def _preview_rows(say: Speaker) -> Rows:
    return [
        [Button(say("📨 Send"), "flow:send"), Button(say("✏️ Write again"), "flow:again")],
        [Button(say("✖️ Cancel"), "flow:cancel")],
    ]


async def begin(context: Context, flow: Flow) -> None:
    """Ask the first step and keep an empty draft; one that is under way goes on where it stopped."""
    draft = context.hearing.draft
    if draft and draft.flow == flow.name:
        ask_step(context, flow, flow.step(draft.step), draft.answers, context.say)
        return
    ask_step(context, flow, flow.steps[0], {}, context.say)
    async with context.write() as w:
        revision = draft.revision if draft else None
        await w.drafts.save(
            context.target, context.target, flow.name, flow.steps[0].name, {}, context.now, revision=revision
        )


async def take_answer(context: Context, flow: Flow, draft: Draft) -> None:
    """Keep the words as this step's answer and ask the next one."""
    step = flow.step(draft.step)
    following = flow.after(step)
    if isinstance(step, Preview) or following is None:
        ask_step(context, flow, step, draft.answers, context.say)
        return
    length = units(context.hearing.text)
    if length > LONGEST_ANSWER:
        raise MemberError(
            "This is too long for one message: {length} signs, and I take {most}. What you wrote before is kept. "
            "Please send it shorter.",
            length=length,
            most=LONGEST_ANSWER,
        )
    answers = {**draft.answers, step.name: context.hearing.text}
    ask_step(context, flow, following, answers, context.say)
    async with context.write() as w:
        await w.drafts.save(
            context.target, context.target, flow.name, following.name, answers, context.now, revision=draft.revision
        )


async def press(context: Context, flow: Flow, draft: Draft) -> None:
    """Carry out a flow button: send, write again, cancel."""
    say = context.say
    if context.argument == "send" and isinstance(flow.step(draft.step), Preview):
        await flow.finish(context, draft.answers)
    elif context.argument == "again":
        first = flow.steps[0]
        ask_step(context, flow, first, {}, say)
        async with context.write() as w:
            await w.drafts.save(
                context.target,
                context.target,
                flow.name,
                first.name,
                draft.answers,
                context.now,
                revision=draft.revision,
            )
    elif context.argument == "cancel":
        context.reply(say("Cancelled. I dropped what you had written and kept nothing of it."), with_lasting=True)
        async with context.write() as w:
            await w.drafts.drop(context.target, context.target)
    else:
        ask_step(context, flow, flow.step(draft.step), draft.answers, say)


def is_answer(h: Hearing) -> bool:
    """Tell whether these words belong to the step that was asked."""
    return h.draft is not None and h.kind == "message" and bool(h.text) and h.command is None and h.action is None
