"""Who reports a danger has just said that nobody is in it now: they are not asked that again; a plain cry gets help."""

from datetime import timedelta

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from content.search.emergency import alarm
from tests.journeys.conversing import pass_by, press, say
from tests.journeys.hazards import kept, only

SW = speaker("sw")
FAINTED = "Hewa mbaya kwenye duara refu, watu wawili walizimia wiki iliyopita, John Mollel aliona. piga 0754 123 456"
FAINTED_IN_ENGLISH = "Bad air in the long shaft, two men fainted last week"
CANDLE = "A candle goes out three metres down in the old pit."
ASKED = "Is someone in danger now?"


async def _come_to_the_words(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/hazard")
    await press(shop, grace, "No")
    await press(shop, grace, "Bad air")
    await say(shop, grace, "Kenya")
    await press(shop, grace, "Migori")


async def test_a_report_that_may_be_a_cry_is_taken_without_a_second_question(shop: Workshop, amina: Person) -> None:
    heard = alarm(FAINTED)
    assert heard is not None and heard.level == "maybe_emergency"
    assert SW(f"⚠️ {ASKED}") in (await say(shop, amina, "/hazard"))[0]
    await press(shop, amina, SW("No"))
    await press(shop, amina, SW("💨 Bad air"))
    await say(shop, amina, "Tanzania")
    await press(shop, amina, "Geita")
    (marked,) = await say(shop, amina, FAINTED)
    assert "⛔" not in marked and "Mollel" in marked and "0754 123 456" in marked
    await press(shop, amina, SW("✂️ Take it out"))
    await press(shop, amina, SW("⏭ Skip"))
    await press(shop, amina, SW("📨 Send"))
    one = await only(shop)
    assert "watu wawili walizimia" in str(one.answers)
    assert "Mollel" not in str(one.answers) and "0754" not in str(one.answers)


async def test_a_plain_cry_gets_its_card_and_the_report_goes_on_with_its_words(shop: Workshop, grace: Person) -> None:
    await _come_to_the_words(shop, grace)
    assert "1. Stop everyone who wants to go down." in (await say(shop, grace, CANDLE))[0]
    assert await kept(shop, grace) == []
    await shop.restart()
    assert "A photo?" in (await press(shop, grace, "I tell of before"))[0]
    await press(shop, grace, "Skip")
    await press(shop, grace, "Send")
    assert (await only(shop)).answers["words"] == CANDLE


async def test_who_comes_back_to_it_later_is_asked_again(shop: Workshop, grace: Person) -> None:
    heard = alarm(FAINTED_IN_ENGLISH)
    assert heard is not None and heard.level == "maybe_emergency"
    await _come_to_the_words(shop, grace)
    await pass_by(shop, timedelta(minutes=40))
    warned, asked = await say(shop, grace, FAINTED_IN_ENGLISH)
    assert "⛔" in warned and ASKED in warned and "A photo?" in asked
