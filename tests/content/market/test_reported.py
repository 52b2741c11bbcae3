"""What people say they get: a middle half of enough reports, and what is held until someone has looked."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.market.regions import REGIONS
from content.market.reported import is_sudden, middle_half

MONDAY = date(2026, 11, 16)
BEFORE = MONDAY - timedelta(days=7)


def _figures(*shares: object, week: date = MONDAY) -> list[tuple[Decimal, date]]:
    return [(Decimal(str(share)), week) for share in shares]


def test_the_middle_half_is_told_with_how_many_reported_since_when() -> None:
    told = middle_half([*_figures(70, 71, 75, week=BEFORE), *_figures(79, 80)], days=3)
    assert told is not None
    assert (told.low, told.high, told.reports, told.since) == (Decimal(71), Decimal(79), 5, BEFORE)


@pytest.mark.parametrize(("count", "days"), [(4, 3), (5, 2), (0, 0)])
def test_too_few_reports_or_days_tell_nothing(count: int, days: int) -> None:
    assert middle_half(_figures(*range(70, 70 + count)), days) is None


def test_a_joke_among_ten_does_not_widen_the_range() -> None:
    usual = [70, 71, 72, 73, 74, 75, 76, 77, 78]
    plain, joked = middle_half(_figures(*usual, 79), 4), middle_half(_figures(*usual, 109), 4)
    assert plain == joked


@given(st.lists(st.decimals(10, 110, places=1), min_size=5, max_size=60))
def test_the_range_lies_within_what_was_reported(shares: list[Decimal]) -> None:
    told = middle_half(_figures(*shares), days=3)
    assert told is not None
    assert min(shares) - 1 < told.low <= told.high < max(shares) + 1


def test_what_nobody_is_paid_waits_for_someone_to_look() -> None:
    for share in ("9.9", "110.1", "NaN"):
        assert is_sudden(Decimal(share), [], MONDAY)
    for share in ("10", "110"):
        assert not is_sudden(Decimal(share), [], MONDAY)


def test_a_sudden_shift_of_the_newest_week_waits_for_someone_to_look() -> None:
    known = _figures(75, 76, 77, 78, 79, week=BEFORE)
    assert not is_sudden(Decimal(92), known, MONDAY)
    assert is_sudden(Decimal("92.1"), known, MONDAY) and is_sudden(Decimal("61.9"), known, MONDAY)
    assert not is_sudden(Decimal(40), [*known, *_figures(77, 78)], MONDAY)
    assert not is_sudden(Decimal(40), known[:4], MONDAY)


def test_a_price_in_dollars_shifts_by_its_parts() -> None:
    known = _figures(50, 50, 50, 50, 50, week=BEFORE)
    assert not is_sudden(Decimal(65), known, MONDAY, is_share=False)
    assert is_sudden(Decimal(66), known, MONDAY, is_share=False)
    assert is_sudden(Decimal(0), [], MONDAY, is_share=False)


def test_regions_are_told_apart_by_their_key_and_their_name() -> None:
    for regions in REGIONS.values():
        assert len({one.key for one in regions}) == len({one.name for one in regions}) == len(regions)
        assert all(one.ar and one.name for one in regions)
