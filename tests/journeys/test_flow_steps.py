"""How steps of every kind are answered: by press, number, word, photo, voice; and what can't be read, said kindly."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import do, from_bot, label, press, say
from tests.journeys.trial import ENDED, trial

__all__ = ["trial"]
pytestmark = pytest.mark.usefixtures("trial")
TO = {
    "mineral": ["/trial", "1"],
    "grams": ["/trial", "1", "1 2"],
    "photos": ["/trial", "1", "1 2", "5"],
    "voice": ["/trial", "1", "1 2", "5", "skip"],
    "place": ["/trial", "1", "1 2", "5", "skip", "skip"],
    "story": ["/trial", "1", "1 2", "5", "skip", "skip", "Tanzania", "Geita"],
    "consent": ["/trial", "1", "1 2", "5", "skip", "skip", "Tanzania", "Geita", "we wash twice"],
    "preview": ["/trial", "1", "1 2", "5", "skip", "skip", "Tanzania", "Geita", "we wash twice", "yes"],
}


async def _go_to(shop: Workshop, person: Person, step: str) -> str:
    answers = [""]
    for text in TO[step]:
        answers = await say(shop, person, text)
    return answers[-1]


async def test_everything_can_be_typed_with_numbers_and_words(shop: Workshop, grace: Person) -> None:
    shown = await _go_to(shop, grace, "preview")
    for line in ("Result: Better now", "Minerals: Gold and Tin", "Weight: 5 g", "Photos: –", "Place: Geita, Tanzania"):
        assert line in shown
    assert "Story: we wash twice" in shown and "Consent: Yes, with all" in shown and "Why" not in shown
    assert await say(shop, grace, "1") == ["The trial has ended."]
    assert dict(ENDED[0]) == {
        "result": "better",
        "mineral": ["gold", "tin"],
        "grams": "5",
        "photos": None,
        "voice": None,
        "place": {"country": "TZ", "region": "Geita"},
        "story": "we wash twice",
        "consent": {"version": "1", "given": "all"},
    }


async def test_everything_can_be_pressed(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/trial")
    assert "Which minerals?" in (await press(shop, grace, "Better now"))[0]
    await press(shop, grace, "Tin")
    await press(shop, grace, "Gems")
    await press(shop, grace, "Tin")
    assert [one for row in grace.buttons for one in row][:4] == ["1 ⬜ Gold", "2 ⬜ Tin", "3 ☑️ Gems", "4 ✔️ Done"]
    assert "grams" in (await press(shop, grace, "Done"))[0]
    await say(shop, grace, "7")
    await press(shop, grace, "Skip")
    assert "country" in (await press(shop, grace, "Skip"))[0]
    assert "region" in (await press(shop, grace, 0))[0]
    assert "What did you do?" in (await press(shop, grace, "Only the country"))[0]
    await say(shop, grace, "we wash twice")
    assert "Send it?" in (await press(shop, grace, "Yes, with all"))[0]
    assert await press(shop, grace, "Send") == ["The trial has ended."]
    assert ENDED[0]["mineral"] == ["gems"] and ENDED[0]["place"]["region"] == ""


async def test_a_bare_number_is_the_value_that_is_asked_for_not_a_number_of_a_menu(
    shop: Workshop, grace: Person
) -> None:
    await _go_to(shop, grace, "grams")
    await say(shop, grace, "💰")
    assert "photo" in (await say(shop, grace, "1"))[0]
    await press(shop, grace, "Back")
    assert "So far: 1 g" in from_bot(grace)[-1]["text"]


async def test_what_reads_two_ways_is_asked_with_buttons(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "grams")
    assert "more than one way" in (await say(shop, grace, "1,500"))[0]
    await shop.restart()
    assert "photo" in (await say(shop, grace, "2"))[0]
    await say(shop, grace, "back")
    assert "So far: 1500 g" in from_bot(grace)[-1]["text"]


async def test_one_line_fills_several_steps_and_the_rest_is_asked(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/trial")
    assert "photo" in (await say(shop, grace, "better gold 12 g we wash the sand twice"))[0]
    await say(shop, grace, "skip")
    await say(shop, grace, "skip")
    await say(shop, grace, "kenya")
    assert "May we share" in (await say(shop, grace, "Migori"))[0]


async def test_one_answer_decides_whether_another_is_asked(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/trial")
    assert "Why worse?" in (await say(shop, grace, "worse gold 12 g we wash the sand twice"))[0]
    await say(shop, grace, "the carpet was old")
    for typed in ("skip", "skip", "Tanzania", "Geita"):
        await say(shop, grace, typed)
    assert "Why: the carpet" in (await say(shop, grace, "yes"))[0]
    await press(shop, grace, "✏️ Result")
    assert "Why" not in (await press(shop, grace, "Better now"))[0]
    await press(shop, grace, "Send")
    assert "why" not in ENDED[0]


async def test_any_answer_is_changed_at_the_preview_and_all_others_stay(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "preview")
    assert "So far: we wash twice" in (await press(shop, grace, "✏️ Story"))[0]
    assert "Story: we wash it three times" in (await say(shop, grace, "we wash it three times"))[0]
    await press(shop, grace, "✏️ Weight")
    assert "Weight: 5 g" in (await press(shop, grace, "Leave it so"))[0]
    await press(shop, grace, "✏️ Place")
    await press(shop, grace, 0)
    shown = (await say(shop, grace, "Kigoma"))[0]
    assert "Place: Kigoma" in shown and "Minerals: Gold and Tin" in shown


async def test_back_goes_through_all_steps_and_loses_nothing(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "consent")
    for question in (
        "What did you do?",
        "Which country?",
        "voice note?",
        "photo?",
        "grams?",
        "minerals?",
        "came of it",
    ):
        assert question in (await say(shop, grace, "back"))[-1]
    assert "May we share" in (await press(shop, grace, "Leave it so"))[0]


async def test_an_album_is_one_answer_with_one_reply(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "photos")
    before = len(from_bot(grace))
    for number in range(5):
        grace.send_photo(b"\xff\xd8" + bytes([number]), media_group_id="album-1")
    await shop.idle()
    assert len(from_bot(grace)) == before + 1 and "voice note?" in from_bot(grace)[-1]["text"]
    for typed in ("skip", "Tanzania", "Geita", "we wash twice", "yes"):
        await say(shop, grace, typed)
    assert "Photos: 📷 3" in from_bot(grace)[-1]["text"]
    await press(shop, grace, "Send")
    assert len(set(ENDED[0]["photos"])) == 3


async def test_an_album_where_words_are_asked_gets_one_sentence(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "story")
    before = len(from_bot(grace))
    for number in range(4):
        grace.send_photo(b"\xff\xd8" + bytes([number]), media_group_id="album-2")
    await shop.idle()
    assert [one["text"].partition("\n")[0] for one in from_bot(grace)[before:]] == [
        "Here I need words. I did not keep the picture or file. Please write it."
    ]


async def test_of_a_picture_with_words_the_words_are_taken_and_that_is_said(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "story")
    answers = await do(shop, grace, lambda: grace.send_photo(b"\xff\xd8", "we wash twice"))
    assert answers == ["I took the words and left the picture out.\n\nMay we share it?"]


async def test_a_voice_note_answers_where_it_may_and_is_shown_by_its_length(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "voice")
    assert "too long" in (await do(shop, grace, lambda: grace.send_voice(b"OggS", 61)))[0]
    await do(shop, grace, lambda: grace.send_voice(b"OggS", 59))
    for typed in ("Tanzania", "Geita"):
        await say(shop, grace, typed)
    assert "May we share" in (await do(shop, grace, lambda: grace.send_voice(b"OggS", 75)))[0]
    shown = (await say(shop, grace, "ndiyo"))[0]
    assert "Voice: 🎤 0:59" in shown and "Story: 🎤 1:15" in shown


ACTS: list[tuple[str, Callable[[Person], Any], str]] = [
    ("story", lambda p: p.send_sticker(), "can't read this as an answer"),
    ("story", lambda p: p.send_location(), "do not keep exact places"),
    ("story", lambda p: p.send_contact(), "do not keep phone numbers"),
    ("story", lambda p: p.send_photo(b"\xff\xd8"), "I need words"),
    ("story", lambda p: p.say("👍👍"), "Signs and pictures alone"),
    ("story", lambda p: p.say("ok"), "very short"),
    ("story", lambda p: p.say("a" * 4096), "too long"),
    ("grams", lambda p: p.send_voice(b"OggS"), "can't take a voice note"),
    ("grams", lambda p: p.say("many"), "Write grams"),
    ("grams", lambda p: p.say("a" * 4096), "Write grams"),
    ("photos", lambda p: p.say("here it is"), "I need a photo"),
    ("photos", lambda p: p.send_document(b"\x89PNG", "a.png"), "as a photo, not as a file"),
    ("photos", lambda p: p.send_photo(b"\xff\xd8" * 600), "too large"),
    ("voice", lambda p: p.say("perhaps"), "I need a voice note"),
    ("mineral", lambda p: p.say("plutonium"), "press one of the buttons"),
    ("mineral", lambda p: p.send_sticker(), "press one of the buttons"),
    ("mineral", lambda p: p.say("1 9"), "press one of the buttons"),
    ("place", lambda p: p.say("Atlantis"), "don't know this country"),
    ("place", lambda p: p.send_location(), "do not keep exact places"),
    ("consent", lambda p: p.say("perhaps"), "press one of the buttons"),
]


@pytest.mark.parametrize(("step", "act", "words"), ACTS, ids=[f"{step}-{words}" for step, _, words in ACTS])
async def test_what_is_no_answer_is_said_in_one_sentence_and_the_step_is_asked_again(
    shop: Workshop, grace: Person, step: str, act: Callable[[Person], Any], words: str
) -> None:
    asked = await _go_to(shop, grace, step)
    answers = await do(shop, grace, lambda: act(grace))
    assert len(answers) == 1 and words in answers[0] and answers[0].endswith(asked)
    assert label(grace, "Cancel")


async def test_a_region_is_never_a_number_or_a_point_on_a_map(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "place")
    await say(shop, grace, "Kongo - Kinshasa")
    assert "Which country" in (await say(shop, grace, "back"))[0]
    await say(shop, grace, "Tanzanie")
    for point in ("-2.87, 32.23", "pit 7", "x" * 61):
        assert "Only the name of the region" in (await say(shop, grace, point))[0]
    assert "What did you do?" in (await say(shop, grace, "Mwanza"))[0]


async def test_an_option_that_ends_it_says_why_and_keeps_nothing(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/trial")
    assert await press(shop, grace, "I am 12") == ["Come back."]
    assert await say(shop, grace, "/cancel") == ["There is nothing to cancel. Write your question."]


@pytest.mark.parametrize("typed", ["no", "hapana", "2"])
async def test_without_consent_nothing_is_kept(shop: Workshop, grace: Person, typed: str) -> None:
    await _go_to(shop, grace, "consent")
    assert await say(shop, grace, typed) == ["Then nothing is kept."]
    async with shop.store.read() as r:
        member = await r.members.find(grace.id)
        assert member and await r.drafts.find(member.id, member.id) is None
    assert ENDED == []


async def test_a_week_later_the_number_still_means_the_option(shop: Workshop, grace: Person) -> None:
    await _go_to(shop, grace, "mineral")
    await shop.clock.turn(timedelta(days=7))
    assert "grams" in (await say(shop, grace, "3"))[0]
