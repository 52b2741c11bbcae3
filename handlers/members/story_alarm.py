"""A story that sounds like a cry for help: it is kept, and asked in one line whether someone is in danger now."""

from content.languages import speaker
from content.search.answer import Found
from content.search.emergency import Alarm
from handlers import flow
from handlers.asking import action
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.unasked import is_story, lay_aside
from handlers.priorities import EMERGENCY
from storage.drafts import new_revision


async def ask_about_answer(context: Context, alarm: Alarm) -> None:
    """Ask it of what was written as the answer to a step, which stands where it stood until that is said."""
    revision = new_revision()
    _ask(context, alarm, action("told", revision))
    async with context.write() as w:
        await flow.keep_told(context, w, revision)


async def ask_about_unasked(context: Context, alarm: Alarm, text: str, found: Found) -> bool:
    """Ask it of a story that was typed unasked, and tell whether it is one."""
    if not context.hearing.is_private or not await is_story(context, text, found):
        return False
    _ask(context, alarm, "aside:told")
    await lay_aside(context, text)
    return True


def _ask(context: Context, alarm: Alarm, no: str) -> None:
    say = speaker(context.hearing.written_in)
    card = context.library.cards.get(alarm.card)
    yes = f"sos:{card.number}:{say.language.code}" if card else "emergencies"
    context.reply(
        say("⚠️ Is someone in danger now? I have kept what you wrote."),
        [[Button(say("🆘 Yes, now"), yes)], [Button(say("✍️ No, my story"), no)]],
        priority=EMERGENCY,
    )
