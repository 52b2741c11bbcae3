"""A forum's topic that is closed or gone: the news come to the general one from then on, and that is said once."""

from dataclasses import replace
from datetime import datetime

from content.languages import speaker
from content.schedule import next_due
from handlers.keyboards import Button, inline
from handlers.notices import quiet_of
from handlers.priorities import DIGEST
from storage.outbox import Notice, Staged
from storage.session import Session

LOST = "topic-lost"


async def leave_thread(w: Session, target: int, thread: int | None, now: datetime) -> list[Staged]:
    """Let the news come to the general topic when `thread` was theirs, and stage what the administrators are told."""
    if thread is None:
        return []
    one = await w.subscriptions.get(target)
    if one is None or one.wishes.thread != thread:
        return []
    due_at = one.next_due_at or next_due(one.wishes.schedule, now, last=one.last_period).at
    if not await w.subscriptions.change(one, replace(one.wishes, thread=None), due_at):
        return []
    say = speaker(one.wishes.languages[0])
    call = {
        "method": "sendMessage",
        "text": say(
            "🧵 The topic of the news is closed or gone: they come here now. Administrators: to choose another one, "
            "write /digest in it."
        ),
        "reply_markup": inline([[Button(say("⚙️ Change"), "digest:open", is_numbered=False)]]).markup,
    }
    quiet = await quiet_of(w, target)
    staged = await w.outbox.stage(Notice(target, LOST, str(thread), DIGEST, call, quiet=quiet))
    return [staged] if staged else []
