"""When a digest is due: local days and an hour in a zone, as moments. Pure; it knows no clock and no target.

Each local day has one moment. Where the clocks leap over the hour it is the first minute after the leap; where they go
back and the hour comes twice, it is the first of the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEK = 7
# A zone whose name the tz database does not know (any more) is kept as UTC.
FALLBACK = "UTC"
LONGEST_EVERY = 4
# How far back missed days are counted; whoever was away for longer hears of as many.
MOST_MISSED = 60
_MONDAY = date(1970, 1, 5).toordinal()


@dataclass(frozen=True)
class Schedule:
    """Days of the week (Monday is 0), an hour of 0 to 23, an IANA zone; `every_weeks` 2 takes every second week."""

    weekdays: tuple[int, ...]
    hour: int
    zone: str
    every_weeks: int = 1

    def __post_init__(self) -> None:
        """Raise ValueError for what no clock shows."""
        is_week = bool(self.weekdays) and set(self.weekdays) <= set(range(WEEK))
        if not is_week or self.hour not in range(24) or self.every_weeks not in range(1, LONGEST_EVERY + 1):
            raise ValueError("weekdays are some of 0-6, the hour is one of 0-23, every_weeks one of 1-4")

    def falls_on(self, day: date) -> bool:
        """Tell whether a digest is due on this local day."""
        since = day.toordinal() - _MONDAY
        return since % WEEK in self.weekdays and since // WEEK % self.every_weeks == 0


@dataclass(frozen=True)
class Due:
    """A moment (aware UTC) and the local day that it belongs to; `missed` days before it got no digest."""

    at: datetime
    day: date
    missed: int = 0


@lru_cache(maxsize=1024)
def zone_of(name: str) -> tuple[ZoneInfo, bool]:
    """Return the zone of this name and True, or UTC and False when the tz database does not know it."""
    try:
        return ZoneInfo(name), True
    except (KeyError, OSError, ValueError):
        return ZoneInfo(FALLBACK), False


def local_day(moment: datetime, zone: str) -> date:
    """Return the day that it is in `zone` at an aware moment."""
    return moment.astimezone(zone_of(zone)[0]).date()


def moment_on(schedule: Schedule, day: date) -> datetime | None:
    """Return the UTC moment of the hour on a local day; None when the zone leapt over that whole day."""
    zone, _ = zone_of(schedule.zone)
    # The first of two equal hours is fold 0. Of an hour that is not there, fold 0 reckons with the offset from before
    # the leap: the moment is then as far behind the leap as the hour was into it.
    wanted = datetime.combine(day, time(schedule.hour), tzinfo=zone)
    moment = wanted.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wanted.replace(tzinfo=None):
        return moment
    moment = _end_of_leap(zone, wanted)
    return moment if moment.astimezone(zone).date() == day else None


def _end_of_leap(zone: ZoneInfo, wanted: datetime) -> datetime:
    """Return the first moment after the leap that swallowed a local time."""
    before, after = wanted.replace(fold=0).utcoffset(), wanted.replace(fold=1).utcoffset()
    if before is None or after is None:
        return wanted.astimezone(UTC)
    naive = wanted.replace(tzinfo=None)
    low, high = (naive - max(before, after)).replace(tzinfo=UTC), (naive - min(before, after)).replace(tzinfo=UTC)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
            low = middle
        else:
            high = middle
    return high


def next_due(schedule: Schedule, after: datetime, *, last: date | None = None) -> Due:
    """Return the first due moment later than `after` (aware) whose local day is later than `last`."""
    day = local_day(after, schedule.zone) - timedelta(days=1)
    days = _days(schedule, max(day, last + timedelta(days=1)) if last else day)
    moments = ((moment_on(schedule, day), day) for day in days)
    return next(Due(moment, day) for moment, day in moments if moment is not None and moment > after)


def owed(schedule: Schedule, now: datetime, *, planned: datetime, last: date | None = None) -> Due | None:
    """Return the newest due moment of those from `planned` to `now`; None when the zone's rules moved it past `now`.

    Whoever was away over several of them owes one digest, which knows how many days it stands for: `missed`.
    """
    today = local_day(now, schedule.zone)
    earliest = today - timedelta(days=MOST_MISSED * schedule.every_weeks)
    first = max(local_day(planned, schedule.zone) - timedelta(days=1), earliest)
    if last is not None:
        first = max(first, last + timedelta(days=1))
    passed: list[Due] = []
    for day in _days(schedule, first):
        if day > today:
            break
        moment = moment_on(schedule, day)
        # The zone's rules may have changed since it was planned; that moves a moment by hours at most.
        if moment is not None and planned - timedelta(hours=12) < moment <= now:
            passed.append(Due(moment, day))
    return Due(passed[-1].at, passed[-1].day, len(passed) - 1) if passed else None


def settle(schedule: Schedule, now: datetime, *, planned: datetime, last: date | None = None) -> tuple[Due | None, Due]:
    """Return what is owed at a planned moment that has come, and what is due next."""
    due = owed(schedule, now, planned=planned, last=last)
    return due, next_due(schedule, now, last=due.day if due else last)


def _days(schedule: Schedule, first: date) -> Iterator[date]:
    day = first
    while True:
        if schedule.falls_on(day):
            yield day
        day += timedelta(days=1)
