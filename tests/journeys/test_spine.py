"""The spine as people live through it: the first minute, an emergency, a lost moment, being forgotten."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import TurnableClock
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import from_bot, press, say, text_of


async def test_start_answers_in_two_short_messages_with_four_lasting_buttons(shop: Workshop, amina: Person) -> None:
    answers = await say(shop, amina, "/start")
    assert len(answers) == 2
    assert "Sihifadhi jina lako" in answers[0]
    assert sum(len(answer.encode()) for answer in answers) < 1500
    assert [label[0] for row in amina.keyboard for label in row] == ["🆘", "💰", "❓", "🗣"]
    assert [label.partition(" ")[2] for row in amina.buttons for label in row][2:4] == ["Kiswahili", "Español"]


async def test_a_question_typed_at_once_is_answered_in_its_own_language(shop: Workshop, amina: Person) -> None:
    answers = await say(shop, amina, "cómo quemo la amalgama sin respirar el humo")
    assert "retorta" in answers[0].casefold()
    assert "Pitwise" in answers[1]
    assert len(await say(shop, amina, "cómo quemo la amalgama sin respirar el humo")) == 1


async def test_amina_is_told_what_to_do_now_and_asked_once_later(
    shop: Workshop, amina: Person, clock: TurnableClock
) -> None:
    answers = await say(shop, amina, "jamaa amegorogosha duarani hajibu")
    assert len(answers) == 1
    assert answers[0].index("⛔") < answers[0].index("1. ")
    assert answers[0].splitlines()[-1].startswith("Imeandikwa")
    await clock.turn(timedelta(minutes=31))
    await shop.clock_turned()
    await shop.idle()
    assert text_of(from_bot(amina)[-1]) == "Je, msaada umefika?"
    await say(shop, amina, "1")
    await clock.turn(timedelta(hours=3))
    await shop.clock_turned()
    await shop.idle()
    assert len(from_bot(amina)) == 3


async def test_someone_is_helping_ends_the_follow_up(shop: Workshop, amina: Person, clock: TurnableClock) -> None:
    await say(shop, amina, "jamaa amegorogosha duarani hajibu")
    await say(shop, amina, "1")
    await clock.turn(timedelta(minutes=31))
    await shop.clock_turned()
    await shop.idle()
    assert len(from_bot(amina)) == 2


async def test_jean_bosco_reads_the_whole_retort_card_without_one_press_arriving(shop: Workshop) -> None:
    jean_bosco = shop.local.add_person(first_name="Jean-Bosco", language_code="fr")
    assert "Je ne garde pas votre nom" in (await say(shop, jean_bosco, "/start"))[0]
    card = (await say(shop, jean_bosco, "cornue"))[0]
    assert "⛔" in card and "pas encore vérifiée" in card
    assert "mercure" in (await say(shop, jean_bosco, "1"))[0]


@pytest.mark.parametrize("text", ["kahraba darabto w ma biyetnaffas", "كهرباء ضربته وما بيتنفس"])
async def test_arabic_is_answered_in_arabic_in_either_script(shop: Workshop, text: str) -> None:
    salma = shop.local.add_person(first_name="Salma", language_code="ar")
    assert "كهرباء" in (await say(shop, salma, text))[0]


async def test_typed_digits_of_any_script_and_labels_equal_presses(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "how do I burn amalgam safely")
    by_digit = await say(shop, grace, "٢")
    await say(shop, grace, "how do I burn amalgam safely")
    by_label = await say(shop, grace, "source")
    await say(shop, grace, "how do I burn amalgam safely")
    by_press = await press(shop, grace, 1)
    assert by_digit == by_label == by_press
    assert "rests on" in by_digit[0]


async def test_a_card_is_three_presses_away_and_its_number_opens_it(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    await say(shop, grace, "❓ Topics")
    await press(shop, grace, 1)
    card = await press(shop, grace, 2)
    assert "⛔" in card[0]
    assert "retort" in (await say(shop, grace, "١٢٨"))[0]


@pytest.mark.parametrize(("payload", "word"), [("c_hs-mercury-retort-sw", "retoti"), ("c_103-es", "aire")])
async def test_a_deep_link_opens_a_card_in_a_language(shop: Workshop, grace: Person, payload: str, word: str) -> None:
    grace.start(payload)
    await shop.idle()
    assert word in text_of(from_bot(grace)[0]).casefold()


async def test_an_unknown_deep_link_falls_back_to_the_welcome(shop: Workshop, grace: Person) -> None:
    grace.start("c_no-such-card-xx")
    await shop.idle()
    assert "I am Pitwise" in text_of(from_bot(grace)[0])


async def test_what_nobody_can_answer_is_kept_without_numbers_and_names(shop: Workshop, grace: Person) -> None:
    answers = await say(shop, grace, "my cousin Wilberforce on +255 700 123456 asks which football team won yesterday")
    assert "I don't know this yet" in answers[0]
    async with shop.store.read() as r:
        gaps = await r.questions.gaps()
    assert [gap.kind for gap in gaps] == ["none"]
    assert "Wilberforce" not in gaps[0].wording and "700" not in gaps[0].wording
    assert "football" in gaps[0].wording


async def test_a_half_written_text_survives_a_restart_a_question_and_another_language(
    shop: Workshop, grace: Person
) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, "We wash the concentrate twice and lose less.")
    await shop.restart()
    assert "kept" in (await say(shop, grace, "/help"))[0]
    switched = await say(shop, grace, "Français")
    assert "concentrate twice" in switched[-1]
    assert "amalgame" in (await say(shop, grace, "comment brûler l'amalgame sans danger ?"))[0].casefold()
    await press(shop, grace, 0)
    async with shop.store.read() as r:
        assert [gap.kind for gap in await r.questions.gaps()] == ["told"]


async def test_cancel_says_what_was_dropped_in_any_state(shop: Workshop, grace: Person) -> None:
    assert "nothing to cancel" in (await say(shop, grace, "/cancel"))[0]
    await say(shop, grace, "/missing")
    assert "kept nothing" in (await say(shop, grace, "/cancel"))[0]


async def test_why_a_card_does_not_help_is_asked_with_one_tap(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "128")
    await press(shop, grace, 3)
    await press(shop, grace, 2)
    assert "counted" in (await press(shop, grace, 0))[0]
    async with shop.store.read() as r:
        assert [row[2:4] for row in await r.questions.feedback_counts()] == [("not", "money")]


async def test_what_is_not_words_gets_a_sensible_answer(shop: Workshop, grace: Person) -> None:
    for act in (grace.send_sticker, grace.send_contact, grace.send_location, grace.send_poll):
        before = len(from_bot(grace))
        act()
        await shop.idle()
        assert len(from_bot(grace)) == before + 1
    grace.send_voice(b"OggS")
    await shop.idle()
    assert "voice" in text_of(from_bot(grace)[-1])


async def test_forget_leaves_no_word_and_no_message(shop: Workshop, grace: Person, tmp_path: Path) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, "canarysentence")
    grace.say("/forget")
    await shop.idle()
    assert [one for one in grace.messages if not one.get("service")] == []
    for file in (tmp_path / "bot").glob("demo.db*"):
        content = file.read_bytes()
        assert b"canarysentence" not in content and b"Grace" not in content


async def test_a_group_is_left_alone_unless_it_speaks_to_the_bot(shop: Workshop, grace: Person) -> None:
    group: Any = shop.local.add_group("Coop", members=[grace])
    await shop.idle()
    greeted = len(shop.local.messages(group.id))
    grace.say("how do I burn amalgam safely", group)
    await shop.idle()
    assert len(shop.local.messages(group.id)) == greeted + 1
    grace.say("/ask how do I burn amalgam safely", group)
    await shop.idle()
    assert "retort" in text_of(shop.local.messages(group.id)[-1])
