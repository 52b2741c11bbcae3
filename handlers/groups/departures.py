"""A group that lost us or silenced us, and takes us back: whoever leads the team hears of each once a day, nameless."""

from collections.abc import Mapping
from datetime import datetime

from content.languages import Speaker, sentence
from handlers.groups.wishes import KINDS
from handlers.notices import notify, speaker_for
from handlers.staff.permissions import Act, may
from storage.outbox import Staged
from storage.session import Session
from storage.subscriptions import Subscription

CHANGED = "group-changed"
LEFT, MUTED, DEMOTED, BACK = "left", "muted", "demoted", "back"
_TOLD: Mapping[str, str] = {
    LEFT: sentence("📰 A group that got the news has taken me out: {kind}, {country}. Its settings are kept."),
    MUTED: sentence(
        "🔇 A group that gets the news lets me write nothing: {kind}, {country}. "
        "The news wait for it and come by themselves when I may write again."
    ),
    DEMOTED: sentence(
        "📰 A group that gets the news has made me an ordinary member: {kind}, {country}. I go on as before."
    ),
    BACK: sentence("✅ A group that gets the news lets me write again: {kind}, {country}."),
}


async def part(w: Session, target: int, why: str, now: datetime) -> list[Staged]:
    """Note that a group took us out; its settings stay, and its due moments pass until it takes us back."""
    return await tell_leaders(w, target, LEFT, now) if await w.close_target(target, why) else []


async def fall_silent(w: Session, target: int, now: datetime) -> list[Staged]:
    """Note that a group lets us write nothing."""
    return await tell_leaders(w, target, MUTED, now) if await w.groups.mute(target, now) else []


async def speak_again(w: Session, target: int, now: datetime) -> list[Staged]:
    """Note that a group lets us write; what it would not take, and is worth it still, goes out."""
    if not await w.groups.unmute(target):
        return []
    return [*await w.outbox.take_up_muted(target), *await tell_leaders(w, target, BACK, now)]


async def tell_leaders(w: Session, target: int, event: str, now: datetime) -> list[Staged]:
    """Stage to each leader what a group that gets the news has done with us."""
    one, staged = await w.subscriptions.get(target), []
    for staff in await w.team.all() if one else ():
        member = await w.members.get(staff.member)
        if one and member is not None and may(staff, Act.SEE_TEAM):
            period = f"{target}:{event}:{now.date().isoformat()}"
            staged += await notify(w, member, CHANGED, period, _told(one, event, speaker_for(member)), (), now)
    return staged


def _told(one: Subscription, event: str, say: Speaker) -> str:
    wishes = one.wishes
    kind = say(KINDS.get(wishes.kind, wishes.kind))
    return say(_TOLD[event], kind=kind, country=say.country(wishes.country or ""))
