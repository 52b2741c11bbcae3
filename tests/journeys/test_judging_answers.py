"""✅ and ❌ with its reason, none of these, and what is kept of a question that nobody can answer."""

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say

BURN = "how do I burn amalgam safely"
FOOTBALL = "which football team won yesterday"
VAGUE = "the buyer"


async def _verdicts(shop: Workshop) -> list[tuple[str, str, str, int]]:
    async with shop.store.read() as r:
        return [
            (card, verdict, reason, times) for card, _, verdict, reason, _, times in await r.questions.feedback_counts()
        ]


async def _gaps(shop: Workshop) -> list[tuple[str, str]]:
    async with shop.store.read() as r:
        return [(gap.kind, gap.wording) for gap in await r.questions.gaps()]


async def test_it_helps_is_counted_and_thanked(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, BURN)
    assert "counted" in (await press(shop, grace, "It helps"))[0]
    assert grace.answered is not None and not grace.answered.get("text")
    assert await _verdicts(shop) == [("hs-mercury-retort", "helps", "", 1)]


@pytest.mark.parametrize(
    ("reason", "kept"), [("Not my question", "question"), ("understand", "unclear"), ("wrong", "wrong")]
)
async def test_not_asks_one_tap_for_its_reason(shop: Workshop, grace: Person, reason: str, kept: str) -> None:
    await say(shop, grace, BURN)
    await press(shop, grace, "❌")
    assert [len(row) for row in grace.buttons] == [1, 1, 1, 1]
    assert "counted" in (await press(shop, grace, reason))[0]
    assert await _verdicts(shop) == [("hs-mercury-retort", "not", kept, 1)]


@pytest.mark.parametrize(
    ("reason", "kept"), [("money", "money"), ("tool", "tool"), ("allowed", "allowed"), ("boss", "boss")]
)
async def test_what_is_in_the_way_is_one_tap_more(shop: Workshop, grace: Person, reason: str, kept: str) -> None:
    await say(shop, grace, BURN)
    await say(shop, grace, "not")
    await say(shop, grace, "I can't do that here")
    await press(shop, grace, reason)
    assert await _verdicts(shop) == [("hs-mercury-retort", "not", kept, 1)]


async def test_a_verdict_on_a_card_of_another_language_is_counted_there(shop: Workshop, amina: Person) -> None:
    await say(shop, amina, "Kiswahili")
    await say(shop, amina, "cómo quemo la amalgama sin peligro")
    assert "Gracias" in (await press(shop, amina, "✅"))[0]
    async with shop.store.read() as r:
        assert [row[1] for row in await r.questions.feedback_counts()] == ["es"]


async def test_a_double_tap_has_one_effect_and_both_presses_are_answered(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, BURN)
    before, answered = len(from_bot(grace)), shop.local.world.calls["answerCallbackQuery"]
    button = label(grace, "It helps")
    for _ in range(3):
        grace.press(button)
    await shop.idle()
    assert len(from_bot(grace)) == before + 1
    assert shop.local.world.calls["answerCallbackQuery"] == answered + 3
    assert await _verdicts(shop) == [("hs-mercury-retort", "helps", "", 1)]


@pytest.mark.parametrize("button", ["More", "Source", "❌"])
async def test_an_impatient_thumb_gets_one_message(shop: Workshop, grace: Person, button: str) -> None:
    await say(shop, grace, BURN)
    before, found = len(from_bot(grace)), label(grace, button)
    for _ in range(4):
        grace.press(found)
    await shop.idle()
    assert len(from_bot(grace)) == before + 1


async def test_the_same_button_works_again_a_minute_later(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, BURN)
    message = from_bot(grace)[0]
    first = await do(shop, grace, lambda: grace.press(1, message))
    await pass_by(shop, timedelta(minutes=1))
    assert first == await do(shop, grace, lambda: grace.press(1, message))


async def test_the_same_verdict_typed_again_counts_once_but_is_answered(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, BURN)
    for typed in ("3", "3", "it helps"):
        assert "counted" in (await say(shop, grace, typed))[0]
    assert await _verdicts(shop) == [("hs-mercury-retort", "helps", "", 1)]


async def test_two_people_count_twice(shop: Workshop, grace: Person) -> None:
    other = shop.local.add_person(first_name="Other", language_code="en")
    for person in (grace, other):
        await say(shop, person, "128")
        await press(shop, person, "It helps")
    assert await _verdicts(shop) == [("hs-mercury-retort", "helps", "", 2)]


async def test_a_vague_word_gets_up_to_three_titles_and_none_of_these(shop: Workshop, grace: Person) -> None:
    answers = await say(shop, grace, VAGUE)
    assert answers[0] == "Is it one of these? Press one, or type its number."
    await press(shop, grace, "None of these")
    assert await _gaps(shop) == [("none-of-these", VAGUE)]


async def test_none_of_these_is_kept_when_it_is_typed_too(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, VAGUE)
    rows = grace.buttons
    assert 2 <= len(rows) <= 4
    await say(shop, grace, str(len(rows)))
    assert await _gaps(shop) == [("none-of-these", VAGUE)]


async def test_a_guess_that_is_pressed_opens_its_card_and_leaves_no_gap(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, VAGUE)
    title = grace.buttons[0][0].split(" ", 2)[2]
    assert title in (await press(shop, grace, 0))[0]
    assert await _gaps(shop) == []


async def test_what_i_do_not_know_is_said_kindly_with_three_ways_on(shop: Workshop, grace: Person) -> None:
    answers = await say(shop, grace, FOOTBALL)
    assert answers[0].startswith("I don't know this yet.")
    assert [one.split(" ", 1)[1] for row in grace.buttons for one in row] == [
        "🙋 Yes, ask others",
        "❓ Topics",
        "🆘 Danger",
    ]
    assert await _gaps(shop) == [("none", FOOTBALL)]


@pytest.mark.parametrize(
    ("typed", "gone"),
    [
        ("my cousin Wilberforce asks which football team won", "wilberforce"),
        ("Wilberforce Otieno asks which football team won", "wilberforce"),
        ("please, Wilberforce asks which football team won", "wilberforce"),
        ("which football team won? call +255 700 123 456", "700"),
        ("which football team won, call ٠٧٠٠١٢٣٤٥٦", "٧"),
        ("which football team won on 24.12.2026", "2026"),
        ("tell @wilberforce which football team won", "wilberforce"),
        ("which football team won see t.me/wilberforce", "wilberforce"),
        ("which football team won, write to wilber.force@example.com", "wilber"),
        ("which football team won, everyone in Nyarugusu asks", "nyarugusu"),
    ],
)
async def test_the_wording_of_a_gap_holds_no_number_and_no_name(
    shop: Workshop, grace: Person, typed: str, gone: str
) -> None:
    await say(shop, grace, typed)
    [(kind, wording)] = await _gaps(shop)
    assert kind == "none"
    assert gone not in wording.casefold()
    assert "football" in wording


async def test_the_same_question_of_many_is_one_gap_that_counts(shop: Workshop, grace: Person) -> None:
    other = shop.local.add_person(first_name="Other", language_code="en")
    for person in (grace, other, grace):
        await say(shop, person, FOOTBALL)
    async with shop.store.read() as r:
        assert [gap.count for gap in await r.questions.gaps()] == [3]


async def test_twenty_taps_on_twenty_buttons_at_once_break_nothing(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "🆘")
    message = grace.last
    for number in range(19):
        grace.press(number, message)
    async with asyncio.timeout(20):
        while len([one for one in from_bot(grace) if "⛔" in one["text"]]) < 19:
            await shop.clock.turn(timedelta(seconds=5))
            await asyncio.sleep(0)
        await shop.idle()
    assert shop.local.world.calls["answerCallbackQuery"] == 19
