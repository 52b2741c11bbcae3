import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import TurnableClock
from bot.sandbox.errors import ApiError
from bot.sandbox.telegram import METHODS, LocalTelegram

NAMES = (
    "chat_id",
    "from_chat_id",
    "message_id",
    "message_ids",
    "text",
    "parse_mode",
    "entities",
    "reply_markup",
    "reply_parameters",
    "commands",
    "scope",
    "media",
    "photo",
    "results",
    "allowed_updates",
    "menu_button",
    "reaction",
    "file_id",
    "offset",
    "limit",
    "user_id",
    "callback_query_id",
    "inline_query_id",
    "caption",
    "action",
)
# A fresh Telegram gives its first person and their first message these ids.
PERSON_ID, MESSAGE_ID = 700_000_001, 1
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([PERSON_ID, MESSAGE_ID])
KEYS = st.sampled_from(
    ("type", "text", "inline_keyboard", "keyboard", "message_id", "url", "callback_data", "id", "media")
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


def waits_or_serves(name: str) -> bool:
    return name in ("getUpdates", "setWebhook", "logOut")


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(name for name, _ in METHODS.values() if not waits_or_serves(name))),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5),
    st.booleans(),
    st.booleans(),
)
def test_no_parameters_break_a_method(method: str, values: dict[str, Any], aimed: bool, as_text: bool) -> None:
    local = LocalTelegram(clock=TurnableClock(running=False))
    person = local.add_person(first_name="Amina")
    asyncio.run(_try(local, person.id, method, values, aimed=aimed, as_text=as_text))


async def _try(
    local: LocalTelegram, person_id: int, method: str, values: dict[str, Any], *, aimed: bool, as_text: bool
) -> None:
    local.people[person_id].start()
    await local.call("sendMessage", {"chat_id": person_id, "text": "x"}, {})
    if aimed:
        values = {"message_id": 2, "text": "y", **values, "chat_id": person_id}
    if as_text:
        values = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
    try:
        json.dumps(await local.call(method, values, {}))
    except ApiError as error:
        assert 400 <= error.code < 500


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("setMyCommands", {"commands": [], "scope": {"type": []}}),
        ("sendMediaGroup", {"chat_id": PERSON_ID, "media": [{"type": {}}, {"type": []}]}),
        ("deleteMessages", {"chat_id": PERSON_ID, "message_ids": []}),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [{"id": "\ud83d"}]}),
        ("sendMessage", {"chat_id": PERSON_ID, "text": "x", "reply_markup": {"keyboard": [["\ud83d"]]}}),
        ("sendMessage", {"chat_id": True, "text": "x"}),
        ("sendMessage", {"chat_id": "9" * 5000, "text": "x"}),
        ("sendMessage", {"chat_id": "@", "text": "x"}),
        ("editMessageText", {"chat_id": PERSON_ID, "message_id": "²", "text": "x"}),
        ("copyMessage", {"chat_id": PERSON_ID, "from_chat_id": PERSON_ID, "message_id": [1]}),
    ],
)
async def test_nonsense_is_refused_with_400(method: str, values: dict[str, Any]) -> None:
    local = LocalTelegram(clock=TurnableClock(running=False))
    local.add_person(first_name="Amina").start()
    with pytest.raises(ApiError) as caught:
        await local.call(method, values, {})
    assert caught.value.code == 400


async def test_numbers_in_odd_letters_are_passed_over() -> None:
    local = LocalTelegram(clock=TurnableClock(running=False))
    person = local.add_person(first_name="Amina")
    person.start()
    assert await local.call("deleteMessages", {"chat_id": person.id, "message_ids": ["²", "--1", True, 10**30]}, {})
