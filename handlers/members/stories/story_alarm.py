"""A story that sounds like a cry for help: it is kept, and asked in one line whether someone is in danger now."""

from html import escape

from content.guidance.library import Card
from content.languages import Speaker, speaker
from content.search.answer import Found
from content.search.emergency import Alarm
from handlers.asking import action
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.stories.unasked import is_story, lay_aside
from handlers.priorities import EMERGENCY
from handlers.told import keep_told
from storage.drafts import new_revision

# Where the place itself is the danger: a warning is enough to leave it.
OUT_FIRST = frozenset(
    ["emg-cave-in", "emg-bad-air", "emg-toxic-gas", "emg-flood-inrush", "emg-landslide", "emg-misfire"]
)


async def ask_about_answer(context: Context, alarm: Alarm) -> None:
    """Ask it of what was written as the answer to a step, which stands where it stood until that is said."""
    revision = new_revision()
    _ask(context, alarm, action("told", revision))
    async with context.write() as w:
        await keep_told(context, w, revision, goes_on=True)


async def ask_about_unasked(context: Context, alarm: Alarm, text: str, found: Found) -> bool:
    """Ask it of a story that was typed unasked, and tell whether it is one."""
    if not context.hearing.is_private or not await is_story(context, text, found):
        return False
    _ask(context, alarm, "aside:told")
    await lay_aside(context, text)
    return True


def safe_line(card: Card | None, say: Speaker) -> str:
    """Return the one line that is right whether or not it has happened yet."""
    if card is None or card.id in OUT_FIRST:
        return say("Everybody out, now. Count heads. Nobody goes back in.")
    return card.text(say.language.code)[0].never


def _ask(context: Context, alarm: Alarm, no: str) -> None:
    """Ask it in one line, below the safe line when the words are plain ones."""
    say = speaker(context.hearing.written_in)
    card = context.library.cards.get(alarm.card)
    yes = f"sos:{card.number}:{say.language.code}" if card else "emergencies"
    lines = [say("⚠️ Is someone in danger now? I have kept what you wrote.")]
    if alarm.level == "emergency":
        lines.insert(0, f"<b>⛔ {escape(safe_line(card, say), quote=False)}</b>\n")
    rows = [[Button(say("🆘 Yes, now"), yes)], [Button(say("✍️ No, my story"), no)]]
    context.reply("\n".join(lines), rows, priority=EMERGENCY)
