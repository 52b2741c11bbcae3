"""What one update says, before any conversation sees it: who, where, in which language, and what was meant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram import Chat, Message, Update, User

from content.languages import language_of_client
from content.market.currencies import CURRENCIES
from content.receipts import read_code
from content.search.emergency import Alarm, alarm
from content.search.tongue import guess
from handlers.groups.asked import Replied, replied_to
from handlers.keyboards import chosen, language_named, lasting_action
from handlers.updates import (
    CORRECTION,
    Attachment,
    ChatKind,
    Kind,
    Membership,
    Rights,
    SpeaksAs,
    attachment_of,
    chat_kind_of,
    correction_of,
    kind_of,
    media_of,
    membership_of,
    moved,
    rights_of,
    speaks_as,
)
from handlers.words import Meaning, action_of, holds_words, is_about_danger, meaning
from storage.drafts import Draft
from storage.groups import Group
from storage.members import Member
from storage.session import Session

# Embeddings, overrides and isolates of Unicode. Single marks are part of how some languages are written.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
LATE = timedelta(minutes=15)
MENU_LIFE = timedelta(hours=24)
# Of so few words in the middle of a conversation nobody can tell a language: "cinquante mille", "2 castellanos".
SHORT_ANSWER = 3


@dataclass(frozen=True)
class Hearing:
    """One update, understood as far as storage and pure reading go. `action` is a press, or typing that equals one.

    `small` is a small word ("hello", "yes") that equals no press here; `membership` is the bot's own, and `rights` what
    it has lost of them in a group; `moved` is a group's old id and its new one. `thread` is a forum's topic;
    `speaks_as` is "group" for an administrator who hides behind it, "channel" for whoever writes in a channel's name.
    `replied` is our message that is answered in a group.
    """

    kind: Kind
    chat_kind: ChatKind
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
    media: str | None = None
    attachment: Attachment | None = None
    alarm: Alarm | None = None
    draft: Draft | None = None
    membership: Membership | None = None
    rights: Rights = ""
    moved: tuple[int, int] | None = None
    thread: int | None = None
    speaks_as: SpeaksAs = "person"
    replied: Replied | None = None

    @property
    def is_private(self) -> bool:
        """Tell whether this is a private chat."""
        return self.chat_kind == "private"

    @property
    def is_pressed(self) -> bool:
        """Tell whether a button was pressed."""
        return self.kind == "press"

    def age(self, now: datetime) -> timedelta:
        """Return how long ago it was sent, by Telegram's date; a press has none of its own."""
        return now - self.sent_at if self.sent_at and not self.is_pressed else timedelta(0)


async def hear(update: Update, r: Session, *, me: Mapping[str, object], now: datetime) -> Hearing:
    """Read what the conversations need to choose among themselves: a few short reads, no write."""
    message = update.effective_message if isinstance(update.effective_message, Message) else None
    typed = None if update.callback_query else message
    chat, user = update.effective_chat, update.effective_user
    chat_kind = chat_kind_of(chat, user)
    member, group, draft = await _known(r, chat, user, chat_kind)
    words = _without_name(_text_of(typed), me) if typed else ""
    said, (command, argument) = spoken(words), _command(words)
    small = None if command else meaning(words)
    action = await _action(update, words, small, r, member, draft, now, me)
    language, written_in = _languages(said, user, member or group, draft, is_press=bool(action) and not small)
    return Hearing(
        kind=kind_of(update),
        chat_kind=chat_kind,
        chat_id=chat.id if chat else None,
        person_id=user.id if user else None,
        message_id=message.message_id if message else None,
        sent_at=message.date if message else None,
        member=member,
        group=group,
        language=language,
        written_in=written_in,
        text=words,
        command=command,
        argument=argument,
        action=action,
        small=small if action is None else None,
        media=media_of(typed) if typed else None,
        attachment=attachment_of(typed) if typed else None,
        alarm=alarm(said) if said and action is None and small != "danger" else None,
        draft=draft,
        membership=membership_of(update.my_chat_member),
        rights=rights_of(update.my_chat_member),
        moved=moved(message) if message else None,
        thread=message.message_thread_id if message and message.is_topic_message else None,
        speaks_as=speaks_as(typed) if typed else "person",
        replied=_replied(typed, words, me) if typed and chat_kind == "group" else None,
    )


async def _known(
    r: Session, chat: Chat | None, user: User | None, chat_kind: ChatKind
) -> tuple[Member | None, Group | None, Draft | None]:
    """Return what is remembered of who writes in private, of the group, and of what was begun and not ended."""
    member = await r.members.find(user.id) if user and chat_kind == "private" else None
    group = await r.groups.find(chat.id) if chat and chat_kind in ("group", "channel") else None
    return member, group, await r.drafts.find(member.id, member.id) if member else None


async def _action(
    update: Update,
    words: str,
    small: Meaning | None,
    r: Session,
    member: Member | None,
    draft: Draft | None,
    now: datetime,
    me: Mapping[str, object],
) -> str | None:
    """Return what was pressed, or what equals a press when it is typed in private."""
    if update.callback_query:
        data = update.callback_query.data or ""
        # All that we ever put onto a button is plain; the rest is forged.
        return data if data.isascii() and data.isprintable() else ""
    # What was changed later has acted already, and Telegram calls changed what nobody has touched, too.
    may_act = update.message is not None or small == "danger"
    is_private = update.effective_chat is not None and update.effective_chat.type == "private"
    if not may_act or not is_private or words.startswith("/"):
        return None
    if action := lasting_action(words):
        return action
    if code := language_named(words):
        return f"language:{code}"
    menu = await r.menus.find(member.id, member.id) if member else None
    choices = menu.choices if menu and now - menu.shown_at < MENU_LIFE else []
    if draft and draft.takes_words and words.isdecimal() and not is_about_danger(action for _, action in choices):
        # The value that a step asks for goes before what a menu has under that number.
        return None
    if action := chosen(words, choices):
        return action
    if small:
        return action_of(small, choices, has_draft=draft is not None)
    replies = correction_of(update.message, me.get("id")) if update.message and draft is None else None
    # Whoever is asked something may cry for help instead; the words of a case are somebody else's.
    cry = alarm(words) if replies and not replies.startswith(CORRECTION) else None
    return None if cry and cry.level == "emergency" else replies


def _languages(
    said: str, user: User | None, known: Member | Group | None, draft: Draft | None, *, is_press: bool
) -> tuple[str, str]:
    """Return the language to speak here, the chosen one if there is one, and the language that this was written in."""
    chosen_language = known.language if known else None
    guessed = known.guessed if known else language_of_client(user.language_code if user else None)
    written_in = _written_in(said, chosen_language or guessed, draft, is_press=is_press)
    return chosen_language or written_in, written_in


def _written_in(said: str, usual: str, draft: Draft | None, *, is_press: bool) -> str:
    """Return the language of what was said; the usual one of a press, of numbers, codes and a short answer."""
    told = without_codes(said)
    # Words for others may be in the language of these.
    is_own = not is_press and not (draft and draft.is_for_others)
    is_short_answer = draft is not None and len(told.split()) <= SHORT_ANSWER
    if not is_own or is_short_answer or read_code(told) or not holds_words(told):
        return usual
    return guess(told, default=usual)


def _command(words: str) -> tuple[str | None, str]:
    if not words.startswith("/"):
        return None, ""
    head, *rest = words.split(maxsplit=1)
    return head[1:].partition("@")[0].casefold(), rest[0].strip() if rest else ""


def spoken(words: str) -> str:
    """Return what someone says: all of a text, of a command what stands behind it, of a link or a code nothing."""
    command, argument = _command(words)
    return ("" if command in ("start", "join") else argument) if command else words


def without_codes(words: str) -> str:
    """Return a text without the codes of currencies: "2500 TZS" is written alike in every language."""
    return " ".join(word for word in words.split() if word not in CURRENCIES)


def _text_of(message: Message) -> str:
    """Return what was written, without what only turns the direction of all that a screen shows after it."""
    return (message.text or message.caption or "").translate(_TURNS)


def _without_name(words: str, me: Mapping[str, object]) -> str:
    if words.startswith("/") or not me.get("username"):
        return words.strip()
    return re.sub(f"@{re.escape(str(me['username']))}", "", words, count=1, flags=re.IGNORECASE).strip()


def _replied(typed: Message, words: str, me: Mapping[str, object]) -> Replied | None:
    """Return our message that these words answer; whoever calls us by our name means us, and not who asks."""
    is_named = words != _text_of(typed).strip()
    return None if is_named else replied_to(typed, me.get("id"))
