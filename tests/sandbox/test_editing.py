from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.clock import TurnableClock
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram

Call = Callable[..., Awaitable[Any]]
MENU = {"inline_keyboard": [[{"text": "Next", "callback_data": "next"}]]}


async def test_edit_changes_the_text_and_takes_buttons_away_unless_given(call: Call, amina: Person) -> None:
    sent = await call("sendMessage", chat_id=amina.id, text="one", reply_markup=MENU)
    edited = await call("editMessageText", chat_id=amina.id, message_id=sent["message_id"], text="two")
    assert (edited["text"], edited["edit_date"]) == ("two", sent["date"])
    assert "reply_markup" not in edited
    assert sent["text"] == "one"
    assert amina.last == edited


async def test_edit_to_the_same_is_not_modified(call: Call, refusal: Call, amina: Person) -> None:
    sent = await call("sendMessage", chat_id=amina.id, text="<b>one</b>", parse_mode="HTML", reply_markup=MENU)
    same = {"chat_id": amina.id, "message_id": sent["message_id"], "text": " <b>one</b>", "parse_mode": "HTML"}
    code, description = await refusal("editMessageText", **same, reply_markup=MENU)
    assert code == 400
    assert description.startswith("Bad Request: message is not modified: specified new message content")
    assert await call("editMessageText", **same)


async def test_only_messages_that_exist_and_are_ours_can_be_edited(refusal: Call, amina: Person) -> None:
    theirs = amina.say("hello")
    answer = await refusal("editMessageText", chat_id=amina.id, message_id=theirs["message_id"], text="x")
    assert answer == (400, "Bad Request: message can't be edited")
    answer = await refusal("editMessageText", chat_id=amina.id, message_id=404, text="x")
    assert answer == (400, "Bad Request: message to edit not found")
    answer = await refusal("editMessageText", chat_id=amina.id, text="x")
    assert answer == (400, "Bad Request: message identifier is not specified")


async def test_edits_keep_the_kind_of_a_message(call: Call, refusal: Call, amina: Person, picture: bytes) -> None:
    photo = await call("sendPhoto", chat_id=amina.id, caption="old", files={"photo": picture})
    place = {"chat_id": amina.id, "message_id": photo["message_id"]}
    assert (await refusal("editMessageText", **place, text="x"))[1].endswith("there is no text in the message to edit")
    edited = await call("editMessageCaption", **place, caption="<i>new</i>", parse_mode="HTML", reply_markup=MENU)
    assert (edited["caption"], edited["photo"]) == ("new", photo["photo"])
    assert "reply_markup" not in await call("editMessageReplyMarkup", **place)
    text = await call("sendMessage", chat_id=amina.id, text="x")
    answer = await refusal("editMessageCaption", chat_id=amina.id, message_id=text["message_id"], caption="x")
    assert answer == (400, "Bad Request: there is no caption in the message to edit")


async def test_edits_take_inline_keyboards_only(call: Call, refusal: Call, amina: Person) -> None:
    sent = await call("sendMessage", chat_id=amina.id, text="x")
    place = {"chat_id": amina.id, "message_id": sent["message_id"], "text": "y"}
    answer = await refusal("editMessageText", **place, reply_markup={"keyboard": [["x"]]})
    assert answer == (400, "Bad Request: inline keyboard expected")


async def test_messages_older_than_48_hours_can_not_be_deleted(
    call: Call, refusal: Call, amina: Person, clock: TurnableClock
) -> None:
    old = await call("sendMessage", chat_id=amina.id, text="old")
    await clock.turn(timedelta(hours=48))
    theirs = amina.say("delete this too")
    too_old = (400, "Bad Request: message can't be deleted for everyone")
    assert await refusal("deleteMessage", chat_id=amina.id, message_id=old["message_id"]) == too_old
    assert await call("deleteMessage", chat_id=amina.id, message_id=theirs["message_id"]) is True
    assert theirs not in amina.messages
    assert await refusal("deleteMessage", chat_id=amina.id, message_id=theirs["message_id"]) == (
        400,
        "Bad Request: message to delete not found",
    )


async def test_many_messages_go_at_once_and_the_missing_are_passed_over(
    call: Call, refusal: Call, amina: Person, local: LocalTelegram
) -> None:
    gone: list[int] = []
    local.subscribe(lambda event: gone.extend(event.detail.get("message_ids", [])))
    sent = [(await call("sendMessage", chat_id=amina.id, text=str(n)))["message_id"] for n in range(3)]
    assert await call("deleteMessages", chat_id=amina.id, message_ids=[*sent, 999]) is True
    assert gone == sent
    assert (await refusal("deleteMessages", chat_id=amina.id, message_ids=list(range(101))))[0] == 400


async def test_pins_and_reactions_need_their_message(call: Call, refusal: Call, amina: Person) -> None:
    sent = await call("sendMessage", chat_id=amina.id, text="x")
    assert await call("pinChatMessage", chat_id=amina.id, message_id=sent["message_id"])
    assert (await call("getChat", chat_id=amina.id))["pinned_message"] == sent
    thumb = [{"type": "emoji", "emoji": "👍"}]
    assert await call("setMessageReaction", chat_id=amina.id, message_id=sent["message_id"], reaction=thumb)
    answer = await refusal("pinChatMessage", chat_id=amina.id, message_id=99)
    assert answer == (400, "Bad Request: message to pin not found")
