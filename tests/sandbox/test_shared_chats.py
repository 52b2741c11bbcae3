from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot, ChatFullInfo, ChatMember, Update

from bot.sandbox.errors import ApiError
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram

Call = Callable[..., Awaitable[Any]]
Updates = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def juma(local: LocalTelegram) -> Person:
    return local.add_person(first_name="Juma")


@pytest.fixture
def group(local: LocalTelegram, amina: Person, juma: Person) -> Group:
    group = local.add_group("Mgodi Coop", members=[juma], admins=[amina], kind="supergroup")
    local.world.updates.clear()
    return group


def kinds(updates: Updates) -> list[str]:
    return [list(update)[1] for update in updates()]


def test_being_added_is_told_as_membership_and_as_a_message(
    local: LocalTelegram, amina: Person, updates: Updates
) -> None:
    group = local.add_group("Mgodi", members=[amina])
    change, message = updates()
    assert change["my_chat_member"]["new_chat_member"] == {"user": local.me, "status": "member"}
    assert change["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert change["my_chat_member"]["from"]["id"] == amina.id
    assert message["message"]["new_chat_members"] == [local.me]
    assert group.id < 0


async def test_privacy_mode_lets_only_what_is_meant_for_the_bot_through(
    call: Call, local: LocalTelegram, group: Group, juma: Person, updates: Updates
) -> None:
    name = local.me["username"]
    ours = await call("sendMessage", chat_id=group.id, text="Who has tried this?")
    theirs = juma.say("only talk", group)
    juma.say("talk to each other", group, reply_to=theirs)
    juma.say("/help@SomeOtherBot", group)
    juma.say(f"@{name}2 hello", group)
    assert updates() == []
    juma.say("/help", group)
    juma.say(f"please /help@{name.lower()}", group)
    juma.say(f"hey @{name} what is gold worth", group)
    juma.say("I have", group, reply_to=ours)
    assert kinds(updates) == ["message"] * 4
    assert updates()[3]["message"]["reply_to_message"]["message_id"] == ours["message_id"]
    group.promote_bot(juma)
    juma.say("now it hears all", group)
    assert kinds(updates)[4:] == ["my_chat_member", "message"]


def test_anonymous_administrator_writes_as_the_group(
    group: Group, amina: Person, juma: Person, updates: Updates
) -> None:
    group.set_anonymous(amina)
    amina.say("/settings", group)
    message = updates()[0]["message"]
    assert message["from"]["id"] == 1087968824
    assert message["sender_chat"] == group.chat.face
    with pytest.raises(ValueError, match="administrators"):
        group.set_anonymous(juma)


def test_channels_write_with_their_own_senders(
    local: LocalTelegram, group: Group, amina: Person, updates: Updates
) -> None:
    channel = local.add_group("News", members=[], admins=[amina], kind="channel")
    amina.say("post", channel)
    group.post_as_channel(channel, "/linked", linked=True)
    group.post_as_channel(channel, "/as_channel")
    bodies = updates()
    assert kinds(updates) == ["my_chat_member", "channel_post", "message", "message"]
    assert "from" not in bodies[1]["channel_post"]
    assert (bodies[2]["message"]["from"]["id"], bodies[2]["message"]["is_automatic_forward"]) == (777000, True)
    assert bodies[3]["message"]["from"]["username"] == "Channel_Bot"


async def test_group_turned_supergroup_answers_with_its_new_id(
    call: Call, local: LocalTelegram, amina: Person, updates: Updates
) -> None:
    old = local.add_group("Mgodi", members=[amina])
    local.world.updates.clear()
    new = old.upgrade()
    left, came = updates()
    assert left["message"]["migrate_to_chat_id"] == new.id
    assert came["message"]["migrate_from_chat_id"] == old.id
    with pytest.raises(ApiError) as caught:
        await call("sendMessage", chat_id=old.id, text="x")
    assert caught.value.description == "Bad Request: group chat was upgraded to a supergroup chat"
    assert caught.value.parameters == {"migrate_to_chat_id": new.id}
    assert await call("sendMessage", chat_id=new.id, text="x")
    assert amina.say("/help", old)["chat"]["id"] == new.id


async def test_bot_that_is_thrown_out_muted_or_gone_can_not_write(
    call: Call, refusal: Call, group: Group, amina: Person, updates: Updates
) -> None:
    group.mute_bot(amina)
    assert await refusal("sendMessage", chat_id=group.id, text="x") == (
        400,
        "Bad Request: not enough rights to send text messages to the chat",
    )
    group.mute_bot(amina, muted=False)
    group.remove_bot(amina)
    kicked = (403, "Forbidden: bot was kicked from the supergroup chat")
    assert await refusal("sendMessage", chat_id=group.id, text="x") == kicked
    group.add_bot(amina)
    assert await call("leaveChat", chat_id=group.id)
    gone = (403, "Forbidden: bot is not a member of the supergroup chat")
    assert await refusal("sendMessage", chat_id=group.id, text="x") == gone
    statuses = [body["my_chat_member"]["new_chat_member"]["status"] for body in updates() if "my_chat_member" in body]
    assert statuses == ["restricted", "member", "kicked", "member", "left"]


async def test_members_and_administrators_can_be_asked_for(
    call: Call, refusal: Call, local: LocalTelegram, group: Group, amina: Person, juma: Person
) -> None:
    administrators = await call("getChatAdministrators", chat_id=group.id)
    assert [(one["user"]["id"], one["status"]) for one in administrators] == [(amina.id, "creator")]
    assert (await call("getChatMember", chat_id=group.id, user_id=juma.id))["status"] == "member"
    group.set_member(juma, "kicked", by=amina)
    assert (await call("getChatMember", chat_id=group.id, user_id=juma.id))["status"] == "kicked"
    assert await call("getChatMemberCount", chat_id=group.id) == 2
    assert (await refusal("getChatMember", chat_id=group.id, user_id=5))[0] == 400
    assert await refusal("getChatAdministrators", chat_id=amina.id) == (
        400,
        "Bad Request: there are no administrators in the private chat",
    )


async def test_ptb_reads_every_member_and_chat(call: Call, local: LocalTelegram, group: Group, amina: Person) -> None:
    bot = Bot("1:x")
    for status in ("creator", "administrator", "member", "restricted", "left", "kicked"):
        assert ChatMember.de_json(local.world.member_json(group.chat, amina.face, status), bot).status == status
    assert ChatFullInfo.de_json(await call("getChat", chat_id=group.id), bot).title == "Mgodi Coop"


async def test_member_changes_reach_a_bot_that_is_administrator_and_asks(
    call: Call, group: Group, amina: Person, juma: Person, updates: Updates
) -> None:
    await call("getUpdates", allowed_updates=["chat_member", "my_chat_member"])
    group.set_member(juma, "left")
    assert updates() == []
    group.promote_bot(amina)
    group.set_member(juma, "member", by=amina)
    assert kinds(updates) == ["my_chat_member", "chat_member"]
    assert all(Update.de_json(body, Bot("1:x")) for body in updates())


async def test_topics_take_answers_in_their_thread(
    call: Call, refusal: Call, local: LocalTelegram, amina: Person, updates: Updates
) -> None:
    forum = local.add_group("Forum", members=[amina], kind="supergroup", forum=True)
    topic = forum.add_topic("Prices", amina)
    amina.say("/price", forum, topic=topic)
    assert updates()[-1]["message"]["message_thread_id"] == topic
    sent = await call("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    answer = await refusal("sendMessage", chat_id=forum.id, text="x", message_thread_id=99)
    assert answer == (400, "Bad Request: message thread not found")
    forum.close_topic(topic)
    answer = await refusal("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic)
    assert answer == (400, "Bad Request: TOPIC_CLOSED")
    forum.delete_topic(topic)
    answer = await refusal("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic)
    assert answer == (400, "Bad Request: message thread not found")
    assert sent["message_id"] not in forum.chat.messages


async def test_messages_in_a_group_are_pinned_only_by_administrators(
    call: Call, refusal: Call, group: Group, amina: Person
) -> None:
    sent = await call("sendMessage", chat_id=group.id, text="x")
    place = {"chat_id": group.id, "message_id": sent["message_id"]}
    assert "not enough rights to manage pinned messages" in (await refusal("pinChatMessage", **place))[1]
    theirs = amina.say("x", group)
    assert (await refusal("deleteMessage", chat_id=group.id, message_id=theirs["message_id"]))[0] == 400
    group.promote_bot(amina)
    assert await call("pinChatMessage", **place)
    assert await call("deleteMessage", chat_id=group.id, message_id=theirs["message_id"])
