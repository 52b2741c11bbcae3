"""One digest a local day: over leaps of the clocks, leap days, wrong clocks, restarts and weeks offline."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.schedule import Due, Schedule, local_day, moment_on, next_due, owed, settle, zone_of

DAILY = tuple(range(7))
ZONES = sorted(available_timezones() - {"localtime", "posixrules"})
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "day", "moment"),
    [
        ("Africa/Dar_es_Salaam", 8, date(2026, 11, 23), at(2026, 11, 23, 5)),
        ("Europe/Berlin", 2, date(2026, 3, 29), at(2026, 3, 29, 1)),
        ("Europe/Berlin", 2, date(2026, 10, 25), at(2026, 10, 25, 0)),
        ("America/Santiago", 0, date(2024, 9, 8), at(2024, 9, 8, 4)),
        ("Australia/Lord_Howe", 2, date(2026, 10, 4), at(2026, 10, 3, 15, 30)),
        ("Africa/Cairo", 0, date(2026, 4, 24), at(2026, 4, 23, 22)),
        ("Asia/Kathmandu", 8, date(2024, 2, 29), at(2024, 2, 29, 2, 15)),
    ],
)
def test_an_hour_that_is_leapt_over_comes_at_once_and_one_that_comes_twice_counts_first(
    zone: str, hour: int, day: date, moment: datetime
) -> None:
    assert moment_on(Schedule(DAILY, hour, zone), day) == moment


def test_a_day_that_a_zone_leapt_over_has_no_digest_and_the_next_one_has() -> None:
    schedule = Schedule(DAILY, 8, "Pacific/Apia")
    assert moment_on(schedule, date(2011, 12, 30)) is None
    assert next_due(schedule, at(2011, 12, 29, 18)).day == date(2011, 12, 31)


def test_a_zone_that_is_no_more_is_taken_for_utc_and_told() -> None:
    for name in ("Mars/Olympus", "", "../etc/passwd", "/etc/localtime", "Africa/" + "x" * 300, "a\0b"):
        zone, is_known = zone_of(name)
        assert (zone.key, is_known) == ("UTC", False)
    assert moment_on(Schedule(DAILY, 8, "Mars/Olympus"), date(2026, 1, 1)) == at(2026, 1, 1, 8)
    assert zone_of("Africa/Lubumbashi")[1]


@pytest.mark.parametrize("every_weeks", [1, 2, 4])
def test_fewer_means_every_second_or_fourth_week_on_the_same_day(every_weeks: int) -> None:
    schedule, due = Schedule((0,), 8, "UTC", every_weeks), [Due(at(2026, 1, 1), date(2026, 1, 1))]
    for _ in range(8):
        due.append(next_due(schedule, due[-1].at))
    days = [one.day for one in due[1:]]
    assert {day.weekday() for day in days} == {0}
    assert {later - day for day, later in pairwise(days)} == {timedelta(weeks=every_weeks)}


@pytest.mark.parametrize("wrong", [((), 8), ((7,), 8), ((0,), 24), ((-1,), 8)])
def test_what_no_clock_shows_is_no_schedule(wrong: tuple[tuple[int, ...], int]) -> None:
    with pytest.raises(ValueError, match="weekdays"):
        Schedule(*wrong, "UTC")


def test_a_week_offline_owes_one_digest_that_knows_for_how_many_days_it_stands() -> None:
    schedule = Schedule(DAILY, 8, "Africa/Accra")
    planned = next_due(schedule, at(2026, 11, 16)).at
    late = owed(schedule, at(2026, 11, 22, 20), planned=planned)
    assert late == Due(at(2026, 11, 22, 8), date(2026, 11, 22), missed=6)
    assert next_due(schedule, at(2026, 11, 22, 20), last=late.day).day == date(2026, 11, 23)


def test_years_offline_are_reckoned_at_once() -> None:
    late = owed(Schedule(DAILY, 8, "Africa/Accra"), at(2099, 1, 1), planned=at(2026, 1, 1, 8))
    assert late is not None
    assert (late.day, late.missed) == (date(2098, 12, 31), 59)


def test_rules_that_changed_since_it_was_planned_move_the_moment_and_send_nothing_early() -> None:
    schedule = Schedule(DAILY, 8, "Africa/Accra")
    assert owed(schedule, at(2026, 11, 23, 7), planned=at(2026, 11, 23, 7)) is None
    late = owed(schedule, at(2026, 11, 23, 9), planned=at(2026, 11, 23, 9))
    assert late == Due(at(2026, 11, 23, 8), date(2026, 11, 23))


def test_a_clock_that_is_set_back_sends_no_second_digest_that_day() -> None:
    schedule = Schedule(DAILY, 8, "Africa/Accra")
    assert next_due(schedule, at(2026, 11, 22, 7), last=date(2026, 11, 23)).day == date(2026, 11, 24)


def test_an_administrator_who_moves_the_hour_later_that_day_gets_no_second_digest() -> None:
    later, today = Schedule(DAILY, 18, "Africa/Accra"), date(2026, 11, 23)
    assert next_due(later, at(2026, 11, 23, 9), last=today).day == date(2026, 11, 24)
    assert owed(later, at(2026, 11, 23, 19), planned=at(2026, 11, 23, 18), last=today) is None
    due, following = settle(later, at(2026, 11, 23, 19), planned=at(2026, 11, 23, 18), last=date(2026, 11, 24))
    assert (due, following.day) == (None, date(2026, 11, 25))


class Clockwork:
    """What the clockwork does with one subscription, on a clock that is set at will."""

    def __init__(self, schedule: Schedule, begin: datetime) -> None:
        self.schedule = schedule
        self.last: date | None = None
        self.planned = next_due(schedule, begin).at
        self.sent: list[Due] = []

    def tick(self, now: datetime) -> None:
        if self.planned > now:
            return
        due, following = settle(self.schedule, now, planned=self.planned, last=self.last)
        if due is not None:
            self.sent.append(due)
            self.last = due.day
        self.planned = following.at


def covered(sent: list[Due], schedule: Schedule) -> Iterator[date]:
    """Return the days that digests were for, those that a late one stands for too."""
    for due in sent:
        day, days = due.day, [due.day]
        while len(days) <= due.missed:
            day -= timedelta(days=1)
            if schedule.falls_on(day) and moment_on(schedule, day) is not None:
                days.append(day)
        yield from reversed(days)


def live_through(schedule: Schedule, begin: datetime, end: datetime, chance: random.Random) -> Clockwork:
    """Tick through the time at odd moments: the clock is set a day forward or back, and the program restarts."""
    clockwork, now, jump = Clockwork(schedule, begin), begin, timedelta()
    while now < end:
        if chance.random() < 0.1:
            jump = timedelta(seconds=chance.randint(-86_400, 86_400)) - jump / 2
            jump = max(min(jump, timedelta(hours=24)), timedelta(hours=-24))
        clockwork.tick(now + jump)
        if chance.random() < 0.05:
            now += timedelta(hours=chance.randint(1, 200))
        # A moment is met exactly as often as it is passed.
        now = min(
            now + timedelta(minutes=chance.randint(1, 700)), max(clockwork.planned - jump, now + timedelta(minutes=1))
        )
    clockwork.tick(end + timedelta(days=2))
    return clockwork


def check(schedule: Schedule, begin: datetime, end: datetime, seed: int) -> None:
    clockwork = live_through(schedule, begin, end, random.Random(seed))
    days = list(covered(clockwork.sent, schedule))
    assert len(set(days)) == len(days), "a day got two digests"
    assert days == sorted(days)
    whole = (days[0].toordinal() + after for after in range((days[-1] - days[0]).days + 1))
    due = [day for one in whole if schedule.falls_on(day := date.fromordinal(one)) and moment_on(schedule, day)]
    assert days == due, "a day was skipped"
    assert days[0] <= local_day(begin, schedule.zone) + timedelta(days=1 + 7 * schedule.every_weeks)
    assert days[-1] >= local_day(end, schedule.zone) - timedelta(days=7 * schedule.every_weeks)


def around_leaps(zone: str) -> list[datetime]:
    """Return the moments between 2024 and 2030 when the offset of a zone changes, found to the day."""
    found, moment = [], FIRST
    info, _ = zone_of(zone)
    while moment < LAST:
        later = moment + timedelta(days=1)
        if moment.astimezone(info).utcoffset() != later.astimezone(info).utcoffset():
            found.append(moment)
        moment = later
    return found


@given(
    zone=st.sampled_from(ZONES),
    hour=st.integers(0, 23),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    every_weeks=st.integers(1, 4),
    begin=st.integers(0, 2_400).map(lambda days: FIRST + timedelta(days=days, minutes=7 * days)),
    seed=st.integers(0, 2**32),
)
def test_each_due_day_gets_one_digest_whatever_the_clock_does(
    zone: str, hour: int, weekdays: tuple[int, ...], every_weeks: int, begin: datetime, seed: int
) -> None:
    check(Schedule(weekdays, hour, zone, every_weeks), begin, begin + timedelta(days=60), seed)


@pytest.mark.parametrize("part", range(8))
def test_the_days_on_which_clocks_leap_get_one_digest_in_every_zone(part: int) -> None:
    for zone in ZONES[part::8]:
        leaps = around_leaps(zone)
        for leap in leaps[:2]:
            for hour in (0, 2):
                check(Schedule(DAILY, hour, zone), leap - timedelta(days=4), leap + timedelta(days=5), seed=hour)


@pytest.mark.long
@pytest.mark.parametrize("part", range(16))
def test_every_zone_gets_one_digest_a_local_day_from_2024_to_2030(part: int) -> None:
    for number, zone in enumerate(ZONES[part::16]):
        hour = (0, 2)[number % 2]
        check(Schedule(DAILY, hour, zone), FIRST, LAST, seed=number * 24 + hour)
