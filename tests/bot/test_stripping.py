"""Names, numbers and places are blanked before an update is kept, and PTB still reads every kind."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Update

from bot.stripping import strip

USER = {"id": 5, "is_bot": False, "first_name": "Canary", "username": "canary", "language_code": "sw"}
CHAT = {"id": 5, "type": "private", "first_name": "Canary", "username": "canary"}
GROUP = {"id": -7, "type": "supergroup", "title": "Canary cooperative", "username": "canarycoop"}


POLL = {
    "id": "1",
    "question": "q",
    "options": [{"text": "a", "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}


def _message(**fields: Any) -> dict[str, Any]:
    return {"message_id": 1, "date": 1_795_000_000, "chat": CHAT, "from": USER, **fields}


KINDS: dict[str, dict[str, Any]] = {
    "text": {"message": _message(text="how do I weigh")},
    "contact": {"message": _message(contact={"phone_number": "+255700", "first_name": "Canary", "vcard": "Canary"})},
    "location": {"message": _message(location={"latitude": -2.87, "longitude": 32.23})},
    "venue": {
        "message": _message(
            venue={"location": {"latitude": 1.5, "longitude": 2.5}, "title": "Canary pit", "address": "Canary road"}
        )
    },
    "photo": {"message": _message(photo=[{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}])},
    "document": {"message": _message(document={"file_id": "a", "file_unique_id": "b", "file_name": "Canary.pdf"})},
    "forward": {
        "message": _message(
            text="hello", forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "Canary"}
        )
    },
    "reply": {"message": _message(text="yes", reply_to_message=_message(text="Canary said this"))},
    "edited": {"edited_message": _message(text="how do I weigh", edit_date=2)},
    "press": {
        "callback_query": {
            "id": "9",
            "from": USER,
            "chat_instance": "1",
            "data": "card:101",
            "message": _message(text="a card"),
        }
    },
    "membership": {
        "my_chat_member": {
            "chat": GROUP,
            "from": USER,
            "date": 1,
            "old_chat_member": {"status": "left", "user": USER},
            "new_chat_member": {"status": "member", "user": USER},
        }
    },
    "group": {"message": {**_message(text="/ask"), "chat": GROUP}},
    "poll": {"message": _message(poll=POLL)},
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_number_or_place_is_left_and_the_update_can_be_read(kind: str) -> None:
    stripped = strip({"update_id": 3, **KINDS[kind]})
    shown = str(stripped)
    assert "anary" not in shown
    assert "255700" not in shown
    assert "32.23" not in shown and "2.5" not in shown
    update = Update.de_json(stripped, Bot("1:a"))
    assert update is not None and update.update_id == 3
    assert update.effective_user is not None and update.effective_user.id == 5


def test_what_is_needed_stays() -> None:
    stripped = strip({"update_id": 3, **KINDS["press"]})
    assert stripped["callback_query"]["data"] == "card:101"
    assert stripped["callback_query"]["from"]["language_code"] == "sw"
    assert strip({"update_id": 3, **KINDS["text"]})["message"]["text"] == "how do I weigh"


def test_an_update_too_deep_to_walk_keeps_its_id() -> None:
    deep: Any = "x"
    for _ in range(5000):
        deep = [deep]
    assert strip({"update_id": 4, "message": deep}) == {"update_id": 4, "message": {}}


JSON = st.recursive(
    st.none() | st.integers() | st.text(), lambda part: st.lists(part) | st.dictionaries(st.text(), part)
)


@given(JSON)
def test_stripping_never_raises(value: Any) -> None:
    assert strip({"update_id": 1, "message": value})["update_id"] == 1


def test_a_lean_server_that_leaves_names_out_is_still_understood() -> None:
    lean = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "from": {"id": 5}, "text": "hello"}
    update = Update.de_json(strip({"update_id": 1, "message": lean}), Bot("1:a"))
    assert update is not None and update.effective_user is not None and update.effective_user.id == 5
