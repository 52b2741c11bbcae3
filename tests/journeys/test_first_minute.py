"""The first minute: two short messages, nothing that must be chosen, a question answered at once."""

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from tests.journeys.conversing import do, label, press, say

QUESTIONS = {
    "en": "how do I burn amalgam safely",
    "fr": "comment brûler l'amalgame sans danger",
    "sw": "nichomeje amalgamu kwa usalama",
    "es": "cómo quemo la amalgama sin peligro",
    "pt": "como queimar a amálgama sem perigo",
    "id": "bagaimana membakar amalgam dengan aman",
    "ar": "كيف أحرق الملغم بأمان",
}


@pytest.mark.parametrize("code", CODES)
async def test_start_is_two_messages_under_1500_bytes_in_the_language_of_the_phone(shop: Workshop, code: str) -> None:
    person = shop.local.add_person(first_name="Someone", language_code=code)
    welcome, choice = await do(shop, person, person.start)
    say_it = speaker(code)
    assert say_it("I am Pitwise. I answer miners' questions. I do not keep your name.") in welcome
    assert choice == say_it("🌍 Your language?")
    assert shop.local.bytes_to(person) < 1500
    assert [one.lstrip("\u200f")[0] for row in person.keyboard for one in row] == ["🆘", "💰", "❓", "🗣"]
    assert [len(row) for row in person.keyboard] == [2, 2]
    names = [one.lstrip("\u200f").split(" ", 1)[1] for row in person.buttons for one in row]
    assert names == [speaker(one).language.name for one in CODES]


async def test_what_i_do_is_said_in_a_dozen_words(shop: Workshop, grace: Person) -> None:
    welcome = (await say(shop, grace, "/start"))[0]
    assert len(welcome.splitlines()[0].split()) <= 13


@pytest.mark.parametrize("code", ["xx", "zh-hans", None])
async def test_a_phone_in_a_language_that_i_do_not_speak_is_met_in_english(shop: Workshop, code: str | None) -> None:
    person = shop.local.add_person(first_name="Someone", language_code=code)
    assert "I am Pitwise" in (await say(shop, person, "/start"))[0]


@pytest.mark.parametrize("code", CODES)
async def test_a_first_question_is_answered_in_its_own_language_and_introduced_once(shop: Workshop, code: str) -> None:
    phone = "en" if code != "en" else "fr"
    person = shop.local.add_person(first_name="Someone", language_code=phone)
    answers = await say(shop, person, QUESTIONS[code])
    card = shop.app.services.library.cards["hs-mercury-retort"].text(code)[0]
    assert card.title in answers[0]
    assert len(answers) == 2
    assert answers[1].startswith(speaker(code)("I am Pitwise. I answer miners' questions. I do not keep your name."))
    assert "Kiswahili" in answers[1]
    assert person.keyboard[0][0].endswith(speaker(code)("🆘 Danger"))
    assert len(await say(shop, person, QUESTIONS[code])) == 1


async def test_nothing_is_asked_before_the_first_answer(shop: Workshop, amina: Person) -> None:
    answers = await say(shop, amina, QUESTIONS["sw"])
    assert "⛔" in answers[0]
    assert not any("Lugha yako?" in answer for answer in answers)


async def test_the_price_asked_at_once_is_answered_in_the_language_of_the_question(
    shop: Workshop, grace: Person
) -> None:
    answers = await say(shop, grace, "cuanto vale el oro hoy")
    assert "COP" in answers[0] and "Londres" in answers[0]
    assert not any("London" in answer for answer in answers)


async def test_a_new_phone_follows_the_writer_until_a_language_is_chosen(shop: Workshop, grace: Person) -> None:
    nothing = "There is nothing to cancel. Write your question."
    await say(shop, grace, QUESTIONS["fr"])
    assert await say(shop, grace, "/cancel") == [speaker("fr")(nothing)]
    await say(shop, grace, "Kiswahili")
    assert "retorta" in (await say(shop, grace, QUESTIONS["es"]))[0].casefold()
    assert await say(shop, grace, "/cancel") == [speaker("sw")(nothing)]


async def test_more_and_source_come_in_the_language_of_the_card_they_belong_to(shop: Workshop, amina: Person) -> None:
    await say(shop, amina, "Kiswahili")
    await say(shop, amina, QUESTIONS["es"])
    assert "vapor" in (await press(shop, amina, "Más"))[0]
    assert "Esta ficha" in (await press(shop, amina, "Fuente"))[0]


@pytest.mark.parametrize("hello", ["hello", "Bonjour !", "habari", "HOLA", "oi", "halo", "السلام عليكم", "مرحبا"])
async def test_a_greeting_is_welcomed_and_is_no_gap(shop: Workshop, grace: Person, hello: str) -> None:
    answers = await say(shop, grace, hello)
    assert len(answers) == 2 and "Pitwise" in answers[0]
    assert len(await say(shop, grace, hello)) == 1
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


async def test_thanks_are_answered_and_are_no_gap(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, QUESTIONS["en"])
    assert "welcome" in (await say(shop, grace, "Thank you!"))[0]
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


@pytest.mark.parametrize("code", CODES)
async def test_a_deep_link_opens_each_card_in_each_language(shop: Workshop, grace: Person, code: str) -> None:
    card = shop.app.services.library.cards["emg-bad-air"]
    answers = await do(shop, grace, lambda: grace.start(f"c_{card.id}-{code}"))
    assert card.text(code)[0].title in answers[0]
    assert "Pitwise" in answers[1] and len(answers) == 2
    assert grace.keyboard[0][0].endswith(speaker(code)("🆘 Danger"))
    by_number = await do(shop, grace, lambda: grace.start(f"c_{card.number}-{code}"))
    assert by_number == answers[:1]


@pytest.mark.parametrize(
    "payload", ["x", "ask", "c_", "c_-", "c_-en", "c_999999999-en", "c_nothing-sw", "q_1", "admin", "_", "-", "c" * 64]
)
async def test_an_unknown_payload_is_welcomed_kindly_and_permits_nothing(
    shop: Workshop, grace: Person, payload: str
) -> None:
    answers = await do(shop, grace, lambda: grace.start(payload))
    assert len(answers) == 2 and "I am Pitwise" in answers[0]


async def test_every_language_can_be_chosen_by_press_by_number_and_by_name(shop: Workshop, grace: Person) -> None:
    for number, code in enumerate(CODES, 1):
        name = speaker(code).language.name
        chosen = speaker(code)("I speak {language} with you now. Write your question.", language=name)
        await say(shop, grace, "/language")
        assert (await press(shop, grace, name))[0] == chosen
        await say(shop, grace, "/language")
        assert (await say(shop, grace, str(number)))[0] == chosen
        assert (await say(shop, grace, name.upper()))[0] == chosen
        assert label(grace, "🆘").endswith(speaker(code)("🆘 Danger"))


async def test_starting_again_is_welcomed_again_and_ends_nothing(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, "/start")
    assert "Send them" in (await say(shop, grace, "we line the sluice with a carpet"))[0]


async def test_who_blocked_the_bot_and_comes_back_is_answered(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    grace.block()
    await shop.idle()
    assert len(await do(shop, grace, grace.start)) == 2
    assert "⛔" in (await say(shop, grace, QUESTIONS["en"]))[0]
