"""Alerts on their way: stopped midway, called off for exactly those reached, repeated; at night, blocked, unknown."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.resends import MOST_SENDS
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from handlers.staff.alerts import alert_sending
from tests.journeys.alerting import (
    MAZUKO,
    MEETING,
    NOTICE,
    PERU_PEOPLE,
    REUNION,
    SAFETY,
    World,
    add_person,
    agree,
    do_all,
    has_button,
    newest,
    tick,
)
from tests.journeys.conversing import from_bot, pass_by, press, reconnect, say, text_of

TANZANIA = ("[Tanzania]", "[Done]", "[All of it]", "[Done]", "[Skip]", "[All]", "[Skip]")


async def send_to_tanzania(shop: Workshop, world: World) -> None:
    """Let an alert for all of Tanzania go out, with the second person's yes."""
    await do_all(shop, world.joan, *SAFETY, *TANZANIA, "[Skip]", MEETING, "[Nothing]", "[Send]")
    await do_all(shop, world.ali, "/next", "[Yes, send]")


def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two go at each tick."""
    monkeypatch.setattr(alert_sending, "MOST_QUEUED", 2)
    monkeypatch.setattr(alert_sending, "LOTS", {"safety": 2, "notice": 2})


async def begin_slowly(shop: Workshop, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send an alert to three more than there are, two at each tick, and tick once."""
    slowly(monkeypatch)
    for number in range(3):
        world.people[f"Miner {number}"] = await add_person(shop, f"Miner {number}", "sw", "TZ")
    await send_to_tanzania(shop, world)
    await tick(shop, 1)


async def test_an_alert_that_is_stopped_midway_reaches_no_one_more_and_says_how_many_it_did(
    shop: Workshop, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin_slowly(shop, world, monkeypatch)
    reached = world.heard(MEETING)
    assert len(reached) == 2
    [told] = await press(shop, world.joan, "Stop")
    assert "is stopped" in told
    await tick(shop, 4)
    assert world.heard(MEETING) == reached
    ended = newest(world.joan)
    assert "was stopped" in ended and "Sent: 2 of 6." in ended and "Not sent, as it was stopped: 4." in ended


async def test_an_all_clear_goes_to_exactly_those_whom_the_alert_reached(
    shop: Workshop, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly(monkeypatch)
    await send_to_tanzania(shop, world)
    await tick(shop, 1)
    await press(shop, world.joan, "Stop")
    await tick(shop, 3)
    reached = world.heard(MEETING)
    assert 0 < len(reached) < 3
    await add_person(shop, "Newcomer", "sw", "TZ")
    shown, summary = await press(shop, world.joan, "All clear")
    assert MEETING in shown and "All clear" not in shown and "exactly those" in summary
    await press(shop, world.joan, "Send")
    await agree(shop, world)
    await tick(shop, 4)
    over = speaker("sw")("What I warned of is over:")
    assert world.heard(over) == reached and world.twice(over) == set()


async def test_an_alert_is_called_off_once_and_not_while_it_goes_out(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, *MAZUKO, REUNION, "[Send]")
    await do_all(shop, world.joan, "/alert", "[📤]")
    assert not has_button(world.joan, "All clear")
    await tick(shop, 3)
    await do_all(shop, world.joan, "/alert", "[⚠️]", "[All clear]", "[Send]")
    await tick(shop, 3)
    assert len([one for one in world.groups["Mazuko"].messages if REUNION in text_of(one)]) == 2
    await do_all(shop, world.joan, "/alert", "[⚠️]")
    [told] = await press(shop, world.joan, "All clear")
    assert "went out before" in told


async def test_a_repeat_is_marked_and_reaches_who_has_come_since(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, *PERU_PEOPLE, REUNION, "[Send]")
    await agree(shop, world)
    await tick(shop, 3)
    await add_person(shop, "Luz", "es", "PE")
    await do_all(shop, world.joan, "/alert", "[⚠️]", "[Repeat]", "[Send]")
    await agree(shop, world)
    await tick(shop, 3)
    spanish = speaker("es")
    marked = spanish("🔁 Repeat: safety alert, {date}", date=spanish.date(shop.clock.now().date()))
    assert world.heard(REUNION) == {"Rosa"} and world.heard(marked) == {"Rosa"}
    assert len([one for one in from_bot(world.people["Rosa"]) if REUNION in text_of(one)]) == 2


async def test_a_notice_waits_for_the_morning_of_its_reader_and_a_safety_alert_does_not(
    shop: Workshop, world: World
) -> None:
    # It is 22:00 in Lima, and noon there later.
    await shop.clock.turn(timedelta(hours=15))
    await do_all(shop, world.joan, *NOTICE, *PERU_PEOPLE, REUNION, "[Send]")
    await agree(shop, world)
    await tick(shop, 3)
    assert world.heard(REUNION) == set()
    await do_all(shop, world.joan, *SAFETY, *PERU_PEOPLE, "Peligro en el túnel", "[Send]")
    await agree(shop, world)
    await tick(shop, 3)
    assert world.heard("Peligro en el túnel") == {"Rosa"}
    await shop.clock.turn(timedelta(hours=8))
    await tick(shop, 2)
    assert world.heard(REUNION) == set(), "in Lima it is 6:00"
    await shop.restart()
    await shop.clock.turn(timedelta(hours=1))
    await tick(shop, 3)
    assert world.heard(REUNION) == {"Rosa"}


async def test_a_notice_that_the_network_holds_up_until_the_night_waits_for_the_morning_too(
    shop: Workshop, world: World
) -> None:
    await shop.clock.turn(timedelta(hours=3))
    await do_all(shop, world.joan, *NOTICE, *PERU_PEOPLE, REUNION, "[Send]")
    await agree(shop, world)
    shop.local.connection_lost = True
    await shop.clock.turn(timedelta(seconds=4))
    await shop.app.jobs.send_alerts()
    await shop.clock.turn(timedelta(hours=12))
    await reconnect(shop)
    assert world.heard(REUNION) == set(), "it is 22:00 in Lima"
    await pass_by(shop, timedelta(hours=9))
    assert world.heard(REUNION) == {"Rosa"}


async def test_whoever_wants_no_more_messages_gets_no_notice_and_still_every_safety_alert(
    shop: Workshop, world: World
) -> None:
    rosa = world.people["Rosa"]
    async with shop.store.write() as w:
        member = await w.members.find(rosa.id)
        assert member is not None
        await w.unasked.set_most(member.id, 0)
    await shop.clock.turn(timedelta(hours=3))
    await do_all(shop, world.joan, *NOTICE, *PERU_PEOPLE, REUNION, "[Send]")
    await agree(shop, world)
    await tick(shop, 3)
    assert world.heard(REUNION) == set()
    assert "want no more messages this week: fewer than 5" in "".join(map(text_of, from_bot(world.joan)))
    await do_all(shop, world.joan, *SAFETY, *PERU_PEOPLE, "Peligro en el túnel", "[Send]")
    await agree(shop, world)
    await tick(shop, 3)
    assert world.heard("Peligro en el túnel") == {"Rosa"}


async def test_who_has_blocked_the_bot_is_counted_as_not_reached_and_holds_up_nobody(
    shop: Workshop, world: World
) -> None:
    luz = await add_person(shop, "Luz", "es", "PE")
    world.people["Luz"] = luz
    await do_all(shop, world.joan, *SAFETY, *PERU_PEOPLE, REUNION, "[Send]")
    luz.block()
    await agree(shop, world)
    await tick(shop, 3)
    assert world.heard(REUNION) == {"Rosa"}


@pytest.mark.parametrize(("lost", "ends"), [(1, "Sent: fewer than 5"), (9, "Perhaps arrived")])
async def test_a_send_of_unknown_fate_is_sent_again_and_marked_as_a_repeat(
    shop: Workshop, world: World, lost: int, ends: str
) -> None:
    await do_all(shop, world.joan, *SAFETY, *MAZUKO, REUNION, "[Send]")
    shop.local.fail_next("sendMessage", "after", times=lost)
    await shop.app.jobs.send_alerts()
    async with asyncio.timeout(20):
        while "went out" not in newest(world.joan):
            await shop.clock.turn(timedelta(seconds=4))
            await asyncio.sleep(0.01)
            await shop.app.jobs.send_alerts()
    first, *others = (text_of(one) for one in world.groups["Mazuko"].messages if REUNION in text_of(one))
    assert "🔁" not in first and len(others) == min(lost, MOST_SENDS["alert"] - 1)
    assert all(other.startswith("🔁") for other in others)
    assert ends in newest(world.joan)


async def test_a_typed_number_sends_as_a_press_does_and_progress_is_one_message(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, *MAZUKO, REUNION)
    await say(shop, world.joan, "1" if has_button(world.joan, "1 📨") else "Send")
    before = len(from_bot(world.joan))
    await tick(shop, 4)
    assert world.heard(REUNION) == {"Mazuko"}
    assert "went out" in newest(world.joan) and len(from_bot(world.joan)) <= before + 1


async def test_a_group_that_silenced_the_bot_hears_of_a_danger_and_of_its_end_when_it_lets_it_write(
    shop: Workshop, world: World
) -> None:
    mazuko = world.groups["Mazuko"]
    mazuko.mute_bot(world.joan)
    await shop.idle()
    await do_all(shop, world.joan, *SAFETY, *MAZUKO, REUNION, "[Send]")
    await tick(shop, 3)
    assert world.heard(REUNION) == set()
    assert "blocked or removed me: fewer than 5" in "".join(map(text_of, from_bot(world.joan)))
    await shop.clock.turn(timedelta(hours=2))
    mazuko.mute_bot(world.joan, muted=False)
    await shop.idle()
    assert world.heard(REUNION) == {"Mazuko"}
    await do_all(shop, world.joan, "/alert", "[⚠️]", "[All clear]", "[Send]")
    await tick(shop, 3)
    assert world.heard(speaker("es")("What I warned of is over:")) == {"Mazuko"}


async def test_a_group_that_moves_while_an_alert_goes_out_gets_it_once(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, *MAZUKO, REUNION, "[Send]")
    moved = world.groups["Mazuko"].upgrade()
    await tick(shop, 3)
    assert [text_of(one) for one in moved.messages if REUNION in text_of(one)] != []
    world.groups["Mazuko"] = moved
    assert world.twice(REUNION) == set()


async def test_a_forum_hears_of_it_in_the_topic_of_its_news(shop: Workshop, world: World) -> None:
    forum = shop.local.add_group("Forum", members=[world.joan], forum=True)
    topic = forum.add_topic("News", world.joan)
    await shop.idle()
    async with shop.store.write() as w:
        known, like = await w.groups.find(forum.id), await w.groups.find(world.groups["Mazuko"].id)
        assert known is not None and like is not None
        one = await w.subscriptions.get(like.id)
        assert one is not None
        await w.subscriptions.add(known.id, replace(one.wishes, thread=topic), shop.clock.now(), shop.clock.now())
    await do_all(shop, world.joan, *SAFETY, *MAZUKO, REUNION, "[Send]")
    await tick(shop, 3)
    [message] = [one for one in forum.messages if REUNION in text_of(one)]
    assert message["message_thread_id"] == topic


async def test_a_clock_that_is_set_back_a_day_meanwhile_holds_up_no_warning(
    shop: Workshop, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin_slowly(shop, world, monkeypatch)
    now = shop.clock.now
    monkeypatch.setattr(shop.clock, "now", lambda: now() - timedelta(days=1))
    await tick(shop, 4)
    assert len(world.heard(MEETING)) == 6 and world.twice(MEETING) == set()
    assert "Sent: 6 of 6." in newest(world.joan)


async def test_what_was_held_up_for_a_day_misleads_nobody_any_more(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, *MAZUKO, REUNION, "[Send]")
    await shop.clock.turn(timedelta(hours=25))
    await tick(shop, 3)
    assert world.heard(REUNION) == set()
    assert "it would have come too late: fewer than 5" in newest(world.joan)
