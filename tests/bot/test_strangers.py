"""What a stranger answers in a group is taken out whatever it looks like; what can't be read stops nobody."""

from typing import Any, cast

import pytest
from hypothesis import given

from bot.strangers import without_stranger
from storage.session import Session
from tests.bot.test_stripping import JSON

GROUP, USER = {"id": -7, "type": "supergroup"}, {"id": 5, "is_bot": False}
ME = {"id": 7_000_000_001, "username": "PitwiseSandboxBot"}
LINK = {"inline_keyboard": [[{"text": "x", "url": "https://t.me/PitwiseSandboxBot?start=g_12"}]]}
PRESS = {"inline_keyboard": [[{"text": "x", "callback_data": "edition:2026-11-23:useful:yes"}]]}
OTHER = {"inline_keyboard": [[{"text": "x", "callback_data": "card:101"}], [{"text": "x", "url": "https://t.me/x"}]]}


class _NobodyIsKnown:
    """A session in which no member is found."""

    def __init__(self, *known: int) -> None:
        self._known, self.members = known, self

    async def find(self, id: int) -> object:
        return object() if id in self._known else None


async def left(message: Any, *known: int, kind: str = "message", alarm: str = "") -> Any:
    session = cast(Session, _NobodyIsKnown(*known))
    update = await without_stranger(session, {"update_id": 1, kind: message}, ME, lambda text: text == alarm != "")
    return update[kind]


def answer(markup: Any = LINK, **more: Any) -> dict[str, Any]:
    ours = {"message_id": 1, "date": 1, "chat": GROUP, "from": {**ME, "is_bot": True}, "reply_markup": markup}
    said = {"message_id": 2, "date": 2, "chat": GROUP, "from": USER, "reply_to_message": ours, "text": "canary"}
    return {**said, **more}


@pytest.mark.parametrize("markup", [LINK, PRESS])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"caption": "canary", "photo": [{"file_id": "canary"}]},
        {"voice": {"file_id": "canary"}},
        {"entities": ["canary"], "new_field": {"canary": 1}},
        {"from": {"id": "canary"}},
        {"from": None},
        {"sender_chat": {"id": -7}},
        {"media_group_id": "canary"},
    ],
)
async def test_nothing_is_left_of_what_a_stranger_answers(markup: Any, more: dict[str, Any]) -> None:
    for kind in ("message", "edited_message"):
        kept = await left(answer(markup, **more), kind=kind)
        assert "canary" not in str({name: value for name, value in kept.items() if name != "from"})
        assert {"message_id", "chat", "reply_to_message"} <= kept.keys()


@pytest.mark.parametrize(
    "said",
    [
        answer(OTHER),
        answer(text="canary, @PITWISEsandboxbot"),
        answer(text="/ask canary"),
        answer(text="danger"),
        answer(text="sos"),
        answer(text="cry"),
        answer(reply_to_message=None),
    ],
)
async def test_what_is_said_to_us_and_a_cry_for_help_stay(said: dict[str, Any]) -> None:
    assert await left(said, alarm="cry") == said


async def test_what_a_member_answers_stays_until_they_are_asked() -> None:
    assert await left(answer(), USER["id"]) == answer()


@pytest.mark.parametrize(
    ("written", "stays"),
    [
        ("/open 2 canary", "/open 2 …"),
        ("/open@PitwiseSandboxBot ٢.\ncanary", "/open@PitwiseSandboxBot ٢. …"),
        ("/open2 x canary", "/open2 …"),
        ("/OPEN canary 2", "/OPEN …"),
        ("/open 0712345678", "/open …"),
        ("/open 2", "/open 2"),
    ],
)
async def test_of_an_opened_number_only_the_number_stays(written: str, stays: str) -> None:
    for known in ((), (USER["id"],)):
        kept = await left(answer(text=written, caption="canary"), *known)
        assert kept["text"] == stays and "caption" not in kept


async def test_a_cry_behind_a_number_stays_and_so_does_what_is_written_in_private() -> None:
    cry, private = answer(text="/open 2 cry"), answer(text="/open 2 canary", chat={"id": 5, "type": "private"})
    assert await left(cry, alarm="/open 2 cry") == cry
    assert await left(private) == private


@given(JSON, JSON, JSON)
async def test_whatever_cannot_be_read_raises_nothing(message: Any, ours: Any, markup: Any) -> None:
    await left(message)
    await left({"reply_to_message": ours, "text": markup})
    await left({"reply_to_message": {"from": ours, "reply_markup": markup}, "from": message})
    await left(answer({"inline_keyboard": markup}))
    await left(answer({"inline_keyboard": [markup, [markup]]}))
