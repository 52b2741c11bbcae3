"""An emergency answered without the store: from memory, once, with nothing kept and nothing asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from content.guidance.library import Library
from content.guidance.markup import render
from content.languages import language_of_client, speaker
from content.search.emergency import alarm
from content.search.tongue import guess
from handlers.hearing import spoken
from handlers.members.country import call_line


def emergency_call(body: Mapping[str, Any], library: Library, now: datetime) -> list[dict[str, Any]]:
    """Return the calls that answer one raw update which cries for help; empty when it can't be answered."""
    message = body.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(chat, dict) or "id" not in chat:
        return []
    text = spoken(str(message.get("text") or message.get("caption") or ""))
    sender = message.get("from") if isinstance(message.get("from"), dict) else {}
    language = guess(text, default=language_of_client((sender or {}).get("language_code")))
    heard = alarm(text)
    card = library.cards.get(heard.card) if heard else None
    if card is None:
        return []
    say = speaker(language)
    shown = render(card, language, say, today=now.date(), foot=[call_line(say)])
    return [{"method": "sendMessage", "chat_id": chat["id"], "text": shown.first, "parse_mode": "HTML"}]
