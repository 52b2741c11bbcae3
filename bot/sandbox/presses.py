"""What pressing a button does: a callback query, a deep link, a text, a contact or a place."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.events import Json

if TYPE_CHECKING:
    from bot.sandbox.people import Person

PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Pressed:
    """That a button was found, and the message it made its person write, if any."""

    message: Json | None


def press_inline(person: "Person", message: Json, button: str | int) -> Pressed | None:
    """Press a button under a message; None when it has no such button."""
    chat = person.world.chats.all[message["chat"]["id"]]
    message = chat.messages.get(message["message_id"], message)
    found = _find(message.get("reply_markup", {}).get("inline_keyboard", []), button)
    if found is None:
        return None
    if "url" in found:
        return Pressed(open_link(person, found["url"]))
    if "callback_data" not in found:
        return Pressed(None)
    person.private.is_seen = True
    query = person.world.queries.ask(person.id, chat.id)
    body = {
        "id": query.id,
        "from": person.face,
        "message": message,
        "chat_instance": str(chat.id * 31),
        "data": found["callback_data"],
    }
    person.world.updates.add("callback_query", body)
    return Pressed(None)


def press_lasting(person: "Person", button: str | int) -> Pressed | None:
    """Press a button of the lasting reply keyboard; None when there is no such button."""
    found = _find((person.private.keyboard or {}).get("keyboard", []), button)
    if found is None:
        return None
    if found.get("request_contact"):
        return Pressed(person.send_contact())
    if found.get("request_location"):
        return Pressed(person.send_location())
    return Pressed(person.say(found["text"]))


def open_link(person: "Person", url: str) -> Json | None:
    """Open a t.me or tg:// link to this bot with its payload; other links and impossible payloads do nothing."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
    except ValueError:
        return None
    asked = parse_qs(parts.query)
    name = asked.get("domain", [""])[0] if parts.scheme == "tg" else parts.path.strip("/")
    at_home = parts.scheme == "tg" or parts.hostname in ("t.me", "telegram.me")
    if not at_home or name.lower() != person.world.me["username"].lower():
        return None
    payload = asked.get("start", [""])[0]
    return person.start(payload or None) if not payload or PAYLOAD.fullmatch(payload) else None


def _find(rows: list[list[Json]], button: str | int) -> Json | None:
    flat = [one for row in rows for one in row]
    if isinstance(button, int):
        return flat[button] if 0 <= button < len(flat) else None
    return next((one for one in flat if one["text"] == button), None)
