from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, Update

from bot.clock import TurnableClock
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram

Call = Callable[..., Awaitable[Any]]
Updates = Callable[[], list[dict[str, Any]]]


def test_a_word_becomes_a_message_update(amina: Person, updates: Updates) -> None:
    said = amina.say(" jamaa amegorogosha /help ")
    (update,) = updates()
    assert update["message"] == said
    assert said["text"] == "jamaa amegorogosha /help"
    assert said["from"] == {
        "id": amina.id,
        "is_bot": False,
        "first_name": "Amina",
        "username": "amina_g",
        "language_code": "sw",
    }
    assert said["chat"] == {"id": amina.id, "first_name": "Amina", "type": "private", "username": "amina_g"}
    assert said["entities"] == [{"type": "bot_command", "offset": 19, "length": 5}]


def test_deep_link_writes_start_with_its_payload(amina: Person, updates: Updates) -> None:
    amina.start("c_103-sw")
    assert updates()[0]["message"]["text"] == "/start c_103-sw"
    with pytest.raises(ValueError, match="payload"):
        amina.start("not possible")


def test_what_is_too_long_goes_as_two_messages(amina: Person, updates: Updates) -> None:
    amina.say("🏟" * 2049)
    assert [update["message"]["text"] for update in updates()] == ["🏟" * 2048, "🏟"]


def test_every_kind_of_message_is_one_that_ptb_reads(amina: Person, updates: Updates, picture: bytes) -> None:
    amina.send_photo(picture, "look", media_group_id="7")
    amina.send_voice(b"OggS....", duration_s=9)
    amina.send_document(b"%PDF", "../licence.pdf")
    amina.send_sticker()
    amina.send_contact()
    amina.send_location()
    amina.send_poll()
    amina.forward(amina.say("pass it on"))
    amina.edit(amina.say("before"), "after")
    amina.block()
    amina.start()
    bodies = updates()
    bot = Bot("1:x")
    parsed = [Update.de_json(body, bot) for body in bodies]
    kinds = ["photo", "voice", "document", "sticker", "contact", "location", "poll"]
    assert all(getattr(update.message, kind) for update, kind in zip(parsed, kinds, strict=False) if update)
    assert bodies[0]["message"]["media_group_id"] == "7"
    assert [list(body)[1] for body in bodies[7:]] == [
        "message",
        "message",
        "message",
        "edited_message",
        "my_chat_member",
        "my_chat_member",
        "message",
    ]
    assert bodies[8]["message"]["forward_origin"]["type"] == "user"
    assert bodies[10]["edited_message"]["text"] == "after"
    assert bodies[11]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


def test_writing_to_a_blocked_bot_unblocks_it_first(amina: Person, updates: Updates) -> None:
    amina.block()
    amina.say("I am back")
    assert [list(body)[1] for body in updates()] == ["my_chat_member", "my_chat_member", "message"]
    assert updates()[1]["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_press_becomes_a_callback_query_that_is_answered_once(
    call: Call, refusal: Call, amina: Person, updates: Updates
) -> None:
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}], [{"text": "No", "callback_data": "n"}]]}
    sent = await call("sendMessage", chat_id=amina.id, text="Well?", reply_markup=markup)
    assert amina.press(1) is None
    query = updates()[0]["callback_query"]
    assert (query["data"], query["message"], query["from"]["id"]) == ("n", sent, amina.id)
    assert await call("answerCallbackQuery", callback_query_id=query["id"], text="Noted", show_alert=True)
    assert amina.answered
    assert (amina.answered["text"], amina.answered["show_alert"]) == ("Noted", True)
    too_old = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert await refusal("answerCallbackQuery", callback_query_id=query["id"]) == too_old
    assert await refusal("answerCallbackQuery", callback_query_id="nonsense") == too_old


async def test_press_is_too_old_after_half_a_minute(
    call: Call, refusal: Call, amina: Person, updates: Updates, clock: TurnableClock
) -> None:
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await call("sendMessage", chat_id=amina.id, text="Well?", reply_markup=markup)
    amina.press("Yes")
    await clock.turn(timedelta(seconds=31))
    code, description = await refusal("answerCallbackQuery", callback_query_id=updates()[0]["callback_query"]["id"])
    assert code == 400
    assert "query is too old" in description


async def test_lasting_buttons_write_their_label_and_links_open_the_bot(
    call: Call, amina: Person, local: LocalTelegram
) -> None:
    await call("sendMessage", chat_id=amina.id, text="x", reply_markup={"keyboard": [["🆘 danger"]]})
    pressed = amina.press("🆘 danger")
    assert pressed
    assert pressed["text"] == "🆘 danger"
    link = f"https://t.me/{local.me['username']}?start=q_1"
    elsewhere = {"Away": "https://example.org", "Broken": f"{link}%20x"}
    buttons = [[{"text": text, "url": url}] for text, url in {"Open": link, **elsewhere}.items()]
    await call("sendMessage", chat_id=amina.id, text="x", reply_markup={"inline_keyboard": buttons})
    opened = amina.press("Open")
    assert opened
    assert opened["text"] == "/start q_1"
    assert amina.press("Away") is None
    assert amina.press("Broken") is None
    with pytest.raises(LookupError, match="There is no button"):
        amina.press("Nowhere")


async def test_listeners_hear_of_every_change_until_they_leave(call: Call, amina: Person, local: LocalTelegram) -> None:
    heard: list[str] = []
    leave = local.subscribe(lambda event: heard.append(event.kind))
    amina.say("hello")
    sent = await call("sendMessage", chat_id=amina.id, text="x", reply_markup={"keyboard": [["a"]]})
    await call("editMessageText", chat_id=amina.id, message_id=sent["message_id"], text="y")
    await call("deleteMessage", chat_id=amina.id, message_id=sent["message_id"])
    assert heard == ["message", "message", "keyboard", "edited", "deleted"]
    leave()
    amina.say("nobody hears")
    assert len(heard) == 5
