"""Only who is an administrator at that moment sets a group's news up, however somebody tries."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from tests.journeys.conversing import from_bot, text_of
from tests.journeys.news import labels, make_up, newest, press, set_up, settle, subscription, told, write


@pytest.fixture
async def group(shop: Workshop, grace: Person, amina: Person) -> Group:
    group = shop.local.add_group("Women of the <b>pit</b> \u202e@gold", members=[amina], admins=[grace])
    await settle(shop)
    return group


@pytest.mark.parametrize("who", ["a member", "a former administrator", "a stranger"])
async def test_nobody_but_a_present_administrator_changes_anything(
    shop: Workshop, group: Group, grace: Person, amina: Person, who: str
) -> None:
    person = amina if who == "a member" else shop.local.add_person(first_name="X", language_code="en")
    if who == "a former administrator":
        group.set_member(person, "administrator")
        await set_up(shop, person, group)
        group.set_member(person, "member")
    before = await subscription(shop, group)
    shown = text_of(newest(group))
    await shop.clock.turn(timedelta(seconds=11))
    person.press(0, newest(group))
    await settle(shop)
    assert told(person) in {speaker(code)("Only an administrator of this group can do this.") for code in ("en", "sw")}
    for data in ("set:hour:9:1", "pause", "send", "begin:women:GH", "plain", "line", "nonsense", "set:hour", ""):
        made_up: dict[str, Any] = {"from": person.face, "message": newest(group), "chat_instance": "1"}
        shop.local.inject({"callback_query": {**made_up, "id": f"7{data}", "data": f"digest:{data}"}})
        await settle(shop)
    assert await subscription(shop, group) == before
    assert text_of(newest(group)) == shown
    assert shop.app.turns.dead == 0


async def test_who_was_an_administrator_a_second_ago_changes_nothing(
    shop: Workshop, group: Group, grace: Person
) -> None:
    await set_up(shop, grace, group)
    before = await subscription(shop, group)
    group.set_member(grace, "member")
    for label_of, words in (("Pause", "/digest"), ("Change", "/digest"), ("Hour", "")):
        await shop.clock.turn(timedelta(seconds=1))
        if words:
            grace.say(words, chat=group)
            await settle(shop)
        message = newest(group)
        if found := [one for one in labels(message) if label_of in one]:
            grace.press(found[0], message)
            await settle(shop)
            assert told(grace) == "Only an administrator of this group can do this."
    assert "Only an administrator" in await write(shop, grace, group, "/line Buy from me")
    assert await subscription(shop, group) == before


async def test_made_up_presses_of_an_administrator_change_only_what_there_is_to_choose(
    shop: Workshop, group: Group, grace: Person
) -> None:
    await set_up(shop, grace, group)
    before = await subscription(shop, group)
    for data in (
        "set:hour:99:1", "set:hour:-1:1", "set:zone:Mars/Base:1", "set:currency:XXX:1", "set:languages:xx:1",
        "set:days:9:1", "set:quiet:21-7:1", "set:region:geita:1", "begin:women:XX", "kind:member:0", "page:topics:99",
        "end", "set:::", "kind:women:999999",
    ):  # fmt: skip
        made_up: dict[str, Any] = {"from": grace.face, "message": newest(group), "chat_instance": "1"}
        shop.local.inject({"callback_query": {**made_up, "id": f"7{data}", "data": f"digest:{data}"}})
        await settle(shop)
    after = await subscription(shop, group)
    assert before is not None
    assert after is not None
    assert after.wishes == before.wishes
    assert shop.app.turns.dead == 0


async def test_telegram_that_does_not_say_who_it_is_lets_nobody_in(shop: Workshop, group: Group, grace: Person) -> None:
    shop.local.fail_next("getChatMember", "before")
    await shop.clock.turn(timedelta(seconds=11))
    grace.press(0, newest(group))
    await settle(shop)
    assert "could not ask Telegram" in told(grace)
    # As it says, and at once: this is no double tap.
    grace.press(0, newest(group))
    await settle(shop)
    assert "Who are you in this group?" in text_of(newest(group))


async def test_an_administrator_who_hides_behind_the_group_presses_as_themselves_and_a_channel_does_not_get_in(
    shop: Workshop, group: Group, grace: Person, amina: Person
) -> None:
    await set_up(shop, grace, group)
    group.set_anonymous(grace)
    assert "The next comes on" in await write(shop, grace, group, "/digest")
    assert "Paused" in await press(shop, grace, group, "Pause")
    assert "From your group: Meeting on Friday" in await write(shop, grace, group, "/line Meeting on Friday")
    one = await subscription(shop, group)
    assert one is not None
    assert one.wishes.own_line == ""
    asked = newest(group)
    amina.press(0, asked)
    await settle(shop)
    assert told(amina) == "Only an administrator of this group can do this."
    await press(shop, grace, group, "It is right")
    assert text_of(next(one for one in group.messages if one["message_id"] == asked["message_id"])).endswith("Friday")
    assert await make_up(shop, grace, asked, "digest:line-is:12345") == "This button is old."
    channel = shop.local.add_group("News", members=[grace], kind="channel")
    group.post_as_channel(channel, "/line Buy my gold")
    await settle(shop)
    one = await subscription(shop, group)
    assert one is not None
    assert one.wishes.own_line == "Meeting on Friday"
    assert "Shall I take your line out?" in await write(shop, grace, group, "/line -")
    await press(shop, grace, group, "It is right")
    one = await subscription(shop, group)
    assert one is not None
    assert one.wishes.own_line == ""


async def test_another_administrator_takes_over_and_the_owner_can_keep_it_to_themselves(
    shop: Workshop, group: Group, grace: Person, amina: Person
) -> None:
    await set_up(shop, grace, group)
    group.set_member(amina, "administrator")
    await press(shop, amina, group, "Changed by")
    await press(shop, amina, group, "Only the owner")
    await press(shop, amina, group, "Hour")
    assert told(amina) == "Only the owner of this group can do this."
    assert "Only the owner" in await write(shop, amina, group, "/line Buy from me")
    group.set_anonymous(amina)
    assert "press the button as yourself" in await write(shop, amina, group, "/line Buy from me")
    await press(shop, amina, group, "It is right")
    assert told(amina) == "Only the owner of this group can do this."
    await press(shop, grace, group, "It is right")
    one = await subscription(shop, group)
    assert one is not None
    assert one.wishes.own_line == "Buy from me"
    assert "<b>" not in await press(shop, grace, group, "Hour")
    assert "10:00" in await press(shop, grace, group, "10:00")


async def test_two_administrators_at_once_lose_no_change(
    shop: Workshop, group: Group, grace: Person, amina: Person
) -> None:
    await set_up(shop, grace, group)
    group.set_member(amina, "administrator")
    message = newest(group)
    for person, data in ((grace, "set:hour:9:1"), (amina, "set:minerals:tin:1"), (grace, "set:days:2:1")):
        made_up: dict[str, Any] = {"from": person.face, "message": message, "chat_instance": "1"}
        shop.local.inject({"callback_query": {**made_up, "id": f"7{data}", "data": f"digest:{data}"}})
    async with asyncio.timeout(20):
        await shop.idle()
    one = await subscription(shop, group)
    assert one is not None
    assert (one.wishes.schedule.hour, "tin" in one.wishes.minerals, 2 in one.wishes.schedule.weekdays) == (
        9,
        True,
        True,
    )
    assert from_bot(grace) == []
