"""What the bot told Telegram about itself: commands by scope and language, names, descriptions."""

import re
from typing import Any, Final

from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MAX_COMMANDS: Final = 100
MAX_DESCRIPTION: Final = 256
# Length limits in characters of the texts a bot can set about itself.
TEXT_LIMITS: Final = {"name": 64, "description": 512, "short_description": 120}
SCOPES_WITH_CHAT: Final = frozenset({"chat", "chat_administrators", "chat_member"})
SCOPES: Final = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})

ScopeKey = tuple[str, Any, Any]


class Profile:
    """Commands, names and descriptions as set by the bot."""

    def __init__(self) -> None:
        self._commands: dict[tuple[ScopeKey, str], list[Json]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def set_commands(self, commands: Any, scope: Any, language: str) -> None:
        """Keep a command list; raises ApiError for what Telegram would refuse."""
        if not isinstance(commands, list):
            raise bad_request("expected an Array of BotCommand")
        if len(commands) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not isinstance(command, dict) or not isinstance(command.get("command"), str):
                raise bad_request("can't parse BotCommand: Can't find field \"command\"")
            if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            description = command.get("description")
            if not isinstance(description, str) or not 1 <= len(description) <= MAX_DESCRIPTION:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        key = (scope_key(scope), language)
        if commands:
            self._commands[key] = [
                {"command": command["command"].removeprefix("/"), "description": command["description"]}
                for command in commands
            ]
        else:
            self._commands.pop(key, None)

    def commands(self, scope: Any, language: str) -> list[Json]:
        """Return the list set for exactly this scope and language."""
        return self._commands.get((scope_key(scope), language), [])

    def commands_shown(
        self, chat_id: int, person_id: int, language: str, *, private: bool, administrator: bool
    ) -> list[Json]:
        """Return the menu a person sees in a chat: the narrowest scope wins, then their language, then none."""
        scopes: list[ScopeKey] = [("chat", chat_id, None), ("all_private_chats", None, None)]
        if not private:
            scopes = [("chat_member", chat_id, person_id)]
            scopes += [("chat_administrators", chat_id, None)] if administrator else []
            scopes += [("chat", chat_id, None)]
            scopes += [("all_chat_administrators", None, None)] if administrator else []
            scopes += [("all_group_chats", None, None)]
        for scope in [*scopes, ("default", None, None)]:
            for code in (language, ""):
                if (scope, code) in self._commands:
                    return self._commands[scope, code]
        return []

    def set_text(self, what: str, text: str, language: str) -> None:
        """Keep a name or a description; an empty one takes it away."""
        if len(text) > TEXT_LIMITS[what]:
            raise bad_request(f"{what.replace('_', ' ')} is too long")
        self._texts[what, language] = text

    def text(self, what: str, language: str) -> str:
        """Return a name or a description in a language, or the one for all."""
        return self._texts.get((what, language)) or self._texts.get((what, ""), "")


def scope_key(scope: Any) -> ScopeKey:
    """Return a BotCommandScope as a key; raises ApiError when it is none."""
    if scope is None:
        return ("default", None, None)
    kind = str(scope.get("type")) if isinstance(scope, dict) else ""
    if kind in SCOPES:
        return (kind, None, None)
    if kind not in SCOPES_WITH_CHAT:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return (kind, _as_number(scope.get("chat_id")), _as_number(scope.get("user_id")) if kind == "chat_member" else None)


def _as_number(given: Any) -> int | str:
    """Return an id as a number, however it was written, or else as it stands."""
    try:
        return int(given)
    except (TypeError, ValueError, OverflowError):
        return str(given)
