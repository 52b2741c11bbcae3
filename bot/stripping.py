"""Takes out of an update what Pitwise never needs, before anything is kept. Blanks: parsers want the keys."""

from collections.abc import Mapping
from typing import Any

_BLANK_TEXTS = frozenset(
    [
        "first_name",
        "last_name",
        "username",
        "title",
        "phone_number",
        "vcard",
        "author_signature",
        "sender_user_name",
        "bio",
        "description",
        "address",
        "name",
        "file_name",
        "performer",
        "custom_title",
    ]
)
_BLANK_NUMBERS = frozenset({"latitude", "longitude", "horizontal_accuracy", "heading", "live_period"})
# Another message inside a message: only whose it is and which one matters.
_INNER_MESSAGES = frozenset({"reply_to_message", "pinned_message", "external_reply"})
_INNER_KEPT = frozenset({"message_id", "date", "chat", "from", "sender_chat", "origin", "message_thread_id"})
# Of our own message its words and buttons too: they are ours, and say what it asked.
_OUR_WORDS = _INNER_KEPT | {"text", "entities", "reply_markup"}
_DROPPED = frozenset({"quote", "photo_unique", "via_bot", "thumbnail", "thumb", "new_chat_photo", "invite_link"})
# What PTB demands of a person, where a lean Bot API server leaves it out.
_PERSONS = frozenset({"from", "user"})
_PERSON = {"first_name": "", "is_bot": False}
_WORDED = frozenset({"message", "edited_message"})
_WORDS_KEPT = frozenset({"message_id", "date", "edit_date", "chat", "from", "sender_chat", "text", "caption"})
# Seconds since 1970, as the Bot API has them; milliseconds are none.
_DATES = frozenset({"date", "edit_date"})
LATEST_DATE = 1 << 32
_ANSWER_KEPT = _INNER_KEPT | {"is_topic_message", "reply_to_message", "edit_date"}
_KINDS = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")


def strip(update: Mapping[str, Any], me: object = None) -> dict[str, Any]:
    """Return a copy of a raw update without names, numbers and places of people; `me` is our own id.

    Never raises: an update that can't be walked keeps its id and the names of its kinds only.
    """
    try:
        return {key: _walked(value, me) for key, value in update.items()}
    except Exception:
        return {"update_id": update.get("update_id"), **{kind: {} for kind in _KINDS if kind in update}}


def _walked(value: Any, me: object) -> Any:
    if isinstance(value, list):
        return [_walked(item, me) for item in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for key, inner in value.items():
        if key in _DROPPED:
            continue
        if key in _BLANK_TEXTS and isinstance(inner, str):
            kept[key] = ""
        elif key in _BLANK_NUMBERS and isinstance(inner, int | float):
            kept[key] = 0
        elif key in _INNER_MESSAGES and isinstance(inner, dict):
            parts = _OUR_WORDS if key == "reply_to_message" and _is_from(inner, me) else _INNER_KEPT
            kept[key] = _walked({name: part for name, part in inner.items() if name in parts}, me)
        elif key in _PERSONS and isinstance(inner, dict):
            kept[key] = {**_PERSON, **_walked(inner, me)}
        else:
            kept[key] = _walked(inner, me)
    return kept


def _is_from(message: Mapping[str, Any], me: object) -> bool:
    sender = message.get("from")
    return me is not None and isinstance(sender, dict) and sender.get("id") == me


def without_words(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message that tells only that someone answered a message of ours, and where: not what."""
    return {key: value for key, value in message.items() if key in _ANSWER_KEPT}


def words_only(update: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy whose messages hold who wrote them and their words: for what the parser does not know yet.

    Messages without words keep everything.
    """
    return {key: _words_only(value) if key in _WORDED else value for key, value in update.items()}


def _words_only(message: Any) -> Any:
    if not isinstance(message, dict) or not (message.get("text") or message.get("caption")):
        return message
    words = {key: value for key, value in message.items() if key in _WORDS_KEPT}
    return {**words, **{key: None for key in _DATES & words.keys() if not _is_date(words[key])}}


def _is_date(value: Any) -> bool:
    return isinstance(value, int) and 0 <= value < LATEST_DATE
