"""A price is asked for in plain words, comes whole, can be set to one's own money, drawn, and watched."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from unicodedata import bidirectional

import pytest
from PIL import Image

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES
from content.market.prices.quote import Accepted
from tests.journeys.conversing import from_bot, label, pass_by, press, say, text_of

HOUR = timedelta(hours=1)
LARGEST = 2_000
TZS = "TZS"


async def believe(
    shop: Workshop,
    series: str,
    value: str,
    *,
    ago: timedelta = timedelta(),
    sources: Sequence[str] = ("gold_api", "exchange_api"),
) -> None:
    """Let the bot believe a price or a rate, made so long ago."""
    moment = shop.clock.now() - ago
    kind = "live" if series in ("gold", "copper") else "daily"
    one = Accepted(series, Decimal(value), moment, kind, "accept", tuple(sources), moment)  # type: ignore[arg-type]
    async with shop.store.write() as w:
        await w.quotes.accept(one)


@pytest.fixture(autouse=True)
def nothing_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the sandbox's demo prices."""
    monkeypatch.setattr("bot.sandbox.workshop.demo_prices", lambda _now: ())


@pytest.fixture
async def priced(shop: Workshop) -> Workshop:
    """Gold at 4,200 USD an ounce for ten days, 2,500 TZS a dollar."""
    for days in range(10, -1, -1):
        await believe(shop, "gold", str(4200 - 10 * days), ago=timedelta(days=days))
        await believe(shop, TZS, "2500", ago=timedelta(days=days), sources=("frankfurter",))
    return shop


async def test_a_plain_question_is_answered_with_a_price_and_nothing_is_asked_first(
    priced: Workshop, amina: Person
) -> None:
    (answer, *_) = await say(priced, amina, "bei ya dhahabu leo")
    lines = answer.splitlines()
    # 4200 / 31.1034768 x 22/24 x 2500
    assert lines[0].startswith("💰")
    assert "309,451 TZS" in lines[0]
    assert "123.78 USD" in lines[0]
    assert "22" in lines[0]
    assert "London" in answer
    assert "gold-api.com" in answer
    assert "12:00 UTC" in answer
    assert "2,500 TZS" in answer


async def test_the_first_price_of_each_language_is_in_its_likeliest_money(priced: Workshop) -> None:
    await believe(priced, "COP", "3790")
    marleny = priced.local.add_person(first_name="Marleny", language_code="es")
    (answer, *_) = await say(priced, marleny, "cuanto vale el oro hoy")
    assert "COP" in answer
    assert "Londres" in answer


async def test_money_that_has_no_rate_leaves_the_price_in_dollars(priced: Workshop, grace: Person) -> None:
    (answer,) = await say(priced, grace, "/currency PGK")
    assert "USD" in answer.splitlines()[0]
    assert "PGK" not in answer


async def test_a_chosen_money_and_purity_stay_chosen(priced: Workshop, amina: Person) -> None:
    await say(priced, amina, "💰")
    await press(priced, amina, "💱")
    (answer,) = await press(priced, amina, "USD")
    assert "123.78 USD" in answer.splitlines()[0]
    await press(priced, amina, "⚖️")
    (answer,) = await press(priced, amina, "18")
    assert "101.27 USD" in answer.splitlines()[0]
    (again,) = await say(priced, amina, "💰")
    assert again == answer


async def test_an_old_price_says_so_before_its_figure(shop: Workshop, grace: Person) -> None:
    await believe(shop, "gold", "4200", ago=40 * HOUR)
    (answer, *_) = await say(shop, grace, "/price")
    assert answer.splitlines()[0].startswith("🕐")
    assert "2 days ago" in answer.splitlines()[0]


async def test_a_closed_market_is_no_error(priced: Workshop, grace: Person) -> None:
    await priced.clock.turn(datetime(2026, 11, 28, 12, tzinfo=UTC) - priced.clock.now())
    await believe(priced, "gold", "4200", ago=14 * HOUR)
    (answer, *_) = await say(priced, grace, "/price gold")
    assert "closed since" in answer.splitlines()[0]


@pytest.mark.parametrize("mineral", ["coltan", "tungsten", "cobalt", "diamond", "gemstone"])
async def test_a_mineral_without_a_public_price_is_told_honestly(priced: Workshop, grace: Person, mineral: str) -> None:
    (answer, *_) = await say(priced, grace, f"/price {mineral}")
    assert answer.startswith("There is no ")
    assert "💰" not in answer


async def test_without_any_price_no_number_is_said(shop: Workshop, grace: Person) -> None:
    (answer, *_) = await say(shop, grace, "/price tin")
    assert answer == "I have no checked price of Tin now, so I say no number. Ask again later."


async def test_a_price_weighs_less_than_two_kilobytes_on_the_way(priced: Workshop) -> None:
    hassan = priced.local.add_person(first_name="Hassan", language_code="ar")
    await say(priced, hassan, "💰")
    message = next(one for one in reversed(from_bot(hassan)) if "💰" in one.get("text", ""))
    assert len(message["text"].encode()) < 1500


async def test_the_course_comes_as_a_small_picture_only_when_asked(priced: Workshop, amina: Person) -> None:
    await say(priced, amina, "💰")
    assert not any("photo" in one for one in from_bot(amina))
    (caption,) = await press(priced, amina, "📈")
    photo = from_bot(amina)[-1]["photo"][-1]
    content = priced.local.world.files.by_id(photo["file_id"]).content
    assert Image.open(BytesIO(content)).size == (640, 400)
    assert len(content) < 10_000
    assert "309,451 TZS" in caption


async def test_an_alert_tells_once_a_day_and_not_again_after_a_restart(priced: Workshop, amina: Person) -> None:
    await say(priced, amina, "💰")
    await press(priced, amina, "🔔")
    await press(priced, amina, 0)
    await say(priced, amina, "320000")
    assert not await told(priced, amina)
    await believe(priced, "gold", "4400")
    (alert,) = await told(priced, amina)
    assert "320,000 TZS" in alert
    await priced.restart()
    assert not await told(priced, amina)
    await believe(priced, "gold", "4100")
    assert not await told(priced, amina)
    await believe(priced, "gold", "4400")
    assert not await told(priced, amina)
    await priced.clock.turn(timedelta(days=1))
    await believe(priced, "gold", "4410")
    (alert,) = await told(priced, amina)
    assert "🔔" in alert


async def test_an_alert_on_a_move_counts_from_the_price_at_which_it_told(priced: Workshop, amina: Person) -> None:
    await say(priced, amina, "💰")
    await press(priced, amina, "🔔")
    await press(priced, amina, "5")
    await believe(priced, "gold", "4400")
    assert not await told(priced, amina)
    await believe(priced, "gold", "4411")
    assert len(await told(priced, amina)) == 1
    await priced.clock.turn(timedelta(days=1))
    await believe(priced, "gold", "4500")
    assert not await told(priced, amina)
    await believe(priced, "gold", "4180")
    assert len(await told(priced, amina)) == 1


async def test_an_alert_that_is_there_already_or_in_other_money_is_asked_again(priced: Workshop, amina: Person) -> None:
    await say(priced, amina, "💰")
    await press(priced, amina, "🔔")
    await press(priced, amina, 0)
    (refused,) = await say(priced, amina, "300000")
    assert "309,451 TZS" in refused
    (refused,) = await say(priced, amina, "130 USD")
    assert "TZS" in refused


async def test_alerts_are_listed_and_stopped(priced: Workshop, amina: Person, grace: Person) -> None:
    await say(priced, amina, "💰")
    await press(priced, amina, "🔔")
    await press(priced, amina, "10")
    (listed,) = await say(priced, amina, "/alerts")
    assert "10" in listed
    stop = label(amina, "🔕")
    await press(priced, amina, stop)
    (none,) = await say(priced, amina, "/alerts")
    assert "🔕" not in str(amina.buttons)
    assert none != listed


async def told(shop: Workshop, person: Person) -> list[str]:
    """Let the clock look at the prices, and return the alerts that came."""
    before = len(from_bot(person))
    await shop.app.jobs.refresh_prices()
    await pass_by(shop, timedelta(seconds=10))
    return [text for one in from_bot(person)[before:] if "🔔" in (text := text_of(one))]


async def test_nobody_stops_an_alert_of_someone_else_or_one_that_is_none(
    priced: Workshop, amina: Person, grace: Person
) -> None:
    await say(priced, amina, "/price")
    await press(priced, amina, "Niambie")
    await press(priced, amina, "5%")
    async with priced.store.read() as r:
        [kept] = await r.price_alerts.page(0, 10)
    await say(priced, grace, "/price")
    for forged in (kept.id, 2**63, -1, "x"):
        message = grace.newest_with_buttons(grace.private)
        assert message is not None
        data = {"text": "forged", "callback_data": f"alert-stop:{forged}"}
        message["reply_markup"] = {"inline_keyboard": [[data]]}
        assert "no longer tell" in (await press(priced, grace, "forged"))[0]
    async with priced.store.read() as r:
        assert await r.price_alerts.page(0, 10) == [kept]


async def test_money_that_is_no_more_is_told_what_came_after_it(priced: Workshop, grace: Person) -> None:
    assert "SLE came after it" in (await say(priced, grace, "/currency SLL"))[0]


async def test_an_old_price_is_called_old_and_not_unmoved_and_the_way_to_sell_is_one_tap_away(shop: Workshop) -> None:
    for hours in (140, 40):
        await believe(shop, "gold", "4210", ago=hours * HOUR)
        await believe(shop, "COP", "3790", ago=hours * HOUR, sources=("er_api",))
    marleny = shop.local.add_person(first_name="Marleny", language_code="es")
    (answer, *_) = await say(shop, marleny, "cuanto vale el oro hoy")
    assert answer.startswith("🕐 Este precio es viejo")
    assert "470.245 COP" in answer and "desde ayer" not in answer and "venda ya" not in answer.casefold()
    assert "Pregunte a tres compradores" in (await press(shop, marleny, "paso a paso"))[0]


@pytest.mark.parametrize("language", CODES)
async def test_a_price_with_all_that_can_be_said_of_it_is_small_in_every_language(
    shop: Workshop, language: str
) -> None:
    for days in (8, 1, 0):
        await believe(
            shop, "gold", str(4200 + days), ago=timedelta(days=days), sources=("gold_api", "goldprice", "lbma")
        )
    await believe(shop, "SDG", "600", sources=("frankfurter", "er_api"))
    someone = shop.local.add_person(first_name="A", language_code=language)
    await say(shop, someone, "/start")
    await say(shop, someone, "/currency SDG")
    message = someone.last
    assert message is not None
    received = {name: message[name] for name in ("text", "reply_markup")}
    assert len(json.dumps(received, ensure_ascii=False, separators=(",", ":")).encode()) <= LARGEST


async def test_every_line_of_a_price_and_an_offer_in_arabic_begins_on_the_right(priced: Workshop) -> None:
    ali = priced.local.add_person(first_name="Ali", language_code="ar")
    await say(priced, ali, "/start")
    for asked in ("سعر الذهب", "عرضوا علي 300000 SDG مقابل 3.5 غرام عيار 21"):
        [shown] = await say(priced, ali, asked)
        sides = [
            next((side for side in map(bidirectional, line) if side in ("L", "R", "AL")), "R")
            for line in shown.splitlines()
        ]
        assert len(sides) > 3 and "L" not in sides
