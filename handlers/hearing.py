"""What one update says, before any conversation sees it: who, where, in which language, and what was meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from telegram import Message, Update

from content.languages import language_of_client
from content.search.emergency import Alarm, alarm
from content.search.tongue import guess
from handlers.keyboards import chosen, language_named, lasting_action
from handlers.words import Meaning, action_of, holds_words, meaning
from storage.drafts import Draft
from storage.groups import Group
from storage.members import Member
from storage.session import Session

LATE = timedelta(minutes=15)
MENU_LIFE = timedelta(hours=24)
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
)


@dataclass(frozen=True)
class Hearing:
    """One update, understood as far as storage and pure reading go. `action` is a press, or typing that equals one.

    `small` is a small word ("hello", "yes") that equals no press here.
    """

    kind: Literal["message", "edited", "press", "membership", "migration", "other"]
    chat_kind: Literal["private", "group", "channel", "none"]
    chat_id: int | None
    person_id: int | None
    message_id: int | None
    sent_at: datetime | None
    member: Member | None
    group: Group | None
    language: str
    written_in: str
    text: str = ""
    command: str | None = None
    argument: str = ""
    action: str | None = None
    small: Meaning | None = None
    is_pressed: bool = False
    media: str | None = None
    alarm: Alarm | None = None
    draft: Draft | None = None
    is_in_chat: bool = True
    migrated_to: int | None = None
    migrated_from: int | None = None

    @property
    def is_private(self) -> bool:
        """Tell whether this is a private chat."""
        return self.chat_kind == "private"

    def age(self, now: datetime) -> timedelta:
        """Return how long ago it was sent, by Telegram's date; a press has none of its own."""
        return now - self.sent_at if self.sent_at and self.kind != "press" else timedelta(0)


async def hear(update: Update, r: Session, *, me: Mapping[str, object], now: datetime) -> Hearing:
    """Read what the conversations need to choose among themselves: three short reads, no write."""
    message = update.effective_message if isinstance(update.effective_message, Message) else None
    chat, user = update.effective_chat, update.effective_user
    chat_kind = _chat_kind(chat.type if chat else "none")
    if chat_kind == "private" and chat and not user:
        chat_kind = "none"
    member = await r.members.find(user.id) if user and chat_kind == "private" else None
    group = await r.groups.find(chat.id) if chat and chat_kind in ("group", "channel") else None
    words = _without_name(message.text or message.caption or "", me) if message and not update.callback_query else ""
    known = (member and (member.language or member.guessed)) or (group and (group.language or group.guessed))
    usual = known or language_of_client(user.language_code if user else None)
    command, argument = _command(words)
    draft = action = small = None
    if member:
        draft = await r.drafts.find(member.id, member.id)
    if update.callback_query:
        action = update.callback_query.data or ""
    elif words and not command:
        small = meaning(words)
        if chat_kind == "private" and (update.message or small == "danger"):
            # What was changed later has acted already, and Telegram calls changed what nobody has touched, too.
            action = await _typed_action(words, small, r, member, has_draft=draft is not None, now=now)
    said = spoken(words)
    # A bare number says nothing of a language, whatever its digits.
    written_in = guess(said, default=usual) if holds_words(said) and (small or not action) else usual
    chosen_language = (member and member.language) or (group and group.language)
    return Hearing(
        kind=_kind(update),
        chat_kind=chat_kind,
        chat_id=chat.id if chat else None,
        person_id=user.id if user else None,
        message_id=message.message_id if message else None,
        sent_at=message.date if message else None,
        member=member,
        group=group,
        language=chosen_language or written_in,
        written_in=written_in,
        text=words,
        command=command,
        argument=argument,
        action=action,
        small=small if action is None else None,
        is_pressed=update.callback_query is not None,
        media=_media(message) if message and not update.callback_query else None,
        alarm=alarm(said) if said and action is None and small != "danger" else None,
        draft=draft,
        is_in_chat=_is_in_chat(update),
        migrated_to=message.migrate_to_chat_id if message else None,
        migrated_from=message.migrate_from_chat_id if message else None,
    )


async def _typed_action(
    words: str, small: Meaning | None, r: Session, member: Member | None, *, has_draft: bool, now: datetime
) -> str | None:
    if action := lasting_action(words):
        return action
    if code := language_named(words):
        return f"language:{code}"
    menu = await r.menus.find(member.id, member.id) if member else None
    choices = menu.choices if menu and now - menu.shown_at < MENU_LIFE else []
    if action := chosen(words, choices):
        return action
    return action_of(small, choices, has_draft=has_draft) if small else None


def _chat_kind(kind: str) -> Literal["private", "group", "channel", "none"]:
    kinds: dict[str, Literal["private", "group", "channel"]] = {
        "private": "private",
        "group": "group",
        "supergroup": "group",
        "channel": "channel",
    }
    return kinds.get(kind, "none")


def _kind(update: Update) -> Literal["message", "edited", "press", "membership", "migration", "other"]:
    if update.callback_query:
        return "press"
    if update.my_chat_member:
        return "membership"
    if update.edited_message:
        return "edited"
    if update.message:
        return "migration" if update.message.migrate_to_chat_id or update.message.migrate_from_chat_id else "message"
    return "other"


def _command(words: str) -> tuple[str | None, str]:
    if not words.startswith("/"):
        return None, ""
    head, *rest = words.split(maxsplit=1)
    return head[1:].partition("@")[0].casefold(), rest[0].strip() if rest else ""


def spoken(words: str) -> str:
    """Return what someone says: all of a text, but of a command only what stands behind it, and of a link nothing."""
    command, argument = _command(words)
    return ("" if command == "start" else argument) if command else words


def _without_name(words: str, me: Mapping[str, object]) -> str:
    name = f"@{me.get('username')}"
    if words.startswith("/") or not me.get("username"):
        return words.strip()
    at = words.casefold().find(name.casefold())
    return (words[:at] + words[at + len(name) :]).strip() if at >= 0 else words.strip()


def _is_in_chat(update: Update) -> bool:
    changed = update.my_chat_member.new_chat_member if update.my_chat_member else None
    return changed is None or changed.status not in ("left", "kicked")


def _media(message: Message) -> str | None:
    return next((kind for kind in MEDIA if getattr(message, kind, None)), None)
