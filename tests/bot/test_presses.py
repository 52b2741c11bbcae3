"""A press is answered exactly once: when its work has ended, or after three seconds."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest

from bot.clock import TurnableClock
from bot.presses import MOST_REMEMBERED, PressAnswers
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.bot.conftest import Until


class _Api:
    def __init__(self) -> None:
        self.answers: list[str] = []
        self.fault: Exception | None = None

    async def call(self, method: str, fields: dict[str, Any]) -> bool:
        assert method == "answerCallbackQuery"
        self.answers.append(fields["callback_query_id"])
        if self.fault:
            raise self.fault
        return True


@pytest.fixture
def api() -> _Api:
    return _Api()


@pytest.fixture
def presses(api: _Api, clock: TurnableClock) -> PressAnswers:
    return PressAnswers(api, clock)  # type: ignore[arg-type]  # what it uses of it


async def test_the_answer_comes_with_the_end_of_the_work(presses: PressAnswers, api: _Api) -> None:
    presses.expect("a")
    presses.answer("a")
    presses.answer("a")
    await presses.idle()
    assert api.answers == ["a"]


async def test_after_three_seconds_it_is_answered_without_waiting_for_the_work(
    presses: PressAnswers, api: _Api, clock: TurnableClock, until: Until
) -> None:
    presses.expect("a")
    await asyncio.sleep(0)
    await clock.turn(timedelta(seconds=2.9))
    await asyncio.sleep(0)
    assert api.answers == []
    await clock.turn(timedelta(seconds=0.2))
    await until(lambda: bool(api.answers))
    presses.answer("a")
    await presses.idle()
    assert api.answers == ["a"]


async def test_work_that_is_tried_again_does_not_answer_again(presses: PressAnswers, api: _Api) -> None:
    for _ in range(3):
        presses.expect("a")
        presses.answer("a")
    await presses.idle()
    assert api.answers == ["a"]


async def test_an_answer_that_comes_too_late_is_no_failure(presses: PressAnswers, api: _Api) -> None:
    api.fault = BadRequest("query is too old")
    presses.expect("a")
    presses.answer("a")
    await presses.idle()
    api.fault = None
    presses.expect("b")
    presses.answer("b")
    await presses.idle()
    assert api.answers == ["a", "b"]


async def test_ten_thousand_presses_are_remembered_in_little_room(presses: PressAnswers, api: _Api) -> None:
    for number in range(10_000):
        presses.expect(str(number))
        presses.answer(str(number))
    await presses.idle()
    assert len(api.answers) == 10_000
    assert len(presses._answered) == MOST_REMEMBERED
    assert not presses._open


async def test_a_press_on_the_bot_is_answered_once(shop: Workshop, grace: Person) -> None:
    grace.say("how do I burn amalgam safely")
    await shop.idle()
    before = shop.local.world.calls["answerCallbackQuery"]
    grace.press(next(label for row in grace.buttons for label in row if "Source" in label))
    await shop.idle()
    assert shop.local.world.calls["answerCallbackQuery"] == before + 1
    assert grace.answered is not None
