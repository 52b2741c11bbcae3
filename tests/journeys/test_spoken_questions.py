"""A question that was spoken: heard by a person if one says yes, written down, answered; the voice is gone then."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from storage.voices import CASE_KIND
from tests.journeys.asking_others import MUSIC, member_of, only_gap
from tests.journeys.conversing import do, from_bot, pass_by, press, say, text_of
from tests.journeys.reviewing import MODERATOR, hire

VOICE = b"OggS a question"


async def _speak(shop: Workshop, person: Person, seconds: int = 5) -> list[str]:
    return await do(shop, person, lambda: person.send_voice(VOICE, seconds))


async def _voices(shop: Workshop, person: Person) -> int:
    member = await member_of(shop, person)
    async with shop.store.read() as r:
        return await r.voices.count_of(member.id)


async def test_nobody_listens_without_a_yes(shop: Workshop, grace: Person) -> None:
    offered = (await _speak(shop, grace))[0]
    assert "I can't listen to voice." in offered and "may a person listen?" in offered
    assert await _voices(shop, grace) == 0


async def test_a_yes_brings_it_to_the_team_and_the_answer_back(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await _speak(shop, grace)
    await shop.restart()
    assert "within 72 hours" in (await press(shop, grace, "Yes, listen"))[0]
    assert await _voices(shop, grace) == 1
    await say(shop, joan, "/next")
    await press(shop, joan, "Write it down")
    await say(shop, joan, "How do I burn amalgam safely?")
    assert "I heard: “How do I burn amalgam safely?”" in text_of(from_bot(grace)[-1])
    assert "retort" in (await press(shop, grace, 0))[0]
    assert await _voices(shop, grace) == 0


async def test_what_nobody_knows_is_asked_on_and_counted(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await _speak(shop, grace)
    await press(shop, grace, "Yes, listen")
    await say(shop, joan, "/next")
    await press(shop, joan, "Write it down")
    await say(shop, joan, MUSIC)
    gap = await only_gap(shop)
    assert (gap.kind, gap.wording) == ("voice", MUSIC)
    async with shop.store.read() as r:
        assert await r.gaps.waiting() == {gap.id: 1}


async def test_a_long_voice_note_is_not_offered_to_anyone(shop: Workshop, grace: Person) -> None:
    assert "may a person listen?" not in (await _speak(shop, grace, 3600))[0]
    assert not any("listen" in one for row in grace.buttons for one in row)


async def test_a_yes_twice_is_one_note(shop: Workshop, grace: Person) -> None:
    await _speak(shop, grace)
    message = grace.newest_with_buttons(grace.private)
    await press(shop, grace, "Yes, listen")
    await pass_by(shop, timedelta(minutes=1))
    again = await do(shop, grace, lambda: grace.press(1, message))
    assert again == ["I have no voice note of yours any more. Please say it again."]
    async with shop.store.read() as r:
        assert [one.times for one in await r.cases.open_counts(shop.clock.now()) if one.kind == CASE_KIND] == [1]


async def test_forgetting_takes_the_voice_along(shop: Workshop, grace: Person) -> None:
    await _speak(shop, grace)
    await press(shop, grace, "Yes, listen")
    grace.say("/forget")
    await shop.idle()
    async with shop.store.read() as r:
        assert [one for one in await r.cases.open_counts(shop.clock.now()) if one.kind == CASE_KIND] == []


@pytest.mark.parametrize("code", CODES)
async def test_it_is_offered_in_ones_own_language(shop: Workshop, grace: Person, code: str) -> None:
    say_it = speaker(code)
    await say(shop, grace, say_it.language.name)
    await _speak(shop, grace)
    told = (await press(shop, grace, say_it("👂 Yes, listen")))[0]
    assert told == say_it(
        "👂 A person listens within 72 hours, writes your question down and deletes the voice. You get an answer here."
    )
