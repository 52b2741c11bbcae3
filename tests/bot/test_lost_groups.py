"""A group that silences the bot, throws it out or takes its rights: the team hears of it once, and no news is lost."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.schedule import next_due
from handlers.priorities import REPLY
from storage.outbox import Notice
from storage.team import Grant
from tests.bot.notices import meet, member_id_of, states
from tests.editions import WISHES, editions, id_of, publish, subscribe, subscription, turn
from tests.journeys.conversing import from_bot, text_of
from tests.journeys.reviewing import hire


@pytest.fixture
async def leader(shop: Workshop) -> Person:
    return await hire(shop, "L", Grant("administrator"))


def told(leader: Person) -> list[str]:
    """Return the signs of what a leader heard of groups."""
    texts = [text_of(one) for one in from_bot(leader)]
    return [text.split()[0] for text in texts if "group that g" in text]


async def test_the_news_come_by_themselves_as_soon_as_a_group_that_silenced_the_bot_lets_it_write(
    shop: Workshop, grace: Person, group: Group, leader: Person
) -> None:
    target = await subscribe(shop, group)
    await publish(shop, "We tied the ladder")
    group.mute_bot(grace)
    await shop.idle()
    await turn(shop, days=1)
    grace.say(f"/help@{shop.local.me['username']}", chat=group)
    await shop.idle()
    assert editions(group) == []
    assert told(leader) == ["🔇"]
    group.mute_bot(grace, muted=False)
    await shop.idle()
    assert len(editions(group)) == 1
    assert "We tied the ladder" in editions(group)[0]
    assert told(leader) == ["🔇", "✅"]
    assert (await subscription(shop, target)).editions == 1
    await turn(shop, days=1)
    assert len(editions(group)) == 2
    assert "We tied the ladder" not in editions(group)[1]


async def test_what_a_group_forbids_to_all_is_found_out_by_trying_and_told_by_the_next_edition(
    shop: Workshop, group: Group, leader: Person
) -> None:
    await subscribe(shop, group)
    await publish(shop, "We tied the ladder")
    group.chat.bot_may_write = False
    for _ in range(3):
        await turn(shop, days=1)
    assert told(leader) == ["🔇"]
    group.chat.bot_may_write = True
    await turn(shop, days=1)
    [only] = editions(group)
    assert "We tied the ladder" in only
    assert told(leader) == ["🔇", "✅"]
    await turn(shop, minutes=5)
    assert len(editions(group)) == 1


async def test_a_group_that_forbids_pictures_only_is_not_taken_for_one_that_silences_the_bot(
    shop: Workshop, group: Group, leader: Person
) -> None:
    target = await subscribe(shop, group)
    shop.local.fail_next("sendPhoto", bad_request("not enough rights to send photos to the chat"))
    async with shop.store.write() as w:
        photo = {"method": "sendPhoto", "photo": "known-file"}
        staged = await w.outbox.stage(Notice(target, "reply", "1", REPLY, photo))
    assert staged is not None
    shop.app.delivery.offer([staged])
    await shop.idle()
    assert told(leader) == []
    async with shop.store.read() as r:
        assert [one.why for one in await r.unsent.page(0, 5)] == ["refused"]


async def test_a_group_that_threw_the_bot_out_unheard_is_told_of_once_and_misses_nothing(
    shop: Workshop, grace: Person, group: Group, leader: Person
) -> None:
    await subscribe(shop, group)
    await publish(shop, "We tied the ladder")
    group.chat.bot_status = "kicked"
    await turn(shop, days=1)
    group.remove_bot(grace)
    await shop.idle()
    assert told(leader) == ["📰"]
    await turn(shop, days=3)
    group.add_bot(grace)
    await shop.idle()
    assert told(leader) == ["📰", "✅"]
    await turn(shop, days=1)
    [only] = editions(group)
    assert "We tied the ladder" in only


async def test_a_group_that_takes_the_bot_s_office_gets_its_news_as_before(
    shop: Workshop, grace: Person, group: Group, leader: Person
) -> None:
    await subscribe(shop, group)
    group.promote_bot(grace)
    group.demote_bot(grace)
    group.rename("Others", grace)
    await shop.idle()
    assert told(leader) == ["📰"]
    await turn(shop, days=1)
    assert len(editions(group)) == 1


async def test_a_channel_in_which_the_bot_may_not_post_is_told_of_and_served_again(
    shop: Workshop, grace: Person, leader: Person
) -> None:
    channel = shop.local.add_group("News", members=[grace], kind="channel")
    await shop.idle()
    await subscribe(shop, channel)
    await publish(shop, "We tied the ladder")
    channel.demote_bot(grace)
    await shop.idle()
    await turn(shop, days=1)
    assert told(leader) == ["🔇"]
    channel.promote_bot(grace)
    await shop.idle()
    [only] = editions(channel)
    assert "We tied the ladder" in only


async def test_what_no_network_let_out_is_told_by_the_edition_that_took_its_place(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group)
    await publish(shop, "We tied the ladder")
    shop.local.connection_lost = True
    for _ in range(3):
        await shop.clock.turn(timedelta(days=1))
        await shop.app.jobs.send_digests()
    shop.local.connection_lost = False
    await shop.restart()
    await turn(shop, minutes=5)
    await turn(shop, minutes=5)
    [only] = editions(group)
    assert "We tied the ladder" in only


async def test_an_edition_that_may_have_arrived_is_not_told_again(shop: Workshop, group: Group) -> None:
    target = await subscribe(shop, group)
    await publish(shop, "We tied the ladder")
    shop.local.fail_next("sendMessage", "after")
    await turn(shop, days=1)
    await turn(shop, days=4)
    assert sum("We tied the ladder" in text for text in editions(group)) == 1
    async with shop.store.write() as w:
        await w.outbox.prune(shop.clock.now())
    await turn(shop, days=1)
    assert sum("We tied the ladder" in text for text in editions(group)) == 1
    assert await id_of(shop, group) == target


async def test_news_for_a_topic_that_is_gone_come_to_the_group(shop: Workshop, grace: Person) -> None:
    forum = shop.local.add_group("Forum", members=[grace], kind="supergroup", forum=True)
    topic = forum.add_topic("News", grace)
    await shop.idle()
    await subscribe(shop, forum, replace(WISHES, thread=topic))
    await turn(shop, days=1)
    assert [one.get("message_thread_id") for one in forum.messages if "News for" in text_of(one)] == [topic]
    del forum.chat.topics[topic]
    await turn(shop, days=1)
    assert [one.get("message_thread_id") for one in forum.messages if "News for" in text_of(one)] == [topic, None]


@pytest.mark.parametrize("error", [ApiError(500, "Internal Server Error"), "garbage", "after"])
async def test_a_digest_that_a_faulty_server_may_have_taken_is_sent_once(
    shop: Workshop, group: Group, error: ApiError | Literal["garbage", "after"]
) -> None:
    await subscribe(shop, group)
    shop.local.fail_next("sendMessage", error)
    await turn(shop, days=1)
    sends = shop.local.world.calls["sendMessage"]
    await turn(shop, hours=1)
    await shop.restart()
    await turn(shop, hours=1)
    assert shop.local.world.calls["sendMessage"] == sends
    assert (await states(shop)).get("unknown") == 1


async def test_a_member_who_blocked_the_bot_is_sent_no_news_until_they_write_again(
    shop: Workshop, grace: Person
) -> None:
    await meet(shop, grace)
    member, now = await member_id_of(shop, grace), shop.clock.now()
    async with shop.store.write() as w:
        wishes = replace(WISHES, kind="member")
        await w.subscriptions.add(member, wishes, next_due(wishes.schedule, now).at, now)
    await publish(shop, "We tied the ladder", audience="members")
    shop.local.world.chats.all[grace.id].bot_status = "kicked"
    await turn(shop, days=1)
    sends = shop.local.world.calls["sendMessage"]
    await turn(shop, days=3)
    assert shop.local.world.calls["sendMessage"] == sends
    shop.local.world.chats.all[grace.id].bot_status = "member"
    grace.say("/help")
    await shop.idle()
    await turn(shop, days=1)
    [news] = [text for one in from_bot(grace) if "News for you" in (text := text_of(one))]
    assert "We tied the ladder" in news
