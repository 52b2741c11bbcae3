"""Other words for a story: its author hears of them, agrees or objects; what is only taken out goes out at once."""

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from storage.cases import Case
from storage.experiences import Experience
from tests.journeys.conversing import do, from_bot, number_on, pass_by, press, say, text_of
from tests.journeys.reviewing import MODERATOR, STORY, acts, hire, staff_of, story_of, tell

BETTER_WORDS = STORY.replace("We built", "Our group built")


async def test_changed_words_wait_a_day_for_their_author_then_go_out(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Change words")
    told = await say(shop, joan, BETTER_WORDS)
    assert any("its author is told the new words" in text for text in told)
    asked = text_of(from_bot(grace)[-1])
    assert STORY in asked and BETTER_WORDS in asked
    assert (await story_of(shop, case)).state == "announced"
    assert ("edit-case", "moderator", 1, f"{case.number}:-1+2") in await acts(shop)
    await pass_by(shop, timedelta(hours=23))
    assert (await story_of(shop, case)).state == "announced"
    await pass_by(shop, timedelta(hours=1))
    one = await story_of(shop, case)
    assert one.state == "published" and one.shown and one.shown["story"] == BETTER_WORDS
    assert sum(text_of(message).startswith("🎉") for message in from_bot(grace)) == 1


async def test_a_story_that_can_not_go_out_holds_up_no_other(
    shop: Workshop, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    first, second = await tell(shop, grace), await tell(shop, grace, "We put timber every metre.")
    await say(shop, joan, "/next")
    for words in (BETTER_WORDS, "We put timber in every two metres."):
        await press(shop, joan, "Change words")
        await say(shop, joan, words)

    async def fail_once(services: object, w: object, one: Experience) -> list[object]:
        if one.id == first.subject:
            raise RuntimeError("the index is broken")
        return []

    monkeypatch.setattr("bot.reviewing.published", fail_once)
    await pass_by(shop, timedelta(hours=25))
    assert (await story_of(shop, second)).state == "published"
    assert (await story_of(shop, first)).state == "announced"
    monkeypatch.undo()
    await pass_by(shop, timedelta(minutes=1))
    assert (await story_of(shop, first)).state == "published"


async def test_an_author_who_agrees_is_published_at_once(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Change words")
    await say(shop, joan, BETTER_WORDS)
    await press(shop, grace, "Agree")
    assert (await story_of(shop, case)).state == "published"


@pytest.mark.parametrize("typed", [True, False])
async def test_an_author_who_objects_gets_a_second_look_and_nothing_goes_out(
    shop: Workshop, grace: Person, typed: bool
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await say(shop, grace, "/start")
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Change words")
    await say(shop, joan, BETTER_WORDS)
    said = await (say(shop, grace, number_on(grace, "Not so")) if typed else press(shop, grace, "Not so"))
    assert "does not go out so" in said[0]
    await pass_by(shop, timedelta(hours=25))
    one = await story_of(shop, case)
    assert one.state == "waiting" and one.answers["story"] == STORY
    assert "its author does not want the changed words" in (await say(shop, joan, "/next"))[0]


async def test_nobody_else_agrees_or_objects(shop: Workshop, grace: Person, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Change words")
    await say(shop, joan, BETTER_WORDS)
    one = await story_of(shop, case)
    await say(shop, amina, "/topics")
    for forged in (f"story-agree:{one.id}:{one.revision}", f"story-object:{one.id}:{one.revision}", "story-agree:x:y"):
        message: Any = amina.newest_with_buttons(amina.private)
        message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = forged
        await do(shop, amina, lambda message=message: amina.press(0, message))
        await say(shop, amina, "/topics")
    assert (await story_of(shop, case)).state == "announced"


async def test_what_is_only_taken_out_goes_out_at_once(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace, STORY, more={"problem": "The boss at the Mwita pit beat us."})
    await say(shop, joan, "/next")
    await press(shop, joan, "Change words")
    await press(shop, joan, "The problem")
    await say(shop, joan, "The boss […] beat us.")
    shown = (await story_of(shop, case)).shown
    assert shown and shown["problem"] == "The boss […] beat us." and shown["story"] == STORY


async def _reply(shop: Workshop, person: Person, case: Case, words: str) -> list[str]:
    """Reply to the newest message in which a case is shown."""
    shown = next(one for one in reversed(from_bot(person)) if case.number in text_of(one) and "reply_markup" in one)
    return await do(shop, person, lambda: person.say(words, reply_to=shown))


async def test_a_reply_to_a_case_with_the_corrected_words_changes_them(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    more = {"problem": "The boss at the Mwita pit beat us."}
    cut, changed = await tell(shop, grace, STORY, more=more), await tell(shop, grace, f"{STORY} We do it twice a day.")
    await say(shop, joan, "/next")
    said = await _reply(shop, joan, cut, "The boss […] beat us.")
    assert any("is published" in text for text in said) and changed.number in said[-1]
    shown = (await story_of(shop, cut)).shown
    assert shown and shown["problem"] == "The boss […] beat us." and shown["story"] == STORY
    said = await _reply(shop, joan, changed, f"{STORY} We do it two times a day.")
    assert "its author is told the new words" in said[0]
    assert (await story_of(shop, changed)).state == "announced"
    async with shop.store.read() as r:
        assert await r.gaps.living() == []


async def test_a_reply_that_is_no_correction_changes_nothing(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace, STORY * 15)
    await say(shop, joan, "/next")
    assert "far from the story" in (await _reply(shop, joan, case, "What does he mean by that?"))[0]
    cry = await _reply(shop, joan, case, "Help, two men are buried, the shaft fell in just now!")
    assert any("Is someone in danger now?" in text for text in cry)
    assert "too long for one message" in (await _reply(shop, joan, case, STORY * 20))[0]
    assert (await story_of(shop, case)).state == "waiting"
    await shop.clock.turn(timedelta(minutes=31))
    assert "Someone else has this open" in (await _reply(shop, joan, case, f"{STORY * 15} Twice."))[0]
    async with shop.store.write() as w:
        await w.team.remove((await staff_of(shop, joan)).member)
    assert "only for those who work here" in (await _reply(shop, joan, case, f"{STORY * 15} Twice."))[0]
    assert (await story_of(shop, case)).state == "waiting"
