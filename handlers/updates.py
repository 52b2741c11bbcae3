"""What one update of Telegram's says by itself: its kind, where it came from, what it carries, what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from telegram import Chat, ChatMemberUpdated, Message, Update, User

Kind = Literal["message", "edited", "press", "membership", "migration", "other"]
ChatKind = Literal["private", "group", "channel", "none"]
Membership = Literal["came", "stayed", "left"]
Rights = Literal["", "muted", "demoted"]
SpeaksAs = Literal["person", "group", "channel"]
_CHAT_KINDS: Mapping[str, ChatKind] = {"group": "group", "supergroup": "group", "channel": "channel"}
# What a message can be besides words, in the order it is looked for.
MEDIA = (
    "voice",
    "audio",
    "video_note",
    "photo",
    "video",
    "animation",
    "document",
    "sticker",
    "contact",
    "location",
    "venue",
    "poll",
    "dice",
    "story",
    "paid_media",
    "game",
    "checklist",
    "giveaway",
)

# The button under a case that asks for other words, and what a reply with such words to the case means; the same for
# the buttons under what is asked of the author of a story, and of who reported a danger.
EDIT, CORRECTION = "case-edit", "case-words"
ANSWER, ANSWERED = "story-answer", "story-told"
_REPLIED = {EDIT: CORRECTION, ANSWER: ANSWERED, "hazard:answer": "hazard:told"}


@dataclass(frozen=True)
class Attachment:
    """A photo or a voice note, as Telegram knows it; `album` is equal for the photos that were sent as one."""

    file_id: str
    size_bytes: int
    seconds: int = 0
    album: str = ""


def kind_of(update: Update) -> Kind:
    """Return what an update is, as far as we tell kinds apart."""
    if update.callback_query:
        return "press"
    if update.my_chat_member:
        return "membership"
    if update.edited_message:
        return "edited"
    if update.message:
        return "migration" if update.message.migrate_to_chat_id or update.message.migrate_from_chat_id else "message"
    return "other"


def chat_kind_of(chat: Chat | None, user: User | None) -> ChatKind:
    """Return what a chat is; a private one without a person is none."""
    if chat and chat.type == "private":
        return "private" if user else "none"
    return _CHAT_KINDS.get(chat.type, "none") if chat else "none"


def membership_of(changed: ChatMemberUpdated | None) -> Membership | None:
    """Tell whether the bot came, stayed or left, by a change of what it is in a chat."""
    if changed is None or not changed.new_chat_member or not changed.old_chat_member:
        return None
    was_in, is_in = (one.status not in ("left", "kicked") for one in (changed.old_chat_member, changed.new_chat_member))
    return "left" if not is_in else "stayed" if was_in else "came"


def rights_of(changed: ChatMemberUpdated | None) -> Rights:
    """Tell whether the bot may write no more, or only is no administrator any more; in a channel these are one."""
    if changed is None or not changed.new_chat_member or not changed.old_chat_member:
        return ""
    was, now = changed.old_chat_member, changed.new_chat_member
    if changed.chat.type == "channel":
        may_write = now.status == "creator" or getattr(now, "can_post_messages", False)
    else:
        may_write = getattr(now, "can_send_messages", None) is not False
    if not may_write:
        return "muted"
    return "demoted" if was.status == "administrator" and now.status != "administrator" else ""


def moved(message: Message) -> tuple[int, int] | None:
    """Return the old id and the new one of a group that became a supergroup."""
    here, there = message.chat.id, message.migrate_to_chat_id
    return (here, there) if there else (message.migrate_from_chat_id, here) if message.migrate_from_chat_id else None


def correction_of(message: Message, me: object) -> str | None:
    """Return what words mean that reply to a message of ours with a button for words; else None.

    `me` is our own id.
    """
    ours = message.reply_to_message
    if ours is None or ours.from_user is None or ours.from_user.id != me or ours.reply_markup is None:
        return None
    actions = (str(button.callback_data or "") for row in ours.reply_markup.inline_keyboard for button in row)
    named = (one.rpartition(":") if one.startswith("hazard:") else one.partition(":") for one in actions)
    return next((f"{_REPLIED[name]}:{what}" for name, _, what in named if name in _REPLIED), None)


def speaks_as(message: Message) -> SpeaksAs:
    """Tell whether a person writes under their own name, or behind their group or a channel."""
    sender = message.sender_chat
    return "person" if sender is None else "group" if sender.id == message.chat.id else "channel"


def media_of(message: Message) -> str | None:
    """Return what a message carries besides words."""
    return next((kind for kind in MEDIA if getattr(message, kind, None)), None)


def attachment_of(message: Message) -> Attachment | None:
    """Return what of a photo (its largest size) or a voice note is needed to fetch it again."""
    file = message.photo[-1] if message.photo else message.voice
    if file is None:
        return None
    seconds = message.voice.duration if message.voice else 0
    length_s = int(seconds.total_seconds()) if isinstance(seconds, timedelta) else seconds
    return Attachment(file.file_id, file.file_size or 0, length_s, message.media_group_id or "")
