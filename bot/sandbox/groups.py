"""Groups and channels of the sandbox: who comes and goes, who may what, and the move to a supergroup."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.chats import ADMINISTRATING, PRESENT, Chat, Status
from bot.sandbox.events import Json
from bot.sandbox.texts import find_automatic
from bot.sandbox.world import BOT_ID, World

if TYPE_CHECKING:
    from bot.sandbox.people import Person

CHANNEL_BOT: Json = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
SERVICE_ACCOUNT: Json = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A group, supergroup or channel, as its people handle it."""

    world: World
    chat: Chat

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.chat.id

    @property
    def messages(self) -> list[Json]:
        """Every message that stands here, oldest first."""
        return list(self.chat.messages.values())

    @property
    def last(self) -> Json | None:
        """The newest message from the bot."""
        from_bot = (one for one in reversed(self.chat.messages.values()) if self._is_ours(one))
        return next(from_bot, None)

    def _is_ours(self, message: Json) -> bool:
        return message.get("from") is self.world.me or (self.chat.kind == "channel" and "from" not in message)

    def add_bot(self, by: "Person", *, administrator: bool = False) -> None:
        """Let someone add the bot; to a channel it can only come as an administrator."""
        as_administrator = administrator or self.chat.kind == "channel"
        self._set_bot_status(by, "administrator" if as_administrator else "member")
        if self.chat.is_group:
            self._announce({"new_chat_members": [self.world.me]}, by)

    def remove_bot(self, by: "Person") -> None:
        """Let someone throw the bot out."""
        if self.chat.is_group:
            self._announce({"left_chat_member": self.world.me}, by)
        self._set_bot_status(by, "kicked")

    def promote_bot(self, by: "Person") -> None:
        """Make the bot an administrator: from then on it sees everything that is written."""
        self._set_bot_status(by, "administrator")

    def demote_bot(self, by: "Person") -> None:
        """Take the bot's rights back."""
        self._set_bot_status(by, "member")

    def mute_bot(self, by: "Person", *, muted: bool = True) -> None:
        """Forbid or allow the bot to write."""
        self.chat.bot_may_write = not muted
        self._set_bot_status(by, "restricted" if muted else "member")

    def _set_bot_status(self, by: "Person", status: Status) -> None:
        old, self.chat.bot_status = self.chat.bot_status, status
        if old != status:
            self.world.tell_membership(self.chat, by.face, self.world.me, old, status)

    def set_member(self, person: "Person", status: Status, *, by: "Person | None" = None) -> None:
        """Let someone join, leave, rise or fall; the bot hears of it only as an administrator."""
        old = self.chat.members.get(person.id, "left")
        self.chat.members[person.id] = status
        if status not in ADMINISTRATING:
            self.chat.anonymous.discard(person.id)
        actor = by or person
        self.world.tell_membership(self.chat, actor.face, person.face, old, status)
        if self.chat.is_group and (old in PRESENT) != (status in PRESENT):
            joined = {"new_chat_members": [person.face]} if status in PRESENT else {"left_chat_member": person.face}
            self._announce(joined, actor)

    def set_anonymous(self, person: "Person", *, anonymous: bool = True) -> None:
        """Let an administrator write as the group itself."""
        if anonymous and self.chat.members.get(person.id) not in ADMINISTRATING:
            raise ValueError("Only administrators can be anonymous.")
        (self.chat.anonymous.add if anonymous else self.chat.anonymous.discard)(person.id)

    def rename(self, title: str, by: "Person") -> None:
        """Give the group another name."""
        self.chat.face = {**self.chat.face, "title": title}
        self._announce({"new_chat_title": title}, by)

    def add_topic(self, name: str, by: "Person") -> int:
        """Open a topic in a forum; returns its message_thread_id."""
        topic = {"name": name, "icon_color": 7_322_096}
        message = self._announce({"forum_topic_created": topic, "is_topic_message": True}, by)
        thread_id = int(message["message_id"])
        message["message_thread_id"] = thread_id
        self.chat.topics[thread_id] = name
        return thread_id

    def close_topic(self, thread_id: int) -> None:
        """Close a topic: only who manages topics writes there, and the bot does not."""
        self.chat.closed_topics.add(thread_id)

    def delete_topic(self, thread_id: int) -> None:
        """Delete a topic with all that was said in it."""
        del self.chat.topics[thread_id]
        inside = [id for id, one in self.chat.messages.items() if one.get("message_thread_id") == thread_id]
        self.world.take_out(self.chat, inside)

    def post_as_channel(self, channel: "Group", text: str, *, linked: bool = False) -> Json:
        """Write here in a channel's name; `linked` is the automatic copy of a post of the linked channel."""
        fields: Json = {"sender_chat": channel.chat.face, "text": text}
        if entities := find_automatic(text):
            fields["entities"] = entities
        if linked:
            origin = {"type": "channel", "date": self.world.now_s(), "chat": channel.chat.face, "message_id": 1}
            fields |= {"is_automatic_forward": True, "forward_origin": origin}
        message = self.world.post(self.chat, fields, sender=SERVICE_ACCOUNT if linked else CHANNEL_BOT)
        self.world.hand_to_bot(self.chat, message)
        return message

    def upgrade(self, by: "Person | None" = None) -> "Group":
        """Turn a basic group into a supergroup with a new id; returns that one. The old id is dead from now on."""
        old = self.chat
        if old.kind != "group" or old.migrated_to is not None:
            raise ValueError("Only a basic group can become a supergroup, and only once.")
        new = self.world.chats.add_shared("supergroup", old.face["title"], username=None, forum=False)
        new.bot_status, new.bot_may_write, new.members = old.bot_status, old.bot_may_write, dict(old.members)
        new.keyboard = old.keyboard
        actor = by.face if by else self._creator()
        left = self.world.post(old, {"migrate_to_chat_id": new.id}, sender=actor)
        self.world.hand_to_bot(old, left)
        old.migrated_to = new.id
        came = self.world.post(new, {"migrate_from_chat_id": old.id}, sender=actor)
        self.world.hand_to_bot(new, came)
        return Group(self.world, new)

    def _creator(self) -> Json:
        creators = [user_id for user_id, status in self.chat.members.items() if status == "creator"]
        return self.world.users[creators[0] if creators else BOT_ID]

    def _announce(self, fields: Json, actor: "Person") -> Json:
        message = self.world.post(self.chat, fields, sender=actor.face)
        self.world.hand_to_bot(self.chat, message)
        return message
