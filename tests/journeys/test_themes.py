"""What people look for is counted for groups: each once a week, by country, no danger and nothing that shames."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import do, from_bot, press, say


async def _looked_for(shop: Workshop, country: str | None = None) -> dict[str, int]:
    async with shop.store.read() as r:
        return dict(await r.themes.told(country, shop.clock.now().date(), 1))


async def test_a_sure_answer_and_a_chosen_card_count_once_a_week_for_each_person(
    shop: Workshop, amina: Person, grace: Person
) -> None:
    for person in (amina, grace, amina):
        await say(shop, person, "how do I weigh my gold on a fair scale")
    assert await _looked_for(shop) == {"mkt-weigh": 2}
    await say(shop, grace, "121")
    assert (await _looked_for(shop))["hs-ventilation"] == 1
    await say(shop, grace, "/country")
    await press(shop, grace, "Ghana")
    await shop.clock.turn(timedelta(days=7))
    await say(shop, grace, "how do I weigh my gold on a fair scale")
    assert (await _looked_for(shop))["mkt-weigh"] == 1
    assert await _looked_for(shop, "GH") == {"mkt-weigh": 1}


async def test_a_card_opened_by_its_button_counts(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "how do I weigh my gold on a fair scale")
    await press(shop, grace, "Related")
    await do(shop, grace, lambda: grace.press(0, from_bot(grace)[-1]))
    assert len(await _looked_for(shop)) == 2


@pytest.mark.parametrize(
    "words", ["the ground has fallen on my brother", "HIV and other infections by sex", "make the camp safe for women"]
)
async def test_dangers_and_what_could_shame_somebody_are_counted_for_nobody(
    shop: Workshop, grace: Person, words: str
) -> None:
    assert await say(shop, grace, words)
    assert await _looked_for(shop) == {}


async def test_forgetting_leaves_a_number_and_nothing_that_knows_its_person(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "how do I weigh my gold on a fair scale")
    await say(shop, grace, "/forget")
    await say(shop, grace, "how do I weigh my gold on a fair scale")
    assert await _looked_for(shop) == {"mkt-weigh": 2}
