"""Offers and weighings that a tester wrote from the specification alone, put to the doors as other programs do it."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.doors import offer, purity

CASES = Path(__file__).with_name("cases")
OFFER = ("quantity", "unit", "purity_kind", "purity", "spot", "spot_unit", "currency", "rate", "offer", "basis")
WEIGHING = ("grams_in_air", "grams_in_water", "water_celsius", "scale_grams")
# How far a figure may be from the tester's, who gives six places: so much of it, or so much.
PARTS = dict.fromkeys(("fineness", "fair_per_gram", "fair_total"), Decimal("0.00001"))
STEPS = {"density": "0.02", "fineness_low": "0.015", "fineness_high": "0.015", "karat_low": "0.4", "karat_high": "0.4"}


def cases(file: str) -> list[Any]:
    lines = (line for line in (CASES / file).read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [pytest.param(row, id=f"{row['verdict']}: {row['why']}") for row in rows]


def differences(row: Mapping[str, str], got: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    return {name: (row[name], got[name]) for name in got if not is_same(name, row[name], got[name])}


def is_same(name: str, expected: str, got: str | None) -> bool:
    if expected == "?":
        return True
    if name == "verdict" or not expected or got is None:
        return expected == (got or "")
    wanted, given = Decimal(expected), Decimal(got)
    return abs(wanted - given) <= wanted * PARTS.get(name, Decimal(0)) + Decimal(STEPS.get(name, "0"))


@pytest.mark.parametrize("row", cases("offers.tsv"))
def test_an_offer_gets_the_value_and_the_verdict_of_another_hand(row: dict[str, str]) -> None:
    got = offer.answer({name: row[name] or None for name in OFFER})
    assert differences(row, got) == {}


@pytest.mark.parametrize("row", cases("density.tsv"))
def test_a_weighing_tells_what_another_hand_worked_out(row: dict[str, str]) -> None:
    got = purity.answer({name: row[name] for name in WEIGHING})
    compared = got if row["verdict"] != "refuse" else {"verdict": got["verdict"]}
    assert differences(row, compared) == {}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
GOOD = dict(zip(OFFER, ("3", "gram", "karat", "22", "4200", "ozt", "TZS", "2480", "640000", "total"), strict=True))


@given(st.sampled_from(OFFER), ANYTHING)
def test_whatever_stands_in_a_line_the_door_answers(name: str, value: object) -> None:
    assert set(offer.answer(GOOD | {name: value})) >= {"grams", "share_percent", "verdict"}


@given(st.sampled_from(WEIGHING), ANYTHING)
def test_whatever_stands_in_a_weighing_the_door_answers(name: str, value: object) -> None:
    good = dict(zip(WEIGHING, ("20.00", "18.86", "25", "0.01"), strict=True))
    assert purity.answer(good | {name: value})["verdict"] in ("estimate", "too_small_for_this_scale", "refuse")


@pytest.mark.parametrize("figure", ["NaN", "inf", "1e3", "1E3", "1,000", "3O", "٣", "", " ", "+3", "0x3", "1" * 16])
def test_a_figure_that_is_not_plain_is_refused(figure: str) -> None:
    assert offer.answer(GOOD | {"quantity": figure})["verdict"] == "refuse"
    assert offer.answer(GOOD | {"offer": figure})["verdict"] == "refuse"


def test_a_weight_of_several_meanings_is_not_converted() -> None:
    assert offer.answer(GOOD | {"unit": "tael"})["verdict"] == "need_grams"
    assert offer.answer(GOOD | {"unit": "karat"})["verdict"] == "need_grams"
    assert offer.answer(GOOD | {"basis": "per:kitchele"})["verdict"] == "need_grams"
    assert offer.answer(GOOD | {"unit": "g"})["grams"] == "3"


def test_dollars_need_no_rate_and_other_money_does() -> None:
    dollars = offer.answer(GOOD | {"currency": "USD", "rate": None, "offer": "300"})
    assert (dollars["fair_per_gram"], dollars["share_percent"]) == ("123.78037429", "80.8")
    assert offer.answer(GOOD | {"rate": None})["verdict"] == "refuse"


def test_money_that_is_no_more_is_refused() -> None:
    assert offer.answer(GOOD | {"currency": "SLL", "rate": "22000"})["verdict"] == "refuse"


def test_unknown_purity_of_gold_gives_both_ends_with_the_lower_share_first() -> None:
    got = offer.answer(GOOD | {"purity_kind": None, "purity": None, "offer": "700000"})
    assert got["fineness"] == "0.80..0.95"
    assert got["share_percent"] == "73.3..87.1"
    assert got["verdict"] == "depends_on_purity:low..usual_range"


def test_exact_values_come_out_exact() -> None:
    line = GOOD | {"quantity": "10", "unit": "pennyweight", "currency": "USD", "rate": "1", "offer": "1790"}
    assert offer.answer(line)["fair_total"] == "1925.00"
    assert offer.answer(line)["grams"] == "15.5517384"
