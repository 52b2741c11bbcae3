"""A story of an accident sounds like a cry: it is kept, one line asks whether someone is in danger, nothing is lost."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from content.search.emergency import alarm
from tests.journeys.conversing import label, pass_by, press, say
from tests.journeys.sharing import answers_of, only, share, stories

ASKED = "⚠️ Is someone in danger now? I have kept what you wrote."
NO = "✍️ No, my story"
ACCIDENT = (
    "A rock cut his thigh and blood was jumping. We pressed with a shirt for the whole ride to hospital and never "
    "looked under it. The doctor said that saved him."
)
# Plain enough to be an emergency without doubt, and long enough to be the story that was just asked for.
PLAIN = (
    "The wall has fallen on my two brothers in the shaft and they do not answer us, we dig with our hands, "
    "please help us now"
)
UNASKED = (
    "We drilled into the old works and water came to our necks, two men were gone under. We pulled them out with the "
    "pump hose and pressed on their chests."
)
SHORT = "my brother fell into the shaft and does not answer"
ACCIDENTS = {
    "sw": "Mwamba ulimwangukia mwenzangu mguuni na damu nyingi ilitoka. Tulifunga kwa kitambaa tukambeba hospitali "
    "usiku huo huo.",
    "fr": "Il est tombé dans le puits et ne bougeait plus. On est descendus avec une corde et on l'a porté jusqu'au "
    "centre de santé.",
    "es": "Mi primo se cayó al pique y no se movía. Bajamos con soga y lo llevamos cargado hasta la posta.",
    "ar": "حجر قطع فخدو والدم كان بينط. ضغطنا بقميص لحد المستشفى وما عاينا تحتو.",
}


@pytest.mark.parametrize("language", list(ACCIDENTS))
async def test_an_accident_told_as_a_story_is_asked_about_first_and_never_typed_twice(
    shop: Workshop, language: str
) -> None:
    person = shop.local.add_person(first_name="Noor", language_code=language)
    told, in_words = ACCIDENTS[language], speaker(language)
    await say(shop, person, "/share")
    assert alarm(told) is not None
    assert (await say(shop, person, told))[0].endswith(in_words(ASKED))
    await shop.restart()
    assert await press(shop, person, in_words(NO)) == [in_words("What came of it?")]
    await press(shop, person, in_words("👍 Better"))
    await say(shop, person, "1 3")
    assert answers_of(await only(shop)) == {"story": told, "result": "better"}


async def test_no_can_be_typed_and_the_number_as_well(shop: Workshop, grace: Person, amina: Person) -> None:
    await say(shop, grace, "/share")
    await say(shop, grace, ACCIDENT)
    assert await say(shop, grace, "no") == ["What came of it?"]
    await say(shop, amina, "/share")
    await say(shop, amina, ACCIDENTS["sw"])
    assert await say(shop, amina, "2") == [speaker("sw")("What came of it?")]


async def test_who_is_in_danger_gets_the_card_and_the_text_is_kept(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    assert await say(shop, grace, ACCIDENT) == [ASKED]
    card = (await say(shop, grace, "yes"))[0]
    assert "⛔" in card and "Reply 1 when someone is helping." in card
    await shop.restart()
    assert "What came of it?" in (await press(shop, grace, "I tell of before"))[0]
    assert not await stories(shop)


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        (
            "Since then a first aid box hangs at the winch, and each shift looks into it before work.",
            "What came of it?",
        ),
        ("And a year later a rock cut his brother's arm, the blood jumped, we pressed it the same way.", ASKED),
    ],
)
async def test_what_is_written_instead_of_pressing_goes_on_with_what_was_kept(
    shop: Workshop, grace: Person, more: str, asked: str
) -> None:
    await say(shop, grace, "/share")
    await say(shop, grace, ACCIDENT)
    assert (await say(shop, grace, more))[0].endswith(asked)
    await shop.restart()
    if asked == ASKED:
        await press(shop, grace, NO)
    await press(shop, grace, "👍 Better")
    await say(shop, grace, "1 3")
    assert answers_of(await only(shop))["story"] == f"{ACCIDENT}\n{more}"


async def test_a_plain_cry_just_after_a_story_was_asked_for_has_the_safe_line_first(
    shop: Workshop, grace: Person
) -> None:
    await say(shop, grace, "/share")
    told = (await say(shop, grace, PLAIN))[0]
    assert told.startswith("⛔ Everybody out, now.")
    assert told.endswith(ASKED)
    assert "Reply 1 when someone is helping." in (await say(shop, grace, "yes"))[0]


async def test_a_short_cry_in_a_story_gets_the_card_at_once_and_the_story_waits(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    assert "Reply 1 when someone is helping." in (await say(shop, grace, SHORT))[0]
    assert label(grace, "I tell of before")
    assert "What did you do" in (await say(shop, grace, "/share"))[0]
    await say(shop, grace, "We hung a first aid box at the winch, it is there for all of us.")
    await press(shop, grace, "👍 Better")
    await say(shop, grace, "1 3")
    assert SHORT not in answers_of(await only(shop))["story"]


async def test_an_hour_later_a_plain_cry_is_one_first(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/share")
    await pass_by(shop, timedelta(hours=1))
    assert "Reply 1 when someone is helping." in (await say(shop, grace, PLAIN))[0]
    assert "What came of it?" in (await press(shop, grace, "I tell of before"))[0]


async def test_what_is_added_to_a_story_is_asked_about_in_the_same_way(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    await press(shop, grace, "Add more")
    await press(shop, grace, "The problem")
    assert await say(shop, grace, ACCIDENT) == [ASKED]
    await press(shop, grace, NO)
    assert answers_of(await only(shop))["problem"] == ACCIDENT


async def test_a_story_that_was_typed_unasked_is_asked_about_and_may_then_be_passed_on(
    shop: Workshop, grace: Person
) -> None:
    heard = alarm(UNASKED)
    assert heard is not None and heard.level == "maybe_emergency"
    assert await say(shop, grace, UNASKED) == [ASKED]
    assert "Shall I pass it on" in (await press(shop, grace, NO))[0]
    assert "What came of it?" in (await press(shop, grace, "Yes, pass it on"))[0]
    await press(shop, grace, "Better")
    await say(shop, grace, "1 3")
    assert answers_of(await only(shop))["story"] == UNASKED


async def test_or_it_is_dropped_or_the_card_is_shown(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, UNASKED)
    await say(shop, grace, "no")
    await press(shop, grace, "No, drop it")
    assert await say(shop, grace, UNASKED) == [ASKED]
    assert "⛔" in (await say(shop, grace, "yes"))[0]
