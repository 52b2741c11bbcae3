"""What whoever reported a danger hears of it, in their language, for as long as their report knows them."""

from collections.abc import Callable
from datetime import datetime

from content.languages import Speaker
from handlers.keyboards import Button, Rows
from handlers.members.told_refs import own_ref
from handlers.notices import notify, speaker_for
from storage.hazards import CASE_KIND, Hazard
from storage.outbox import Staged
from storage.session import Session

# What others may be hurt meanwhile for want of: it disturbs at any hour.
_URGENT = frozenset({"asked"})


def hazard_action(verb: str, ref: str) -> str:
    """Return the action of a button under a report."""
    return f"hazard:{verb}:{ref}"


async def tell_reporter(
    w: Session,
    one: Hazard,
    what: str,
    text: Callable[[Speaker], str],
    now: datetime,
    rows: Callable[[Speaker], Rows] | None = None,
) -> list[Staged]:
    """Stage Telegram-HTML to who reported it; none when nobody is to be told any more. The same news is told once."""
    member = await w.members.get(one.contact) if one.contact is not None else None
    if member is None:
        return []
    say = speaker_for(member, one.language)
    own = [[Button(say("📖 My report"), hazard_action("show", own_ref(one)))]]
    period = f"{one.id}:{what}:{one.revision}"
    at_once = what in _URGENT
    return await notify(w, member, CASE_KIND, period, text(say), rows(say) if rows else own, now, at_once=at_once)
