"""An alert to many people goes out at the permitted pace, behind every reply; two at once do not hold up each other."""

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.alerts import Audience
from storage.alerts import Written
from storage.session import Session
from tests.journeys.conversing import from_bot, say, text_of

READERS = 24
# Both are exact in binary: a clock that stands still never ends the wait for a rounding error.
PER_SECOND = 4
STEP_S = 0.25


@pytest.fixture
async def people(shop: Workshop) -> list[Person]:
    """People of two countries; from now on the bot may send four messages a second."""
    people = [shop.local.add_person(first_name=f"P{n}", language_code="en") for n in range(READERS)]
    for person in people:
        await say(shop, person, "/start")
    async with shop.store.write() as w:
        for place, person in enumerate(people):
            member = await w.members.find(person.id)
            assert member is not None
            await w.members.set_country(member.id, "TZ" if place % 2 else "PE")
    shop.settings = shop.settings.model_copy(update={"send_per_second": PER_SECOND})
    await shop.restart()
    return people


async def _send(w: Session, shop: Workshop, country: str, words: str) -> None:
    alert = await w.alerts.write(Written("safety", Audience((country,)), {"en": words}), 1, shop.clock.now())
    await w.alerts.send(alert.id, shop.clock.now())


async def _pass(shop: Workshop, seconds: float) -> None:
    """Let time go by in small steps, with the clockwork of alerts in between."""
    for number in range(round(seconds / STEP_S)):
        await shop.clock.turn(timedelta(seconds=STEP_S))
        if number % 12 == 0:
            await shop.app.jobs.send_alerts()
        for _ in range(3):
            # A turn of the store, and of whoever waits for it.
            async with shop.store.write() as w:
                await w.facts.put("turn", "1")
            await asyncio.sleep(0)


def _heard(people: list[Person], words: str) -> int:
    return sum(any(words in text_of(one) for one in from_bot(person)) for person in people)


async def test_a_question_is_answered_at_once_while_an_alert_goes_out(shop: Workshop, people: list[Person]) -> None:
    async with shop.store.write() as w:
        await _send(w, shop, "TZ", "Leave the pit")
    await _pass(shop, 1)
    under_way = _heard(people, "Leave the pit")
    assert 0 < under_way < READERS / 2 - 4
    before = len(from_bot(people[0]))
    people[0].say("/help")
    await _pass(shop, 0.75)
    assert len(from_bot(people[0])) > before and _heard(people, "Leave the pit") <= under_way + 3
    await _pass(shop, 8)
    assert _heard(people, "Leave the pit") == READERS / 2


async def test_two_alerts_go_out_side_by_side(shop: Workshop, people: list[Person]) -> None:
    async with shop.store.write() as w:
        await _send(w, shop, "TZ", "Leave the pit")
        await _send(w, shop, "PE", "Deje el pozo")
    await _pass(shop, 12)
    assert (_heard(people, "Leave the pit"), _heard(people, "Deje el pozo")) == (READERS / 2, READERS / 2)
