"""Hello, thanks, and a yes or no to nothing: answered as people do, and not taken for questions."""

from handlers.context import Context
from handlers.hearing import Hearing
from handlers.members.start import welcome
from handlers.routing import On


async def greet(context: Context) -> None:
    """Welcome who is new; ask who is known for their question."""
    member = context.hearing.member
    if member is None or not member.introduced:
        await welcome(context)
        return
    context.reply(context.say("Write your question, in your own words."), with_lasting=True)


async def part(context: Context) -> None:
    """Answer thanks."""
    context.reply(context.say("You are welcome. Write to me when you need me."), with_lasting=True)


async def hint(context: Context) -> None:
    """Say what can be done after a "yes" or a "next" that nothing on the screen asked for."""
    context.reply(context.say("Write your question in your own words, or press a button."), with_lasting=True)


def _is_small(h: Hearing) -> bool:
    return h.is_private and h.kind == "message" and h.small is not None and h.alarm is None


def _is_asked_for_words(h: Hearing) -> bool:
    """Tell whether a question is open that "good" or "ok" may answer."""
    return h.draft is not None and h.draft.takes_words


HANDLERS: tuple[On, ...] = (
    On(lambda h: _is_small(h) and h.small == "hello", greet),
    On(lambda h: _is_small(h) and h.small == "thanks" and not _is_asked_for_words(h), part),
    On(lambda h: _is_small(h) and h.draft is None, hint),
)
