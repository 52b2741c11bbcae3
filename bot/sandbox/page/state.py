"""The whole sandbox as the page draws it: the people, the chats and what stands in them."""

from typing import Final

from bot.sandbox.cast import GROUP_HINTS, Hint, is_companion, persona_of
from bot.sandbox.chats import PRESENT, Chat
from bot.sandbox.events import Json
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram
from content.languages import CODES, speaker

SHOWN_MESSAGES: Final = 300


def state_of(local: LocalTelegram) -> Json:
    """Return everything but the clock and the journal's position."""
    return {
        "bot": local.me,
        "connection_lost": local.connection_lost,
        "languages": [{"code": code, "name": speaker(code).language.name} for code in CODES],
        "people": [_person(person, local) for person in local.people.values()],
        "chats": [_chat(chat, local) for chat in local.world.chats.all.values() if chat.migrated_to is None],
    }


def _person(person: Person, local: LocalTelegram) -> Json:
    persona = persona_of(person)
    code = persona.language
    language = speaker(code).language if code in CODES else None
    return {
        "id": person.id,
        "name": persona.name,
        "about": persona.about,
        "language": code,
        "language_name": language.name if language else code,
        "direction": language.direction if language else "ltr",
        "listed": not is_companion(person),
        "blocks": person.private.bot_status == "kicked",
        "hints": _hints(persona.hints, local),
    }


def _chat(chat: Chat, local: LocalTelegram) -> Json:
    members = [chat.id] if chat.kind == "private" else _present(chat, local)
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.face.get("title"),
        "members": members,
        "messages": list(chat.messages.values())[-SHOWN_MESSAGES:],
        "keyboard": chat.keyboard,
        "hints": _hints(GROUP_HINTS, local) if chat.kind != "private" else None,
    }


def _present(chat: Chat, local: LocalTelegram) -> list[int]:
    return [person for person, status in chat.members.items() if status in PRESENT and person in local.people]


def _hints(hints: tuple[Hint, ...], local: LocalTelegram) -> list[Json]:
    name = f"@{local.me['username']}"
    return [{"text": hint.text.replace("{bot}", name), "note": hint.note} for hint in hints]
