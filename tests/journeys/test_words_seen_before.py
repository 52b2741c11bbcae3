"""What staff write into a story is looked at like what its author wrote, and nobody lets through what they may not."""

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.conversations import CONVERSATIONS
from handlers.staff.gate import REFUSED, OnStaff
from storage.experiences import CASE_KIND
from tests.journeys.conversing import do, from_bot, pass_by, press, say, text_of
from tests.journeys.reviewing import DOCTOR, GEOLOGIST, MODERATOR, STORY, case_now, hire, staff_of, story_of, tell
from tests.journeys.test_dangers_of_two import CURE, _stuck

MORE_MERCURY = "If you add more mercury you get more gold. Use double mercury."


async def _voice(shop: Workshop, person: Person) -> str:
    await say(shop, person, "/start")
    person.send_voice(b"OggS voice")
    await shop.idle()
    return str(next(one["voice"]["file_id"] for one in reversed(person.messages) if "voice" in one))


async def test_a_danger_that_was_spoken_needs_two_once_it_is_written_down(shop: Workshop, grace: Person) -> None:
    joan, geo = await hire(shop, "Joan", MODERATOR), await hire(shop, "Geo", GEOLOGIST)
    voice = await _voice(shop, grace)
    case = await tell(shop, grace, more={"story": {"voice": voice, "seconds": 3}})
    await say(shop, joan, "/next")
    await press(shop, joan, "Write it down")
    shown = await say(shop, joan, MORE_MERCURY)
    assert "more mercury for more gold" in shown[-1] and "two must agree" in shown[-1]
    await press(shop, joan, "Agree")
    assert (await story_of(shop, case)).state == "waiting"
    await say(shop, geo, "/next")
    await press(shop, geo, "Publish")
    assert (await story_of(shop, case)).state == "published"


@pytest.mark.parametrize("words", [STORY + " " + MORE_MERCURY, MORE_MERCURY])
async def test_corrected_words_bring_no_new_danger_in(shop: Workshop, grace: Person, words: str) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Change words")
    told = await say(shop, joan, words)
    assert "more mercury for more gold" in told[-1]
    await pass_by(shop, timedelta(hours=25))
    one = await story_of(shop, case)
    assert (one.state, one.answers["story"]) == ("waiting", STORY)


async def test_corrected_words_go_out_without_what_looks_personal(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace, more={"problem": "Call me on +255 754 123 456 about it."})
    await say(shop, joan, "/next")
    await press(shop, joan, "Change words")
    await press(shop, joan, "What you did")
    await say(shop, joan, STORY + " Write to retort@example.com.")
    assert "retort@example.com" not in text_of(from_bot(grace)[-1])
    await pass_by(shop, timedelta(hours=25))
    shown = str((await story_of(shop, case)).shown)
    assert "754" not in shown and "retort@" not in shown


async def _translate(shop: Workshop, person: Person, words: str) -> list[str]:
    await press(shop, person, "Translate")
    await press(shop, person, "French")
    return await say(shop, person, words)


async def test_a_translation_says_nothing_personal_and_a_danger_in_it_needs_two(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "fr"])
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await _translate(shop, joan, "Nous avons fait une cornue. Appelez le +255 754 123 456.")
    assert "754" not in str((await story_of(shop, case)).answers)
    told = await _translate(shop, joan, "Mettez plus de mercure, on attrape plus d'or.")
    assert "more mercury for more gold" in told[-1] and "two must agree" in told[-1]
    await press(shop, joan, "Agree")
    assert (await story_of(shop, case)).state == "waiting"


async def test_what_is_masked_in_a_story_is_masked_in_its_translation(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "fr"])
    case = await tell(shop, grace, "My name is John Kamau. " + STORY)
    await say(shop, joan, "/next")
    await _translate(shop, joan, "Chez nous Kamau a fait une cornue avec deux tuyaux.")
    await press(shop, joan, "Mask")
    one = await story_of(shop, case)
    assert one.state == "published" and "Kamau" not in str(one.shown)


async def test_a_translation_of_words_that_are_changed_is_dropped(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "fr"])
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await _translate(shop, joan, "Nous avons fait une cornue avec deux tuyaux.")
    await press(shop, joan, "Change words")
    await say(shop, joan, STORY.replace("from two pipes", "[…]"))
    one = await story_of(shop, case)
    assert one.state == "published" and one.shown and "translations" not in one.shown


async def test_what_an_expert_from_outside_calls_unsafe_is_not_published(shop: Workshop, amina: Person) -> None:
    joan, _boss, link = await _stuck(shop, amina)
    stranger = shop.local.add_person(first_name="Dr Ndiaye", language_code="en")
    await do(shop, stranger, lambda: stranger.start(link))
    await press(shop, stranger, "Unsafe")
    await say(shop, joan, "/next")
    refused = await press(shop, joan, "Publish")
    assert "unsafe" in refused[0]
    async with shop.store.read() as r:
        counts = await r.experiences.counts()
    assert counts == {"waiting": 1}
    await press(shop, joan, "Reject")
    await press(shop, joan, "It can kill")
    async with shop.store.read() as r:
        assert await r.experiences.counts() == {"rejected": 1}


async def test_an_expert_from_outside_answers_only_for_the_words_they_saw(shop: Workshop, amina: Person) -> None:
    _joan, _boss, link = await _stuck(shop, amina)
    stranger = shop.local.add_person(first_name="Dr Ndiaye", language_code="en")
    await do(shop, stranger, lambda: stranger.start(link))
    async with shop.store.write() as w:
        [case] = [one async for one in w.cases.waiting(shop.clock.now()) if one.kind == CASE_KIND]
        one = await w.experiences.get(case.subject)
        assert one
        told = {**one.answers, "story": "I drank two litres of milk after the mercury."}
        await w.experiences.change(one, told, card=one.card, audience=one.audience, consent=one.consent)
        await w.cases.reweigh(CASE_KIND, one.id, field="doctor", danger=2, flags=("medical-cure",))
    again = await press(shop, stranger, "Safe")
    assert "two litres" in again[-1]
    assert (await case_now(shop, case)).expert_said is None
    await press(shop, stranger, "Safe")
    assert (await case_now(shop, case)).expert_said == "safe"


async def test_nobody_decides_about_a_story_of_their_own(shop: Workshop) -> None:
    joan, mary = await hire(shop, "Joan", MODERATOR), await hire(shop, "Mary", MODERATOR)
    case = await tell(shop, joan)
    assert "Nothing waits" in (await say(shop, joan, "/next"))[0]
    assert case.number in (await say(shop, mary, "/next"))[0]
    await press(shop, mary, "Publish")
    assert (await story_of(shop, case)).state == "published"


async def test_a_danger_that_a_reader_doubts_still_needs_two(shop: Workshop, grace: Person, amina: Person) -> None:
    joan, ali = await hire(shop, "Joan", MODERATOR), await hire(shop, "Ali", DOCTOR)
    case = await tell(shop, grace, CURE, flags=["medical-cure"])
    for person, button in ((joan, "Mask and agree"), (ali, "Publish")):
        await say(shop, person, "/next")
        await press(shop, person, button)
    await say(shop, amina, "/topics")
    message: Any = amina.newest_with_buttons(amina.private)
    message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = f"lived-flag:{case.subject}"
    await do(shop, amina, lambda: amina.press(0, message))
    await say(shop, joan, "/next")
    await press(shop, joan, "again")
    shown = (await say(shop, joan, "/next"))[0]
    assert "a cure that may harm" in shown and "a reader calls it" in shown
    await press(shop, joan, "Agree")
    assert (await story_of(shop, case)).state == "waiting"


async def test_after_the_experts_word_only_an_expert_of_the_field_changes_words(shop: Workshop, grace: Person) -> None:
    ali, joan = await hire(shop, "Ali", DOCTOR), await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace, CURE, flags=["medical-cure"])
    await say(shop, ali, "/next")
    await press(shop, ali, "Mask and agree")
    await say(shop, joan, "/next")
    await press(shop, joan, "Change words")
    told = await say(shop, joan, "I drank milk after the mercury and felt well at once.")
    assert "come from an expert of its field" in told[-1]
    assert (await story_of(shop, case)).state == "waiting"


async def test_a_question_to_pass_on_shows_what_is_doubted_and_goes_out_without_what_looks_personal(
    shop: Workshop,
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    asked = "How do I burn the amalgam in the kitchen of my friend John Kamau?"
    async with shop.store.write() as w:
        gap = await w.gaps.note(asked, "en", "none", ["amalgam", "kitchen"], [], shop.clock.now().date())
        await w.cases.open("gap", gap.id, language="en", now=shop.clock.now())
    shown = (await say(shop, joan, "/next"))[0]
    assert "Look at: " in shown and "a name" in shown
    await press(shop, joan, "Other words")
    await say(shop, joan, "How does my friend John Kamau, +255 754 123 456, burn amalgam safely?")
    async with shop.store.read() as r:
        known = await r.gaps.get(gap.id)
    assert known and "burn amalgam safely" in known.passed["en"]
    assert "Kamau" not in known.passed["en"] and "754" not in known.passed["en"]


async def test_words_that_are_being_changed_are_kept_in_no_draft(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await tell(shop, grace)
    await say(shop, joan, "/next")
    assert any(STORY in text for text in await press(shop, joan, "Change words"))
    member = (await staff_of(shop, joan)).member
    async with shop.store.read() as r:
        draft = await r.drafts.find(member, member)
    assert draft and STORY not in str(draft)


async def _forge(shop: Workshop, person: Person, action: str) -> list[str]:
    await say(shop, person, "/topics")
    message: Any = person.newest_with_buttons(person.private)
    message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = action
    return await do(shop, person, lambda: person.press(0, message))


async def test_what_its_author_objected_to_is_not_put_back_besides(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Change words")
    await say(shop, joan, STORY.replace("We built", "Our group built"))
    one = await story_of(shop, case)
    for _ in range(2):
        await _forge(shop, grace, f"story-object:{one.id}:{one.revision}")
    assert "can't be put back" in (await _forge(shop, joan, f"undo:{case.number}"))[0]
    await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    assert "can't be put back" in (await _forge(shop, joan, f"undo:{case.number}"))[0]
    assert (await story_of(shop, case)).state == "published"


async def test_a_danger_in_what_its_author_answers_weighs_like_one_of_the_story(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Ask back")
    await say(shop, joan, "How did you get more gold?")
    await press(shop, grace, "Answer")
    assert "Who asked reads it now" in (await say(shop, grace, MORE_MERCURY))[0]
    now = await case_now(shop, case)
    assert (now.danger, now.field) == (2, "geologist") and "mercury-up" in now.flags
    shown = (await say(shop, joan, "/next"))[0]
    assert "more mercury for more gold" in shown and "two must agree" in shown


async def test_a_stranger_who_makes_up_every_button_of_the_team_changes_nothing(
    shop: Workshop, grace: Person, amina: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    before = await story_of(shop, case), await case_now(shop, case)
    triggers = {one.trigger for one in CONVERSATIONS if isinstance(one, OnStaff) and not one.trigger.startswith("/")}
    await say(shop, amina, "English")
    await say(shop, amina, "/topics")
    message: Any = amina.newest_with_buttons(amina.private)
    button = message["reply_markup"]["inline_keyboard"][0][0]
    for trigger in triggers:
        button["callback_data"] = f"{trigger}:{case.number}:{before[0].revision}:sure"
        assert await do(shop, amina, lambda: amina.press(0, message)) == [REFUSED], trigger
    assert (await story_of(shop, case), await case_now(shop, case)) == before
