"""The command menus: in each language, for private chats, groups and their administrators."""

from collections.abc import Iterator
from typing import Any

from content.languages import CODES, Speaker, speaker


def _private(say: Speaker) -> dict[str, str]:
    return {
        "topics": say("Find a card by pictures"),
        "saved": say("Cards you have saved"),
        "sos": say("Someone is in danger"),
        "hazard": say("Warn others of a danger"),
        "offline": say("Emergencies as a text to keep"),
        "price": say("What gold is worth"),
        "offer": say("Is this offer fair?"),
        "advance": say("What an advance costs"),
        "purity": say("How pure is my gold?"),
        "rate": say("Your own dollar rate"),
        "share": say("Pass on what you tried"),
        "mine": say("What you have passed on"),
        "stories": say("What others tried"),
        "digest": say("What is new, once a week"),
        "answer": say("Answer what nobody knows"),
        "country": say("Numbers of your country"),
        "language": say("Change the language"),
        "privacy": say("What I keep about you"),
        "forget": say("Erase everything now"),
        "cancel": say("Drop what you were writing"),
        "help": say("How to use me"),
    }


def _group(say: Speaker) -> dict[str, str]:
    return {
        "sos": say("Someone is in danger"),
        "ask": say("Ask a question here"),
        "hazard": say("Warn others of a danger"),
        "open": say("Answer what the news asked"),
        "digest": say("What is new, once a week"),
        "help": say("How to use me"),
    }


def _administrators(say: Speaker) -> dict[str, str]:
    return {**_group(say), "line": say("Your group's line in the news")}


# Scope of the Bot API and its commands.
SCOPES = (("all_private_chats", _private), ("all_group_chats", _group), ("all_chat_administrators", _administrators))


def command_menus() -> Iterator[dict[str, Any]]:
    """Yield the fields of every setMyCommands call; English also stands for languages that we don't speak."""
    for scope, commands in SCOPES:
        for code in ("", *CODES):
            shown = commands(speaker(code or "en"))
            yield {
                "commands": [{"command": name, "description": text} for name, text in shown.items()],
                "scope": {"type": scope},
                **({"language_code": code} if code else {}),
            }
