"""A story that someone typed without being asked: it is offered to be passed on, with its text already in."""

from content.search.answer import Found
from content.search.telling import is_telling
from handlers.context import Context
from handlers.flow import Stand, begin, keep_aside, move
from handlers.keyboards import Button
from handlers.lengths import units
from handlers.members.stories.share import SHARE
from handlers.members.stories.share_steps import LONGEST_STORY, looked_through
from handlers.routing import On, on_action


async def is_story(context: Context, text: str, found: Found) -> bool:
    """Tell whether a text that the search is unsure of is a story to be passed on; not while another one waits."""
    hearing = context.hearing
    is_cry = hearing.alarm is not None and hearing.alarm.level == "emergency"
    if (found.answer or found.outcome) == "sure" or is_cry or hearing.draft or hearing.command:
        return False
    if units(text) > LONGEST_STORY or not is_telling(text, found.language):
        return False
    if hearing.member is None:
        return True
    async with context.read() as r:
        return await r.drafts.find_aside(hearing.member.id, hearing.member.id, SHARE.name) is None


async def offer_to_pass_on(context: Context, text: str) -> None:
    """Ask whether it shall be passed on, and keep it aside until that is answered."""
    _offer(context)
    await lay_aside(context, text)


def _offer(context: Context) -> None:
    say = context.say
    context.reply(
        say("This sounds like something you did yourself. Shall I pass it on to others? A person reads it first."),
        [[Button(say("🗣 Yes, pass it on"), "aside:yes")], [Button(say("🗑 No, drop it"), "aside:no")]],
    )


async def lay_aside(context: Context, text: str) -> None:
    """Keep a story until it is said what becomes of it."""
    await keep_aside(context, SHARE, {**SHARE.given(context), **looked_through("story", text, context.say).values})


async def decide(context: Context) -> None:
    """Go on with the story that was kept aside, or drop it; nobody was in danger in one that is "told"."""
    member = context.hearing.member
    aside = None
    if member:
        async with context.read() as r:
            aside = await r.drafts.find_aside(member.id, member.id, SHARE.name)
    if context.argument == "no":
        context.reply(context.say("Dropped. I kept nothing of it."), with_lasting=True)
        async with context.write() as w:
            await w.drafts.drop_aside(context.target, context.target, SHARE.name)
    elif context.argument == "told" and aside and not context.hearing.draft:
        _offer(context)
    elif aside is None or context.hearing.draft:
        await begin(context, SHARE)
    else:
        await move(context, SHARE, Stand(SHARE.step(aside.step), aside.answers), None, resumes=True)


HANDLERS: tuple[On, ...] = (on_action("aside", decide),)
