"""An update comes in: it is kept, sealed, before Telegram is told that we have it. It knows no conversation."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.api import fate_of
from bot.clock import Clock
from bot.logs import where
from bot.strangers import is_named, without_stranger, words_of
from bot.stripping import strip
from storage.database import StoreDown
from storage.inbox import Received, Waiting
from storage.session import Session
from storage.store import Store

log = structlog.get_logger()

# What we ask Telegram for. A kind that is not named here never reaches us.
ALLOWED_UPDATES = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member", "inline_query")
_MESSAGES = ("message", "edited_message", "channel_post")


@dataclass(frozen=True)
class Kept:
    """One update that is safely in the inbox and waits for its lane; `is_begun` in this process, without an end."""

    update_id: int
    body: dict[str, Any]
    urgent: bool
    runs: int = 0
    failures: int = 0
    is_begun: bool = False

    @classmethod
    def from_row(cls, row: Waiting) -> "Kept":
        """Read an inbox row that has no end yet."""
        return cls(row.update_id, json.loads(row.body), row.urgent, row.runs, row.failures)


@dataclass
class Intake:
    """Takes batches of raw updates in; `accept` returns only when they are durable.

    `is_alarm` is the pure emergency check; `enqueue` hands a kept update to the lanes; `answer_from_memory` is what
    remains when the store is down: it tells whether it sent an answer, and raises what the send raised.
    `answer_inline` takes an inline question, which is never kept.
    """

    store: Store
    clock: Clock
    me: Mapping[str, Any]
    is_alarm: Callable[[str], bool]
    enqueue: Callable[[Sequence[Kept]], None]
    answer_from_memory: Callable[[Mapping[str, Any]], Awaitable[bool]]
    answer_inline: Callable[[Any], None]
    is_open: bool = True
    _answered_from_memory: set[int] = field(default_factory=set)
    # Whether these were kept is not known: the store failed in the middle of it.
    _in_doubt: set[int] = field(default_factory=set)

    async def accept(self, updates: Sequence[Any]) -> None:
        """Keep those of `updates` that are for us and hand the new ones on.

        Raises StoreDown when they could not be kept: Telegram must then keep them. Emergencies among them are
        answered from memory first, once each as far as this process knows.
        """
        me = self.me.get("id")
        wanted = [strip(update, me) for update in self._without_inline(updates) if self._is_wanted(update)]
        kept = [Kept(update["update_id"], update, self._is_urgent(update)) for update in wanted]
        now = self.clock.now()
        try:
            async with self.store.write(urgent=True) as w:
                kept = [await self._without_stranger(w, one) for one in kept]
                received = [Received(one.update_id, json.dumps(one.body).encode(), one.urgent, now) for one in kept]
                new = await w.inbox.accept(received) if received else set()
                answered = self._answered_from_memory & (new | self._in_doubt) & {one.update_id for one in kept}
                for one in kept:
                    if one.update_id in answered and await w.inbox.get_state(one.update_id) == "new":
                        await _end_answered(w, one)
                await w.facts.put("last_update_at", now.isoformat())
        except StoreDown:
            self._in_doubt |= {one.update_id for one in kept}
            self._say_closed()
            await self._answer_emergencies(kept)
            raise
        if not self.is_open:
            self.is_open = True
            log.warning("intake.open_again", count=len(new))
        self._answered_from_memory -= answered
        waiting = (new | self._in_doubt) - answered
        self._in_doubt -= {one.update_id for one in kept}
        self.enqueue([one for one in kept if one.update_id in waiting])

    async def last_taken_at(self) -> datetime | None:
        """Return when updates were last taken in, also by the program before this one; None when that is not known."""
        try:
            async with self.store.read() as r:
                taken_at = await r.facts.get("last_update_at")
        except StoreDown:
            return None
        return datetime.fromisoformat(taken_at) if taken_at else None

    async def _without_stranger(self, w: Session, one: Kept) -> Kept:
        try:
            return replace(one, body=await without_stranger(w, one.body, self.me, self._is_cry))
        except StoreDown:
            raise
        except Exception as error:
            log.warning("intake.not_readable", error=type(error).__name__)
            return one

    def _say_closed(self) -> None:
        if self.is_open:
            log.error("intake.closed", reason="the store does not take updates; Telegram keeps them up to 24 h")
        self.is_open = False

    async def _answer_emergencies(self, kept: Sequence[Kept]) -> None:
        """What did not go out is tried again when Telegram shows it again; what may have arrived is not."""
        for one in kept:
            if one.urgent and one.update_id not in self._answered_from_memory and await self._is_answered(one):
                self._answered_from_memory.add(one.update_id)

    async def _is_answered(self, one: Kept) -> bool:
        try:
            return await self.answer_from_memory(one.body)
        except TelegramError as error:
            fate = fate_of(error)
            log.error("emergency.not_sent", error=type(error).__name__, state=fate)
            return fate == "unknown"
        except Exception as error:
            log.error("emergency.not_sent", error=type(error).__name__, where=where(error))
            return False

    def _without_inline(self, updates: Sequence[Any]) -> list[Mapping[str, Any]]:
        """Hand inline questions on and return the other updates."""
        kept = []
        for update in updates:
            if not isinstance(update, Mapping):
                continue
            if "inline_query" in update:
                self.answer_inline(update["inline_query"])
            else:
                kept.append(update)
        return kept

    def _is_urgent(self, update: Mapping[str, Any]) -> bool:
        message = update.get("message")
        return isinstance(message, dict) and self._is_cry(words_of(message))

    def _is_cry(self, text: str) -> bool:
        try:
            return bool(text) and self.is_alarm(text)
        except Exception as error:
            log.error("intake.alarm_failed", error=type(error).__name__, where=where(error))
            return False

    def _is_wanted(self, update: Mapping[str, Any]) -> bool:
        """Keep what can't be read: it ends as a dead letter instead of holding up the others."""
        try:
            return self._is_for_us(update)
        except Exception as error:
            log.warning("intake.not_readable", error=type(error).__name__)
            return True

    def _is_for_us(self, update: Mapping[str, Any]) -> bool:
        """Drop talk in groups that is not for the bot, cards that it gave inline, and what has no id of its own."""
        update_id = update.get("update_id")
        if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 <= update_id < 2**63:
            log.warning("intake.refused", reason="no update_id")
            return False
        for kind in _MESSAGES:
            message = update.get(kind)
            if isinstance(message, dict) and isinstance(message.get("chat"), dict):
                if (message.get("via_bot") or {}).get("id", 0) == self.me.get("id"):
                    return False
                if message["chat"].get("type") == "private":
                    return True
                # A channel is nobody: no rights, no answer, unless a person cries for help under its name.
                may_speak = not is_of_channel(message) or (
                    self._is_urgent(update) and not message.get("is_automatic_forward")
                )
                return may_speak and self.is_addressed(message)
        return True

    def is_addressed(self, message: Mapping[str, Any]) -> bool:
        """Tell whether a message in a group is meant for the bot: its command, its name, a reply to it, membership."""
        if any(key in message for key in ("migrate_to_chat_id", "migrate_from_chat_id")):
            return True
        replied = message.get("reply_to_message")
        if isinstance(replied, dict) and (replied.get("from") or {}).get("id") == self.me.get("id"):
            return True
        text = words_of(message)
        if text.startswith("/"):
            command, _, bot = text.split(maxsplit=1)[0].partition("@")
            return len(command) > 1 and (not bot or bot.casefold() == str(self.me.get("username") or "").casefold())
        return is_named(text, self.me)


def is_of_channel(message: Mapping[str, Any]) -> bool:
    """Tell whether a message in a group is written in the name of another chat: a channel, or its automatic copy."""
    sender = message.get("sender_chat")
    return isinstance(sender, dict) and sender.get("id") != message["chat"].get("id")


async def _end_answered(w: Session, one: Kept) -> None:
    """End an emergency that was answered from memory; whose it is stays known, so that `/forget` finds it."""
    message = one.body["message"]
    chat = message.get("chat") or {}
    is_one_person = chat.get("type") == "private" and isinstance(chat.get("id"), int)
    member = await w.members.find(chat["id"]) if is_one_person else None
    message_id = message.get("message_id") if member else None
    await w.inbox.finish(
        one.update_id, target=member.id if member else None, message_id=message_id, state="answered-from-memory"
    )
