from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.guidance.library import Library
from content.market.advances import (
    ADVANCE_CARDS,
    HELD_CARDS,
    cards_for,
    cost_by_discount,
    cost_in_money,
    read_bonds,
    savings_group_cost,
)
from content.market.purity import Span
from content.market.rounding import round_half_up

SUMS = st.decimals(Decimal(1), Decimal(10**9), places=2)
DAYS = st.integers(1, 1000)


def test_ten_per_cent_under_the_price_for_30_days_cost_135_a_year_as_the_card_says() -> None:
    cost = cost_by_discount(Decimal(900), Decimal(10), 30)
    assert cost is not None
    assert (round_half_up(cost.cost, 2), cost.a_month, cost.a_year) == (Decimal(100), Decimal("11.1"), 135)


def test_a_hundred_thousand_for_120_thousand_in_two_months() -> None:
    cost = cost_in_money(Decimal(100_000), Decimal(120_000), 60)
    assert cost is not None
    assert (cost.cost, cost.a_month, cost.a_year) == (20_000, 10, 122)


@given(SUMS, st.decimals(Decimal(0), Decimal(90), places=1), DAYS)
def test_a_discount_costs_what_the_buyer_keeps_of_the_gold(advanced: Decimal, discount: Decimal, days: int) -> None:
    cost = cost_by_discount(advanced, discount, days)
    assert cost is not None
    worth = cost.cost + advanced
    assert round_half_up(worth * (100 - discount) / 100, 2) == advanced


@given(SUMS, SUMS, SUMS, DAYS)
def test_paying_back_more_costs_more(advanced: Decimal, back: Decimal, more: Decimal, days: int) -> None:
    one, other = cost_in_money(advanced, back, days), cost_in_money(advanced, back + more, days)
    assert one is not None
    assert other is not None
    assert other.percent_a_month > one.percent_a_month


@pytest.mark.parametrize("wrong", ["0", "-5", "NaN", "Infinity"])
def test_what_can_not_be_costs_nothing_that_could_be_told(wrong: str) -> None:
    assert cost_in_money(Decimal(wrong), Decimal(100), 30) is None
    assert cost_in_money(Decimal(100), Decimal(wrong), 30) is None
    assert cost_in_money(Decimal(100), Decimal(100), 0) is None
    assert cost_by_discount(Decimal(100), Decimal(100), 30) is None


def test_a_savings_group_takes_five_to_ten_in_a_hundred_a_month() -> None:
    assert savings_group_cost(Decimal(100_000), 60) == Span(Decimal(10_000), Decimal(20_000))


def test_who_may_be_held_is_shown_the_way_to_help_and_no_contract() -> None:
    bonds = read_bonds({"sells_only_to_lender", "papers_kept", "something else"})
    assert bonds == ("papers_kept", "sells_only_to_lender")
    assert cards_for(bonds) == HELD_CARDS
    assert cards_for(read_bonds({"sells_only_to_lender"})) == ADVANCE_CARDS


def test_the_cards_shown_with_an_advance_exist() -> None:
    assert {*ADVANCE_CARDS, *HELD_CARDS} <= Library.load().cards.keys()
