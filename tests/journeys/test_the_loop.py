"""The whole loop: asked in Swahili, passed, answered in French, checked by two, told in Swahili, found by the next."""

from datetime import timedelta

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from tests.journeys.asking_others import restart
from tests.journeys.conversing import from_bot, pass_by, press, say, text_of
from tests.journeys.reviewing import DOCTOR, MODERATOR, hire

SW, FR = speaker("sw"), speaker("fr")
QUESTION = "mchwa wanakula mbao za shimo letu, tufanye nini"
IN_SWAHILI = "Mchwa walikula mbao zetu. Tuliondoa maganda na kupaka mafuta machafu. Kwa miaka miwili hakuna mchwa."
IN_FRENCH = "Les termites mangent le bois de notre puits, que faire ?"
LIKE_IT = "mchwa wanaharibu mbao kwenye shimo letu"
STORY = (
    "Contre les termites nous avons enlevé l'écorce du bois et mis de l'huile de vidange. Depuis deux ans il n'y en a "
    "plus."
)


async def ask(shop: Workshop, person: Person, question: str = QUESTION) -> list[str]:
    """Ask what no card answers, and let others be asked."""
    await say(shop, person, question)
    await press(shop, person, SW("None of these"))
    return await press(shop, person, SW("🙋 Yes, ask others"))


async def test_a_question_in_swahili_is_answered_by_a_miner_who_speaks_french(shop: Workshop, amina: Person) -> None:
    jean = shop.local.add_person(first_name="Jean", language_code="fr")
    joan = await hire(shop, "Joan", MODERATOR, languages=("en", "sw", "fr"))
    ali = await hire(shop, "Ali", DOCTOR, languages=("en", "fr"))
    await say(shop, jean, "/answer")
    await press(shop, jean, FR("🌍 Everything"))

    promised = (await ask(shop, amina))[0]
    assert SW("It often takes some weeks, and sometimes nobody knows.") in promised

    assert QUESTION in (await say(shop, joan, "/next"))[0]
    await press(shop, joan, "Pass it on")
    await pass_by(shop, timedelta(minutes=1))
    assert QUESTION in (await say(shop, joan, "/next"))[0]
    await press(shop, joan, "Translate")
    await say(shop, joan, IN_FRENCH)
    await pass_by(shop, timedelta(hours=1))
    asked = text_of(from_bot(jean)[-1])
    assert IN_FRENCH in asked and FR("🌍 Translated from {language} by a person.", language=FR.tongue("sw")) in asked

    await press(shop, jean, FR("🗣 I know this"))
    await say(shop, jean, STORY)
    await press(shop, jean, FR("👍 Better"))
    assert "72" in (await say(shop, jean, "1 3"))[0]

    case = (await say(shop, joan, "/next"))[0]
    assert QUESTION in case and "Who waits for it reads: Swahili. A translation helps them." in case
    await press(shop, joan, "Translate")
    await press(shop, joan, "Swahili")
    case = (await say(shop, joan, IN_SWAHILI))[0]
    assert "Who waits for it" not in case
    await press(shop, joan, "Hand on")
    await press(shop, joan, "doctor")
    assert "termites" in (await say(shop, ali, "/next"))[0]
    await press(shop, ali, "Publish")

    told = text_of(from_bot(amina)[-1])
    assert told.startswith(SW("🎉 Someone has answered what you asked on {day}:", day=SW.date(shop.clock.now().date())))
    assert IN_SWAHILI in told and SW("👥 One miner's experience, not advice") in told
    assert SW("🌍 Translated from {language} by our staff.", language=SW.tongue("fr")) in told
    assert SW("👍 Better") in told and SW.month(shop.clock.now().date()) in told
    assert text_of(from_bot(jean)[-1]).startswith("🎉")
    assert (await press(shop, amina, SW("✅ It helped")))[0].startswith("✅")

    zawadi = shop.local.add_person(first_name="Zawadi", language_code="sw")
    await restart(shop)
    await say(shop, zawadi, LIKE_IT)
    story = SW.say_count("👥 {n} miner's story", "👥 {n} miners' stories", 1)
    assert IN_SWAHILI in (await press(shop, zawadi, story))[0]
    async with shop.store.read() as r:
        assert await r.gaps.living() == []
        [one] = await r.experiences.published(-1, 5)
        assert (one.helped, one.readers) == (1, 1)
        assert await r.gaps.waiting() == {}
