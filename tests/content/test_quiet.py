"""Quiet hours end in the morning of where the reader is, in every zone and through every change of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.quiet import NIGHT, Quiet, end_of_quiet, read_quiet
from content.schedule import zone_of

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


@given(
    st.timedeltas(timedelta(0), timedelta(days=2200)).map(lambda passed: FIRST + passed),
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_the_one_hour_that_somebody_chose_is_never_quiet(
    moment: datetime, zone: str, begins: int, ends: int, chosen: int
) -> None:
    quiet = Quiet(zone, begins, ends, but=chosen)
    assert read_quiet(str(quiet)) == quiet
    there, end = zone_of(zone)[0], quiet.end(moment)
    if moment.astimezone(there).hour == chosen:
        assert end is None
    if end is not None:
        usual = Quiet(zone, begins, ends).end(moment)
        assert usual is not None and moment < end <= usual
        at = end
        while at - moment > timedelta(minutes=30):
            # On the way to it there is no whole chosen hour.
            at -= timedelta(minutes=30)
            assert at.astimezone(there).hour != chosen or end - at < timedelta(hours=2)


def test_quiet_hours_without_a_chosen_one_are_read_as_written() -> None:
    assert read_quiet(str(Quiet("America/Port-au-Prince", 21, 7))) == Quiet("America/Port-au-Prince", 21, 7)
