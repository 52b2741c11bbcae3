"""A wish under way survives a restart, a question, /help, another language; it ends only when the person says so."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say

STORY = "we line the sluice with a carpet and lose less"


async def _told(shop: Workshop) -> list[str]:
    async with shop.store.read() as r:
        return [gap.wording for gap in await r.questions.gaps() if gap.kind == "told"]


async def test_a_text_is_shown_back_and_sent_only_when_the_person_says_so(shop: Workshop, grace: Person) -> None:
    assert "Leave out names" in (await say(shop, grace, "/missing"))[0]
    assert STORY in (await say(shop, grace, STORY))[0]
    assert await _told(shop) == []
    assert "Sent" in (await press(shop, grace, "Send"))[0]
    assert await _told(shop) == [STORY]


async def test_write_again_takes_the_new_words_only(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, "first words")
    await press(shop, grace, "Write again")
    shown = await say(shop, grace, STORY)
    assert STORY in shown[0] and "first words" not in shown[0]
    await press(shop, grace, "Send")
    assert await _told(shop) == [STORY]


async def test_a_restart_in_the_middle_loses_and_doubles_nothing(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    await shop.restart()
    assert STORY in (await say(shop, grace, STORY))[0]
    await shop.restart()
    await press(shop, grace, "Send")
    await shop.restart()
    assert await _told(shop) == [STORY]


async def test_a_week_of_silence_changes_nothing(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, STORY)
    await pass_by(shop, timedelta(days=7))
    await shop.app.jobs.keep_house()
    assert STORY in (await say(shop, grace, "/missing"))[0]
    await say(shop, grace, "1")
    assert await _told(shop) == [STORY]


async def test_a_question_in_the_middle_is_answered_and_the_text_goes_on(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    answers = await say(shop, grace, "how do I burn amalgam safely?")
    assert "retort" in answers[0] and "Leave out names" in answers[1]
    await say(shop, grace, STORY)
    answers = await say(shop, grace, "how do I test the air?")
    assert "air" in answers[0] and STORY in answers[1]
    await press(shop, grace, "Send")
    assert await _told(shop) == [STORY]


async def test_a_question_that_nobody_can_answer_in_the_middle_is_really_kept(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, STORY)
    answers = await say(shop, grace, "which football team won yesterday")
    assert "I kept your question" in answers[0] and STORY in answers[1]
    async with shop.store.read() as r:
        assert [gap.wording for gap in await r.questions.gaps()] == ["which football team won yesterday"]


@pytest.mark.parametrize("typed", ["9", "٩", "👍", "next"])
async def test_what_is_no_question_and_no_option_shows_the_text_again(
    shop: Workshop, grace: Person, typed: str
) -> None:
    await say(shop, grace, "/missing")
    shown = await say(shop, grace, STORY)
    assert await say(shop, grace, typed) == shown
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


@pytest.mark.parametrize("between", ["/help", "/start", "/settings", "/privacy", "/topics", "/nosuch", "💰", "hello"])
async def test_no_command_ends_a_half_written_text(shop: Workshop, grace: Person, between: str) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, STORY)
    await say(shop, grace, between)
    assert STORY in (await say(shop, grace, "/missing"))[0]


async def test_help_says_that_a_text_is_kept(shop: Workshop, grace: Person) -> None:
    assert "kept" not in (await say(shop, grace, "/help"))[0]
    await say(shop, grace, "/missing")
    assert "What you were writing is kept. /cancel drops it." in (await say(shop, grace, "/help"))[0]


async def test_another_language_in_the_middle_asks_the_same_step_again(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, STORY)
    await say(shop, grace, "/language")
    answers = await press(shop, grace, "Français")
    assert "Français" in answers[0] and STORY in answers[1]
    await press(shop, grace, "Envoyer")
    assert await _told(shop) == [STORY]


async def test_cancel_says_what_was_dropped_and_nothing_is_left(shop: Workshop, grace: Person) -> None:
    for step in ((), (STORY,)):
        await say(shop, grace, "/missing")
        for text in step:
            await say(shop, grace, text)
        answer = await press(shop, grace, "Cancel")
        assert answer == ["Cancelled. I dropped what you had written and kept nothing of it."]
        assert await say(shop, grace, "/cancel") == ["There is nothing to cancel. Write your question."]
    assert await _told(shop) == []


async def test_too_long_a_text_is_refused_with_its_length_and_nothing_is_lost(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    refused = await say(shop, grace, "a" * 3001)
    assert "3001" in refused[0].replace(",", "") and "3000" in refused[0].replace(",", "")
    assert STORY in (await say(shop, grace, STORY))[0]


async def test_a_text_of_pictures_only_is_refused_aloud_whatever_its_length(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    refused = await say(shop, grace, "😀" * 2048)
    assert "4096" in refused[0].replace(",", "") and "3000" in refused[0].replace(",", "")
    for pictures in ("😀" * 1500, "👍", "!!!"):
        assert (await say(shop, grace, pictures))[0].startswith("Signs and pictures alone can mean many things.")
    assert STORY in (await say(shop, grace, STORY))[0]


async def test_a_long_unfinished_text_still_lets_a_person_see_what_is_held(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, 'a😀"' * 700)
    await say(shop, grace, "/privacy")
    held = await press(shop, grace, "What you hold")
    assert "last_active_day" in held[0] and 'a😀\\"a😀' in held[0]


async def test_three_thousand_signs_are_taken_and_shown_back_within_one_message(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    shown = await say(shop, grace, "<&a" * 1000)
    assert len(shown) == 1 and "<&a" * 1000 in shown[0]
    await press(shop, grace, "Send")
    assert len(await _told(shop)) == 1


@pytest.mark.parametrize(
    "text", ["<b>bold</b>", "&lt;", "</pre>", "a < b && c > d", "{name}", "%s", "\u202eevil", "\x00x"]
)
async def test_what_a_person_writes_is_never_markup(shop: Workshop, grace: Person, text: str) -> None:
    await say(shop, grace, "/missing")
    shown = await say(shop, grace, f"story {text} end")
    assert shown and "story" in shown[0] and "end" in shown[0]
    assert not any(one["type"] == "bold" for one in from_bot(grace)[-1].get("entities", ()))


async def test_pressing_send_twice_sends_once(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, STORY)
    before, button = len(from_bot(grace)), label(grace, "Send")
    grace.press(button)
    grace.press(button)
    await shop.idle()
    assert len(from_bot(grace)) == before + 1
    assert await _told(shop) == [STORY]


async def test_an_old_send_button_sends_nothing_again(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/missing")
    await say(shop, grace, STORY)
    message = grace.last
    await press(shop, grace, "Send")
    await pass_by(shop, timedelta(hours=1))
    assert "before" in (await do(shop, grace, lambda: grace.press(0, message)))[0]
    assert await _told(shop) == [STORY]


async def test_a_wish_is_a_gap_that_is_counted_with_its_like(shop: Workshop, grace: Person) -> None:
    for _ in range(2):
        await say(shop, grace, "/missing")
        await say(shop, grace, STORY)
        await press(shop, grace, "Send")
    async with shop.store.read() as r:
        (gap,) = await r.gaps.living()
    assert (gap.kind, gap.wording, gap.times) == ("told", STORY, 2)
