"""A message to someone who has not just written: in their language, with numbered buttons, once for each reason."""

from datetime import datetime
from typing import Any

from content.languages import Speaker, speaker
from handlers.keyboards import Rows, inline
from handlers.priorities import REVIEW
from storage.members import Member
from storage.outbox import Notice, Staged
from storage.session import Session


def speaker_for(member: Member, usual: str = "") -> Speaker:
    """Return the speaker of the language a member chose; else of `usual`, else of the one they write in."""
    return speaker(member.language or usual or member.guessed)


async def notify(
    w: Session,
    member: Member,
    kind: str,
    period: str,
    text: str,
    rows: Rows,
    now: datetime,
    *,
    priority: int = REVIEW,
    expires_at: datetime | None = None,
) -> list[Staged]:
    """Stage Telegram-HTML to a member; nothing when they were told of this `kind` and `period` before.

    The numbers on its buttons can be typed, unless they are in the middle of something.
    """
    call: dict[str, Any] = {"method": "sendMessage", "text": text, "parse_mode": "HTML"}
    call["link_preview_options"] = {"is_disabled": True}
    numbered = inline(rows)
    if rows:
        call["reply_markup"] = numbered.markup
    staged = await w.outbox.stage(Notice(member.id, kind, period, priority, call, expires_at=expires_at))
    if staged is None:
        return []
    if numbered.choices and await w.drafts.find(member.id, member.id) is None:
        await w.menus.show(member.id, member.id, list(numbered.choices), now)
    return [staged]
