"""The chats as Telegram keeps them: who is in, what was said, whether the bot may speak. It sends no update."""

from dataclasses import dataclass, field
from typing import Final, Literal

from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.events import Json

ChatKind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]
PRESENT: Final = frozenset({"creator", "administrator", "member", "restricted"})
ADMINISTRATING: Final = frozenset({"creator", "administrator"})
SUPERGROUP_BASE: Final = -1_000_000_000_000


@dataclass(slots=True, eq=False)
class Chat:
    """One chat, seen from the bot's account.

    `bot_status` in a private chat is `left` until the person has written, and `kicked` while they block the bot;
    `is_seen` says that the bot has met the person somewhere, `is_deleted` that the account is gone.
    """

    id: int
    kind: ChatKind
    face: Json
    bot_status: Status = "left"
    bot_may_write: bool = True
    is_seen: bool = False
    is_deleted: bool = False
    members: dict[int, Status] = field(default_factory=dict)
    anonymous: set[int] = field(default_factory=set)
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: set[int] = field(default_factory=set)
    messages: dict[int, Json] = field(default_factory=dict)
    migrated_to: int | None = None
    keyboard: Json | None = None
    pinned: list[int] = field(default_factory=list)
    received_bytes: int = 0
    menu_button: Json = field(default_factory=lambda: {"type": "default"})

    @property
    def is_group(self) -> bool:
        """Tell whether several people write here."""
        return self.kind in ("group", "supergroup")

    def check_reachable(self) -> None:
        """Raise ApiError when the bot can't see this chat at all."""
        if self.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": self.migrated_to},
            )
        if self.bot_status in PRESENT or (self.kind == "private" and self.bot_status == "kicked"):
            return
        if self.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        if self.kind == "private":
            raise forbidden("bot can't initiate conversation with a user") if self.is_seen else _unknown()
        raise forbidden(f"bot is not a member of the {self.kind} chat")

    def check_writable(self, what: str = "text messages") -> None:
        """Raise ApiError when the bot may not write here now."""
        if self.is_deleted:
            raise forbidden("user is deactivated")
        if self.kind == "private" and self.bot_status == "kicked":
            raise forbidden("bot was blocked by the user")
        self.check_reachable()
        if self.kind == "channel" and self.bot_status != "administrator":
            raise bad_request("need administrator rights in the channel chat")
        if not self.bot_may_write:
            raise bad_request(f"not enough rights to send {what} to the chat")

    def message(self, message_id: int, complaint: str) -> Json:
        """Return a message that is still there; raises ApiError with `complaint`."""
        message = self.messages.get(message_id)
        if message is None:
            raise bad_request(complaint)
        return message


class ChatBook:
    """All chats by id and by username; it deals out ids as Telegram does."""

    def __init__(self) -> None:
        self.all: dict[int, Chat] = {}
        self._by_username: dict[str, Chat] = {}
        self._last_person = 700_000_000
        self._last_group = 400_000_000
        self._last_shared_message = 0
        self._last_messages: dict[int, int] = {}

    def add_private(self, first_name: str, username: str | None) -> Chat:
        """Open a person's chat with the bot; its id is the person's."""
        self._last_person += 1
        face: Json = {"id": self._last_person, "first_name": first_name, "type": "private"}
        if username:
            face["username"] = username
        return self._keep(Chat(self._last_person, "private", face))

    def add_shared(self, kind: ChatKind, title: str, *, username: str | None, forum: bool) -> Chat:
        """Open a group or a channel."""
        self._last_group += 1
        chat_id = -self._last_group if kind == "group" else SUPERGROUP_BASE - self._last_group
        face: Json = {"id": chat_id, "title": title, "type": kind}
        if username:
            face["username"] = username
        if forum:
            face["is_forum"] = True
        return self._keep(Chat(chat_id, kind, face))

    def _keep(self, chat: Chat) -> Chat:
        self.all[chat.id] = chat
        if "username" in chat.face:
            self._by_username[chat.face["username"].lower()] = chat
        return chat

    def find(self, chat_id: int | str) -> Chat:
        """Return the chat that the bot named by id or by @username; raises ApiError when it knows none."""
        chat = self.all.get(chat_id) if isinstance(chat_id, int) else self._by_username.get(chat_id[1:].lower())
        if chat is None or (isinstance(chat_id, str) and chat.kind == "private"):
            raise _unknown()
        return chat

    def next_message_id(self, chat: Chat) -> int:
        """Deal out an id: private chats and basic groups share one row of numbers, the others have their own."""
        if chat.kind in ("private", "group"):
            self._last_shared_message += 1
            return self._last_shared_message
        self._last_messages[chat.id] = self._last_messages.get(chat.id, 0) + 1
        return self._last_messages[chat.id]


def _unknown() -> ApiError:
    return bad_request("chat not found")
