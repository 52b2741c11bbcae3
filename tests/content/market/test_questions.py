from dataclasses import replace
from decimal import Decimal

import pytest

from content.guidance.library import Library
from content.market.offers import Offer, check_offer
from content.market.purity import UNKNOWN_PURITY, Span
from content.market.questions import DOUBTS, cards_for, doubts_of, next_questions

GOOD = Offer(Decimal(20), Span.at(Decimal("0.9")), Decimal(100), Decimal(1650), money_for_g=Decimal(20))


def keys(doubts: frozenset[str]) -> list[str]:
    return [question.key for question in next_questions(doubts)]


def test_a_clear_offer_leaves_the_receipt_the_sum_and_the_melting() -> None:
    doubts = doubts_of(check_offer(GOOD))
    assert doubts == frozenset()
    assert keys(doubts) == ["receipt", "whole_sum", "loss"]
    assert cards_for(doubts) == ("mkt-selling-steps",)


def test_three_grams_of_unknown_purity_at_an_official_rate() -> None:
    offer = Offer(Decimal(3), UNKNOWN_PURITY, Decimal(100), Decimal(250), money_for_g=Decimal(3))
    doubts = doubts_of(check_offer(offer), is_rate_official=True)
    assert doubts == {"purity", "rate", "small_lot"}
    assert keys(doubts) == ["purity", "rate", "more"]
    assert cards_for(doubts) == ("mkt-purity", "mkt-how-price-made", "mkt-selling-steps")


def test_a_low_offer_asks_what_is_taken_off_and_sends_to_the_scale_first() -> None:
    doubts = doubts_of(check_offer(replace(GOOD, money=Decimal(900))))
    assert keys(doubts)[0] == "deductions"
    assert cards_for(doubts) == ("mkt-weigh", "mkt-purity", "mkt-tricks")


def test_a_weight_that_nobody_can_convert_is_asked_in_grams() -> None:
    assert keys(doubts_of(check_offer(replace(GOOD, grams=None, money_for_g=None))))[0] == "grams"
    assert keys(doubts_of(check_offer(GOOD), is_unit_sure=False))[0] == "grams"


def test_ores_are_asked_for_their_grade_and_stones_for_their_carats() -> None:
    unpriced = check_offer(replace(GOOD, pure_per_gram=None, fineness=None))
    assert keys(doubts_of(unpriced))[0] == "grade"
    assert keys(doubts_of(unpriced, is_stone=True))[0] == "stone"
    assert cards_for(doubts_of(unpriced, is_stone=True))[0] == "mkt-gemstones"


@pytest.mark.parametrize("doubt", DOUBTS)
def test_each_doubt_has_three_questions_and_cards_that_exist(doubt: str) -> None:
    assert len(keys(frozenset({doubt}))) == 3
    assert set(cards_for({doubt})) <= Library.load().cards.keys()
