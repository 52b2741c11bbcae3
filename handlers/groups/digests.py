"""An edition on its way: composed in the languages of its group, staged once a local day, with its next due moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from content.digest.edition import Edition, Link, compose
from content.languages import speaker
from content.quiet import NIGHT, Quiet
from content.schedule import Due, local_day, next_due, owed, settle, zone_of
from handlers.groups.asked import PRESS
from handlers.groups.digest_hazards import HazardNews, are_still_told, choose_hazards, note_heard, tell_hazards
from handlers.groups.digest_news import Shared, choose, put_into_words, told_now
from handlers.keyboards import Button, Rows, inline
from handlers.priorities import DIGEST
from handlers.services import Services
from storage.gaps import Gap
from storage.outbox import Notice, Staged
from storage.session import Session
from storage.subscriptions import Subscription, Wishes

KIND = "digest"
MEMBER = "member"
# After so many editions without a press, and again after as many more, the administrator is asked.
DOUBT, UNPRESSED = "digest-doubt", 3


@dataclass(frozen=True)
class Ready:
    """One target's edition in each of its languages (none: there is nothing to say), and when the next one is due."""

    one: Subscription
    due: Due
    following: Due
    editions: Mapping[str, Edition]
    gaps: tuple[Gap, ...]
    card: str | None
    stories: tuple[int, ...]
    told_from: datetime
    read_at: datetime
    until: datetime
    hazards: HazardNews


async def prepare(r: Session, one: Subscription, shared: Shared, services: Services, now: datetime) -> Ready | None:
    """Compose what a target is owed at `now`; None when nothing is owed (any more): see `following_of`."""
    if one.next_due_at is None:
        return None
    due, following = settle(one.wishes.schedule, now, planned=one.next_due_at, last=one.last_period)
    return None if due is None else await compose_all(r, one, due, following, shared, services)


def held_until(one: Subscription, now: datetime) -> datetime | None:
    """Return when an edition that became late in quiet hours is composed; None when it may come `now`.

    Where the next one is due on the day of that morning, it says it all: no two on one day.
    """
    planned, schedule = one.next_due_at, one.wishes.schedule
    due = owed(schedule, now, planned=planned, last=one.last_period) if planned and planned <= now else None
    quiet = quiet_of(one.wishes, due.at) if due else None
    end = quiet.end(now) if quiet else None
    if due is None or end is None:
        return None
    following = next_due(schedule, now, last=due.day).at
    return following if local_day(following, schedule.zone) == local_day(end, schedule.zone) else end


async def compose_all(
    r: Session, one: Subscription, due: Due, following: Due, shared: Shared, services: Services
) -> Ready:
    """Compose the edition of a due moment in every language of a target; also for a look at it before it is due."""
    lost = await _lost_day(r, one)
    one = await _as_it_was_read(r, one, lost)
    hazards = await choose_hazards(r, one, shared.hazards, lost)
    chosen = await choose(r, one, due, shared, is_group=one.wishes.kind != MEMBER, lost=lost)
    editions = {}
    for code in one.wishes.languages:
        say = speaker(code)
        news = put_into_words(one, due, chosen, services, say, shared.now)
        if edition := compose(replace(news, hazards=tell_hazards(hazards, one.wishes, say)), say):
            editions[code] = edition
    card = chosen.card[0].id if chosen.card else None
    told = told_now(chosen)
    return Ready(
        one, due, following, editions, chosen.gaps, card, told, one.shown_until, shared.now, shared.until, hazards
    )


async def _lost_day(r: Session, one: Subscription) -> date | None:
    """Return the day of a target's last edition when it did not arrive: what it told is told again."""
    day = one.last_period
    return None if day is None or await r.outbox.arrived(one.target, KIND, day.isoformat()) else day


async def _as_it_was_read(r: Session, one: Subscription, lost: date | None) -> Subscription:
    """Return a subscription that has been told no more than what arrived."""
    if lost is None:
        return one
    told_from = await r.editions.told_from(one.target, lost)
    return replace(one, shown_until=min(one.shown_until, told_from)) if told_from else one


async def issue(w: Session, ready: Ready, services: Services) -> list[Staged]:
    """Stage an edition and plan the next, in one transaction; nothing when that day had one or someone was first.

    Who can't be reached, and who has nothing new and wants silence then, gets none: the moment passes.
    """
    one, day = ready.one, ready.due.day
    if not ready.editions or await w.chat_id(one.target) is None:
        await w.subscriptions.postpone(one, ready.following.at)
        return []
    if not await are_all_public(w, ready.stories) or not await are_still_told(w, ready.hazards):
        return []  # composed anew at the next tick, without what was taken back meanwhile
    if one.wishes.kind == MEMBER and not await w.unasked.note(one.target, ready.read_at):
        await w.subscriptions.postpone(one, ready.following.at)
        return []
    if not await w.subscriptions.publish(
        one, day, ready.following.at, shown_until=max(one.shown_until, ready.until), card=ready.card
    ):
        return []
    asks = next(iter(ready.editions.values())).asks
    await w.editions.add(one.target, day, asks, ready.told_from)
    await w.outbox.give_way(one.target, KIND)
    await note_heard(w, one.target, ready.hazards, day)
    if ready.gaps:
        await w.editions.number(one.target, day, [gap.id for gap in ready.gaps])
    for gap in ready.gaps:
        if await w.gaps.note_asked(gap.id, one.target, ready.read_at) and one.wishes.kind != MEMBER:
            await w.gaps.count_group(gap.id)
    staged = [await w.outbox.stage(notice) for notice in notices(ready, services)]
    if one.wishes.kind != MEMBER and one.unpressed and one.unpressed % UNPRESSED == 0:
        staged.append(await w.outbox.stage(_doubt(ready)))
    return [notice for notice in staged if notice is not None]


async def are_all_public(w: Session, stories: tuple[int, ...]) -> bool:
    """Tell whether none of these stories was taken back."""
    found = [await w.experiences.get(id) for id in stories]
    return all(one is not None and one.state == "published" for one in found)


def notices(ready: Ready, services: Services) -> list[Notice]:
    """Return the messages of an edition, one a language."""
    return [_notice(ready, code, edition, services) for code, edition in ready.editions.items()]


def _notice(ready: Ready, code: str, edition: Edition, services: Services) -> Notice:
    one = ready.one
    call = call_of(edition, code, ready.due.day, services, one.wishes)
    # An edition that could not go out until the next one is due gives way to it: one digest after a week, not seven.
    return Notice(
        target=one.target,
        kind=KIND,
        period=f"{ready.due.day.isoformat()}:{code}",
        priority=DIGEST,
        call=call,
        expires_at=max(ready.following.at, ready.read_at + timedelta(hours=1)),
        stories=(*ready.stories, *(one.id for one in ready.hazards.running)),
        quiet=quiet_of(one.wishes, ready.due.at),
    )


def _doubt(ready: Ready) -> Notice:
    """Ask whoever looks after the group's news what would be of use, as nobody presses anything."""
    one, say = ready.one, speaker(ready.one.wishes.languages[0])
    rows = [
        [Button(say("🐢 Fewer"), "digest:fewer", is_numbered=False)],
        [Button(say("📚 Other topics"), "digest:page:topics", is_numbered=False)],
        [Button(say("⏸ Pause"), "digest:pause", is_numbered=False)],
    ]
    call: dict[str, Any] = {
        "method": "sendMessage",
        "text": say("Nobody has pressed a button under the last news here. Administrators: what shall I change?"),
        "reply_markup": inline(rows).markup,
        "disable_notification": True,
    }
    if one.wishes.thread is not None:
        call["message_thread_id"] = one.wishes.thread
    return Notice(
        one.target,
        DOUBT,
        ready.due.day.isoformat(),
        DIGEST,
        call,
        expires_at=ready.following.at,
        quiet=quiet_of(one.wishes, ready.due.at),
    )


def call_of(edition: Edition, code: str, day: date, services: Services, wishes: Wishes) -> dict[str, Any]:
    """Return the Bot API call that shows an edition in a language, without its chat."""
    call: dict[str, Any] = {
        "method": "sendMessage",
        "text": edition.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    rows = rows_of(edition, day, services)
    if wishes.kind == MEMBER:
        say = speaker(code)
        rows = [*rows, [Button(say("🔕 Fewer messages"), "fewer", is_numbered=False)]]
    if rows:
        call["reply_markup"] = inline(rows).markup
    if wishes.thread is not None:
        call["message_thread_id"] = wishes.thread
    return call


def rows_of(edition: Edition, day: date, services: Services) -> Rows:
    """Return an edition's buttons; links are left out while the bot's name is not known."""
    rows = []
    for row in edition.buttons:
        shown = []
        for one in row:
            if not isinstance(one, Link):
                shown.append(Button(one.label, f"{PRESS}:{day.isoformat()}:{one.act}", is_numbered=False))
            elif address := services.link(one.payload):
                shown.append(Button(one.label, url=address))
        if shown:
            rows.append(shown)
    return rows


def quiet_of(wishes: Wishes, due_at: datetime) -> Quiet | None:
    """Return when a target wants no edition, but at the hour that it chose itself; None when it always may come."""
    if wishes.kind == MEMBER and wishes.quiet is None:
        return None
    zone = wishes.schedule.zone
    return Quiet(zone, *(wishes.quiet or NIGHT), but=due_at.astimezone(zone_of(zone)[0]).hour)
