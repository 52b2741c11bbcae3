"""Hello and thanks: answered as people do, and not taken for questions."""

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


def _is(h: Hearing, small: str) -> bool:
    return h.is_private and h.kind == "message" and h.small == small and h.alarm is None


HANDLERS: tuple[On, ...] = (On(lambda h: _is(h, "hello"), greet), On(lambda h: _is(h, "thanks"), part))
