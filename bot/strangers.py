"""Words with which somebody answers a question of ours in a group: of who never spoke to us they are not even kept.

What is said to us by command or by name, and a cry for help, is no answer to others.
"""

from collections.abc import Mapping
from typing import Any

from bot.stripping import without_words
from handlers.groups.asked import is_ours_asking
from handlers.words import meaning
from storage.session import Session


async def without_stranger(w: Session, update: dict[str, Any], me: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stripped update, without what a stranger answers to a question of ours; `me` is who we are."""
    if not _is_answer(update, me):
        return update
    sender = update["message"].get("from")
    id = sender.get("id") if isinstance(sender, dict) else None
    is_known = isinstance(id, int) and await w.members.find(id) is not None
    return update if is_known else without_words(update)


def _is_answer(update: Mapping[str, Any], me: Mapping[str, Any]) -> bool:
    message = update.get("message")
    if not isinstance(message, dict) or not is_ours_asking(message.get("reply_to_message"), me.get("id")):
        return False
    text = words_of(message)
    return not text.startswith("/") and not is_named(text, me) and meaning(text) != "danger"


def words_of(message: Mapping[str, Any]) -> str:
    """Return a raw message's text or caption, "" when it has none that can be read."""
    text = message.get("text") or message.get("caption")
    return text if isinstance(text, str) else ""


def is_named(text: str, me: Mapping[str, Any]) -> bool:
    """Tell whether a text calls us by our name."""
    name = str(me.get("username") or "").casefold()
    return bool(name) and f"@{name}" in text.casefold()
