"""When markets rest, by the clock of New York, in summer and winter; and what a price's age is called."""

from datetime import UTC, date, datetime

import pytest

from content.market.prices.calendar import (
    age_of,
    closed_since,
    easter,
    is_spot_open,
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


@pytest.mark.parametrize("day", ["2022-04-17", "2026-04-05", "2027-03-28", "2038-04-25"])
def test_easter_falls_where_the_rule_puts_it(day: str) -> None:
    assert easter(date.fromisoformat(day).year) == date.fromisoformat(day)


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
