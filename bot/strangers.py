"""Words with which somebody answers a question of ours in a group: of who never spoke to us they are not even kept.

What is said to us by command or by name, and a cry for help, is no answer to others.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.stripping import without_words
from handlers.groups.asked import LEFT_OUT, is_ours_asking
from handlers.words import meaning
from storage.session import Session

_KINDS = ("message", "edited_message")
# In a group, what stands behind its number is for us as little as a reply is; a sign tells that something stood there.
_OPEN = re.compile(r"\s*(/open\d{0,3}(?:@\w+)?(?!\S)(?:\s+\d{1,3}[.)]?(?!\S))?)(.*)", re.DOTALL | re.IGNORECASE)


async def without_stranger(
    w: Session, update: dict[str, Any], me: Mapping[str, Any], is_alarm: Callable[[str], bool]
) -> dict[str, Any]:
    """Return a stripped update, without what a stranger answers to a question of ours; `me` is who we are."""
    for kind in _KINDS:
        message = update.get(kind)
        if not isinstance(message, dict):
            continue
        text = words_of(message)
        if (opened := _OPEN.fullmatch(text)) and not _is_private(message) and not is_alarm(text):
            return {**update, kind: {**without_words(message), "text": _number_only(*opened.groups())}}
        if _is_answer(message, text, me) and not is_alarm(text) and not await _is_known(w, message.get("from")):
            return {**update, kind: without_words(message)}
    return update


def _number_only(command: str, rest: str) -> str:
    return f"{command} {LEFT_OUT}" if rest.strip() else command


def _is_private(message: Mapping[str, Any]) -> bool:
    chat = message.get("chat")
    return isinstance(chat, dict) and chat.get("type") == "private"


def _is_answer(message: Mapping[str, Any], text: str, me: Mapping[str, Any]) -> bool:
    if not is_ours_asking(message.get("reply_to_message"), me.get("id")):
        return False
    return not text.startswith("/") and not is_named(text, me) and meaning(text) != "danger"


async def _is_known(w: Session, person: object) -> bool:
    id = person.get("id") if isinstance(person, dict) else None
    return isinstance(id, int) and await w.members.find(id) is not None


def words_of(message: Mapping[str, Any]) -> str:
    """Return a raw message's text or caption, "" when it has none that can be read."""
    text = message.get("text") or message.get("caption")
    return text if isinstance(text, str) else ""


def is_named(text: str, me: Mapping[str, Any]) -> bool:
    """Tell whether a text calls us by our name."""
    name = str(me.get("username") or "").casefold()
    return bool(name) and f"@{name}" in text.casefold()
