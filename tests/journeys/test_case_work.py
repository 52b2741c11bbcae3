"""What else is done with a story: a question back, its like, a field, help, a translation, undoing."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from storage.cases import UNDO_LASTS
from storage.team import Grant
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say, text_of, voice_of
from tests.journeys.reviewing import DOCTOR, MODERATOR, STORY, acts, case_now, hire, story_of, tell
from tests.journeys.sharing import share


async def test_a_question_goes_to_the_author_and_the_answer_comes_back_by_number_only(
    shop: Workshop, grace: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Ask back")
    asked = await say(shop, joan, "How long were the two pipes?")
    assert any(f"{case.number}: asked" in text for text in asked) and "Nothing waits" in asked[-1]
    assert "How long were the two pipes?" in text_of(from_bot(grace)[-1])
    assert "Joan" not in text_of(from_bot(grace)[-1])
    await press(shop, grace, "Answer")
    assert "Who asked reads it now" in (await say(shop, grace, "Each was one metre long."))[0]
    shown = (await say(shop, joan, "/next"))[0]
    assert "❓ How long were the two pipes?" in shown and "💬 Each was one metre long." in shown
    assert "Grace" not in shown
    await press(shop, joan, "Publish")
    published = (await story_of(shop, case)).shown
    assert published and "metre" not in str(published)


async def test_an_author_may_answer_by_replying_and_a_cry_in_a_reply_is_a_cry(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Ask back")
    await say(shop, joan, "How long were the two pipes?")
    question = from_bot(grace)[-1]
    cried = await do(shop, grace, lambda: grace.say("help, my friend is unconscious in the pit", reply_to=question))
    assert "⛔" in cried[0]
    told = await do(shop, grace, lambda: grace.say("Each was one metre long.", reply_to=question))
    assert "Who asked reads it now" in told[0]
    assert "💬 Each was one metre long." in (await say(shop, joan, "/next"))[0]
    again = await do(shop, grace, lambda: grace.say("And two hands wide.", reply_to=question))
    assert "in danger now?" in again[0] and "Who asked reads it now" in again[-1]


async def test_a_story_turns_nothing_around_on_the_screen_of_who_reads_it(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await share(shop, grace, "We put\u2067 a tarp over\u2066 the pit\u202e and the water stayed out all the week.")
    shown = (await say(shop, joan, "/next"))[0]
    assert "We put a tarp over the pit and the water stayed out all the week." in shown


async def test_an_unanswered_question_comes_back_after_two_days(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Ask back")
    await say(shop, joan, "How long were the two pipes?")
    await shop.clock.turn(timedelta(hours=49))
    assert case.number in (await say(shop, joan, "/next"))[0]


async def test_a_story_like_a_published_one_is_counted_with_it(shop: Workshop, grace: Person, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "fr"])
    first = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    second = await tell(
        shop, amina, "Nous avons fait une cornue avec deux tuyaux, la fumée de mercure reste dedans.", language="fr"
    )
    shown = (await say(shop, joan, "/next"))[0]
    assert "Alike, and published:" in shown and "👯 1 · English" in shown
    await press(shop, joan, "👯 = 1")
    assert (await story_of(shop, first)).tried == 1
    assert ((await story_of(shop, second)).state, (await case_now(shop, second)).decision) == ("rejected", "merged")
    assert "compte avec" in text_of(from_bot(amina)[-1])
    await say(shop, joan, "/undo")
    assert "back in the queue" in (await press(shop, joan, "counted with another"))[0]
    assert (await story_of(shop, first)).tried == 0
    one = await story_of(shop, second)
    assert one.state == "waiting" and "cornue" in one.answers["story"]
    assert (await story_of(shop, first)).state == "published"


async def test_what_a_field_must_see_is_handed_on_to_it(shop: Workshop, grace: Person) -> None:
    joan, ali = await hire(shop, "Joan", MODERATOR), await hire(shop, "Ali", DOCTOR)
    case = await tell(shop, grace)
    assert "Nothing waits" in (await say(shop, ali, "/next"))[0]
    await say(shop, joan, "/next")
    await press(shop, joan, "Hand on")
    await press(shop, joan, "doctor")
    assert "knows this field: doctor" in text_of(from_bot(grace)[-1])
    handed = next(one for one in reversed(from_bot(joan)) if "waits for: doctor" in text_of(one))
    assert "Nothing waits" in (await say(shop, joan, "/next"))[0]
    assert "back in the queue" in (await do(shop, joan, lambda: joan.press(0, handed)))[0]
    await say(shop, joan, "/next")
    asked = (await press(shop, joan, "Hand on"))[0]
    assert "Nobody is there for: engineer, lawyer" in asked and "doctor" not in asked
    await press(shop, joan, "doctor")
    assert "Handed on to: doctor." in (await say(shop, ali, "/next"))[0]
    await press(shop, ali, "Publish")
    assert (await story_of(shop, case)).state == "published"


async def test_what_waits_a_day_for_a_field_without_anybody_may_be_asked_outside(shop: Workshop, grace: Person) -> None:
    joan, boss = await hire(shop, "Joan", MODERATOR), await hire(shop, "Boss", Grant("coordinator"))
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Hand on")
    await press(shop, joan, "geologist")
    await pass_by(shop, timedelta(hours=25))
    assert "Stories that have waited a day for an expert: 1." in text_of(from_bot(boss)[-1])
    await say(shop, boss, "/team")
    await press(shop, boss, "Ask outside")
    made = (await press(shop, boss, case.number))[0]
    stranger = shop.local.add_person(first_name="Dr Ndiaye", language_code="en")
    await do(shop, stranger, lambda: stranger.start(made.split("start=")[1]))
    await press(shop, stranger, "Safe")
    assert "An expert from outside says: safe." in (await say(shop, joan, "/next"))[0]
    await press(shop, joan, "Publish")
    assert (await story_of(shop, case)).state == "published"


async def test_an_emergency_in_a_story_is_answered_by_its_card_at_once(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace, "He lies in the shaft and does not breathe, we wait for you.")
    await say(shop, joan, "/next")
    offered = await press(shop, joan, "🆘 Emergency")
    assert offered == ["Which emergency is it? Its author gets the card at once."]
    before = len(from_bot(grace))
    await press(shop, joan, joan.buttons[0][0])
    card = text_of(from_bot(grace)[-1])
    assert len(from_bot(grace)) == before + 1 and "⛔" in card and "📞" in card
    assert ("call-emergency", "moderator", 1) in [act[:3] for act in await acts(shop)]
    assert (await case_now(shop, case)).state == "open"


async def test_a_translation_by_hand_is_stamped_and_stands_beside_the_original(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "fr"])
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Translate")
    asked = await press(shop, joan, "French")
    assert STORY in asked[0]
    shown = await say(shop, joan, "Nous avons fait une cornue avec deux tuyaux.")
    assert "🌍 French: Nous avons fait une cornue" in shown[-1]
    await press(shop, joan, "Publish")
    kept = (await story_of(shop, case)).shown
    assert kept and kept["story"] == STORY
    stamp = {"text": "Nous avons fait une cornue avec deux tuyaux.", "by": 1, "on": "2026-11-23"}
    assert kept["translations"] == {"fr": stamp}


async def test_what_is_taken_out_of_any_part_of_a_story_does_not_go_out_translated(
    shop: Workshop, grace: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "fr"])
    case = await tell(shop, grace, more={"problem": "The smoke of the pit at the old church made us ill."})
    await say(shop, joan, "/next")
    await press(shop, joan, "Translate")
    await press(shop, joan, "French")
    await say(shop, joan, "La fumée du puits de la vieille église nous rendait malades. Nous avons fait une cornue.")
    await press(shop, joan, "Change words")
    await press(shop, joan, "The problem")
    await say(shop, joan, "The smoke of the pit made us ill.")
    kept = (await story_of(shop, case)).shown
    assert kept and kept["problem"] == "The smoke of the pit made us ill."
    assert "translations" not in kept


async def test_a_voice_is_written_down_before_anything_goes_out(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await say(shop, grace, "/start")
    grace.send_voice(b"OggS voice")
    await shop.idle()
    file_id = voice_of(grace)
    case = await tell(shop, grace, more={"story": {"voice": file_id, "seconds": 3}})
    await say(shop, joan, "/next")
    assert any("voice" in message for message in from_bot(joan))
    assert "Write down what it says first" in (await press(shop, joan, "Publish"))[0]
    await press(shop, joan, "Write it down")
    shown = await say(shop, joan, STORY)
    assert f"What you did: {STORY}" in shown[-1]
    await press(shop, joan, "✅ Publish")
    kept = (await story_of(shop, case)).shown
    assert kept and kept["story"] == STORY and file_id not in str(kept)


def _picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (64, 48), "grey").save(written, "JPEG")
    return written.getvalue()


async def test_pictures_are_seen_before_they_go_out_and_can_be_erased(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    async with shop.store.write() as w:
        await w.experiences.add_picture(case.subject, 1, _picture())
    await say(shop, joan, "/next")
    assert any("photo" in message for message in from_bot(joan))
    assert "erased" in (await press(shop, joan, "No pictures"))[0]
    async with shop.store.read() as r:
        assert await r.experiences.pictures(case.subject) == []


async def test_pictures_that_went_out_are_one_tap_away_for_readers_until_the_story_is_taken_back(
    shop: Workshop, grace: Person, amina: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    async with shop.store.write() as w:
        for place in (1, 2):
            await w.experiences.add_picture(case.subject, place, _picture())
    await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    await say(shop, amina, "English")
    await say(shop, amina, "how do I burn amalgam safely")
    await press(shop, amina, "miner's story")
    assert not any("photo" in one for one in from_bot(amina)), "no byte that nobody asked for"
    message, button = amina.newest_with_buttons(amina.private), label(amina, "Photos: 2")
    await do(shop, amina, lambda: amina.press(button, message))
    assert sum("photo" in one for one in from_bot(amina)) == 2
    await do(shop, grace, lambda: grace.say("/forget"))
    await shop.clock.turn(timedelta(minutes=5))
    assert "not here any more" in (await do(shop, amina, lambda: amina.press(button, message)))[0]
    assert sum("photo" in one for one in from_bot(amina)) == 2


async def test_a_decision_is_put_back_within_a_day_and_found_no_more(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    assert shop.app.services.experiences.search({"retort": 1.0}, {"retort": 1.0}, [], "en")
    await say(shop, joan, "/undo")
    assert "back in the queue" in (await press(shop, joan, case.number))[0]
    one = await story_of(shop, case)
    assert (one.state, one.answers["story"], one.shown) == ("waiting", STORY, None)
    assert not shop.app.services.experiences.search({"retort": 1.0}, {"retort": 1.0}, [], "en")
    assert "looked at once more" in text_of(from_bot(grace)[-1])
    assert case.number in (await say(shop, joan, "/next"))[0]
    await press(shop, joan, "Publish")
    await shop.clock.turn(UNDO_LASTS)
    assert "Nothing can be put back" in (await say(shop, joan, "/undo"))[0]


async def test_nobody_puts_back_what_another_decided(shop: Workshop, grace: Person) -> None:
    joan, mary = await hire(shop, "Joan", MODERATOR), await hire(shop, "Mary", MODERATOR)
    case = await tell(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    await say(shop, mary, "/team")
    message: Any = mary.newest_with_buttons(mary.private)
    message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = f"undo:{case.number}"
    assert "can't be put back" in (await do(shop, mary, lambda: mary.press(0, message)))[0]
    assert (await story_of(shop, case)).state == "published"
