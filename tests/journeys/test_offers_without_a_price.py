"""Offers that nothing can be held against for sure: no public price, no price yet, an old one."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import press
from tests.journeys.market import believe, buttons_of, say_all


@pytest.fixture(autouse=True)
async def prices(shop: Workshop) -> None:
    await believe(shop, gold="4200", tin="37000", TZS="2500", COP="4000", SDG="600")


async def test_coltan_has_no_public_price_and_gets_its_formula(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "/offer", "5", "30 kg", "25")
    shown = await say_all(shop, grace, "40 USD per lb", "skip")
    # 30 x 0.25 x 2.20462 x 40 = 661.39
    assert "no public price of coltan" in shown and "2.20462" in shown and "0.10 %" in shown
    assert "661.39 USD in all" in shown and "40 USD for 1 lb Ta2O5" in shown and "world price" not in shown


async def test_stones_get_a_checklist_and_no_price(shop: Workshop, grace: Person) -> None:
    shown = await say_all(shop, grace, "/start", "/offer 2 ct diamond 300 USD")
    assert "no public price of stones" in shown and "three buyers" in shown and "150 USD for 1 ct" in shown


async def test_concentrate_gets_a_share_and_no_verdict(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "/offer 500 kg tin 6000 USD")
    shown = await say_all(shop, grace, "60")
    assert "54.1% of the world price" in shown and "I judge no further" in shown and "low" not in shown


async def test_without_a_price_the_offer_is_kept_and_the_formula_given(shop: Workshop, grace: Person) -> None:
    shown = await say_all(shop, grace, "/start", "3g 22k 76000 GYD")
    assert "no checked price" in shown and "22 ÷ 24" in shown and "The offer is" not in shown
    assert "Here it goes on" in await say_all(shop, grace, "/offer")
    await believe(shop, GYD="209")
    assert "97.9% of the world price" in (await press(shop, grace, "Leave it so"))[0]


async def test_an_old_price_judges_nothing(shop: Workshop, grace: Person) -> None:
    await believe(shop, gold="4200", age=timedelta(days=8))
    shown = await say_all(shop, grace, "/start", "3g 22k 300000 TZS")
    assert "too old to judge an offer by" in shown and "low" not in shown and "32.3" not in shown
    assert "Count without me" not in buttons_of(grace)


@pytest.mark.parametrize("hours", [40, 80])
async def test_an_offer_that_is_held_against_an_old_price_says_so_first(
    shop: Workshop, grace: Person, hours: int
) -> None:
    await believe(shop, gold="4200", age=timedelta(hours=hours))
    shown = await say_all(shop, grace, "/start", "3g 22k 750000 TZS")
    assert shown.index("This price is old") < shown.index("80.8%")
