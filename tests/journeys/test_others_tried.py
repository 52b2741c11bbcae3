"""What others tried is shown as one miner's experience, counted once a person, doubted by one tap, and goes at once."""

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from handlers.members.stories.others_tried import FLAGGED
from tests.journeys.asking_others import MUSIC, ask_others, only_gap, pass_on, publish, restart
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say, text_of
from tests.journeys.reviewing import MODERATOR, hire
from tests.journeys.sharing import story_now

BURN = "how do I burn amalgam safely"
RETORT = "We built a retort of two water pipes. <b>No smoke</b> came out and the mercury came back."
CARD = "hs-mercury-retort"
SONGS = "We sing old songs and drink tea at two at night. Since then nobody sleeps at the winch."
HEAD = "👥 One miner's experience, not advice"


async def test_under_a_sure_card_stands_the_button_to_a_story(shop: Workshop, grace: Person, pedro: Person) -> None:
    more = {"country": "TZ", "region": "geita", "problem": "Smoke in the hut"}
    one = await publish(shop, pedro, RETORT, card=CARD, more=more)
    await say(shop, grace, BURN)
    shown = (await press(shop, grace, "1 miner's story"))[0]
    assert shown.startswith(HEAD) and "<b>No smoke</b>" in shown
    assert "👍 Better · " in shown and "Tanzania" in shown and "November 2026" in shown and "Smoke in the hut" in shown
    assert "A person has read it before you." in shown
    assert (await story_now(shop, one)).readers == 1
    assert any("retort" in row[0] for row in grace.buttons)


async def test_at_most_two_stories_are_behind_the_button(shop: Workshop, grace: Person, pedro: Person) -> None:
    for number in range(3):
        await publish(shop, pedro, f"{RETORT} Number {number}.", card=CARD)
    await say(shop, grace, BURN)
    assert len(await press(shop, grace, "2 miners' stories")) == 2


async def test_where_no_card_answers_a_story_does(shop: Workshop, grace: Person, pedro: Person) -> None:
    await ask_others(shop, grace)
    gap = await only_gap(shop)
    await pass_on(shop, gap)
    await publish(shop, pedro, SONGS, gap=gap)
    told = text_of(from_bot(grace)[-1])
    assert told.startswith("🎉 Someone has answered what you asked on 23 Nov 2026:") and SONGS in told
    joan = shop.local.add_person(first_name="Joan", language_code="en")
    shown = await say(shop, joan, MUSIC)
    assert shown[0].startswith(HEAD) and SONGS in shown[0]
    await press(shop, joan, "None of these")
    assert (await only_gap(shop)).kind == "none-of-these"


async def test_it_helped_and_tried_count_once_a_person_and_show_from_five_on(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    one = await publish(shop, pedro, RETORT, card=CARD)
    async with shop.store.write() as w:
        for number in range(4):
            await w.experiences.react(one.id, number, "helped")
    await say(shop, grace, BURN)
    shown = (await press(shop, grace, "1 miner's story"))[0]
    assert "say it helped" not in shown
    message = grace.newest_with_buttons(grace.private)
    helped = label(grace, "It helped")
    for _ in range(3):
        grace.press(helped, message)
    await shop.idle()
    await pass_by(shop, timedelta(minutes=5))
    assert await do(shop, grace, lambda: grace.press(helped, message)) == ["I have counted that already. Thank you."]
    await restart(shop)
    await pass_by(shop, timedelta(minutes=5))
    await do(shop, grace, lambda: grace.press(helped, message))
    assert (await story_now(shop, one)).helped == 5
    assert "How did it go for you?" in (await do(shop, grace, lambda: grace.press(1, message)))[0]
    await say(shop, grace, BURN)
    assert "✅ 5 people say it helped." in (await press(shop, grace, "1 miner's story"))[0]
    assert (await story_now(shop, one)).tried == 1


async def test_a_translation_is_shown_to_who_reads_it_and_another_language_is_named(
    shop: Workshop, grace: Person, amina: Person, pedro: Person
) -> None:
    text = {"translations": {"sw": {"text": "Tulitengeneza retort ya mabomba mawili."}}}
    await publish(shop, pedro, "Hicimos una retorta con dos tubos.", language="es", card=CARD, more=text)
    await say(shop, grace, BURN)
    in_english = (await press(shop, grace, "1 miner's story"))[0]
    assert "Told in Spanish. Nobody has translated it yet." in in_english and "dos tubos" in in_english
    await say(shop, amina, "nawezaje kuchoma amalgam kwa usalama")
    sw = speaker("sw")
    in_swahili = (await press(shop, amina, sw.say_count("👥 {n} miner's story", "👥 {n} miners' stories", 1)))[0]
    assert "mabomba mawili" in in_swahili and "dos tubos" not in in_swahili
    assert sw("🌍 Translated from {language} by our staff.", language=sw.tongue("es")) in in_swahili


async def test_a_story_that_is_not_for_members_is_shown_to_none(shop: Workshop, grace: Person, pedro: Person) -> None:
    one = await publish(shop, pedro, RETORT, card=CARD, audience=["researchers"])
    await shop.restart()
    await pass_by(shop, timedelta(seconds=5))
    await say(shop, grace, BURN)
    assert not any("miner's story" in button for row in grace.buttons for button in row)
    message = grace.newest_with_buttons(grace.private)
    assert message is not None
    message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = f"tried-by:{one.id}:en"
    assert "not here any more" in (await do(shop, grace, lambda: grace.press(0, message)))[0]
    assert "could be the first" in (await say(shop, grace, "/stories"))[0]


async def test_what_is_taken_back_is_gone_at_once_also_behind_old_buttons(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    await publish(shop, pedro, RETORT, card=CARD)
    await say(shop, grace, BURN)
    message, button = grace.newest_with_buttons(grace.private), label(grace, "miner's story")
    pedro.say("/forget")
    await shop.idle()
    assert "not here any more" in (await do(shop, grace, lambda: grace.press(button, message)))[0]
    await say(shop, grace, BURN)
    assert not any("miner's story" in one for row in grace.buttons for one in row)


async def test_a_red_flag_brings_it_to_the_team_which_takes_it_down_at_once(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    one = await publish(shop, pedro, RETORT, card=CARD)
    joan = await hire(shop, "Joan", MODERATOR)
    await say(shop, grace, BURN)
    await press(shop, grace, "miner's story")
    assert "A person looks at it now" in (await press(shop, grace, "Dangerous or wrong"))[0]
    opened = (await say(shop, joan, "/next"))[0]
    assert "A reader calls this story dangerous or wrong" in opened and "No smoke" in opened
    await press(shop, joan, "Look again")
    assert (await story_now(shop, one)).state == "waiting"
    assert text_of(from_bot(pedro)[-1]) == "↩️ Your story is looked at once more. You hear what becomes of it."
    await say(shop, grace, BURN)
    assert not any("miner's story" in button for row in grace.buttons for button in row)
    assert "a reader calls it dangerous or wrong" in (await say(shop, joan, "/next"))[0]


async def test_a_flag_that_is_not_shared_leaves_the_story(shop: Workshop, grace: Person, pedro: Person) -> None:
    one = await publish(shop, pedro, RETORT, card=CARD)
    joan = await hire(shop, "Joan", MODERATOR)
    await say(shop, grace, BURN)
    await press(shop, grace, "miner's story")
    flag, message = label(grace, "Dangerous or wrong"), grace.newest_with_buttons(grace.private)
    for _ in range(2):
        await do(shop, grace, lambda: grace.press(flag, message))
        await pass_by(shop, timedelta(minutes=1))
    async with shop.store.read() as r:
        assert [count.times for count in await r.cases.open_counts(shop.clock.now()) if count.kind == FLAGGED] == [1]
    await say(shop, joan, "/next")
    await press(shop, joan, "Leave it")
    assert (await story_now(shop, one)).state == "published"


async def test_stories_are_found_by_topics(shop: Workshop, grace: Person, pedro: Person) -> None:
    await publish(shop, pedro, RETORT, card=CARD)
    await publish(shop, pedro, "Hicimos una retorta con dos tubos.", language="es", card=CARD)
    await say(shop, grace, "/stories")
    assert any("· 2" in row[0] for row in grace.buttons)
    await press(shop, grace, 0)
    assert any("(Spanish)" in row[0] for row in grace.buttons)
    assert (await press(shop, grace, "We built a retort"))[0].startswith(HEAD)


@pytest.mark.parametrize("code", CODES)
async def test_a_story_speaks_the_language_of_its_reader(
    shop: Workshop, grace: Person, pedro: Person, code: str
) -> None:
    say_it = speaker(code)
    await publish(shop, pedro, "Usamos una retorta.", language="es", card=CARD)
    await say(shop, grace, say_it.language.name)
    await say(shop, grace, "/stories")
    await press(shop, grace, 0)
    shown = (await press(shop, grace, 0))[0]
    assert say_it("👥 One miner's experience, not advice") in shown
    assert say_it("👍 Better") in shown and say_it.month(shop.clock.now().date()) in shown
    assert (await press(shop, grace, say_it("✅ It helped")))[0] == say_it(
        "✅ Thank you. It is counted, without your name."
    )


async def test_two_who_press_at_once_are_both_counted(shop: Workshop, grace: Person, pedro: Person) -> None:
    one = await publish(shop, pedro, RETORT, card=CARD)
    people = [grace, *(shop.local.add_person(first_name=f"P{n}", language_code="en") for n in range(5))]
    for person in people:
        await say(shop, person, BURN)
        await press(shop, person, "miner's story")
    for person in people:
        person.press(label(person, "It helped"))
    await shop.idle()
    await asyncio.sleep(0)
    assert (await story_now(shop, one)).helped == len(people)
