"""An offer on a button: it fits, it comes back as it was, and nothing made up breaks it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.market.currencies import CURRENCIES
from content.market.minerals import MINERALS
from handlers.keyboards import LONGEST_ACTION_BYTES
from handlers.members.market.offered import Offered, offered_of, read, write

OFFERED = st.builds(
    Offered,
    mineral=st.sampled_from(sorted(MINERALS)),
    grams=st.decimals("0.01", "999999", places=2),
    purity=st.sampled_from(["", "karat:22", "karat:21.6", "millesimal:916", "percent:91.67", "fraction:0.9"]),
    money=st.decimals("1", "99999999", places=2),
    currency=st.sampled_from(sorted(CURRENCIES)),
    step=st.sampled_from(["", "pit", "village", "state_buyer", "export"]),
    cut=st.none() | st.decimals("0", "99", places=1),
    rate=st.none() | st.decimals("0.1", "99999", places=2),
)


@given(OFFERED)
def test_an_offer_comes_back_from_its_button_as_it_was(offered: Offered) -> None:
    written = write(offered)
    assert read(written) == offered
    assert len(f"offer-again:{written}".encode()) <= LONGEST_ACTION_BYTES


@given(st.text(max_size=70) | st.lists(st.text(max_size=9), min_size=8, max_size=8).map("/".join))
def test_whatever_stands_on_a_button_raises_nothing(written: str) -> None:
    offered = read(written)
    assert offered is None or offered.grams >= 0


@pytest.mark.parametrize(
    "written",
    ["", "Au", "Au/3/k25/1/TZS///", "Au/NaN//1/TZS///", "Au/3//1/XXX///", "Xx/3//1/TZS///", "Au/1e9//1/TZS/q//"],
)
def test_what_is_no_offer_is_none(written: str) -> None:
    assert read(written) is None


def test_a_price_for_a_unit_is_counted_for_all_of_it() -> None:
    answers = {
        "mineral": "gold",
        "weight": {"quantity": "10", "unit": "gram", "grams": "10"},
        "purity": "karat:22",
        "money": {"money": "4000", "currency": "USD", "per": "troy_ounce"},
    }
    offered = offered_of(answers)
    assert offered is not None and offered.money == Decimal("1286.03")


def test_a_price_for_a_pound_of_coltan_is_for_what_it_holds() -> None:
    answers = {
        "mineral": "coltan",
        "weight": {"quantity": "30", "unit": "kilogram", "grams": "30000"},
        "grade": "percent:25",
        "money": {"money": "40", "currency": "USD", "per": "avoirdupois_pound"},
    }
    offered = offered_of(answers)
    assert offered is not None and offered.money == Decimal("661.39")
