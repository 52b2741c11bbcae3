"""An alert for more than one region: someone else agrees or refuses; who wrote it, or left, stands for nothing."""

from datetime import timedelta

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.staff.alerts import alert_sending
from tests.journeys.alerting import (
    COORDINATOR,
    REUNION,
    SAFETY,
    World,
    alert_of,
    do_all,
    make_up,
    newest,
    number_in,
    tick,
)
from tests.journeys.conversing import from_bot, press, say, text_of
from tests.journeys.reviewing import invite, take_out


async def test_more_than_one_region_waits_for_someone_else_who_is_told_at_once(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, "[Peru]", "[Done]", "[All of it]", "[Done]", "[Skip]", "[All]")
    summary = (await say(shop, world.joan, REUNION))[-1]
    assert "A second person must agree" in summary and "Who can: 1." in summary
    [progress] = await press(shop, world.joan, "Send")
    assert "waits for a second" in progress
    assert "An alert waits for a second person" in newest(world.ali)
    await tick(shop)
    assert world.heard(REUNION) == set()
    assert "Nothing waits for you" in (await say(shop, world.joan, "/next"))[0]
    shown, view = await say(shop, world.ali, "/next")
    assert REUNION in shown and "waits for your yes" in view and "📍 Peru" in view
    await press(shop, world.ali, "Yes, send")
    await tick(shop, 3)
    assert world.heard(REUNION) == {"Mazuko", "Rosa"}
    assert "went out" in "".join(map(text_of, from_bot(world.joan)))


async def test_its_author_agrees_to_nothing_of_their_own_by_a_made_up_button_either(
    shop: Workshop, world: World
) -> None:
    await do_all(shop, world.joan, *SAFETY, "[Peru]", "[Done]", "[All of it]", "[Done]", "[Skip]", "[All]")
    await do_all(shop, world.joan, REUNION, "[Send]")
    number = number_in(newest(world.joan))
    alert = await alert_of(shop, number)
    async with shop.store.read() as r:
        case = await r.cases.of_subject(alert_sending.CASE, alert.id)
    assert case is not None
    await make_up(shop, world.joan, f"alert-agree:{case.number}")
    await tick(shop)
    assert world.heard(REUNION) == set() and (await alert_of(shop, number)).state == "waiting"


async def test_the_second_person_says_no_and_nothing_goes_out(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, "[Peru]", "[Done]", "[All of it]", "[Done]", "[Skip]", "[All]")
    await do_all(shop, world.joan, REUNION, "[Send]")
    await do_all(shop, world.ali, "/next", "[No]")
    await tick(shop)
    assert world.heard(REUNION) == set()
    assert "the second person said no" in newest(world.joan)


async def test_what_nobody_agreed_to_in_a_day_does_not_go_out_any_more(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, "[Peru]", "[Done]", "[All of it]", "[Done]", "[Skip]", "[All]")
    await do_all(shop, world.joan, REUNION, "[Send]")
    await shop.clock.turn(timedelta(hours=24, minutes=1))
    await tick(shop)
    assert "nobody agreed within 24 hours" in newest(world.joan)
    assert "waits for your yes" not in "".join(await say(shop, world.ali, "/next"))
    assert world.heard(REUNION) == set()


async def test_nobody_agrees_to_what_nobody_of_the_team_stands_for_any_more_nor_its_author_come_back(
    shop: Workshop, world: World
) -> None:
    for leave in (_forget, take_out):
        await do_all(shop, world.joan, *SAFETY, "[Peru]", "[Done]", "[All of it]", "[Done]", "[Skip]", "[All]")
        await do_all(shop, world.joan, REUNION, "[Send]")
        number = number_in(newest(world.joan))
        await say(shop, world.ali, "/next")
        await leave(shop, world.joan)
        await press(shop, world.ali, "Yes, send")
        assert "goes out now" not in newest(world.ali)
        await tick(shop)
        await invite(shop, world.joan, COORDINATOR)
        assert "waits for your yes" not in "".join(await say(shop, world.joan, "/next"))
        assert (await alert_of(shop, number)).state == "lapsed" and world.heard(REUNION) == set()


async def _forget(shop: Workshop, person: Person) -> None:
    await say(shop, person, "/forget")
