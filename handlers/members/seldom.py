"""Messages that nobody asked for: few a week, each with a button for fewer, down to none, and a way back."""

from datetime import datetime

from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.notices import notify, speaker_for
from handlers.priorities import DIGEST
from handlers.routing import On, on_action
from storage.members import Member
from storage.outbox import Staged
from storage.session import Session
from storage.unasked import MOST_A_WEEK


async def send_unasked(
    w: Session, member: Member, kind: str, period: str, text: str, rows: Rows, now: datetime
) -> list[Staged]:
    """Stage a message that was not asked for; nothing when this week has had its share or the chat is closed."""
    if member.closed or not await w.unasked.note(member.id, now):
        return []
    say = speaker_for(member)
    fewer_row = [Button(say("🔕 Fewer messages"), "fewer")]
    return await notify(w, member, kind, period, text, [*rows, fewer_row], now, priority=DIGEST)


async def fewer(context: Context) -> None:
    """Send one message less a week from now on, down to none."""
    say = context.say
    async with context.write() as w:
        most = max(0, await w.unasked.most(context.target) - 1)
        await w.unasked.set_most(context.target, most)
        told = (
            say("🔕 Then I write unasked at most once a week.")
            if most
            else say("🔕 Then I never write unasked any more. I only answer, and tell what you asked to be told.")
        )
        context.reply(told, [[Button(say("↩️ As before"), "as-before")]])


async def as_before(context: Context) -> None:
    """Send as many as usual again."""
    context.reply(context.say("Then I write unasked at most twice a week, as before."))
    async with context.write() as w:
        await w.unasked.set_most(context.target, MOST_A_WEEK)


HANDLERS: tuple[On, ...] = (on_action("fewer", fewer), on_action("as-before", as_before))
