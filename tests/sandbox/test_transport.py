import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.clock import TurnableClock
from bot.sandbox.errors import ApiError
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.transport import LocalRequest


@pytest.fixture
async def bot(local: LocalTelegram) -> AsyncIterator[Bot]:
    bot = Bot(local.token, request=LocalRequest(local), get_updates_request=LocalRequest(local))
    async with bot:
        yield bot


async def test_ptb_talks_to_people_without_a_network(bot: Bot, local: LocalTelegram, amina: Person) -> None:
    amina.say("how do I burn amalgam safely")
    (update,) = await bot.get_updates()
    assert update.message
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="m")]])
    sent = await bot.send_message(
        amina.id,
        "<b>Use a retort.</b>",
        parse_mode="HTML",
        reply_markup=markup,
        reply_parameters=ReplyParameters(update.message.id),
    )
    assert sent.reply_to_message
    assert sent.text_html == "<b>Use a retort.</b>"
    amina.press("More")
    (pressed,) = await bot.get_updates(offset=update.update_id + 1)
    assert pressed.callback_query
    assert await pressed.callback_query.answer("ok")
    assert isinstance(await pressed.callback_query.edit_message_text("Later."), object)
    assert amina.last and amina.last["text"] == "Later."
    assert await bot.get_updates(offset=pressed.update_id + 1) == ()
    await asyncio.wait_for(local.drained(), 1)


async def test_files_go_up_and_come_down(bot: Bot, amina: Person, picture: bytes) -> None:
    sent = await bot.send_photo(amina.id, io.BytesIO(picture), caption="chart")
    file = await bot.get_file(sent.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == picture
    album = await bot.send_media_group(amina.id, [InputMediaPhoto(picture), InputMediaPhoto(picture)])
    assert len({message.media_group_id for message in album}) == 1
    document = await bot.send_document(amina.id, b"a;b", filename="prices.csv")
    assert document.document
    assert document.document.file_name == "prices.csv"


async def test_dead_network_fails_as_httpx_would(bot: Bot, local: LocalTelegram, amina: Person) -> None:
    local.connection_lost = True
    with pytest.raises(NetworkError, match=r"httpx\.ConnectError") as caught:
        await bot.send_message(amina.id, "x")
    assert isinstance(caught.value.__cause__, httpx.ConnectError)
    assert type(caught.value) is NetworkError
    assert amina.last is None


async def test_each_planned_fault_strikes_once_and_as_named(bot: Bot, local: LocalTelegram, amina: Person) -> None:
    local.fail_next("sendMessage", "before")
    local.fail_next("sendMessage", "after")
    local.fail_next("sendMessage", "garbage")
    local.fail_next("*", ApiError(500, "Internal Server Error"), times=2)
    with pytest.raises(NetworkError) as refused:
        await bot.send_message(amina.id, "before")
    assert isinstance(refused.value.__cause__, httpx.ConnectError)
    with pytest.raises(TimedOut) as lost:
        await bot.send_message(amina.id, "after")
    assert isinstance(lost.value.__cause__, httpx.ReadTimeout)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(amina.id, "garbage")
    for _ in range(2):
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(amina.id, "500")
    await bot.send_message(amina.id, "well")
    assert [message["text"] for message in amina.messages] == ["/start", "after", "well"]


async def test_refusals_become_ptbs_own_errors(bot: Bot, local: LocalTelegram, amina: Person) -> None:
    group = local.add_group("Mgodi", members=[amina])
    supergroup = group.upgrade()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == supergroup.id
    amina.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(amina.id, "x")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "x")
    local.fail_next("getMe", ApiError(429, "Too Many Requests: retry after 7", {"retry_after": 7}))
    with pytest.raises(RetryAfter):
        await bot.get_me()
    poll = asyncio.ensure_future(bot.get_updates(offset=10**9, timeout=10))
    for _ in range(5):
        await asyncio.sleep(0)
    await bot.get_updates(timeout=0)
    with pytest.raises(Conflict):
        await asyncio.wait_for(poll, 1)


async def test_another_bots_token_is_refused(local: LocalTelegram) -> None:
    for token in ("1234567:" + "x" * 35, "nonsense"):
        with pytest.raises(InvalidToken):
            await Bot(token, request=LocalRequest(local)).get_me()


async def test_lone_surrogates_fail_in_the_transport_as_with_httpx(bot: Bot, amina: Person) -> None:
    with pytest.raises(NetworkError, match="UnicodeEncodeError"):
        await bot.send_message(amina.id, "\ud83d")


async def test_hanging_answer_is_lost_after_a_minute(
    bot: Bot, local: LocalTelegram, clock: TurnableClock, amina: Person
) -> None:
    local.fail_next("sendMessage", "hang")
    send = asyncio.ensure_future(bot.send_message(amina.id, "x"))
    for _ in range(5):
        await asyncio.sleep(0)
    assert amina.last
    assert not send.done()
    await clock.turn(timedelta(seconds=61))
    with pytest.raises(TimedOut):
        await asyncio.wait_for(send, 1)
