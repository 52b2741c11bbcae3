"""🗣: what someone tried is passed on in three answers, with their consent, and nothing personal by accident."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from content.receipts import read_code
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say, text_of
from tests.journeys.sharing import STORY, answers_of, case_of, code_in, only, share, stories

PERSONAL = f"{STORY} My name is Juma Hassani, my number is 0754 123 456."
MOST_BYTES = 15_000


async def _member(shop: Workshop, person: Person) -> int:
    async with shop.store.read() as r:
        member = await r.members.find(person.id)
    assert member is not None
    return member.id


async def test_three_answers_are_enough_and_a_code_comes_back(shop: Workshop, grace: Person) -> None:
    assert "What did you do" in (await say(shop, grace, "🗣"))[0]
    assert "What came of it?" in (await say(shop, grace, STORY))[0]
    asked = (await press(shop, grace, "Better"))[0]
    assert "pays for it" in asked and "Under 18" in asked
    await press(shop, grace, "All members")
    await press(shop, grace, "Researchers")
    sent = (await press(shop, grace, "Done"))[0]
    assert "within 72 hours" in sent and read_code(code_in(sent))
    story = await only(shop)
    assert answers_of(story) == {"story": STORY, "result": "better"}
    assert (story.audience, story.consent, story.language) == (("members", "researchers"), "1", "en")
    case = await case_of(shop, story)
    assert (case.danger, case.flags, case.due_at - case.opened_at) == (0, (), timedelta(hours=72))


async def test_one_message_can_hold_what_was_done_and_what_came_of_it(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    assert "Who may read it" in (await say(shop, grace, f"{STORY}\nWorse."))[0]
    await say(shop, grace, "all members")
    await say(shop, grace, "done")
    story = await only(shop)
    assert answers_of(story)["result"] == "worse" and story.audience == ("members",)


async def test_a_whole_share_is_small_on_the_wire(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    before = len(from_bot(grace))
    await share(shop, grace)
    assert sum(len(str(one).encode()) for one in from_bot(grace)[before:]) <= MOST_BYTES


async def test_a_voice_note_is_kept_by_its_id_for_those_who_check(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    assert "too long" in (await do(shop, grace, lambda: grace.send_voice(b"OggS", 3600)))[0]
    await do(shop, grace, lambda: grace.send_voice(b"OggS", 75))
    assert "A voice can be recognised" in (await press(shop, grace, "No change"))[0]
    await say(shop, grace, "1")
    await press(shop, grace, "Done")
    story = answers_of(await only(shop))
    assert story["story"]["seconds"] == 75 and story["story"]["voice"]


async def test_an_hour_of_voice_is_refused_with_a_sentence_and_less_is_taken(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    for hour in (3600, 30 * 3600):
        told = await do(shop, grace, lambda hour=hour: grace.send_voice(b"OggS", duration_s=hour))
        assert told[0].startswith("This voice note is too long. Please keep it under 5 minutes.")
    assert "What came of it?" in (await do(shop, grace, lambda: grace.send_voice(b"OggS", duration_s=299)))[0]


async def test_what_looks_personal_is_shown_before_and_taken_out(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    await say(shop, grace, PERSONAL)
    marked = from_bot(grace)[-1]
    bold = [one for one in marked["entities"] if one["type"] == "bold"]
    assert any("Juma Hassani" in marked["text"][one["offset"] : one["offset"] + one["length"]] for one in bold)
    assert not await stories(shop)
    await press(shop, grace, "Take it out")
    asked = (await press(shop, grace, "Better"))[0]
    assert "Juma" not in asked and "0754" not in asked and STORY in asked
    await say(shop, grace, "1 2")
    story = await only(shop)
    assert "Juma" not in str(story.answers) and "0754" not in str(story.answers)
    assert (await case_of(shop, story)).flags == ()


async def test_what_looks_personal_may_be_left_for_the_reviewer_who_is_told(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    await say(shop, grace, PERSONAL)
    await press(shop, grace, "Staff decide")
    await press(shop, grace, "Better")
    await say(shop, grace, "1 2")
    story = await only(shop)
    assert answers_of(story)["story"] == PERSONAL
    assert {"name", "phone"} <= set((await case_of(shop, story)).flags)


async def test_what_is_dangerous_in_a_story_waits_for_an_expert_of_it(shop: Workshop, grace: Person) -> None:
    await share(shop, grace, "We always drill dry, it goes faster and dust is not a problem.")
    case = await case_of(shop, await only(shop))
    assert (case.flags, case.danger, case.field) == (("dry-drill",), 2, "engineer")


async def test_or_it_is_written_again_and_looked_through_again(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    await say(shop, grace, PERSONAL)
    assert "What did you do" in (await press(shop, grace, "Write again"))[0]
    assert "bold here" in (await say(shop, grace, f"{STORY} My number is 0754 123 457."))[0]
    await press(shop, grace, "Write again")
    assert "What came of it?" in (await say(shop, grace, STORY))[0]


async def test_who_is_under_18_is_thanked_and_nothing_is_kept_but_questions_are_answered(
    shop: Workshop, grace: Person
) -> None:
    await say(shop, grace, "/share")
    await say(shop, grace, STORY)
    await press(shop, grace, "Better")
    assert "kept nothing" in (await press(shop, grace, "under 18"))[0]
    assert not await stories(shop)
    async with shop.store.read() as r:
        me = await _member(shop, grace)
        assert await r.drafts.find(me, me) is None and await r.drafts.all_aside(me, me) == []
    assert "retort" in (await say(shop, grace, "how do I burn amalgam safely"))[0].casefold()


async def test_who_writes_that_they_are_a_child_is_asked_at_once_and_an_adult_goes_on(
    shop: Workshop, grace: Person
) -> None:
    joan = shop.local.add_person(first_name="Joan", language_code="en")
    for person in (grace, joan):
        await say(shop, person, "/share")
        assert "Are you 18 or older?" in (await say(shop, person, f"I am 15 years old. {STORY}"))[0]
    assert "kept nothing" in (await press(shop, grace, "under 18"))[0]
    assert "What came of it?" in (await press(shop, joan, "18 or older"))[0]
    async with shop.store.read() as r:
        member = await r.members.find(grace.id)
        assert member and await r.drafts.find(member.id, member.id) is None
    assert "⛔" in (await say(shop, grace, "how do I burn amalgam safely"))[0]


@pytest.mark.parametrize("no", ["🚫", "no"])
async def test_a_no_keeps_nothing(shop: Workshop, grace: Person, no: str) -> None:
    await say(shop, grace, "/share")
    await say(shop, grace, STORY)
    await press(shop, grace, "Better")
    assert "kept nothing" in (await (press if no == "🚫" else say)(shop, grace, no))[0]
    assert not await stories(shop)


async def test_a_double_tap_on_done_sends_one_story(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    await say(shop, grace, STORY)
    await press(shop, grace, "Better")
    await press(shop, grace, "All members")
    done = label(grace, "Done")

    def tap_twice() -> None:
        grace.press(done)
        grace.press(done)

    await do(shop, grace, tap_twice)
    await only(shop)
    assert sum("Your code" in text_of(one) for one in from_bot(grace)) == 1


STEPS: list[Callable[[Workshop, Person], Any]] = [
    lambda shop, grace: say(shop, grace, "/share"),
    lambda shop, grace: say(shop, grace, PERSONAL),
    lambda shop, grace: press(shop, grace, "Take it out"),
    lambda shop, grace: press(shop, grace, "Better"),
    lambda shop, grace: press(shop, grace, "All members"),
    lambda shop, grace: press(shop, grace, "Done"),
]


async def test_a_restart_after_every_step_loses_and_doubles_nothing(shop: Workshop, grace: Person) -> None:
    for step in STEPS:
        await step(shop, grace)
        await shop.restart()
    story = await only(shop)
    assert answers_of(story)["result"] == "better" and story.audience == ("members",)


async def test_after_a_week_it_goes_on_where_it_stopped(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    await say(shop, grace, STORY)
    await pass_by(shop, timedelta(days=7))
    await shop.app.jobs.keep_house()
    assert "What came of it?" in (await say(shop, grace, "/share"))[0]
    await press(shop, grace, "Worse")
    await say(shop, grace, "1 2")
    assert answers_of(await only(shop)) == {"story": STORY, "result": "worse"}


async def test_under_a_card_one_tap_begins_a_story_of_it(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "120")
    await press(shop, grace, "I tried it")
    await say(shop, grace, STORY)
    await press(shop, grace, "Better")
    await say(shop, grace, "1 2")
    assert (await only(shop)).card == "hs-bad-air-test"


async def test_under_an_emergency_nobody_is_asked_for_a_story(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "101")
    assert not any("I tried it" in one for row in grace.buttons for one in row)


UNASKED = "We changed who carries the buckets and we paid by the bucket, and after one season we finished much earlier."


async def test_a_story_that_nobody_asked_for_is_offered_to_be_passed_on(shop: Workshop, grace: Person) -> None:
    answers = await say(shop, grace, UNASKED)
    assert any("Shall I pass it on" in one for one in answers)
    await shop.restart()
    assert "What came of it?" in (await press(shop, grace, "Yes, pass it on"))[0]
    await press(shop, grace, "Better")
    await say(shop, grace, "1 2")
    assert answers_of(await only(shop))["story"] == UNASKED
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


async def test_a_no_to_that_drops_it(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, UNASKED)
    assert await press(shop, grace, "No, drop it") == ["Dropped. I kept nothing of it."]
    me = await _member(shop, grace)
    async with shop.store.read() as r:
        assert await r.drafts.all_aside(me, me) == []


async def test_a_question_in_the_middle_is_answered_and_the_story_goes_on(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    answers = await say(shop, grace, "how do I burn amalgam safely?")
    assert "retort" in answers[0].casefold() and "What did you do" in answers[-1]


async def test_a_wish_is_one_tap_away(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "🗣")
    assert "What is missing here" in (await press(shop, grace, "A wish"))[0]


@pytest.mark.parametrize("code", CODES)
async def test_it_is_told_in_every_language_by_typing_alone(shop: Workshop, grace: Person, code: str) -> None:
    said = speaker(code)
    await say(shop, grace, said.language.name)
    await say(shop, grace, said("🗣 Tell"))
    assert await say(shop, grace, "abc def ghi jkl mno pqr") == [said("What came of it?")]
    assert said("No reward, no penalty: if you say no, help stays the same.") in (await say(shop, grace, "2"))[0]
    sent = (await say(shop, grace, "1 2"))[0]
    assert said("✅ Sent. Thank you. A person reads it first; you get an answer here within 72 hours.") in sent
    assert answers_of(await only(shop))["result"] == "same"


async def test_who_has_written_nothing_yet_leaves_without_being_asked(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "🗣")
    assert "What is missing here" in (await say(shop, grace, "/missing"))[0]
    await say(shop, grace, "🗣")
    await say(shop, grace, STORY)
    assert "You have not finished" in (await say(shop, grace, "/missing"))[0]
