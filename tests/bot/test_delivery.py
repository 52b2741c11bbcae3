"""Every cause for which a send fails, and what then becomes of the message."""

import asyncio
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from telegram.error import TelegramError

from bot.api import fate_of
from bot.sandbox.errors import ApiError, Fault, bad_request, forbidden
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.priorities import REPLY
from storage.outbox import Notice
from tests.bot.notices import meet, member_id_of, received, sends_soon, stage, state, states, until_state, words
from tests.journeys.conversing import from_bot, text_of


async def test_who_has_blocked_the_bot_gets_nothing_more_and_what_waited_is_cancelled(
    shop: Workshop, amina: Person, grace: Person
) -> None:
    await meet(shop, amina, grace)
    shop.local.fail_next("sendMessage", forbidden("bot was blocked by the user"))
    first = await stage(shop, amina, words("first"))
    second = await stage(shop, amina, words("second"))
    await shop.idle()
    assert (await state(shop, first), await state(shop, second)) == ("failed", "cancelled")
    async with shop.store.read() as r:
        member = await r.members.find(amina.id)
    assert member is not None
    assert member.closed
    calls = shop.local.world.calls["sendMessage"]
    await shop.restart()
    await shop.idle()
    assert shop.local.world.calls["sendMessage"] == calls


async def test_who_comes_back_after_a_block_is_answered_again(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    amina.block()
    await shop.idle()
    await stage(shop, amina, words("lost"))
    await shop.idle()
    amina.say("/help")
    await shop.idle()
    assert "lost" not in received(amina)
    assert len(received(amina)) == 2


async def test_a_group_that_moved_gets_its_message_at_the_new_id_once(shop: Workshop, amina: Person) -> None:
    group = shop.local.add_group("Miners", members=[amina])
    await shop.idle()
    amina.say("/help", chat=group)
    await shop.idle()
    async with shop.store.read() as r:
        known = await r.groups.find(group.id)
    assert known is not None
    shop.local.connection_lost = True
    old_id = group.id
    grown = group.upgrade()
    shop.local.connection_lost = False
    async with shop.store.write() as w:
        notice = Notice(target=known.id, kind="reply", period="x", priority=REPLY, call=words("digest"))
        staged = await w.outbox.stage(notice)
    assert staged is not None
    assert staged.chat_id == old_id
    shop.app.delivery.offer([staged])
    await shop.clock.turn(timedelta(minutes=2))
    await shop.idle()
    texts = [text_of(one) for one in shop.local.messages(grown.id)]
    assert texts.count("digest") == 1
    assert await state(shop, staged.id) == "sent"


async def test_an_edit_that_changes_nothing_is_a_success(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    message = amina.last
    assert message is not None
    shop.local.fail_next("editMessageText", bad_request("message is not modified"))
    edit = {"method": "editMessageText", "message_id": message["message_id"], "text": "x"}
    notice = await stage(shop, amina, edit)
    await shop.idle()
    assert await state(shop, notice) == "sent"
    assert "x" not in received(amina)


async def test_an_edit_whose_message_is_gone_becomes_a_new_message(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    message = amina.last
    assert message is not None
    await shop.local.call("deleteMessage", {"chat_id": amina.id, "message_id": message["message_id"]}, {})
    edit = {"method": "editMessageText", "message_id": message["message_id"], "text": "anew"}
    notice = await stage(shop, amina, edit)
    await shop.idle()
    assert await state(shop, notice) == "sent"
    assert received(amina).count("anew") == 1


async def test_a_refused_message_is_final(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    calls = shop.local.world.calls["sendMessage"]
    notice = await stage(shop, amina, {"method": "sendMessage", "text": "<b>open", "parse_mode": "HTML"})
    await shop.idle()
    assert await state(shop, notice) == "failed"
    assert shop.local.world.calls["sendMessage"] == calls + 1


async def test_what_never_left_is_sent_again_until_it_arrives(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    shop.local.fail_next("sendMessage", "before", times=4)
    notice = await stage(shop, amina, words("at last"))
    await until_state(shop, notice, "sent", turned_s=60)
    assert received(amina).count("at last") == 1


async def test_a_lost_answer_leads_to_two_sends_at_most(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    calls = shop.local.world.calls["sendMessage"]
    shop.local.fail_next("sendMessage", "after", times=5)
    notice = await stage(shop, amina, words("twice"))
    await until_state(shop, notice, "unknown", turned_s=10)
    assert shop.local.world.calls["sendMessage"] == calls + 2
    assert received(amina).count("twice") == 2
    await shop.restart()
    await shop.idle()
    assert shop.local.world.calls["sendMessage"] == calls + 2


async def test_what_may_not_arrive_twice_is_sent_once_and_left_unknown(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    shop.local.fail_next("sendMessage", "after")
    notice = await stage(shop, amina, words("digest"), kind="digest")
    await shop.idle()
    assert await state(shop, notice) == "unknown"
    await shop.clock.turn(timedelta(minutes=10))
    await shop.restart()
    await shop.idle()
    assert received(amina).count("digest") == 1


async def test_a_page_of_html_from_a_proxy_is_an_unknown_fate(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    shop.local.fail_next("sendMessage", "garbage")
    notice = await stage(shop, amina, words("through"))
    await until_state(shop, notice, "sent", turned_s=5)
    assert received(amina).count("through") == 1


@pytest.mark.parametrize("failure", ["garbage", ApiError(500, "Internal Server Error"), TelegramError("not JSON")])
async def test_minutes_in_which_telegram_fails_take_no_answer_from_anybody(
    shop: Workshop, amina: Person, failure: Exception | Fault
) -> None:
    await meet(shop, amina)
    shop.local.fail_next("sendMessage", failure, times=20)
    notice = await stage(shop, amina, words("at last"))
    await until_state(shop, notice, "sent", turned_s=5)
    assert received(amina).count("at last") == 1


async def test_the_card_for_a_cry_is_sent_again_until_telegram_says_that_it_arrived(
    shop: Workshop, amina: Person
) -> None:
    await meet(shop, amina)
    shop.local.fail_next("sendMessage", "after", times=3)
    notice = await stage(shop, amina, words("do this now"), kind="emergency")
    await until_state(shop, notice, "sent", turned_s=5)
    assert "do this now" in received(amina)


async def test_while_telegram_fails_few_digests_are_tried_and_the_others_wait(shop: Workshop) -> None:
    people = [shop.local.add_person(first_name=str(n), language_code="en") for n in range(40)]
    await meet(shop, *people)
    shop.local.fail_next("sendMessage", "garbage", times=1_000)
    for person in people:
        await stage(shop, person, words("news"), kind="digest")
    for _ in range(20):
        await shop.clock.turn(timedelta(seconds=1))
        assert not await sends_soon(shop, shop.local.world.calls["sendMessage"] + 8)
    found = await states(shop)
    assert found["waiting"] > 20
    assert found["unknown"] <= shop.settings.send_concurrency + 5


async def test_messages_of_one_chat_keep_their_order_through_failures(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    shop.local.fail_next("sendMessage", "before", times=2)
    for number in range(4):
        last = await stage(shop, amina, words(str(number)))
    await until_state(shop, last, "sent", turned_s=60)
    assert received(amina)[-4:] == ["0", "1", "2", "3"]


async def test_sending_goes_on_when_the_store_is_back_and_repeats_nothing(
    shop: Workshop, amina: Person, break_store: Callable[[], Callable[[], None]]
) -> None:
    await meet(shop, amina)
    sent = Counter(received(amina))
    await stage(shop, amina, words("one"))
    mend = break_store()
    await shop.clock.turn(timedelta(seconds=5))
    mend()
    async with asyncio.timeout(10):
        while set((await states(shop)).keys()) != {"sent"}:
            await shop.clock.turn(timedelta(seconds=2))
            await asyncio.sleep(0)
    assert Counter(received(amina)) - sent == Counter(["one"])


async def test_replies_that_were_committed_and_never_offered_are_found(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    member_id = await member_id_of(shop, amina)
    async with shop.store.write() as w:
        await w.outbox.stage(Notice(target=member_id, kind="reply", period="p", priority=REPLY, call=words("found")))
    shop.app.delivery.recover()
    shop.app.delivery.recover()
    await shop.idle()
    assert received(amina).count("found") == 1


@pytest.mark.parametrize("error", [ValueError("ours"), ApiError(418, "strange")])
async def test_a_failure_without_a_name_ends_the_message_and_not_the_sender(
    shop: Workshop, amina: Person, error: Exception
) -> None:
    await meet(shop, amina)
    shop.local.fail_next("sendMessage", error)
    strange = await stage(shop, amina, words("strange"))
    plain = await stage(shop, amina, words("plain"))
    await until_state(shop, plain, "sent", turned_s=5)
    assert await state(shop, strange) in ("failed", "unknown", "sent")
    assert received(amina).count("plain") == 1


def test_an_error_of_ours_has_an_unknown_fate() -> None:
    assert fate_of(RuntimeError()) == "unknown"


async def test_a_picture_of_ours_arrives_whole_and_leaves_nothing_in_the_store(shop: Workshop, amina: Person) -> None:
    await meet(shop, amina)
    content = png(40, 30)
    photo = {"name": "chart.png", "base64": b64encode(content).decode()}
    notice = await stage(shop, amina, {"method": "sendPhoto", "photo": photo, "caption": "a chart"})
    await shop.idle()
    message = from_bot(amina)[-1]
    assert text_of(message) == "a chart"
    assert shop.local.world.files.by_id(message["photo"][-1]["file_id"]).content == content
    assert await state(shop, notice) == "sent"


def png(width: int, height: int) -> bytes:
    """Return a white picture."""
    file = BytesIO()
    Image.new("1", (width, height), 1).save(file, "PNG")
    return file.getvalue()
