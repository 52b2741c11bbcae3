"""Leaving a flow and coming back: other flows, old buttons, double taps, restarts, a question or a cry in between."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say
from tests.journeys.test_flow_steps import TO
from tests.journeys.trial import ENDED, trial

__all__ = ["trial"]
pytestmark = pytest.mark.usefixtures("trial")
STORY = "we line the sluice with a carpet"
CHOICE = "You have not finished what you were writing. What shall I do with it?"
OLD = "That button is of an earlier step. We are here:"


async def _go_to(shop: Workshop, person: Person, step: str) -> None:
    for text in TO[step]:
        await say(shop, person, text)


async def test_another_flow_asks_once_what_becomes_of_the_first_and_keeps_it(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "story")
    assert await say(shop, grace, "/missing") == [CHOICE]
    kept = (await press(shop, grace, "Keep for later"))[0]
    assert kept.startswith("Kept. /trial goes on with it.") and "What is missing" in kept
    await shop.restart()
    await say(shop, grace, STORY)
    await press(shop, grace, "Send")
    resumed = await say(shop, grace, "/trial")
    assert resumed == ["You had kept this for later. Here it goes on.\n\nWhat did you do?"]
    await say(shop, grace, STORY)
    assert "Weight: 5 g" in (await say(shop, grace, "yes"))[0]
    await press(shop, grace, "Send")
    assert "What came of it?" in (await say(shop, grace, "/trial"))[0]


async def test_two_unfinished_texts_change_places_as_often_as_one_likes(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "grams")
    await say(shop, grace, "/missing")
    await press(shop, grace, "Keep for later")
    await say(shop, grace, STORY)
    for _ in range(2):
        await say(shop, grace, "/trial")
        assert "grams" in (await press(shop, grace, "Keep for later"))[0]
        await say(shop, grace, "/missing")
        assert STORY in (await press(shop, grace, "Keep for later"))[0]


async def test_a_dropped_text_does_not_come_back(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "grams")
    await say(shop, grace, "/missing")
    assert "What is missing" in (await say(shop, grace, "2"))[0]
    assert "What came of it?" in (await say(shop, grace, "/trial"))[0]


async def test_one_can_go_on_instead(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "grams")
    await say(shop, grace, "/missing")
    assert await say(shop, grace, "3") == ["How many grams?"]
    assert "photo" in (await say(shop, grace, "5"))[0]


async def test_nothing_is_asked_when_nothing_was_answered_yet(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/trial")
    assert "What is missing" in (await say(shop, grace, "/missing"))[0]


async def test_what_is_kept_for_later_is_told_and_goes_with_everything_else(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "grams")
    await say(shop, grace, "/missing")
    await press(shop, grace, "Keep for later")
    await say(shop, grace, "/privacy")
    assert "• Texts that you kept for later: 1." in (await press(shop, grace, "What you hold"))[0]
    grace.say("/forget")
    await shop.idle()
    assert "What came of it?" in (await say(shop, grace, "/trial"))[0]


async def test_what_is_kept_for_later_goes_after_eight_days(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "grams")
    await say(shop, grace, "/missing")
    await press(shop, grace, "Keep for later")
    await pass_by(shop, timedelta(days=8, minutes=1))
    await shop.app.jobs.keep_house()
    assert "What came of it?" in (await say(shop, grace, "/trial"))[0]


@pytest.mark.parametrize("step", TO)
async def test_a_restart_and_a_week_in_any_step_change_nothing(shop: Workshop, grace: Person, step: str) -> None:
    await _go_to(shop, grace, step)
    asked = from_bot(grace)[-1]["text"]
    await shop.restart()
    await pass_by(shop, timedelta(days=7))
    await shop.app.jobs.keep_house()
    assert await say(shop, grace, "/trial") == [asked]
    for typed in [*TO["preview"], "send"][len(TO[step]) :]:
        await shop.restart()
        await say(shop, grace, typed)
    assert len(ENDED) == 1 and ENDED[0]["story"] == "we wash twice"


@pytest.mark.parametrize("step", [step for step in TO if step != "preview"])
async def test_a_question_in_any_step_is_answered_and_the_step_asked_again(
    shop: Workshop, grace: Person, step: str
) -> None:
    await _go_to(shop, grace, step)
    asked = from_bot(grace)[-1]["text"]
    answers = await say(shop, grace, "how do I burn amalgam safely?")
    assert "retort" in answers[0] and answers[1] == asked


@pytest.mark.parametrize("step", TO)
async def test_a_cry_for_help_in_any_step_comes_before_everything(shop: Workshop, grace: Person, step: str) -> None:
    await _go_to(shop, grace, step)
    asked = from_bot(grace)[-1]["text"]
    assert "⛔" in (await say(shop, grace, "the pit has collapsed and my brother is buried"))[0]
    assert await say(shop, grace, "/trial") == [asked]


async def test_a_button_of_an_earlier_step_says_so_and_changes_nothing(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/trial")
    first = grace.last
    await press(shop, grace, "Better now")
    answers = await do(shop, grace, lambda: grace.press(1, first))
    assert answers == [f"{OLD}\n\nWhich minerals?"]
    await _go_to(shop, grace, "grams")
    assert (await do(shop, grace, lambda: grace.press(0, first)))[0].startswith(OLD)
    await say(shop, grace, "5")
    for _ in range(4):
        await say(shop, grace, "back")
    assert "So far: Better now" in from_bot(grace)[-1]["text"]


async def test_a_button_of_a_dropped_flow_does_nothing_in_a_new_one(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/trial")
    first = grace.last
    await say(shop, grace, "/cancel")
    assert "before" in (await do(shop, grace, lambda: grace.press(0, first)))[0]
    await shop.clock.turn(timedelta(seconds=20))
    await say(shop, grace, "/trial")
    assert (await do(shop, grace, lambda: grace.press(0, first)))[0].startswith(OLD)


async def test_double_taps_in_every_step_act_once(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/trial")
    for words, next_question in (("Better now", "Which minerals?"), ("Tin", ""), ("Done", "How many grams?")):
        before, button = len(from_bot(grace)), label(grace, words)
        message = grace.newest_with_buttons(grace.private)
        grace.press(button, message)
        grace.press(button, message)
        await shop.idle()
        assert len(from_bot(grace)) == before + bool(next_question)
        assert next_question in from_bot(grace)[-1]["text"]
        await shop.clock.turn(timedelta(seconds=20))


@pytest.mark.parametrize(
    "verb", ["send", "edit", "pick", "done", "read", "skip", "keep", "later", "drop", "decline", "x"]
)
async def test_a_forged_button_changes_nothing(shop: Workshop, grace: Person, verb: str) -> None:
    await _go_to(shop, grace, "grams")
    asked = from_bot(grace)[-1]["text"]
    async with shop.store.read() as r:
        member = await r.members.find(grace.id)
        assert member
        draft = await r.drafts.find(member.id, member.id)
    assert draft
    message = grace.newest_with_buttons(grace.private)
    assert message
    for data in (f"flow:{verb}:{draft.revision:x}:99", f"flow:{verb}:{draft.revision:x}", f"flow:{verb}", "flow:::"):
        message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = data
        answers = await do(shop, grace, lambda: grace.press(0, message))
        assert answers[-1].endswith(asked)
    async with shop.store.read() as r:
        assert await r.drafts.find(member.id, member.id) == draft


CRY = "the pit has collapsed and my brother is buried"


async def test_a_story_that_sounds_like_a_cry_can_be_told_as_what_it_is(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "story")
    assert "⛔" in (await say(shop, grace, CRY))[0]
    await shop.restart()
    assert "May we share it?" in (await press(shop, grace, "I tell of before"))[0]
    assert f"Story: {CRY}" in (await say(shop, grace, "yes"))[0]


async def test_a_story_that_may_be_a_cry_is_warned_of_and_taken(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "story")
    warned, asked = await say(shop, grace, "the roof is talking, so we put timber every metre")
    assert "Is someone in danger now?" in warned and asked == "May we share it?"
    assert "⛔" in (await say(shop, grace, "1"))[0]
    await say(shop, grace, "/trial")
    assert "Story: the roof is talking" in (await say(shop, grace, "yes"))[0]


async def test_a_number_after_an_emergency_means_its_card_and_then_the_step_again(
    shop: Workshop, grace: Person
) -> None:
    await _go_to(shop, grace, "grams")
    assert "Reply 1 when someone is helping." in (await say(shop, grace, CRY))[0]
    assert await say(shop, grace, "1") == ["Good. Stay with them and keep yourself safe. I ask nothing more."]
    assert "photo" in (await say(shop, grace, "1"))[0]
    await say(shop, grace, "back")
    assert "So far: 1 g" in from_bot(grace)[-1]["text"]


async def test_whether_help_is_there_is_answered_by_number_in_any_step(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "grams")
    await say(shop, grace, CRY)
    await pass_by(shop, timedelta(minutes=31))
    assert from_bot(grace)[-1]["text"] == "Is help there?"
    assert "Send two people for help" in (await say(shop, grace, "2"))[0]
