"""When markets rest, by the clocks of New York and London, in summer and winter; and what a price's age is called."""

from datetime import UTC, date, datetime, timedelta

import pytest

from content.market.prices.calendar import (
    age_of,
    bank_holidays,
    closed_since,
    easter,
    is_spot_open,
    last_auction,
)
from content.market.prices.quote import Kind


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        # New York is five hours behind in winter, four in summer.
        ("2026-11-20 21:59", True),
        ("2026-11-20 22:00", False),
        ("2026-11-22 22:59", False),
        ("2026-11-22 23:00", True),
        ("2026-07-10 20:59", True),
        ("2026-07-10 21:00", False),
        ("2026-07-12 21:59", False),
        ("2026-07-12 22:00", True),
        ("2026-11-23 12:00", True),
        ("2026-12-25 12:00", False),
        ("2026-04-03 12:00", False),
        ("2027-01-01 12:00", False),
    ],
)
def test_spot_rests_from_friday_evening_to_sunday_evening_in_new_york_and_on_three_holidays(
    moment: str, is_open: bool
) -> None:
    assert is_spot_open(at(moment)) is is_open
    assert (closed_since(at(moment)) is None) is is_open


@pytest.mark.parametrize(
    ("moment", "since"),
    [
        ("2026-11-21 12:00", "2026-11-20 22:00"),
        ("2026-11-22 22:59", "2026-11-20 22:00"),
        # Christmas is a Friday: nobody has traded since its first minute.
        ("2026-12-27 12:00", "2026-12-25 05:00"),
        ("2026-04-05 12:00", "2026-04-03 04:00"),
    ],
)
def test_a_rest_is_told_from_its_beginning(moment: str, since: str) -> None:
    assert closed_since(at(moment)) == at(since)


def test_no_afternoon_auction_is_held_for_six_days_this_christmas() -> None:
    before, after = at("2026-12-23 15:00"), at("2026-12-29 15:00")
    assert last_auction("gold_pm", after - timedelta(minutes=1)) == before
    assert last_auction("gold_pm", after) == after
    assert after - before == timedelta(hours=144)
    assert last_auction("gold_am", at("2026-12-24 20:00")) == at("2026-12-24 10:30")
    assert last_auction("silver", at("2026-07-13 10:59")) == at("2026-07-10 11:00")


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2022, "01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
    ],
)
def test_bank_holidays_fall_where_the_rules_put_them(year: int, days: str) -> None:
    assert sorted(bank_holidays(year)) == [date.fromisoformat(f"{year}-{day}") for day in days.split()]
    assert easter(year).weekday() == 6


MONDAY, SATURDAY = "2026-11-23 12:00", "2026-11-21 12:00"


@pytest.mark.parametrize(
    ("now", "as_of", "kind", "age"),
    [
        (MONDAY, "2026-11-23 11:31", "live", "live"),
        (MONDAY, "2026-11-23 11:30", "live", "today"),
        (MONDAY, "2026-11-23 11:59", "daily", "today"),
        (MONDAY, "2026-11-22 12:01", "daily", "today"),
        (MONDAY, "2026-11-22 12:00", "daily", "recent"),
        (MONDAY, "2026-11-20 12:00", "live", "recent"),
        (MONDAY, "2026-11-20 11:59", "live", "grey"),
        (MONDAY, "2026-11-16 12:00", "live", "grey"),
        (MONDAY, "2026-11-16 11:59", "live", "last_known"),
        (SATURDAY, "2026-11-20 21:59", "live", "weekend"),
        (SATURDAY, "2026-11-20 00:00", "daily", "weekend"),
        (SATURDAY, "2026-11-18 12:00", "live", "recent"),
        (MONDAY, "2026-10-01 00:00", "monthly", "monthly"),
        (MONDAY, "2026-08-01 00:00", "monthly", "last_known"),
    ],
)
def test_a_prices_age_is_called_by_one_name(now: str, as_of: str, kind: Kind, age: str) -> None:
    assert age_of(at(as_of), kind, at(now)) == age
