"""/advance, /purity and /rate: a few questions, then a plain answer."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import pass_by, press, say
from tests.journeys.market import believe, buttons_of, say_all


@pytest.fixture(autouse=True)
async def prices(shop: Workshop) -> None:
    await believe(shop, gold="4200", TZS="2500")


async def test_a_discount_on_gold_is_said_as_a_cost_a_month_and_a_year(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "/advance", "100000 TZS")
    await press(shop, grace, "Cheaper gold")
    await say_all(shop, grace, "10", "30 days")
    await press(shop, grace, "None of these")
    shown = (await press(shop, grace, "Done"))[0]
    assert "11,111 TZS in 30 days" in shown and "11.1% of the sum a month, or 135% a year" in shown
    assert "savings group" in shown and "5,000 TZS to 10,000 TZS" in shown
    assert "Legal aid" not in buttons_of(grace) and "⚠️" not in shown


async def test_an_advance_that_binds_is_named_first_and_shows_the_way_to_help(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "/advance", "100000 TZS")
    await press(shop, grace, "In money")
    await say_all(shop, grace, "120000", "3")
    shown = await say_all(shop, grace, "1 2 5")
    assert shown.startswith("⚠️ You may not leave") and "papers" in shown and "only to the lender" in shown
    assert "not at fault" in shown and "20,000 TZS in 30 days" in shown
    assert "Legal aid" in buttons_of(grace)
    assert "country" in (await press(shop, grace, "Legal aid"))[0]


async def test_a_piece_is_weighed_in_air_and_in_water(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "/purity", "10.00 g")
    assert "less than in air" in await say_all(shop, grace, "10.4 g")
    await say_all(shop, grace, "9.42", "0.01 g")
    shown = await say_all(shop, grace, "2")
    assert "karat" in shown and "‰" in shown and "Tungsten can't be seen" in shown


async def test_what_cannot_be_told_is_refused_with_how_to_weigh_better(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "/purity", "1 g", "0.94 g", "2")
    shown = await say_all(shop, grace, "1")
    assert "too small for this scale" in shown and "Weigh better" in shown and "karat" not in shown
    await say_all(shop, grace, "/purity", "20 g", "15 g", "2")
    assert "can't be right for gold" in await say_all(shop, grace, "1")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("18k in per mille?", "18 karat = 750 ‰ = 75 %"),
        ("916 in karat", "22 karat = 916 ‰ = 91.6 %"),
        ("/purity 75 %", "18 karat = 750 ‰ = 75 %"),
    ],
)
async def test_a_purity_is_told_in_other_ways(shop: Workshop, grace: Person, asked: str, told: str) -> None:
    assert told in await say_all(shop, grace, "/start", asked)


async def test_a_karat_alone_is_no_conversion(shop: Workshop, grace: Person) -> None:
    assert "= 91.7 %" not in await say_all(shop, grace, "/start", "how do I test 22 karat")


async def test_an_own_rate_is_kept_with_its_day_until_it_is_dropped(shop: Workshop, grace: Person) -> None:
    assert "own rate of 23 Nov 2026" in await say_all(shop, grace, "/start", "/rate 2750 TZS")
    assert "your own rate" in await say_all(shop, grace, "3g 22k 750000 TZS")
    assert "official rate again" in await say_all(shop, grace, "/rate off")
    assert "official rate; your market" in await say_all(shop, grace, "3g 22k 750000 TZS")


async def test_an_own_rate_that_has_grown_old_judges_nothing(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "/rate 2750 TZS")
    await pass_by(shop, timedelta(days=8))
    await believe(shop, gold="4200", TZS="2500")
    shown = await say_all(shop, grace, "3g 22k 300000 TZS")
    assert "Your own rate is of 23 Nov 2026" in shown and "The offer is" not in shown


async def test_a_rate_by_steps_asks_for_the_money(shop: Workshop, grace: Person) -> None:
    assert "one US dollar" in await say_all(shop, grace, "/start", "/rate")
    assert "Which money" in await say_all(shop, grace, "2500")
    assert "1 USD = 2,500 TZS" in await say_all(shop, grace, "TZS")


async def test_an_own_rate_is_told_among_what_is_held(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "/rate 2750 TZS", "/privacy")
    held = (await press(shop, grace, "What you hold"))[0]
    assert "How you like prices" in held and "2750 TZS" in held


async def test_a_rate_that_was_turned_over_is_doubted(shop: Workshop, grace: Person) -> None:
    shown = await say_all(shop, grace, "/start", "/rate 0.0004 TZS")
    assert "very far from the official rate" in shown and "2,500 TZS" in shown


async def test_a_flow_in_which_nothing_was_said_yet_makes_room_without_a_question(
    shop: Workshop, grace: Person
) -> None:
    await say(shop, grace, "/start")
    await say(shop, grace, "/currency KES")
    await say(shop, grace, "/offer")
    assert "How much money does he give" in (await say(shop, grace, "/advance"))[0]
    await say(shop, grace, "100 USD")
    assert "not finished" in (await say(shop, grace, "/offer"))[0]
