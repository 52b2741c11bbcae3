from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.market.offers import Offer, band_of, check_offer, share_of, world_per_gram
from content.market.purity import UNKNOWN_PURITY, Span, fineness_of
from content.market.rounding import round_half_up

GRAMS = st.decimals(Decimal("0.01"), Decimal(10_000), places=2)
FINENESS = st.decimals(Decimal("0.1"), Decimal(1), places=3)
MONEY = st.decimals(Decimal(1), Decimal(10**9), places=2)


def an_offer(grams: Decimal, fineness: Decimal, money: Decimal, pure: Decimal = Decimal(1000)) -> Offer:
    return Offer(grams, Span.at(fineness), pure, money, money_for_g=grams)


@pytest.mark.parametrize(
    ("share", "band"),
    [
        ("24.94", "check_units_low"),
        ("24.95", "very_low"),
        ("59.9", "very_low"),
        ("60", "low"),
        ("80", "usual_range"),
        ("89.94", "usual_range"),
        ("89.95", "good"),
        ("98", "at_world_price"),
        ("102", "above_world_check"),
        ("130.04", "above_world_check"),
        ("130.05", "check_units_high"),
    ],
)
def test_the_band_is_that_of_the_rounded_share(share: str, band: str) -> None:
    assert band_of(Decimal(share)) == band


def test_a_share_that_lies_on_the_line_is_not_lost_to_a_division() -> None:
    grams, pure = Decimal("15.5517384"), world_per_gram(Decimal(4200), "ozt", Decimal(1))
    fineness = fineness_of("karat", Decimal(22))
    assert fineness is not None
    checked = check_offer(an_offer(grams, fineness, Decimal("1731.5375"), pure))
    assert checked.share == Span.at(Decimal("90.0"))
    assert checked.verdict == "good"


@given(GRAMS, FINENESS, GRAMS, FINENESS)
def test_more_and_purer_gold_is_worth_more(grams: Decimal, fineness: Decimal, more: Decimal, purer: Decimal) -> None:
    one = check_offer(an_offer(grams, fineness, Decimal(1)))
    heavier = check_offer(an_offer(grams + more, fineness, Decimal(1)))
    better = check_offer(an_offer(grams, max(fineness, purer), Decimal(1)))
    assert one.fair_total is not None
    assert heavier.fair_total is not None
    assert better.fair_total is not None
    assert heavier.fair_total.low > one.fair_total.low
    assert better.fair_total.low >= one.fair_total.low


@given(GRAMS, FINENESS, MONEY)
def test_the_share_of_the_fair_value_is_the_offer(grams: Decimal, fineness: Decimal, money: Decimal) -> None:
    checked = check_offer(an_offer(grams, fineness, money))
    assert checked.fair_total is not None
    again = share_of(money, checked.fair_total.low) * checked.fair_total.low / 100
    assert round_half_up(again, 2) == money
    assert checked.share == Span.at(round_half_up(share_of(money, checked.fair_total.low), 1))


@given(GRAMS, MONEY)
def test_unknown_purity_lies_between_its_ends(grams: Decimal, money: Decimal) -> None:
    checked = check_offer(Offer(grams, UNKNOWN_PURITY, Decimal(1000), money, money_for_g=grams))
    middle = check_offer(an_offer(grams, Decimal("0.9"), money))
    assert checked.share is not None
    assert middle.share is not None
    assert checked.share.low <= middle.share.low <= checked.share.high
    worst, _, best = checked.verdict.removeprefix("depends_on_purity:").partition("..")
    assert (worst, best) == (band_of(checked.share.low), band_of(checked.share.high))


def test_a_range_with_a_low_end_is_low() -> None:
    def is_low(money: int) -> bool:
        return check_offer(Offer(Decimal(1), UNKNOWN_PURITY, Decimal(1000), Decimal(money), Decimal(1))).is_low

    assert is_low(700)
    assert not is_low(800)


def test_ten_grams_are_no_small_lot_any_more() -> None:
    assert check_offer(an_offer(Decimal("9.99"), Decimal(1), Decimal(1))).is_small_lot
    assert not check_offer(an_offer(Decimal(10), Decimal(1), Decimal(1))).is_small_lot


def test_an_ore_of_unknown_grade_is_neither_priced_nor_judged() -> None:
    ore = Offer(Decimal(50_000), None, Decimal("0.037"), Decimal(900), Decimal(50_000), is_concentrate=True)
    checked = check_offer(ore)
    assert checked.verdict == "concentrate_share_only"
    assert checked.share is None


@pytest.mark.parametrize("wrong", ["0", "-1", "NaN", "Infinity"])
def test_what_can_not_be_is_refused(wrong: str) -> None:
    value = Decimal(wrong)
    one = Decimal(1)
    assert check_offer(an_offer(value, one, one)).verdict == "refuse"
    assert check_offer(an_offer(one, one, value)).verdict == "refuse"
    assert check_offer(an_offer(one, one, one, value)).verdict == "refuse"
