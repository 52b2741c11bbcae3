"""When the team is told what waits: a danger at once, the rest at each one's hour, and before a promise breaks.

On duty first; after a quarter of an hour everyone whom a danger fits. Nobody is told more often than that.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content.languages import Speaker
from content.reviewing import DANGEROUS
from handlers.keyboards import Button
from handlers.notices import notify, speaker_for
from handlers.staff.permissions import Act, may
from handlers.staff.queue import fits
from handlers.staff.stories.outside import stuck_cases
from storage.cases import Case, Count
from storage.hazards import CASE_KIND as HAZARD
from storage.outbox import Staged
from storage.session import Session
from storage.team import Staff

DANGER, DAILY, PROMISE, STUCK = "ping-danger", "ping-daily", "ping-promise", "ping-stuck"
OTHERS_AFTER = timedelta(minutes=15)
BEFORE_PROMISE = timedelta(hours=12)
REPORTED_AGAIN_AFTER = timedelta(hours=12)
# How far back a danger is looked for that nobody was told of, as after a power cut.
_LOOK_BACK = timedelta(hours=24)
_MOST_DANGERS = 200


async def ping(w: Session, now: datetime) -> list[Staged]:
    """Stage what the team is to be told now; called as often as one likes."""
    team = await w.team.all()
    if not team:
        return []
    dangers = await w.cases.dangers(now, _MOST_DANGERS)
    counts = await w.cases.open_counts(now)
    breaking = await w.cases.open_counts(now, now + BEFORE_PROMISE)
    stuck = await stuck_cases(w, now)
    staged: list[Staged | None] = []
    for staff in team:
        staged += [
            await _danger(w, staff, dangers, now),
            await _daily(w, staff, counts, now),
            await _promise(w, staff, breaking, now),
            await _stuck(w, staff, stuck, now),
        ]
    return [one for one in staged if one]


async def _danger(w: Session, staff: Staff, dangers: Iterable[Case], now: datetime) -> Staged | None:
    """Tell of dangers that came since the last time; who is not on duty hears of them later."""
    last = await w.outbox.last_of(staff.member, DANGER)
    if last and now - last < OTHERS_AFTER:
        return None
    wait = timedelta(0) if staff.on_duty else OTHERS_AFTER
    mine = [case for case in dangers if fits(staff, case)]
    moments = [at for case in mine for at in _moments(case, wait)]
    fresh = [at for at in moments if now - _LOOK_BACK < at <= now and (last is None or at > last)]
    if not fresh:
        return None
    n = len(mine)

    def told(say: Speaker) -> str:
        return say("⚠️ A danger waits for your word. Dangers that wait for you: {n}.", n=say.number(n))

    return await _stage(w, staff, DANGER, str(int(max(fresh).timestamp())), told, now)


def _moments(case: Case, wait: timedelta) -> tuple[datetime, ...]:
    """Return when someone is told of a danger that waits; of one that a member reported once more, as it is near."""
    at = (case.first_at or case.opened_at) + wait
    return (at, at + REPORTED_AGAIN_AFTER) if case.kind == HAZARD else (at,)


async def _daily(w: Session, staff: Staff, counts: Sequence[Count], now: datetime) -> Staged | None:
    """Tell once a day, when someone's hours begin, how much waits for them."""
    begun = now.astimezone(ZoneInfo(staff.zone)) - timedelta(hours=staff.from_hour)
    if not staff.is_working(now):
        return None
    mine = [count for count in counts if fits(staff, count)]
    n = sum(count.times for count in mine)
    if not n:
        return None
    dangerous = sum(count.times for count in mine if count.danger >= DANGEROUS)
    hours = int((now - min(count.oldest for count in mine)).total_seconds() // 3600)

    def told(say: Speaker) -> str:
        return say(
            "📋 {n} waiting, {dangerous} dangerous, the oldest {hours} h.",
            n=say.number(n),
            dangerous=say.number(dangerous),
            hours=say.number(hours),
        )

    return await _stage(w, staff, DAILY, begun.date().isoformat(), told, now)


async def _promise(w: Session, staff: Staff, breaking: Sequence[Count], now: datetime) -> Staged | None:
    """Tell, at most twice a day, what must be decided within 12 hours to keep what was promised."""
    last = await w.outbox.last_of(staff.member, PROMISE)
    n = sum(count.times for count in breaking if count.kind != HAZARD and fits(staff, count))
    if not n or (last and now - last < BEFORE_PROMISE):
        return None

    def told(say: Speaker) -> str:
        return say("⏰ An answer within 72 hours was promised. Less than 12 hours are left for: {n}.", n=say.number(n))

    return await _stage(w, staff, PROMISE, now.isoformat(timespec="minutes"), told, now)


async def _stuck(w: Session, staff: Staff, stuck: Sequence[Case], now: datetime) -> Staged | None:
    """Tell who may ask an expert from outside, once a day, that a field has nobody for a danger."""
    if not stuck or not may(staff, Act.ASK_OUTSIDE):
        return None
    n = len(stuck)

    def told(say: Speaker) -> str:
        return say(
            "🩺 Stories that have waited a day for an expert: {n}. You may ask one from outside.", n=say.number(n)
        )

    return await _stage(w, staff, STUCK, now.date().isoformat(), told, now, "outside")


async def _stage(
    w: Session,
    staff: Staff,
    kind: str,
    period: str,
    told: Callable[[Speaker], str],
    now: datetime,
    action: str = "work-next",
) -> Staged | None:
    member = await w.members.get(staff.member)
    if member is None:
        return None
    say = speaker_for(member)
    rows = [[Button(say("👁 Open"), action)]]
    return next(iter(await notify(w, member, kind, period, told(say), rows, now, at_once=True)), None)
