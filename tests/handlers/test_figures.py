"""A number and what it counts stay in one line, and what we have said is read again as what it was."""

from decimal import Decimal

import pytest

from content.languages import CODES, speaker
from content.market.amounts import read_amount
from handlers import figures

NO_BREAK = "\u00a0"


@pytest.mark.parametrize("code", CODES)
def test_no_line_ends_between_a_number_and_what_it_counts(code: str) -> None:
    say = speaker(code)
    for said in (
        figures.money(say, Decimal("1234567"), "TZS"),
        figures.weight(say, Decimal("3.5")),
        figures.weight(say, Decimal(2), "gold_pound_gh").partition(" (")[0],
        figures.purity(say, "karat", Decimal(22)),
        figures.purity(say, "millesimal", Decimal(900)),
    ):
        assert " " not in said and NO_BREAK in said
    assert figures.weight(say, Decimal(1), "troy_ounce").endswith(f"ozt (31.1{NO_BREAK}g)")


@pytest.mark.parametrize("code", CODES)
def test_what_we_say_is_read_again_as_the_same(code: str) -> None:
    say = speaker(code)
    for amount, currency in ((Decimal("324187"), "TZS"), (Decimal("135.03"), "USD"), (Decimal("1200000"), "COP")):
        read = read_amount(figures.money(say, amount, currency), locale=code, expecting="money").amount
        assert read is not None and (read.money, read.currency) == (amount, currency)
    for grams in (Decimal("3.5"), Decimal("0.8"), Decimal(12)):
        read = read_amount(figures.weight(say, grams), locale=code, expecting="mass").amount
        assert read is not None and read.grams == grams
