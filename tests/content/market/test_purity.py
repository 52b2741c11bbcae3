from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from content.market.density import COPPER, GOLD, SILVER, Weighing, fineness_at, water_density, weigh_in_water
from content.market.purity import PURE, Span, express, fineness_of, span_of
from content.market.rounding import round_half_up


def figures(least: str, most: str, places: int = 4) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(least), Decimal(most), places=places)


def test_22_karat_is_917_per_mille() -> None:
    fineness = fineness_of("karat", Decimal(22))
    assert fineness is not None
    assert round_half_up(express(fineness, "millesimal"), 0) == 917
    assert round_half_up(express(fineness, "percent"), 1) == Decimal("91.7")


@pytest.mark.parametrize(
    ("kind", "value"),
    [("karat", "24.1"), ("karat", "0"), ("percent", "-1"), ("millesimal", "1001"), ("fraction", "NaN"), ("k", "22")],
)
def test_nothing_is_purer_than_pure_or_poorer_than_nothing(kind: str, value: str) -> None:
    assert fineness_of(kind, Decimal(value)) is None


@given(st.sampled_from(sorted(PURE)), st.data())
def test_a_purity_comes_back_as_it_was_told(kind: str, data: st.DataObject) -> None:
    told = data.draw(st.decimals(Decimal("0.0001"), PURE[kind], places=4))
    fineness = fineness_of(kind, told)
    assert fineness is not None
    assert round_half_up(express(fineness, kind), 20) == told


def test_a_range_is_read_in_either_order_and_only_between_nothing_and_pure() -> None:
    assert span_of(Decimal("0.95"), Decimal("0.8")) == Span(Decimal("0.8"), Decimal("0.95"))
    assert span_of(Decimal(0), Decimal("0.8")) is None
    assert span_of(Decimal("0.8"), Decimal("1.1")) is None


@pytest.mark.parametrize(
    ("density", "silver", "mixed", "copper"),
    [("18.5", 947, 953, 962), ("17.5", 876, 889, 910), ("16.0", 753, 778, 821), ("15.0", 658, 692, 751)],
)
def test_the_table_of_densities_holds(density: str, silver: int, mixed: int, copper: int) -> None:
    for mixed_in, per_mille in ((SILVER, silver), (Decimal("9.98"), mixed), (COPPER, copper)):
        assert round_half_up(fineness_at(Decimal(density), mixed_in) * 1000, 0) == per_mille


def test_water_gets_lighter_between_the_degrees_of_the_table() -> None:
    assert [water_density(Decimal(t)) for t in (20, 25, 30)] == [Decimal(d) for d in ("0.9982", "0.9970", "0.9956")]
    assert water_density(Decimal("27.5")) == Decimal("0.9963")
    assert water_density(Decimal(-1)) is None
    assert water_density(Decimal(80)) is None


@pytest.mark.parametrize(
    ("air", "scale", "verdict"),
    [
        ("1", "0.01", "too_small_for_this_scale"),
        ("9.99", "0.01", "too_small_for_this_scale"),
        ("10", "0.01", "estimate"),
        ("3", "0.001", "estimate"),
        ("0.999", "0.001", "too_small_for_this_scale"),
        ("50", "0.1", "too_small_for_this_scale"),
    ],
)
def test_a_piece_below_a_thousand_steps_of_the_scale_tells_nothing(air: str, scale: str, verdict: str) -> None:
    piece = Decimal(air)
    tested = weigh_in_water(Weighing(piece, piece * Decimal("0.943"), Decimal(20), Decimal(scale)))
    assert tested.verdict == verdict
    assert (tested.fineness is not None) == (verdict == "estimate")


@pytest.mark.parametrize(("air", "scale", "per_mille"), [("10", "0.01", 33), ("3", "0.001", 11)])
def test_the_low_end_is_lowered_by_what_the_scale_can_be_off(air: str, scale: str, per_mille: int) -> None:
    piece = Decimal(air)
    tested = weigh_in_water(Weighing(piece, piece * Decimal("0.943"), Decimal(20), Decimal(scale)))
    assert tested.fineness is not None
    assert tested.density is not None
    assert round_half_up(1000 * (fineness_at(tested.density) - tested.fineness.low), 0) == per_mille


def test_heavier_than_gold_is_refused_only_beyond_the_error_of_the_scale() -> None:
    def verdict(water: str) -> str:
        return weigh_in_water(Weighing(Decimal(10), Decimal(water), Decimal(20), Decimal("0.01"))).verdict

    assert verdict("9.49") == "estimate"  # 19.57, with an error of 0.53
    assert verdict("9.50") == "refuse"  # 19.96
    assert verdict("9.05") == "estimate"  # 10.51
    assert verdict("9.04") == "refuse"  # 10.40, lighter than silver


def test_pure_gold_weighed_a_little_too_heavy_is_at_most_pure() -> None:
    tested = weigh_in_water(Weighing(Decimal(40), Decimal("37.94"), Decimal(20), Decimal("0.01")))
    assert tested.fineness is not None
    assert Decimal("0.98") < tested.fineness.low < tested.fineness.high == 1


@given(figures("0.2", "1"), figures("0", "1"), figures("1", "500", 2), figures("20", "30", 1))
def test_the_range_holds_the_truth_for_any_mixture_of_silver_and_copper(
    fineness: Decimal, silver: Decimal, air: Decimal, celsius: Decimal
) -> None:
    mixed_in = 1 / (silver / SILVER + (1 - silver) / COPPER)
    density = 1 / (fineness / GOLD + (1 - fineness) / mixed_in)
    water, scale = water_density(celsius), Decimal("0.001")
    assert water is not None
    assume(density >= Decimal("10.6"))
    weighed = round_half_up(air - air / density * water, 3)
    tested = weigh_in_water(Weighing(air, weighed, celsius, scale))
    assert tested.fineness is not None
    assert tested.fineness.low <= fineness <= tested.fineness.high
