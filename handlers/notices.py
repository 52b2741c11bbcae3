"""A message to someone who has not just written: in their language, with numbered buttons, once for each reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from content.languages import Speaker, speaker
from content.quiet import Quiet
from handlers.keyboards import Rows, inline
from handlers.priorities import DIGEST, REVIEW
from storage.members import Member
from storage.outbox import Notice, Staged
from storage.session import Session


def speaker_for(member: Member, usual: str = "") -> Speaker:
    """Return the speaker of the language a member chose; else of `usual`, else of the one they write in."""
    return speaker(member.language or usual or member.guessed)


async def quiet_of(r: Session, target: int, *, guesses: bool = False) -> Quiet | None:
    """Return when a target wants to hear nothing but what is about safety: as chosen, else the night where they are.

    Of who has not said where that is none is known; with `guesses`, for what nobody waits for, it goes by UTC.
    """
    hours = await r.readers.hours(target)
    return hours.quiet if hours and (guesses or not hours.is_guessed) else None


async def heard_at(r: Session, target: int, now: datetime) -> datetime:
    """Return when a notice that can wait, staged now, may reach a target: now, or when their quiet hours end."""
    quiet = await quiet_of(r, target)
    return (quiet.end(now) if quiet else None) or now


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
    at_once: bool = False,
) -> list[Staged]:
    """Stage Telegram-HTML to a member; nothing when they were told of this `kind` and `period` before.

    It waits in their quiet hours, unless it is about safety or they have just written: `at_once`. The numbers on its
    buttons can be typed, unless it waits or they are in the middle of something.
    """
    call: dict[str, Any] = {"method": "sendMessage", "text": text, "parse_mode": "HTML"}
    call["link_preview_options"] = {"is_disabled": True}
    numbered = inline(rows)
    if rows:
        call["reply_markup"] = numbered.markup
    quiet = None if at_once else await quiet_of(w, member.id, guesses=priority == DIGEST)
    notice = Notice(member.id, kind, period, priority, call, expires_at=expires_at, quiet=quiet)
    staged = await stage_numbered(w, notice, numbered.choices, now)
    return [staged] if staged else []


async def stage_numbered(
    w: Session, notice: Notice, choices: Sequence[tuple[str, str]], now: datetime
) -> Staged | None:
    """Stage a notice to a member and let the numbers on its buttons be typed; None when it was staged before.

    What waits for the morning takes no number from what they see, and nothing takes one from a text under way.
    """
    staged, target = await w.outbox.stage(notice), notice.target
    is_held = notice.quiet is not None and notice.quiet.end(now) is not None
    if staged and choices and not is_held and await w.drafts.find(target, target) is None:
        await w.menus.show(target, target, list(choices), now)
    return staged
