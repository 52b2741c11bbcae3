"""What people wrote while the bot was away: answered with its age, summed up when it is much, danger first."""

from datetime import timedelta
from typing import Any

import pytest

import bot.turns
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.search.emergency import alarm
from handlers.hearing import Hearing
from tests.bot.notices import meet, received
from tests.bot.updates import settled, states

CRY = "my friend is unconscious in the pit"
QUESTION = "how do I burn amalgam safely"


async def test_a_late_answer_tells_how_old_the_question_is(shop: Workshop, grace: Person) -> None:
    await meet(shop, grace)
    shop.local.connection_lost = True
    grace.say(QUESTION)
    await shop.clock.turn(timedelta(hours=2))
    shop.local.connection_lost = False
    await settled(shop)
    assert "You wrote this 2 hours ago" in received(grace)[1]


async def test_of_many_late_questions_the_newest_three_are_answered_and_the_rest_quoted_in_one_line(
    shop: Workshop, grace: Person
) -> None:
    await meet(shop, grace)
    shop.local.connection_lost = True
    grace.say("/help")
    for number in range(6):
        grace.say(f"question {number}: {QUESTION}")
    await shop.clock.turn(timedelta(minutes=16))
    shop.local.connection_lost = False
    await settled(shop)
    assert await states(shop) == {"done": 5, "summed-up": 3}
    texts = received(grace)
    summary = [text for text in texts if "I was away" in text]
    assert len(summary) == 1
    assert all(f"question {number}" in summary[0] for number in range(3))
    assert "question 3" not in summary[0]
    assert sum("You wrote this" in text for text in texts) == 4


async def test_however_much_was_written_meanwhile_the_sum_of_it_arrives(shop: Workshop, grace: Person) -> None:
    await meet(shop, grace)
    shop.local.connection_lost = True
    for number in range(100):
        grace.say(f"{number} " + "😀" * 60)
    await shop.clock.turn(timedelta(minutes=16))
    shop.local.connection_lost = False
    await settled(shop)
    [summary] = [text for text in received(grace) if "I was away" in text]
    assert "“96 " in summary and "…" in summary
    async with shop.store.read() as r:
        assert set(await r.outbox.counts()) == {"sent"}


async def test_a_late_cry_for_help_gets_its_card_and_no_follow_up(shop: Workshop, grace: Person) -> None:
    assert alarm(CRY) is not None
    await meet(shop, grace)
    shop.local.connection_lost = True
    for number in range(5):
        grace.say(f"question {number}: {QUESTION}")
    grace.say(CRY)
    await shop.clock.turn(timedelta(hours=3))
    shop.local.connection_lost = False
    await settled(shop)
    assert any("Is someone still in danger?" in text for text in received(grace))
    async with shop.store.read() as r:
        assert not await r.jobs.due(shop.clock.now() + timedelta(days=1), 10)


async def test_an_emergency_overtakes_the_questions_of_its_own_chat(
    shop: Workshop, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    decide = bot.turns.Turns._decide

    async def noted(self: Any, turn: Any, update: Any) -> None:
        hearing: Hearing = turn.hearing
        heard.append(hearing.text)
        await decide(self, turn, update)

    monkeypatch.setattr(bot.turns.Turns, "_decide", noted)
    shop.local.connection_lost = True
    for number in range(4):
        grace.say(f"question {number}: {QUESTION}")
    grace.say(CRY)
    shop.local.connection_lost = False
    await settled(shop)
    assert heard.index(CRY) == 0
