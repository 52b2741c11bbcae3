import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.market.alerting import Kind, is_armed_again, is_reached

PRICES = st.decimals("1", "1000", places=2)


@pytest.mark.parametrize(
    ("kind", "threshold", "base", "price", "reached"),
    [
        ("above", "100", "99", "100", True),
        ("above", "100", "99", "99.99", False),
        ("above", "100", "100", "105", False),
        ("below", "100", "101", "100", True),
        ("below", "100", "101", "100.01", False),
        ("below", "100", "100", "95", False),
        ("moves", "0.05", "100", "105", True),
        ("moves", "0.05", "100", "95", True),
        ("moves", "0.05", "100", "104.99", False),
    ],
)
def test_an_alert_is_reached_by_crossing(kind: Kind, threshold: str, base: str, price: str, reached: bool) -> None:
    assert is_reached(kind, Decimal(threshold), Decimal(base), Decimal(price)) is reached


@given(st.sampled_from(["above", "below"]), PRICES, st.lists(PRICES, min_size=1))
def test_along_any_course_an_alert_tells_once_for_each_crossing(
    kind: Kind, threshold: Decimal, course: list[Decimal]
) -> None:
    base, crossings = course[0], 0
    for price in course[1:]:
        if is_reached(kind, threshold, base, price):
            base, crossings = price, crossings + 1
        elif is_armed_again(kind, threshold, base, price):
            base = price
    is_beyond = [one >= threshold if kind == "above" else one <= threshold for one in course]
    assert crossings == sum(later and not before for before, later in itertools.pairwise(is_beyond))
