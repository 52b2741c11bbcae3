"""A restart at every step between a question and its answer: nothing is lost, nothing comes twice."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.asking_others import MUSIC, YES
from tests.journeys.conversing import from_bot, pass_by, press, say, text_of
from tests.journeys.reviewing import MODERATOR, hire

STORY = "We sing old songs and drink tea at two at night. Since then nobody sleeps at the winch."
STEPS = 12


@pytest.mark.parametrize("step", range(STEPS))
async def test_the_loop_closes_whichever_step_the_program_dies_after(shop: Workshop, grace: Person, step: int) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    pedro = shop.local.add_person(first_name="Pedro", language_code="en")
    acts: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: say(shop, pedro, "/answer"),
        lambda: press(shop, pedro, "Everything"),
        lambda: say(shop, grace, MUSIC),
        lambda: press(shop, grace, YES),
        lambda: say(shop, joan, "/next"),
        lambda: press(shop, joan, "Pass it on"),
        lambda: pass_by(shop, timedelta(minutes=1)),
        lambda: press(shop, pedro, "I know this"),
        lambda: say(shop, pedro, STORY),
        lambda: press(shop, pedro, "Better"),
        lambda: say(shop, pedro, "1 3"),
        lambda: say(shop, joan, "/next"),
    )
    assert len(acts) == STEPS
    for number, act in enumerate(acts):
        await act()
        if number == step:
            await shop.restart()
    await press(shop, joan, "Publish")
    await pass_by(shop, timedelta(hours=3))
    told = [text_of(one) for one in from_bot(grace)]
    assert len([text for text in told if text.startswith("🎉") and STORY in text]) == 1
    asked = [text for text in map(text_of, from_bot(pedro)) if "Do you know it from your own work?" in text]
    assert len(asked) == 1
    async with shop.store.read() as r:
        assert await r.gaps.living() == [] and await r.gaps.waiting() == {}
        assert len(await r.experiences.published(-1, 9)) == 1
