"""What a group does with an edition: presses under it count, its chart opens, silence is asked about."""

from datetime import date, timedelta

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.schedule import Schedule
from tests.editions import subscribe, turn
from tests.journeys.conversing import from_bot, text_of
from tests.journeys.news import labels, make_up, newest, press, press_under, settle, subscription


@pytest.fixture
async def group(shop: Workshop, grace: Person, women: list[Person]) -> Group:
    group = shop.local.add_group("Women of Tarkwa", members=women, admins=[grace])
    await settle(shop)
    return group


async def test_after_three_editions_without_a_press_the_administrators_are_asked(
    shop: Workshop, grace: Person, group: Group
) -> None:
    await subscribe(shop, group)
    for _ in range(3):
        await turn(shop, days=1)
    assert not any("Nobody has pressed" in text_of(one) for one in group.messages)
    await turn(shop, days=1)
    assert len([one for one in group.messages if "Nobody has pressed" in text_of(one)]) == 1
    assert "Every 2 weeks" in await press(shop, grace, group, "Fewer")
    one = await subscription(shop, group)
    assert one is not None
    assert one.unpressed == 0
    assert one.wishes.schedule == Schedule(tuple(range(7)), 8, "Africa/Accra", 2)


async def test_a_group_that_presses_is_not_asked(shop: Workshop, group: Group, women: list[Person]) -> None:
    await subscribe(shop, group)
    for _ in range(5):
        await turn(shop, days=1)
        await press_under(shop, women[0], newest(group), labels(newest(group))[0])
    assert not any("Nobody has pressed" in text_of(one) for one in group.messages)


@pytest.mark.parametrize(
    "data",
    [
        "2026-11-24:useful:maybe",
        "2026-11-24:nothing:yes",
        "2026-11-24:roof:one",
        "2027-11-24:useful:yes",
        "1999-01-01:useful:yes",
        "x:useful:yes",
        "2026-11-24",
        ":::",
        "",
    ],
)
async def test_made_up_presses_of_an_edition_count_for_nothing(
    shop: Workshop, group: Group, women: list[Person], data: str
) -> None:
    target = await subscribe(shop, group)
    await turn(shop, days=1)
    assert await make_up(shop, women[0], newest(group), f"edition:{data}") == "This button is old."
    async with shop.store.read() as r:
        assert await r.editions.presses(target, date(2026, 11, 24)) == {}
    assert shop.app.turns.dead == 0


async def test_the_buttons_of_an_edition_end_when_it_is_forgotten_who_pressed_them(
    shop: Workshop, group: Group, women: list[Person]
) -> None:
    target = await subscribe(shop, group)
    await turn(shop, days=1)
    await shop.clock.turn(timedelta(days=15))
    assert await make_up(shop, women[0], newest(group), "edition:2026-11-24:air:fan") == "This button is old."
    async with shop.store.read() as r:
        assert await r.editions.presses(target, date(2026, 11, 24)) == {}


async def test_the_chart_under_an_edition_opens_the_price_in_private(
    shop: Workshop, group: Group, grace: Person, women: list[Person]
) -> None:
    await subscribe(shop, group)
    await turn(shop, days=1)
    await press_under(shop, women[0], newest(group), "Chart")
    price, *welcome = [text_of(one) for one in from_bot(women[0])]
    assert "Gold" in price
    assert "I am Pitwise" in welcome[0]
    women[0].start("p_unobtainium")
    await settle(shop)
    assert "Gold" in text_of(from_bot(women[0])[-1])
