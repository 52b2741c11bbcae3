"""Which values are believed: the guards on values alone, as other programs ask them through `calc quote`."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.calc import WrongLine
from bot.cli.doors.quote import answer
from content.market.prices.guards import consensus, judge
from content.market.prices.limits import limits_of

KEPT, ALONE, TWO = "keep_last_good", "accept_single_source", "accept"
SECOND, SPLIT, ASK = "need_second_source", "disagree_keep_last_good", "quarantine_ask_operator"
# metal, last good, what the sources say, decision, value, faults
CASES: list[tuple[str, Any, list[Any], str, str | None, dict[str, str]]] = [
    ("gold", "4200", ["4214.70", "4215.325"], TWO, "4215.0125", {}),
    ("gold", "4200", ["4214.70", "4215.325", "4219"], TWO, "4215.325", {}),
    ("gold", "4200", ["4214.70"], ALONE, "4214.70", {}),
    ("gold", None, ["4214.70"], ALONE, "4214.70", {}),
    ("gold", None, ["4214.70", "2800"], SPLIT, None, {}),
    ("gold", None, [None, ""], KEPT, None, {"a": "down", "b": "down"}),
    ("gold", "4200", ["NaN", "inf", "0", "n.d.", "-4200"], KEPT, "4200", dict.fromkeys("abcde", "down")),
    ("gold", "4200", [True, [], {}], KEPT, "4200", dict.fromkeys("abc", "down")),
    # Slips of the unit, inverses, windows.
    ("gold", "4200", ["135.51", "4214.7"], ALONE, "4214.7", {"a": "unit_error:per_gram"}),
    ("gold", "4200", ["135030"], KEPT, "4200", {"a": "unit_error:per_kg"}),
    ("gold", "4200", ["1575"], KEPT, "4200", {"a": "unit_error:per_tola"}),
    ("gold", None, ["135.51", "4214.7"], ALONE, "4214.7", {"a": "reject_window"}),
    ("gold", "4200", ["130634.6", "4214.7"], ALONE, "4214.7", {"a": "reject_window"}),
    ("gold", "4200", ["0.000237", "4214.7"], ALONE, "4214.7", {"a": "inverse_error"}),
    ("silver", "60", ["0.0165", "1.93"], KEPT, "60", {"a": "inverse_error", "b": "unit_error:per_gram"}),
    ("silver", "60", ["4214.7", "60.4"], ALONE, "60.4", {"a": "reject_window"}),
    ("copper", "10900", ["4.94"], KEPT, "10900", {"a": "unit_error:lb_vs_t"}),
    # Three times too low, as one service was for two years.
    ("gold", "4214.7", ["1404.49", "4215"], ALONE, "4215", {"a": "implausible"}),
    ("gold", "4214.7", ["1404.49"], ASK, "4214.7", {}),
    # 30 January 2026 and the days like it.
    ("gold", "5500", ["5005"], SECOND, "5500", {}),
    ("gold", "5500", ["5005", "5010"], TWO, "5007.5", {}),
    ("gold", "5500", ["5500", "5005"], SPLIT, "5500", {}),
    ("gold", "5500", ["5500", "5005", "5010"], TWO, "5010", {}),
    ("gold", "5500", ["4600", "4605"], ASK, "5500", {}),
    ("gold", "5500", ["5500", "4600", "4605"], ASK, "5500", {}),
    ("gold", "5500", ["5500", "5501", "4600", "4605"], TWO, "5500.5", {"c": "implausible", "d": "implausible"}),
    ("silver", "118", ["85", "86.5"], TWO, "85.75", {}),
    ("silver", "118", ["85"], SECOND, "118", {}),
    ("silver", "118", ["65", "65.5"], ASK, "118", {}),
    # All disagree.
    ("gold", "4200", ["4100", "4214", "4330"], SPLIT, "4200", {}),
    ("gold", "4200", ["4214", "4400"], SPLIT, "4200", {}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[1]} {case[2]}")
def test_a_verdict_on_values(case: tuple[str, Any, list[Any], str, str | None, dict[str, str]]) -> None:
    metal, last_good, said, decision, value, faults = case
    line = {"metal": metal, "last_good": last_good, "candidates": dict(zip("abcde", said, strict=False))}
    assert answer(line) == {"decision": decision, "value": value, "faults": faults}


@pytest.mark.parametrize("line", [{}, {"metal": "mud", "candidates": {}}, {"metal": "gold", "candidates": [1]}])
def test_a_line_without_a_metal_or_candidates_is_refused(line: dict[str, Any]) -> None:
    with pytest.raises(WrongLine):
        answer(line)


@given(
    st.sampled_from(["gold", "XAG", "Tin"]),
    st.one_of(st.none(), st.text(max_size=8), st.floats(), st.integers(), st.decimals().map(str)),
    st.dictionaries(st.text(max_size=3), st.one_of(st.none(), st.floats(), st.integers(), st.decimals().map(str))),
)
def test_no_value_makes_the_guards_raise_or_show_what_is_no_price(metal: str, last: Any, said: dict[str, Any]) -> None:
    verdict = answer({"metal": metal, "last_good": last, "candidates": said})
    assert verdict["value"] is None or Decimal(verdict["value"]) > 0
    assert set(verdict["faults"]) <= set(said)


def test_an_older_figure_bears_out_a_single_source_and_never_outvotes_it() -> None:
    gold, last = limits_of("gold"), Decimal(5500)
    fallen = {"live": Decimal(5005)}
    assert judge(gold, last, fallen, witnesses=[Decimal(5490), Decimal(5510)]).decision == SECOND
    assert judge(gold, last, fallen, witnesses=[Decimal(5490), Decimal(5020)]).decision == TWO
    assert judge(gold, last, {"live": Decimal(5520)}, witnesses=[Decimal(5100)]).decision == ALONE


def test_the_older_the_last_good_value_the_further_a_single_source_may_have_moved() -> None:
    gold, last, said = limits_of("gold"), Decimal(4000), {"live": Decimal(4300)}
    assert judge(gold, last, said).decision == SECOND
    assert judge(gold, last, said, last_good_age=timedelta(hours=23)).decision == SECOND
    assert judge(gold, last, said, last_good_age=timedelta(hours=25)).decision == ALONE
    assert judge(gold, last, {"live": Decimal(4700)}, last_good_age=timedelta(days=60)).decision == ASK


@pytest.mark.parametrize(
    ("code", "last", "said", "fault"),
    [
        ("TZS", "2480", "0.000403", "inverse_error"),
        ("TZS", "2480", "24809", "unit_error:decimal_mark"),
        ("SLE", "23.4", "23400", "unit_error:decimal_mark"),
        ("EUR", "0.8517", "1.1741", None),
        ("ETB", "57", "101", None),
    ],
)
def test_rates_of_money_have_traps_of_their_own(code: str, last: str, said: str, fault: str | None) -> None:
    verdict = judge(limits_of(code), Decimal(last), {"it": Decimal(said)})
    assert verdict.faults.get("it") == fault
    assert verdict.value == Decimal(last)


def test_one_central_bank_of_four_that_is_far_off_is_left_out_and_of_three_it_is_not() -> None:
    said = {"a": Decimal("0.0112"), "b": Decimal("0.0111"), "c": Decimal("0.0113"), "d": Decimal("0.41")}
    assert consensus(said).keys() == {"a", "b", "c"}
    assert consensus({key: said[key] for key in "acd"}).keys() == {"a", "c", "d"}
