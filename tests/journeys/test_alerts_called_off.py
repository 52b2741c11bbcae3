"""An alert that is repeated or called off: never both at once, and no warning goes out that is over."""

import asyncio
from datetime import timedelta

import pytest

from bot.resends import MOST_SENDS
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from tests.journeys.alerting import (
    MAZUKO,
    PERU_PEOPLE,
    REUNION,
    SAFETY,
    World,
    agree,
    do_all,
    make_up,
    newest,
    newest_send,
    number_in,
    tick,
)
from tests.journeys.conversing import press, say, text_of


async def test_what_is_repeated_after_its_all_clear_can_be_called_off_again(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, *MAZUKO, REUNION, "[Send]")
    await tick(shop, 3)
    number = number_in(newest(world.joan))
    for _ in range(2):
        await make_up(shop, world.joan, f"alert-clear:{number}")
        await press(shop, world.joan, "Send")
        await tick(shop, 3)
        await make_up(shop, world.joan, f"alert-again:{number}")
        await press(shop, world.joan, "Send")
        await tick(shop, 3)
    over = speaker("es")("What I warned of is over:")
    assert len([one for one in world.groups["Mazuko"].messages if over in text_of(one)]) == 2


async def test_no_all_clear_goes_out_beside_a_repeat_that_was_begun_since_it_was_shown(
    shop: Workshop, world: World
) -> None:
    await do_all(shop, world.joan, *SAFETY, *PERU_PEOPLE, REUNION, "[Send]")
    await agree(shop, world)
    await tick(shop, 3)
    await press(shop, world.joan, "All clear")
    clear = number_in(newest_send(world.joan))
    await do_all(shop, world.joan, "/alert", "[✅]", "[Repeat]", "[Send]")
    await make_up(shop, world.joan, f"alert-send:{clear}:1")
    assert "is still going out" in newest(world.joan)
    await agree(shop, world)
    await tick(shop, 3)
    over = speaker("es")("What I warned of is over:")
    assert world.heard(over) == set()
    await make_up(shop, world.joan, f"alert-send:{clear}:1")
    await agree(shop, world)
    await tick(shop, 3)
    assert world.heard(over) == {"Rosa"} and world.twice(over) == set()


async def test_nothing_is_repeated_while_it_goes_out(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, *MAZUKO, REUNION, "[Send]")
    await tick(shop, 3)
    number = number_in(newest(world.joan))
    shown = []
    for _ in range(2):
        await make_up(shop, world.joan, f"alert-again:{number}")
        shown.append(newest_send(world.joan).replace(" ", ":"))
    for send in shown:
        await make_up(shop, world.joan, send)
    assert "is still going out" in newest(world.joan)
    await make_up(shop, world.joan, f"alert-again:{number}")
    assert "is still going out" in newest(world.joan)
    await tick(shop, 3)
    assert len([one for one in world.groups["Mazuko"].messages if REUNION in text_of(one)]) == 2


@pytest.mark.parametrize("is_called_off", [True, False])
async def test_nobody_sends_a_warning_again_that_is_over_or_too_old(
    shop: Workshop, world: World, is_called_off: bool
) -> None:
    await do_all(shop, world.joan, *SAFETY, *MAZUKO, REUNION, "[Send]")
    shop.local.fail_next("sendMessage", "after", times=MOST_SENDS["alert"])
    await shop.app.jobs.send_alerts()
    async with asyncio.timeout(20):
        while "went out" not in newest(world.joan):
            await shop.clock.turn(timedelta(seconds=4))
            await asyncio.sleep(0.01)
            await shop.app.jobs.send_alerts()
    if is_called_off:
        await do_all(shop, world.joan, "/alert", "[⚠️]", "[All clear]", "[Send]")
    else:
        await shop.clock.turn(timedelta(hours=25))
    await tick(shop, 3)
    heard = len(world.groups["Mazuko"].messages)
    await say(shop, world.ali, "/outbox")
    [told] = await press(shop, world.ali, "A again")
    await tick(shop, 3)
    assert "can't be sent any more" in told and len(world.groups["Mazuko"].messages) == heard
