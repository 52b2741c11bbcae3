"""A group that took the bot out: whoever leads the team hears of it once a day, without any name."""

from datetime import datetime

from content.languages import Speaker
from handlers.groups.wishes import KINDS
from handlers.notices import notify, speaker_for
from handlers.staff.permissions import Act, may
from storage.outbox import Staged
from storage.session import Session
from storage.subscriptions import Subscription

LEFT = "group-left"


async def tell_leaders(w: Session, one: Subscription, now: datetime) -> list[Staged]:
    """Stage to each leader that a group has ended its news by taking the bot out; its settings stay."""
    staged = []
    for staff in await w.team.all():
        member = await w.members.get(staff.member)
        if member is not None and may(staff, Act.SEE_TEAM):
            text = _told(one, speaker_for(member))
            staged += await notify(w, member, LEFT, f"{one.target}:{now.date().isoformat()}", text, (), now)
    return staged


def _told(one: Subscription, say: Speaker) -> str:
    wishes = one.wishes
    return say(
        "📰 A group that got the news has taken me out: {kind}, {country}. Its settings are kept.",
        kind=say(KINDS.get(wishes.kind, wishes.kind)),
        country=say.country(wishes.country or ""),
    )
