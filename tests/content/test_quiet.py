"""Quiet hours end in the morning of where the reader is, in every zone and through every change of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.quiet import NIGHT, end_of_quiet

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
ZONES = sorted(available_timezones())


@given(
    st.timedeltas(timedelta(0), timedelta(days=2200)).map(lambda passed: FIRST + passed),
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_nobody_is_woken_and_nobody_waits_longer_than_a_day(
    moment: datetime, zone: str, begins: int, ends: int
) -> None:
    end = end_of_quiet(moment, zone, (begins, ends))
    if end is None:
        return
    assert moment < end <= moment + timedelta(hours=26)
    if begins != ends:
        # Where clocks leap over the end of the night it is looked at once more, an hour later at most.
        later = end_of_quiet(end, zone, (begins, ends))
        assert later is None or later - end <= timedelta(hours=25)


@pytest.mark.parametrize(
    ("utc", "zone", "ends"),
    [
        ("2026-11-24 03:00", "America/Lima", "2026-11-24 12:00"),
        ("2026-11-24 11:59", "America/Lima", "2026-11-24 12:00"),
        ("2026-11-24 12:00", "America/Lima", None),
        ("2026-11-23 19:30", "Africa/Dar_es_Salaam", "2026-11-24 04:00"),
        ("2026-11-23 17:59", "Africa/Dar_es_Salaam", None),
    ],
)
def test_a_night_ends_at_seven_where_the_reader_is(utc: str, zone: str, ends: str | None) -> None:
    found = end_of_quiet(datetime.fromisoformat(utc).replace(tzinfo=UTC), zone, NIGHT)
    assert found == (datetime.fromisoformat(ends).replace(tzinfo=UTC) if ends else None)
