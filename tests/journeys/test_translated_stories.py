"""A story that is out is put into other languages by hand: from /next or from under it; stamped, and taken back."""

from datetime import timedelta
from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from content.reviewing import FLAGS, is_distressing
from handlers.members.stories.translations import MOST_WANTED, STORIES_IN
from storage.experiences import CASE_KIND
from storage.team import Grant
from tests.journeys.asking_others import MUSIC, ask_others, member_of, only_gap, pass_on, publish
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say, text_of
from tests.journeys.reviewing import MODERATOR, acts, hire, tell
from tests.journeys.sharing import story_now

BURN = "how do I burn amalgam safely"
SPANISH = "Hicimos una retorta con dos tubos y el humo quedó dentro."
ENGLISH = "We made a retort from two pipes and the smoke stayed inside."
CARD = "hs-mercury-retort"
UNTRANSLATED = "🌍 Told in Spanish. Nobody has translated it yet."


async def _read(shop: Workshop, reader: Person) -> str:
    await say(shop, reader, BURN)
    return (await press(shop, reader, "1 miner's story"))[0]


async def test_what_is_read_untranslated_is_given_to_an_editor_who_reads_both(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    one = await publish(shop, pedro, SPANISH, language="es", card=CARD)
    editor = await hire(shop, "Ed", Grant("editor", "en"), languages=["en", "es"])
    other = await hire(shop, "Mary", Grant("editor", "en"))
    assert "Nothing waits" in (await say(shop, editor, "/next"))[0]
    assert UNTRANSLATED in await _read(shop, grace)
    assert "Nothing waits" in (await say(shop, other, "/next"))[0]
    await pass_by(shop, timedelta(hours=24))
    assert "1 waiting" in text_of(from_bot(editor)[-1]) and "waiting" not in text_of(from_bot(other)[-1])
    given = (await say(shop, editor, "/next"))[0]
    assert SPANISH in given and "people who read English" in given and "Pedro" not in given
    await press(shop, editor, "Translate")
    done = await say(shop, editor, f"{ENGLISH} Call Juma on +255 754 123 456.")
    assert "who reads English reads it so now" in done[0] and "Nothing waits" in done[-1]
    shown = await _read(shop, grace)
    assert ENGLISH in shown and SPANISH not in shown and "🌍 Translated from Spanish by our staff." in shown
    assert "754" not in shown
    assert SPANISH in (await press(shop, grace, "Original"))[0]
    stamp = ((await story_now(shop, one)).shown or {})["translations"]["en"]
    assert (stamp["by"], stamp["on"]) == (1, "2026-11-24")
    assert ("translate-story", "editor", 1) in [act[:3] for act in await acts(shop)]


async def test_from_under_a_story_it_is_one_press_for_who_reads_both(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    await publish(shop, pedro, SPANISH, language="es", card=CARD)
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "es", "fr"])
    await _read(shop, joan)
    asked = await press(shop, joan, "🌍 Translate")
    assert asked == ["Into which language?"]
    assert SPANISH in (await press(shop, joan, "English"))[0]
    assert "reads it so now" in (await say(shop, joan, ENGLISH))[0]
    assert ENGLISH in await _read(shop, grace)
    assert not any("Translate" in one for row in grace.buttons for one in row)


async def test_a_translation_is_of_all_that_was_written(shop: Workshop, grace: Person, pedro: Person) -> None:
    more = {"problem": "El humo nos enfermaba."}
    await publish(shop, pedro, SPANISH, language="es", card=CARD, more=more)
    editor = await hire(shop, "Ed", Grant("editor", "en"), languages=["en", "es"])
    assert "El humo" in await _read(shop, grace)
    assert "El humo" in (await say(shop, editor, "/next"))[0]
    assert "El humo" in (await press(shop, editor, "Translate"))[0]
    await say(shop, editor, f"The smoke made us ill. {ENGLISH}")
    shown = await _read(shop, grace)
    assert "The smoke made us ill." in shown and "El humo" not in shown
    original = (await press(shop, grace, "Original"))[0]
    assert "El humo" in original and SPANISH in original


async def test_the_words_that_must_stand_with_a_story_stand_with_its_original_too(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    more: dict[str, Any] = {
        "translations": {"en": {"text": ENGLISH, "by": 1, "on": "2026-11-01"}},
        "caution": {"text": "Solo al aire libre.", "language": "es"},
    }
    await publish(shop, pedro, SPANISH, language="es", card=CARD, more=more)
    assert "Solo al aire libre." in await _read(shop, grace)
    original = (await press(shop, grace, "Original"))[0]
    assert original.index("Solo al aire libre.") < original.index(SPANISH)


async def test_by_its_file_number_a_story_that_is_out_is_opened_and_translated(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "es"])
    case = await tell(shop, pedro, SPANISH, language="es")
    assert "no story that is out" in (await say(shop, joan, f"/next {case.number}"))[0]
    await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    shown = await say(shop, joan, f"/next {case.number.lower()}")
    assert SPANISH in shown[0] and "not advice" in shown[0]
    await press(shop, joan, "🌍 Translate")
    await say(shop, joan, ENGLISH)
    assert ENGLISH in (await say(shop, joan, f"/next {case.number}"))[0]
    assert "no story that is out" in (await say(shop, joan, "/next ABC123"))[0]


async def test_a_translation_is_put_back_within_a_day(shop: Workshop, grace: Person, pedro: Person) -> None:
    await publish(shop, pedro, SPANISH, language="es", card=CARD)
    editor = await hire(shop, "Ed", Grant("editor", "en"), languages=["en", "es"])
    await _translate(shop, editor, ENGLISH)
    assert ENGLISH in await _read(shop, grace)
    await say(shop, editor, "/undo")
    assert "back in the queue" in (await press(shop, editor, "others may read it"))[0]
    assert UNTRANSLATED in await _read(shop, grace)
    assert SPANISH in (await say(shop, editor, "/next"))[0]


async def _translate(shop: Workshop, staff: Person, words: str) -> list[str]:
    await _read(shop, staff)
    await press(shop, staff, "🌍 Translate")
    return await say(shop, staff, words)


async def test_a_translation_brings_in_no_danger(shop: Workshop, grace: Person, pedro: Person) -> None:
    one = await publish(shop, pedro, SPANISH, language="es", card=CARD)
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "es"])
    said = await _translate(shop, joan, "We burned the amalgam in the kitchen over the cooking fire.")
    assert "bring in something new" in said[0]
    assert "translations" not in ((await story_now(shop, one)).shown or {}) and UNTRANSLATED in await _read(shop, grace)


async def test_who_was_slower_writes_over_nothing(shop: Workshop, grace: Person, pedro: Person) -> None:
    await publish(shop, pedro, SPANISH, language="es", card=CARD)
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "es"])
    mary = await hire(shop, "Mary", MODERATOR, languages=["en", "es"])
    await _read(shop, mary)
    await press(shop, mary, "🌍 Translate")
    await _translate(shop, joan, ENGLISH)
    assert "Someone else has this open or has decided it" in (await say(shop, mary, "Two pipes, no smoke."))[0]
    assert ENGLISH in await _read(shop, grace)


async def test_what_was_taken_back_meanwhile_is_not_shown_translated(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    one = await publish(shop, pedro, SPANISH, language="es", card=CARD)
    editor = await hire(shop, "Ed", Grant("editor", "en"), languages=["en", "es"])
    await _read(shop, grace)
    await say(shop, editor, "/next")
    await press(shop, editor, "Translate")
    await do(shop, pedro, lambda: pedro.say("/forget"))
    assert "Someone else has this open or has decided it" in (await say(shop, editor, ENGLISH))[0]
    assert (await story_now(shop, one)).shown is None
    assert "Nothing waits" in (await say(shop, editor, "/next"))[0]


async def test_who_asked_and_got_it_untranslated_gets_it_once_more(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    await ask_others(shop, grace)
    gap = await only_gap(shop)
    await pass_on(shop, gap)
    await publish(shop, pedro, "Cantamos canciones viejas de noche.", language="es", gap=gap)
    assert UNTRANSLATED in text_of(from_bot(grace)[-1])
    editor = await hire(shop, "Ed", Grant("editor", "en"), languages=["en", "es"])
    await say(shop, editor, "/next")
    await press(shop, editor, "Translate")
    await say(shop, editor, "We sing old songs at night.")
    told = text_of(from_bot(grace)[-1])
    assert told.startswith("🌍 The answer to what you asked can now be read in your language:")
    assert "We sing old songs at night." in told and label(grace, "Original")
    joan = shop.local.add_person(first_name="Joan", language_code="en")
    assert "We sing old songs at night." in (await say(shop, joan, MUSIC))[0]


async def test_who_sleeps_finds_the_answer_and_its_translation_in_the_morning(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    await ask_others(shop, grace)
    gap = await only_gap(shop)
    await pass_on(shop, gap)
    async with shop.store.write() as w:
        await w.members.set_country((await member_of(shop, grace)).id, "GH")
    editor = await hire(shop, "Ed", Grant("editor", "en"), languages=["en", "es"])
    await pass_by(shop, timedelta(hours=12))
    before = len(from_bot(grace))
    await publish(shop, pedro, "Cantamos canciones viejas de noche.", language="es", gap=gap)
    await say(shop, editor, "/next")
    await press(shop, editor, "Translate")
    await say(shop, editor, "We sing old songs at night.")
    assert len(from_bot(grace)) == before, "it is midnight in Accra"
    await pass_by(shop, timedelta(hours=8))
    told = [text_of(one) for one in from_bot(grace)[before:]]
    assert UNTRANSLATED in told[0] and "We sing old songs at night." in told[1]


async def test_only_so_many_wait_in_one_language(shop: Workshop, grace: Person, pedro: Person) -> None:
    async with shop.store.write() as w:
        for number in range(MOST_WANTED - 1):
            await w.cases.open(STORIES_IN["en"], number, language="en", now=shop.clock.now())
    for number in range(2):
        await publish(shop, pedro, f"{SPANISH} {number}", language="es", card=CARD)
    await say(shop, grace, BURN)
    await press(shop, grace, "2 miners' stories")
    async with shop.store.read() as r:
        assert await r.cases.count_open(STORIES_IN["en"]) == MOST_WANTED


async def test_nobody_is_given_a_distressing_story_to_translate(shop: Workshop, grace: Person, pedro: Person) -> None:
    one = await publish(shop, pedro, SPANISH, language="es", card=CARD)
    distressing = next(name for name in FLAGS if is_distressing([name]))
    async with shop.store.write() as w:
        await w.cases.open(CASE_KIND, one.id, language="es", now=shop.clock.now(), flags=[distressing])
        await w.cases.close(CASE_KIND, one.id, "published", shop.clock.now())
    await _read(shop, grace)
    async with shop.store.read() as r:
        assert await r.cases.count_open(STORIES_IN["en"]) == 0


async def test_a_list_shows_how_a_translation_begins(shop: Workshop, grace: Person, pedro: Person) -> None:
    more: dict[str, Any] = {"translations": {"en": {"text": ENGLISH, "by": 1, "on": "2026-11-01"}}}
    await publish(shop, pedro, SPANISH, language="es", card=CARD, more=more)
    await shop.clock.turn(timedelta(minutes=5))
    await say(shop, grace, "/stories")
    await press(shop, grace, 0)
    assert label(grace, "We made a retort") and not any("Spanish" in one for row in grace.buttons for one in row)


async def test_the_button_to_the_original_speaks_every_readers_language(
    shop: Workshop, amina: Person, pedro: Person
) -> None:
    more: dict[str, Any] = {"translations": {"sw": {"text": "Tulitengeneza retort.", "by": 1, "on": "2026-11-01"}}}
    await publish(shop, pedro, SPANISH, language="es", card=CARD, more=more)
    await say(shop, amina, "nawezaje kuchoma amalgam kwa usalama")
    sw = speaker("sw")
    shown = (await press(shop, amina, sw.say_count("👥 {n} miner's story", "👥 {n} miners' stories", 1)))[0]
    assert sw("🌍 Translated from {language} by our staff.", language=sw.tongue("es")) in shown
    assert SPANISH in (await press(shop, amina, sw("🔤 Original")))[0]
