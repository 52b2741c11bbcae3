"""What a refusal says of the chat that it came from: it is closed to us, or lets us write nothing. No queue here."""

from collections.abc import Collection
from datetime import datetime

from bot.api import reason_of
from bot.sending import Outcome
from handlers.groups.departures import MUTED, fall_silent, part
from storage.outbox import Staged
from storage.session import Session


async def take_refusal(w: Session, outcome: Outcome, now: datetime, *, personal: Collection[str]) -> list[Staged]:
    """End a notice that was refused for good, and its chat when that is closed; return what the team is told of it.

    What a silenced group would not take is kept for when it does, but for kinds that are `personal`.
    """
    notice, why = outcome.notice, reason_of(outcome.error)
    if outcome.fate == "closed":
        await w.outbox.mark_failed(notice.id, why)
        staged = await part(w, notice.target, why, now)
        await w.outbox.cancel_for(notice.target, why)
        return staged
    # A group may forbid pictures or voices and let us write.
    is_muted = notice.is_group and why == MUTED and notice.call["method"] == "sendMessage"
    why = "refused" if why == MUTED and not is_muted else why
    await w.outbox.mark_failed(notice.id, why, keeps_text=is_muted and notice.kind not in personal)
    return await fall_silent(w, notice.target, now) if is_muted else []
