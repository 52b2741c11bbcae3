"""Every flow by its name, and how an update reaches the one that is under way."""

from handlers import flow
from handlers.context import Context
from handlers.members.ask import answer, remember
from handlers.members.tell import TELL
from handlers.routing import On, on_action
from handlers.words import holds_words

FLOWS = {one.name: one for one in (TELL,)}
QUESTION_MARKS = ("?", "؟", "？")


async def take_answer(context: Context) -> None:
    """Give the words to the step that was asked; a clear question in between is answered first."""
    draft = context.hearing.draft
    if draft is None:
        return
    going = FLOWS[draft.flow]
    step = going.step(draft.step)
    text = context.hearing.text
    is_aside = text.rstrip().endswith(QUESTION_MARKS) or isinstance(step, flow.Preview)
    if is_aside and holds_words(text) and context.hearing.small is None:
        found = context.finder.find(text, language=context.hearing.written_in)
        if found.outcome == "sure" or isinstance(step, flow.Preview):
            answer(context, found)
            flow.ask_step(context, going, step, draft.answers, context.say)
            async with context.write() as w:
                await remember(context, w, text, found)
            return
    await flow.take_answer(context, going, draft)


async def press(context: Context) -> None:
    """Give a flow's button to the flow under way; an old one says so."""
    draft = context.hearing.draft
    if draft is None or draft.flow not in FLOWS:
        is_cancel = context.argument == "cancel"
        nothing = context.say("There is nothing to cancel. Write your question.")
        old = context.say("This was sent or dropped before. Write your question.")
        context.reply(nothing if is_cancel else old, with_lasting=True)
        return
    await flow.press(context, FLOWS[draft.flow], draft)


HANDLERS: tuple[On, ...] = (
    on_action("flow", press),
    On(lambda h: flow.is_answer(h) and h.draft is not None and h.draft.flow in FLOWS, take_answer),
)
