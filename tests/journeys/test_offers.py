"""⚖️: an offer typed as people type it, read back, judged with all that makes the figure worth something."""

import html

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import do, label, press, say
from tests.journeys.market import believe, buttons_of, say_all


@pytest.fixture(autouse=True)
async def prices(shop: Workshop) -> None:
    await believe(shop, gold="4200", tin="37000", TZS="2500", COP="4000", SDG="600")


async def _more(shop: Workshop, person: Person) -> str:
    return html.unescape((await press(shop, person, "More"))[0]).replace("\xa0", " ")


async def test_a_line_is_read_back_and_judged_with_all_that_its_figure_rests_on(shop: Workshop, grace: Person) -> None:
    shown = await say_all(shop, grace, "/start", "3g 22k 750000", "TZS")
    # 4200 / 31.1034768 x 22/24 x 3 x 2500 = 928,353; 750,000 of it is 80.8 %.
    for said in (
        "Gold · 3 g · 22 karat · 750,000 TZS in all",
        "80.8% of the world price",
        "928,353 TZS",
        "This is London, not the pit",
        "4,200 USD for 1 ozt",
        "gold-api.com and exchange-api",
        "23 Nov 2026, 11:59 UTC",
        "1 USD = 2,500 TZS on 23 Nov 2026: official rate; your market may differ",
        "Rates By Exchange Rate API",
        "at the pit, I assume",
        "ask a second buyer before you agree",
    ):
        assert said in shown
    assert len(shown.splitlines()) <= 12
    more = await _more(shop, grace)
    assert "Gold · 3 g · 22 karat · 750,000 TZS in all" in more and "2014" in more
    assert more.count("\n• ") == 3
    assert "Put 10 g together with others" in more
    assert (
        "Find out how pure" in buttons_of(grace)
        or "Weigh your gold" in buttons_of(grace)
        or "world" in buttons_of(grace)
    )
    for never in ("owed", "cheat", "sell now", "will rise"):
        assert never not in f"{shown}{more}".casefold()


async def test_an_offer_is_compared_with_where_it_is_sold(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "3g 22k 750000 TZS")
    await _more(shop, grace)
    await press(shop, grace, "Where I sell")
    assert "80.8%" in (shown := (await press(shop, grace, "State buyer"))[0])
    assert "at the state buyer" in shown and "I assume" not in shown
    assert "2014" not in await _more(shop, grace)


async def test_what_a_line_told_is_read_back_before_anything_is_asked(shop: Workshop, grace: Person) -> None:
    assert "3 g · 22 karat · 750,000\n" in await say_all(shop, grace, "/start", "3g 22k 750000")
    await say_all(shop, grace, "/cancel")
    assert "3 g · 750,000 TZS\n" in await say_all(shop, grace, "/offer 3g 750000 TZS")


async def test_a_part_of_an_offer_is_kept_and_the_rest_asked(shop: Workshop, grace: Person) -> None:
    asked = await say_all(shop, grace, "/start", "/offer 3g 22k")
    assert asked.startswith("3 g · 22 karat\n") and "How much does the buyer pay" in asked
    assert "3 g · 22 karat · 750,000 TZS in all" in await say_all(shop, grace, "750000 TZS", "skip")
    assert "How many kilograms" in await say_all(shop, grace, "/offer copper")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("-3g 22k 500 USD", "can't read this as an offer"),
        ("3g 22k 3OO000 TZS", "Did you mean 3g 22k 300000 TZS?"),
        ("3 g 22k 500 SLL", "This money is no more: SLE"),
        ("3 kitchele 22k 500 USD", "weigh it on a scale"),
        ("<b>1e30</b>", "can't read this as an offer"),
    ],
)
async def test_a_line_that_is_no_offer_is_told_why(shop: Workshop, grace: Person, line: str, why: str) -> None:
    asked = await say_all(shop, grace, "/start", f"/offer {line}")
    assert why in asked and "What are you selling" in asked


async def test_too_little_for_any_scale_is_no_offer(shop: Workshop, grace: Person) -> None:
    assert "more than nothing" in await say_all(shop, grace, "/start", "0.00001 g 22k 500 USD")


@pytest.mark.parametrize(
    "forged",
    [
        "offer-again:Au/0/k22/300000/COP///",
        "offer-again:Au/NaN/k22/300000/COP///",
        "offer-again:Au/3/k0/300000/COP///",
        "offer-again:Au/3/k22/1E+900/COP///",
        "offer-again:Au/3/k22/300000/COP//500/",
        "offer-again:Au/3/k22/300000/COP///0",
        "offer-more:Au/3/k22/300000/SLL///",
        "offer-step:Au/3/k22",
        "keep-rate:USD:5",
        "keep-rate:COP:0",
        "report:gold:NaN:pit",
        "report:unobtainium:80:pit",
    ],
)
async def test_a_button_that_was_made_up_is_an_old_one(shop: Workshop, grace: Person, forged: str) -> None:
    await say(shop, grace, "/start")
    await say(shop, grace, "/price")
    message = grace.newest_with_buttons(grace.private)
    assert message is not None
    message["reply_markup"] = {"inline_keyboard": [[{"text": "forged", "callback_data": forged}]]}
    assert (await press(shop, grace, "forged"))[0].startswith("This button is old.")


async def test_figures_beyond_all_reason_are_said_and_not_stumbled_over(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "99999999999999999 g 22k 99999999999999999 TZS")
    assert "so much that a weight" in (await press(shop, grace, "for 1 gram"))[0]


async def test_a_piece_too_long_for_a_button_shows_everything_at_once(shop: Workshop, grace: Person) -> None:
    shown = await say_all(shop, grace, "/start", "12345678.9012 g 91.6666667 % 123456789012345.67 TZS")
    assert "Ask the buyer" in shown
    assert "More" not in buttons_of(grace)


async def test_a_low_offer_ends_with_what_to_do_and_not_with_a_quarrel(shop: Workshop, grace: Person) -> None:
    shown = await say_all(shop, grace, "/start", "3g 22k 300000 TZS")
    assert "32.3%" in shown and "very low" in shown
    assert "Do not quarrel alone" in shown and "second buyer" in shown and "another scale" in shown
    await _more(shop, grace)
    assert "Weigh your gold" in buttons_of(grace)


async def test_the_offer_is_for_one_gram_by_one_tap(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "3g 22k 300000 TZS")
    shown = await press(shop, grace, "for 1 gram")
    assert "900,000 TZS in all" in shown[0] and "96.9%" in shown[0]


@pytest.mark.parametrize(
    ("typed", "read"), [("18 karat", "18 karat"), ("21", "21 karat"), ("3", "18 karat"), ("916", "916 ‰")]
)
async def test_a_purity_that_is_typed_is_that_one(shop: Workshop, grace: Person, typed: str, read: str) -> None:
    await say_all(shop, grace, "/start", "3 g 600000 TZS")
    assert f"Gold · 3 g · {read} · 600,000 TZS" in await say_all(shop, grace, typed)


async def test_a_purity_that_cannot_be_is_refused(shop: Workshop, grace: Person) -> None:
    assert "can't read this as a purity" in await say_all(shop, grace, "/start", "3 g 600000 TZS", "25k")


async def test_unknown_purity_gives_both_ends_and_no_figure_to_count(shop: Workshop, grace: Person) -> None:
    shown = await say_all(shop, grace, "/start", "3 g 650000 TZS", "I don't know")
    assert "purity not known" in shown and "67.6% to 80.2%" in shown and "Test the purity" in shown
    assert "Count without me" not in buttons_of(grace)


async def test_the_buyers_rate_changes_the_share_by_one_tap_and_is_kept_only_if_wished(
    shop: Workshop, grace: Person
) -> None:
    await say_all(shop, grace, "/start", "3g 22k 750000 TZS")
    assert "TZS" in (await press(shop, grace, "Buyer's rate"))[0]
    shown = await say_all(shop, grace, "2,250")
    assert "89.8%" in shown and "the buyer's rate, as you told me" in shown
    assert "80.8%" in await say_all(shop, grace, "3g 22k 750000 TZS")
    await press(shop, grace, "Buyer's rate")
    await say_all(shop, grace, "2250")
    assert "your own rate of 23 Nov 2026" in (await press(shop, grace, "Keep this rate"))[0]
    assert "89.8%" in await say_all(shop, grace, "3g 22k 750000 TZS")
    assert "official rate again" in await say_all(shop, grace, "/rate off")
    assert "80.8%" in await say_all(shop, grace, "3g 22k 750000 TZS")


async def test_legal_deductions_of_the_country_are_a_second_line_that_can_be_changed(
    shop: Workshop, grace: Person
) -> None:
    await say_all(shop, grace, "/start", "/country")
    await press(shop, grace, "More countries")
    while not any("Tanzania" in one for row in grace.buttons for one in row):
        await press(shop, grace, "More countries")
    await press(shop, grace, "Tanzania")
    # Known by now: shillings need not be named.
    await say_all(shop, grace, "3g 22k 750000")
    more = await _more(shop, grace)
    assert "legal deductions of 7.3% (sold to a refinery, Tanzania, 2023): 860,583 TZS" in more
    assert "87.2% of that" in more
    await press(shop, grace, "Taxes and fees")
    assert "deductions" not in (await press(shop, grace, "Take nothing off"))[0]
    assert "deductions" not in await _more(shop, grace)
    await press(shop, grace, "Taxes and fees")
    await press(shop, grace, "Another figure")
    assert "After 4.5% off: 886,577 TZS" in await say_all(shop, grace, "4.5")


async def test_step_by_step_in_swahili(shop: Workshop, amina: Person) -> None:
    assert "Unauza nini" in await say_all(shop, amina, "/start", "/offer")
    assert "Ni gramu ngapi" in (await press(shop, amina, "Dhahabu"))[0]
    assert "Ni safi kiasi gani" in await say_all(shop, amina, "nusu gramu")
    assert "Mnunuzi analipa" in await say_all(shop, amina, "22k")
    assert "pesa gani" in await say_all(shop, amina, "laki moja na nusu")
    assert "wapi" in (await press(shop, amina, "TZS"))[0]
    shown = (await press(shop, amina, "duara"))[0]
    assert "Dhahabu · 0.5 g · karati 22 · 150,000 TZS kwa yote" in shown
    assert "96.9% ya bei ya dunia" in shown


async def test_a_sentence_in_swahili_without_a_command(shop: Workshop, amina: Person) -> None:
    asked = await say_all(shop, amina, "/start", "wananipa laki tatu kwa gramu tatu, ni sawa?")
    assert "Ni safi kiasi gani" in asked
    shown = await say_all(shop, amina, "22k", "TZS")
    assert "3 g" in shown and "300,000 TZS" in shown and "Usigombane peke yako" in shown


async def test_in_spanish_an_ambiguous_money_is_asked_and_never_guessed(shop: Workshop) -> None:
    marleny = shop.local.add_person(first_name="Marleny", language_code="es")
    asked = await say_all(shop, marleny, "/start", "me ofrecen 1,2 millones de pesos por 4 gramos ley 900, está bien?")
    assert "más de una manera" in asked and "COP" in buttons_of(marleny) and "MXN" in buttons_of(marleny)
    shown = await say_all(shop, marleny, "1")
    # 4 x 0.9 x 135.033 x 4000 = 1.944.477; 1.200.000 of it is 61,7 %.
    assert "4 g · 900 ‰ · 1.200.000 COP en total" in shown
    assert "61,7 % del precio mundial" in shown and "1.944.477 COP" in shown


async def test_in_arabic_from_right_to_left_with_western_digits(shop: Workshop) -> None:
    ali = shop.local.add_person(first_name="Ali", language_code="ar")
    asked = await say_all(shop, ali, "/start", "/offer ٣ غرام عيار ٢١ ١٩٠ ألف جنيه")
    assert "أيها الصحيح" in asked
    shown = await say_all(shop, ali, "1")
    assert "3 g" in shown and "عيار" in shown and "190,000 SDG" in shown and "لا تتشاجر" not in shown
    # 3 x 21/24 x 135.033 x 600 = 212,677; 190,000 of it is 89.3 %.
    assert "212,677 SDG" in shown and "89.3%" in shown and "٣" not in shown


async def test_a_few_words_of_an_answer_change_nobodys_language(shop: Workshop) -> None:
    jean = shop.local.add_person(first_name="Jean", language_code="fr")
    await say_all(shop, jean, "/start", "/offer", "1", "3 g", "22k")
    assert "Quelle monnaie" in await say_all(shop, jean, "cinquante mille")
    assert "Où vous fait-on" in await say_all(shop, jean, "TZS")


async def test_a_sentence_on_selling_with_its_figures_is_an_offer(shop: Workshop, amina: Person) -> None:
    asked = await say_all(shop, amina, "/start", "nataka kuuza dhahabu gramu 4, mnunuzi ananipa laki saba")
    assert "Ni safi kiasi gani" in asked


async def test_a_restart_in_mid_flow_loses_nothing(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "/offer", "1", "3 g")
    await shop.restart()
    assert "How much does the buyer pay" in await say_all(shop, grace, "22k")
    await shop.restart()
    await say_all(shop, grace, "750000 TZS")
    assert "80.8%" in await say_all(shop, grace, "skip")


async def test_buttons_of_a_result_work_after_a_restart(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "3g 22k 300000 TZS")
    await shop.restart()
    assert "96.9%" in (await press(shop, grace, "for 1 gram"))[0]


async def test_a_double_tap_counts_the_offer_once(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "3g 22k 300000 TZS")
    button = label(grace, "for 1 gram")

    def twice() -> None:
        grace.press(button)
        grace.press(button)

    assert len(await do(shop, grace, twice)) == 1


async def test_a_weight_nobody_can_be_sure_of_is_said_back_and_asked(shop: Workshop, grace: Person) -> None:
    await say_all(shop, grace, "/start", "/offer", "1", "2 blades")
    assert "2 blade = 1.6 g?" in buttons_of(grace) and "No, in grams" in buttons_of(grace)
    assert "How many grams" in (await press(shop, grace, "No, in grams"))[0]
    assert "How pure" in await say_all(shop, grace, "1.7 g")


async def test_a_weight_without_any_figure_is_never_converted(shop: Workshop, grace: Person) -> None:
    assert "weigh it on a scale in grams" in await say_all(shop, grace, "/start", "/offer", "1", "2 kitchele")
