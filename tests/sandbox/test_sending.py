from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram

Call = Callable[..., Awaitable[Any]]
LONG_EMOJI = "🏟" * 2048


async def test_text_arrives_with_entities_buttons_and_the_clocks_date(call: Call, amina: Person) -> None:
    buttons = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}
    sent = await call("sendMessage", chat_id=amina.id, text="<b>Hi</b>", parse_mode="HTML", reply_markup=buttons)
    assert sent == amina.last
    assert (sent["text"], sent["date"]) == ("Hi", 1795420800)
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert amina.buttons == [["More"]]


async def test_form_strings_mean_the_same_as_json_values(call: Call, amina: Person) -> None:
    markup = '{"keyboard": [["🆘", {"text": "❓"}]], "is_persistent": true}'
    await call("SENDMESSAGE", chat_id=str(amina.id), text="x", reply_markup=markup, protect_content="True")
    assert amina.keyboard == [["🆘", "❓"]]
    assert amina.last and amina.last["has_protected_content"]
    assert "reply_markup" not in amina.last


async def test_lasting_keyboard_stays_until_it_is_removed(call: Call, amina: Person) -> None:
    await call("sendMessage", chat_id=amina.id, text="x", reply_markup={"keyboard": [["a"]]})
    await call("sendMessage", chat_id=amina.id, text="y")
    assert amina.keyboard == [["a"]]
    await call("sendMessage", chat_id=amina.id, text="z", reply_markup={"remove_keyboard": True})
    assert amina.keyboard == []


@pytest.mark.parametrize("text", ["x" * 4096, LONG_EMOJI, f"<b>{'x' * 4096}</b>", " " * 50 + "x" * 4096 + "\n"])
async def test_text_of_4096_units_passes(call: Call, amina: Person, text: str) -> None:
    assert await call("sendMessage", chat_id=amina.id, text=text, parse_mode="HTML")


@pytest.mark.parametrize("text", ["x" * 4097, LONG_EMOJI + "x"])
async def test_text_of_4097_units_is_too_long(refusal: Call, amina: Person, text: str) -> None:
    assert await refusal("sendMessage", chat_id=amina.id, text=text) == (400, "Bad Request: message is too long")


@pytest.mark.parametrize("text", ["", " \n ", "<b></b>", "\u2800\u200b", "\x00"])
async def test_text_without_anything_to_see_is_empty(refusal: Call, amina: Person, text: str) -> None:
    answer = await refusal("sendMessage", chat_id=amina.id, text=text, parse_mode="HTML")
    assert answer == (400, "Bad Request: message text is empty")


async def test_lone_surrogates_and_broken_markup_are_refused(refusal: Call, amina: Person) -> None:
    assert await refusal("sendMessage", chat_id=amina.id, text="\ud83d") == (
        400,
        "Bad Request: strings must be encoded in UTF-8",
    )
    assert (await refusal("sendMessage", chat_id=amina.id, text="a<b", parse_mode="HTML"))[1].startswith(
        "Bad Request: can't parse entities"
    )
    assert (await refusal("sendMessage", chat_id=amina.id, text="x", parse_mode="Wiki"))[1].endswith(
        "unsupported parse_mode"
    )


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        (inline({"text": "x", "callback_data": "é" * 33}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x"}), "Text buttons are unallowed in the inline keyboard"),
        (inline({"text": " ", "callback_data": "x"}), "must be non-empty"),
        (inline({"text": "x", "url": "no address"}), "is invalid: Wrong HTTP URL"),
        (inline(*[{"text": "x", "callback_data": "x"}] * 101), "reply markup is too long"),
        (inline(*[{"text": "x" * 100, "callback_data": "x"}] * 90), "reply markup is too long"),
        ({"keyboard": [["x"] * 301]}, "reply markup is too long"),
        ({"inline_keyboard": "x"}, "must be of type Array"),
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
    ],
)
async def test_keyboards_telegram_would_refuse_are_refused(
    refusal: Call, amina: Person, markup: Any, complaint: str
) -> None:
    code, description = await refusal("sendMessage", chat_id=amina.id, text="x", reply_markup=markup)
    assert code == 400
    assert complaint in description


async def test_callback_data_of_64_bytes_and_100_buttons_pass(call: Call, amina: Person) -> None:
    markup = inline(*[{"text": "x", "callback_data": "é" * 32}] * 100)
    assert await call("sendMessage", chat_id=amina.id, text="x", reply_markup=markup)


async def test_the_bot_can_not_write_to_those_who_never_wrote_to_it(
    refusal: Call, call: Call, local: LocalTelegram
) -> None:
    stranger = local.add_person(first_name="Juma")
    not_found = (400, "Bad Request: chat not found")
    assert await refusal("sendMessage", chat_id=stranger.id, text="x") == not_found
    assert await refusal("sendMessage", chat_id=12345, text="x") == not_found
    assert await refusal("sendMessage", chat_id="@nobody_here", text="x") == not_found
    assert await refusal("sendMessage", chat_id="", text="x") == (400, "Bad Request: chat_id is empty")
    stranger.say("hello")
    assert await call("sendMessage", chat_id=stranger.id, text="x")


async def test_a_person_who_blocks_the_bot_is_lost_until_they_write_again(
    refusal: Call, call: Call, amina: Person
) -> None:
    amina.block()
    blocked = (403, "Forbidden: bot was blocked by the user")
    assert await refusal("sendMessage", chat_id=amina.id, text="x") == blocked
    assert await refusal("sendChatAction", chat_id=amina.id, action="typing") == blocked
    amina.start()
    assert await call("sendMessage", chat_id=amina.id, text="x")


async def test_who_is_only_known_from_a_group_or_is_gone_can_not_be_written_to(
    refusal: Call, local: LocalTelegram, amina: Person
) -> None:
    juma = local.add_person(first_name="Juma")
    group = local.add_group("Mgodi", members=[amina, juma])
    juma.say("/help", group)
    assert await refusal("sendMessage", chat_id=juma.id, text="x") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    amina.delete_account()
    assert await refusal("sendMessage", chat_id=amina.id, text="x") == (403, "Forbidden: user is deactivated")


async def test_an_answer_quotes_what_it_answers(call: Call, refusal: Call, amina: Person) -> None:
    question = amina.say("how do I burn amalgam")
    sent = await call(
        "sendMessage", chat_id=amina.id, text="x", reply_parameters={"message_id": question["message_id"]}
    )
    assert sent["reply_to_message"] == question
    gone = {"message_id": 999}
    assert await refusal("sendMessage", chat_id=amina.id, text="x", reply_parameters=gone) == (
        400,
        "Bad Request: message to be replied not found",
    )
    assert await call(
        "sendMessage", chat_id=amina.id, text="x", reply_parameters={**gone, "allow_sending_without_reply": True}
    )


async def test_links_commands_and_mentions_are_marked_by_the_server(call: Call, amina: Person) -> None:
    text = "🆘 /help or https://t.me/x?start=y, @amina_g"
    sent = await call("sendMessage", chat_id=amina.id, text=text)
    marked = [(mark["type"], mark["offset"], mark["length"]) for mark in sent["entities"]]
    assert marked == [("bot_command", 3, 5), ("url", 12, 22), ("mention", 36, 8)]


async def test_copies_and_forwards_carry_the_content(call: Call, refusal: Call, amina: Person) -> None:
    question = amina.say("what is gold worth")
    copied = await call("copyMessage", chat_id=amina.id, from_chat_id=amina.id, message_id=question["message_id"])
    assert copied == {"message_id": amina.last["message_id"] if amina.last else None}
    forwarded = await call("forwardMessage", chat_id=amina.id, from_chat_id=amina.id, message_id=question["message_id"])
    assert forwarded["text"] == "what is gold worth"
    assert forwarded["forward_origin"]["sender_user"]["id"] == amina.id
    answer = await refusal("copyMessage", chat_id=amina.id, from_chat_id=amina.id, message_id=99)
    assert answer == (400, "Bad Request: message to copy not found")


async def test_wrong_chat_action_is_refused(call: Call, refusal: Call, amina: Person, local: LocalTelegram) -> None:
    seen: list[str] = []
    local.subscribe(lambda event: seen.append(event.kind))
    assert await call("sendChatAction", chat_id=amina.id, action="typing") is True
    assert seen == ["typing"]
    assert (await refusal("sendChatAction", chat_id=amina.id, action="dance"))[0] == 400


async def test_unknown_methods_are_not_found(refusal: Call) -> None:
    assert await refusal("sendGold") == (404, "Not Found: method not found")


async def test_bytes_to_a_phone_count_messages_and_files(
    call: Call, amina: Person, local: LocalTelegram, picture: bytes
) -> None:
    assert local.bytes_to(amina) == 0
    await call("sendMessage", chat_id=amina.id, text="é" * 100)
    text_bytes = local.bytes_to(amina)
    assert 200 < text_bytes < 700
    await call("sendPhoto", chat_id=amina.id, files={"photo": picture + bytes(5000)})
    assert local.bytes_to(amina) > text_bytes + 5000
