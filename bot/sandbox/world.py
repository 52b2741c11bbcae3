"""All that the sandbox's Telegram holds, and how a message comes to stand in a chat. The methods and the people act
on it; it knows neither parameters nor HTTP.
"""

import json
import secrets
from collections import Counter
from typing import Any

from bot.clock import Clock
from bot.sandbox.chats import ADMINISTRATING, PRESENT, Chat, ChatBook
from bot.sandbox.events import Json, Listeners
from bot.sandbox.files import FileShelf, StoredFile
from bot.sandbox.limits import SendPace
from bot.sandbox.profile import Profile
from bot.sandbox.queries import QueryBook
from bot.sandbox.texts import slice_units
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhook

BOT_ID = 7_000_000_001
ANONYMOUS_ADMINISTRATOR: Json = {
    "id": 1_087_968_824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


class World:
    """Chats, files, queues and clock of one sandbox."""

    def __init__(self, clock: Clock, *, enforce_limits: bool) -> None:
        self.clock = clock
        self.token = f"{BOT_ID}:{secrets.token_urlsafe(26)[:35]}"
        self.me: Json = {"id": BOT_ID, "is_bot": True, "first_name": "Pitwise", "username": "PitwiseSandboxBot"}
        self.chats = ChatBook()
        self.users: dict[int, Json] = {BOT_ID: self.me}
        self.files = FileShelf()
        self.updates = UpdateQueue(clock)
        self.queries = QueryBook(clock)
        self.profile = Profile()
        self.pace = SendPace(clock, enforced=enforce_limits)
        self.listeners = Listeners()
        self.calls: Counter[str] = Counter()
        self.refusals: Counter[tuple[str, int]] = Counter()
        self.callback_answers: dict[int, Json] = {}
        self.inline_answers: dict[int, Json] = {}
        self.webhook: Webhook | None = None
        self.connection_lost = False
        self.logged_out = False

    def now_s(self) -> int:
        """Return the wall clock in whole seconds since 1970, as the Bot API writes dates."""
        return int(self.clock.now().timestamp())

    def post(self, chat: Chat, fields: Json, *, sender: Json | None) -> Json:
        """Put a message into a chat and tell the listeners."""
        message_id = self.chats.next_message_id(chat)
        message: Json = {"message_id": message_id}
        if sender is not None:
            message["from"] = sender
        message |= {"chat": chat.face, "date": self.now_s(), **fields}
        chat.messages[message_id] = message
        self.listeners.tell("message", chat.id, message)
        return message

    def post_from_bot(self, chat: Chat, fields: Json, *, file: StoredFile | None = None) -> Json:
        """Put the bot's message into a chat and count what a phone receives for it."""
        if chat.kind == "channel":
            message = self.post(chat, {"sender_chat": chat.face, **fields}, sender=None)
        else:
            message = self.post(chat, fields, sender=self.me)
        self._count_bytes(chat, message, len(file.content) if file else 0)
        return message

    def replace(self, chat: Chat, message_id: int, message: Json) -> Json:
        """Put an edited message in the place of the old one; who holds the old dict keeps the old text."""
        chat.messages[message_id] = message
        self.listeners.tell("edited", chat.id, message)
        return message

    def replace_from_bot(self, chat: Chat, message: Json) -> Json:
        """The same for the bot's own edit, counted as a phone receives it."""
        self._count_bytes(chat, message, 0)
        return self.replace(chat, message["message_id"], message)

    def _count_bytes(self, chat: Chat, message: Json, file_bytes: int) -> None:
        body = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        chat.received_bytes += len(body.encode("utf-8", "replace")) + file_bytes

    def take_out(self, chat: Chat, message_ids: list[int]) -> None:
        """Delete messages and tell the listeners."""
        gone = [message_id for message_id in message_ids if chat.messages.pop(message_id, None)]
        if gone:
            chat.pinned = [message_id for message_id in chat.pinned if message_id not in gone]
            self.listeners.tell("deleted", chat.id, detail={"message_ids": gone})

    def hand_to_bot(self, chat: Chat, message: Json, *, edited: bool = False) -> None:
        """Queue the update for a message, when the bot is there and privacy mode lets it see this one."""
        if chat.bot_status not in PRESENT or not self._bot_sees(chat, message):
            return
        kind = "channel_post" if chat.kind == "channel" else "message"
        self.updates.add(f"edited_{kind}" if edited else kind, message)

    def _bot_sees(self, chat: Chat, message: Json) -> bool:
        if not chat.is_group or chat.bot_status in ADMINISTRATING:
            return True
        if SERVICE_FIELDS & message.keys():
            return True
        if BOT_ID in (
            message.get("reply_to_message", {}).get("from", {}).get("id"),
            message.get("via_bot", {}).get("id"),
        ):
            return True
        return self._addresses_bot(message)

    def _addresses_bot(self, message: Json) -> bool:
        text = message.get("text") or message.get("caption") or ""
        name = f"@{self.me['username'].lower()}"
        for entity in message.get("entities") or message.get("caption_entities") or ():
            if entity["type"] == "mention" and _covered(text, entity) == name:
                return True
            if entity["type"] == "bot_command":
                addressee = _covered(text, entity).partition("@")[2]
                if not addressee or f"@{addressee}" == name:
                    return True
        return False

    def tell_membership(self, chat: Chat, actor: Json, member: Json, old: str, new: str) -> None:
        """Queue my_chat_member for the bot itself, chat_member for anyone else (who must be watched by an admin)."""
        body: Json = {
            "chat": chat.face,
            "from": actor,
            "date": self.now_s(),
            "old_chat_member": self.member_json(chat, member, old),
            "new_chat_member": self.member_json(chat, member, new),
        }
        if member["id"] == BOT_ID:
            self.updates.add("my_chat_member", body)
        elif chat.bot_status in ADMINISTRATING:
            self.updates.add("chat_member", body)
        self.listeners.tell("membership", chat.id, detail={"person_id": member["id"], "status": new})

    def member_json(self, chat: Chat, user: Json, status: str) -> Json:
        """Return a ChatMember as the API shapes it for this status."""
        member: Json = {"user": user, "status": status}
        anonymous = user["id"] in chat.anonymous
        if status == "creator":
            return {**member, "is_anonymous": anonymous}
        if status == "administrator":
            rights = dict.fromkeys(ADMINISTRATOR_RIGHTS, True)
            channel = {"can_post_messages": True, "can_edit_messages": True} if chat.kind == "channel" else {}
            return {**member, "can_be_edited": False, "is_anonymous": anonymous, **rights, **channel}
        if status == "restricted":
            return {**member, "is_member": True, "until_date": 0, **dict.fromkeys(MEMBER_RIGHTS, False)}
        return {**member, "until_date": 0} if status == "kicked" else member

    def set_keyboard(self, chat: Chat, markup: Json | None) -> None:
        """Let a lasting reply keyboard, or a forced reply, stand under the chat's input; None takes it away."""
        chat.keyboard = markup
        self.listeners.tell("keyboard", chat.id, detail={"keyboard": markup})


SERVICE_FIELDS = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
    }
)
ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_manage_topics",
)
MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)


def _covered(text: str, entity: dict[str, Any]) -> str:
    return slice_units(text, entity["offset"], entity["length"]).lower()
