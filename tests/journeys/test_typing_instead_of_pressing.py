"""Everything works by sent messages alone: digits of any script, labels, small words, card numbers."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from tests.journeys.conversing import label, number_on, pass_by, press, reconnect, say

BURN = "how do I burn amalgam safely"


@pytest.fixture
async def typist(shop: Workshop, grace: Person) -> AsyncIterator[Person]:
    """Someone whose presses never arrive: no callback query may have been needed."""
    yield grace
    assert shop.local.world.calls["answerCallbackQuery"] == 0


@pytest.mark.parametrize("digit", ["2", "٢", "۲", "२", "２", "২", "2.", "2)", " 2 ", "#2", "(2)"])
async def test_a_digit_of_any_script_equals_the_press(shop: Workshop, typist: Person, digit: str) -> None:
    await say(shop, typist, BURN)
    assert (await say(shop, typist, digit))[0].startswith("This card rests on:")


@pytest.mark.parametrize("typed", ["source", "SOURCE", "📄 Source", "2 📄 Source", "2 source", "Source!"])
async def test_a_label_equals_the_press_however_it_is_typed(shop: Workshop, typist: Person, typed: str) -> None:
    await say(shop, typist, BURN)
    assert (await say(shop, typist, typed))[0].startswith("This card rests on:")


@pytest.mark.parametrize("code", CODES)
async def test_the_four_lasting_buttons_open_by_picture_by_word_and_in_any_language(
    shop: Workshop, typist: Person, code: str
) -> None:
    for row in ("🆘 Danger", "💰 Price", "❓ Topics", "🗣 Tell"):
        spoken = speaker(code)(row)
        by_label = await say(shop, typist, spoken)
        assert by_label == await say(shop, typist, spoken.split()[0])
        assert by_label == await say(shop, typist, spoken.split(" ", 1)[1])
        await say(shop, typist, "/cancel")


async def test_an_option_stands_for_its_number_for_24_hours(shop: Workshop, typist: Person) -> None:
    await say(shop, typist, BURN)
    await pass_by(shop, timedelta(hours=23, minutes=50))
    assert "rests on" in (await say(shop, typist, "2"))[0]
    await pass_by(shop, timedelta(minutes=20))
    assert "rests on" not in (await say(shop, typist, "2"))[0]


async def test_the_newest_numbered_message_counts(shop: Workshop, typist: Person) -> None:
    await say(shop, typist, BURN)
    await say(shop, typist, "❓")
    emergencies = await say(shop, typist, "1")
    assert "🆘" in emergencies[0]


async def test_two_messages_of_one_answer_share_one_row_of_numbers(shop: Workshop, typist: Person) -> None:
    answers = await say(shop, typist, "the roof is talking")
    assert len(answers) == 2
    assert number_on(typist, "More") == "3"
    assert "I ask nothing more" in (await say(shop, typist, "2"))[0]


@pytest.mark.parametrize("typed", ["128", "١٢٨", "card 128", "No. 128"])
async def test_a_cards_number_opens_it(shop: Workshop, typist: Person, typed: str) -> None:
    assert "retort" in (await say(shop, typist, typed))[0]


@pytest.mark.parametrize("typed", ["999", "17", "0", "00000000000000000000000000", "1.5", "٩٩٩"])
async def test_a_number_that_means_nothing_says_so_and_is_no_gap(shop: Workshop, typist: Person, typed: str) -> None:
    await say(shop, typist, "/start")
    await say(shop, typist, BURN)
    assert (await say(shop, typist, typed))[0].startswith("No card has this number.")
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


@pytest.mark.parametrize("typed", ["?", "…", "😀😀😀", "!!!", "."])
async def test_signs_without_words_get_a_hint_and_are_no_gap(shop: Workshop, typist: Person, typed: str) -> None:
    await say(shop, typist, "/start")
    assert await say(shop, typist, typed) == ["Write your question in your own words, or press a button."]
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


@pytest.mark.parametrize("typed", ["yes", "no", "stop", "next", "back", "more", "Ndiyo", "¡No!", "suivant", "لا"])
async def test_a_small_word_that_answers_nothing_gets_a_hint_and_is_no_gap(
    shop: Workshop, typist: Person, typed: str
) -> None:
    await say(shop, typist, "English")
    assert await say(shop, typist, typed) == ["Write your question in your own words, or press a button."]
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


async def test_long_lists_are_turned_by_next_and_back(shop: Workshop, typist: Person) -> None:
    await say(shop, typist, "❓")
    await say(shop, typist, "1")
    first = [one for row in typist.buttons for one in row]
    await say(shop, typist, "next")
    second = [one for row in typist.buttons for one in row]
    assert first[0].split(" ", 1)[1] != second[0].split(" ", 1)[1]
    await say(shop, typist, "back")
    assert [one for row in typist.buttons for one in row] == first
    await say(shop, typist, "go back")
    assert label(typist, "Emergencies")


@pytest.mark.parametrize(
    ("code", "forward", "backward"),
    [("fr", "suivant", "retour"), ("sw", "mbele", "rudi"), ("es", "siguiente", "atras"), ("ar", "التالي", "رجوع")],
)
async def test_next_and_back_are_understood_in_other_languages(
    shop: Workshop, typist: Person, code: str, forward: str, backward: str
) -> None:
    await say(shop, typist, speaker(code).language.name)
    await say(shop, typist, "❓")
    await say(shop, typist, "1")
    first = typist.buttons
    await say(shop, typist, forward)
    assert typist.buttons != first
    await say(shop, typist, backward)
    assert typist.buttons == first


async def test_jean_bosco_learns_to_burn_with_a_retort(shop: Workshop) -> None:
    jean_bosco = shop.local.add_person(first_name="Jean-Bosco", language_code="fr")
    assert "mineurs" in (await say(shop, jean_bosco, "/start"))[0]
    card = (await say(shop, jean_bosco, "cornue"))[0]
    steps = [line for line in card.splitlines() if line[:1].isdigit()]
    assert 4 <= len(steps) <= 6 and "⛔" in card
    assert card.splitlines()[-2].startswith("Écrite, pas encore vérifiée")
    assert "2026" in card.splitlines()[-1]
    assert "s'appuie sur" in (await say(shop, jean_bosco, "source"))[0]
    await say(shop, jean_bosco, "cornue")
    assert "vapeur" in (await say(shop, jean_bosco, "plus"))[0]
    assert "Merci" in (await say(shop, jean_bosco, label(jean_bosco, "✅")))[0]
    assert shop.local.world.calls["answerCallbackQuery"] == 0


@pytest.mark.parametrize("text", ["kahraba darabto w ma biyetnaffas", "كهرباء ضربته وما بيتنفس"])
async def test_a_shock_in_sudan_is_lived_through_without_a_press(shop: Workshop, typist: Person, text: str) -> None:
    answers = await say(shop, typist, text)
    assert len(answers) == 1 and "كهرباء" in answers[0]
    assert len([line for line in answers[0].splitlines() if line.lstrip("\u200f")[:1].isdigit()]) <= 6
    await pass_by(shop, timedelta(minutes=31))
    still = await say(shop, typist, "٢")
    assert "شخصين" in still[0]
    assert len(await say(shop, typist, "١")) == 1


async def test_a_blasted_press_changes_nothing_for_who_types_on(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, BURN)
    shop.local.connection_lost = True
    grace.press(label(grace, "Source"))
    await shop.clock.turn(timedelta(minutes=5))
    await reconnect(shop)
    assert "rests on" in (await say(shop, grace, "source"))[0]


@pytest.mark.parametrize(
    ("code", "yes", "no"),
    [
        ("en", "yes", "no"),
        ("fr", "Oui", "non"),
        ("sw", "ndiyo", "hapana"),
        ("es", "sí", "no"),
        ("pt", "sim", "não"),
        ("id", "ya", "tidak"),
        ("ar", "نعم", "لا"),
    ],
)
async def test_yes_and_no_answer_what_was_asked(shop: Workshop, grace: Person, code: str, yes: str, no: str) -> None:
    said = speaker(code)
    await say(shop, grace, said.language.name)
    for typed, answer in (
        (no, "Cancelled. I dropped what you had written and kept nothing of it."),
        (yes, "Sent. Thank you. I kept the words and not who wrote them."),
    ):
        await say(shop, grace, "/missing")
        await say(shop, grace, "sluice carpet 55")
        assert await say(shop, grace, typed) == [said(answer)]


@pytest.mark.parametrize("word", ["stop", "cancel", "Acha", "arrêter", "batal", "الغاء", "/cancel", "/stop"])
async def test_stop_leaves_a_half_written_text_at_any_time(shop: Workshop, grace: Person, word: str) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, "we wash the sand twice")
    await say(shop, grace, "❓")
    dropped = "Cancelled. I dropped what you had written and kept nothing of it."
    assert (await say(shop, grace, word))[0] in {speaker(code)(dropped) for code in CODES}
    await say(shop, grace, "English")
    assert "nothing to cancel" in (await say(shop, grace, "/cancel"))[0]


async def test_the_number_of_a_dropped_menu_does_not_send_it_again(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, "we wash the sand twice")
    assert "Sent" in (await say(shop, grace, "1"))[0]
    assert "before" in (await say(shop, grace, "1"))[0]
    await press(shop, grace, "Send")
    async with shop.store.read() as r:
        assert [gap.count for gap in await r.questions.gaps()] == [1]
