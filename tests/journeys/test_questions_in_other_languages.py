"""A passed question is written in other languages by a person, and only then asked of who reads them."""

from datetime import timedelta

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from content.schedule import Schedule
from handlers.members.gaps.gap import TONGUES
from storage.gaps import Gap
from storage.subscriptions import Wishes
from storage.team import Grant
from tests.journeys.asking_others import MUSIC, ask_others, only_gap, pass_on
from tests.journeys.conversing import from_bot, pass_by, press, say, text_of
from tests.journeys.reviewing import MODERATOR, acts, hire

HOUR = timedelta(hours=1)
SW, FR = speaker("sw"), speaker("fr")
IN_SWAHILI = "Muziki gani unawaweka watu macho zamu ya usiku?"
MORE_MERCURY = "Ongeza zebaki nyingi zaidi upate dhahabu nyingi zaidi, inafaa?"
EDITOR = Grant("editor", "sw")


async def _passed_for(shop: Workshop, asker: Person, *readers: Person) -> Gap:
    """Let members of other languages be willing to be asked, and a question be passed in its own."""
    for one in readers:
        await say(shop, one, "/answer")
        await press(shop, one, "🌍")
    await ask_others(shop, asker)
    gap = await only_gap(shop)
    await pass_on(shop, gap, en=MUSIC)
    await pass_by(shop, timedelta(minutes=1))
    return gap


async def _read_in(shop: Workshop, gap: Gap) -> set[str]:
    """Return the languages in which others may read a question."""
    async with shop.store.read() as r:
        known = await r.gaps.get(gap.id)
    assert known is not None
    return set(known.passed)


async def _open_kinds(shop: Workshop) -> set[str]:
    async with shop.store.read() as r:
        return {count.kind for count in await r.cases.open_counts(shop.clock.now())}


async def test_an_editor_writes_a_question_in_their_language_and_who_reads_it_is_asked(
    shop: Workshop, grace: Person, amina: Person
) -> None:
    jean = shop.local.add_person(first_name="Jean", language_code="fr")
    editor = await hire(shop, "Editor", EDITOR, languages=("en", "sw"))
    before = len(from_bot(amina)), len(from_bot(jean))
    gap = await _passed_for(shop, grace, amina, jean)
    assert not any(MUSIC in text_of(one) for one in (*from_bot(amina)[before[0] :], *from_bot(jean)[before[1] :]))
    assert {TONGUES["sw"], TONGUES["fr"]} <= await _open_kinds(shop)
    shown = (await say(shop, editor, "/next"))[0]
    assert MUSIC in shown and "Please write it in Swahili" in shown
    await press(shop, editor, "Translate")
    done = await say(shop, editor, IN_SWAHILI + " Piga 0754 123 456")
    assert "who reads Swahili can be asked now" in done[0]
    # The French one is nobody's here: it waits for who reads French.
    assert "Nothing waits for you" in done[1]
    await pass_by(shop, HOUR)
    asked = text_of(from_bot(amina)[-1])
    assert IN_SWAHILI in asked and "0754" not in asked
    assert SW("🌍 Translated from {language} by a person.", language=SW.tongue("en")) in asked
    assert not any(MUSIC in text_of(one) for one in from_bot(jean))
    [written] = [one for one in await acts(shop) if one[0] == "word-question"]
    assert written[1] == "editor" and written[3].endswith(":sw")
    assert await _read_in(shop, gap) == {"en", "sw"}


async def test_who_reads_only_the_language_it_is_wanted_in_is_not_given_it(
    shop: Workshop, grace: Person, amina: Person
) -> None:
    editor = await hire(shop, "Editor", EDITOR, languages=("sw", "fr"))
    await _passed_for(shop, grace, amina)
    assert SW("✅ Nothing waits for you now.") in (await say(shop, editor, "/next"))[0]


async def test_a_translation_of_an_editor_brings_in_no_danger(shop: Workshop, grace: Person, amina: Person) -> None:
    writer = await hire(shop, "Writer", EDITOR, languages=("en", "sw"))
    gap = await _passed_for(shop, grace, amina)
    await say(shop, writer, "/next")
    await press(shop, writer, "Translate")
    refused = (await say(shop, writer, MORE_MERCURY))[0]
    assert "Your words bring in something new: more mercury for more gold" in refused
    assert await _read_in(shop, gap) == {"en"}
    # It is still theirs, and can be written anew.
    await say(shop, writer, "/next")
    await press(shop, writer, "Translate")
    assert "can be asked now" in (await say(shop, writer, IN_SWAHILI))[0]


async def test_a_moderator_is_told_what_looks_dangerous_and_can_take_it_back(
    shop: Workshop, grace: Person, amina: Person
) -> None:
    writer = await hire(shop, "Writer", MODERATOR, languages=("en", "sw"))
    gap = await _passed_for(shop, grace, amina)
    await say(shop, writer, "/next")
    await press(shop, writer, "Translate")
    assert "⚠️ Look at: more mercury for more gold" in (await say(shop, writer, MORE_MERCURY))[0]
    assert await _read_in(shop, gap) == {"en", "sw"}
    await say(shop, writer, "/undo")
    assert "is back in the queue" in (await press(shop, writer, "others may read it"))[0]
    assert await _read_in(shop, gap) == {"en"}
    assert MUSIC in (await say(shop, writer, "/next"))[0]


async def test_what_is_answered_or_taken_back_meanwhile_needs_no_words(
    shop: Workshop, grace: Person, amina: Person
) -> None:
    writer = await hire(shop, "Writer", MODERATOR, languages=("en", "sw"))
    gap = await _passed_for(shop, grace, amina)
    await say(shop, writer, "/next")
    await press(shop, writer, "Translate")
    async with shop.store.write() as w:
        await w.gaps.reopen(gap.id)
    assert "Someone else has this open" in (await say(shop, writer, IN_SWAHILI))[0]
    assert await _read_in(shop, gap) == set()


async def test_words_are_wanted_in_the_languages_of_groups_too(shop: Workshop, grace: Person) -> None:
    async with shop.store.write() as w:
        await w.subscriptions.add(
            77,
            Wishes("cooperative", ("pt", "es"), Schedule((0,), 8, "UTC")),
            shop.clock.now() + timedelta(days=2),
            shop.clock.now(),
        )
    await _passed_for(shop, grace)
    assert await _open_kinds(shop) >= {TONGUES["pt"], TONGUES["es"]}


async def test_who_writes_in_another_language_goes_on_reading_their_own(shop: Workshop, grace: Person) -> None:
    jean = shop.local.add_person(first_name="Jean", language_code="fr")
    writer = await hire(shop, "Writer", MODERATOR, languages=("sw", "en", "fr"))
    await _passed_for(shop, grace, jean)
    await say(shop, writer, "/next")
    await press(shop, writer, SW("🌍 Translate"))
    done = await say(shop, writer, "Quelle musique tient les gens éveillés la nuit pendant le poste ?")
    assert "Kifaransa" in done[0] and done[1].startswith(SW("✅ Nothing waits for you now."))
    assert (await say(shop, writer, "/next"))[0].startswith(SW("✅ Nothing waits for you now."))
