"""What a conversation is given: what was heard, who answers, and the one place where it decides."""

from base64 import b64encode
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from content.guidance.holding import withhold
from content.guidance.library import Card, Library
from content.languages import Speaker, speaker
from content.search.answer import Finder
from handlers.hearing import LATE, Hearing
from handlers.keyboards import Rows, inline, lasting
from handlers.priorities import EMERGENCY, REPLY
from handlers.services import Services
from storage.outbox import Notice, Staged
from storage.session import Session

LONGEST_QUOTE = 40
DOUBLE_TAP = timedelta(seconds=10)
# Of the presses only the last is remembered.
PRESS = "press"


@dataclass
class Turn:
    """One update being handled. The lane makes it; the conversation's Context reads and fills it.

    `held` are the cards that nobody may see now; `notice` is what only the one who pressed a button sees.
    """

    services: Services
    hearing: Hearing
    update_id: int
    now: datetime
    held: frozenset[str] = frozenset()
    replies: list["Reply"] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    introduces: bool = False
    erases: bool = False
    target: int | None = None
    notice: str = ""
    is_written: bool = False
    staged: list[Staged] = field(default_factory=list)
    others: list[Staged] = field(default_factory=list)
    error: BaseException | None = None

    @cached_property
    def library(self) -> Library:
        """The cards that may be seen now."""
        return withhold(self.services.library, self.held)


@dataclass(frozen=True)
class Reply:
    """One message to be: a Bot API call without its chat, and how urgent it is."""

    call: dict[str, Any]
    priority: int


CURRENT: ContextVar[Turn] = ContextVar("turn")


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """PTB's context with Pitwise's own words. Handlers prepare with `read()`, then decide once with `write()`."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(application, *args, **kwargs)
        self.turn = CURRENT.get()

    @property
    def hearing(self) -> Hearing:
        """What was heard."""
        return self.turn.hearing

    @property
    def services(self) -> Services:
        """What answers."""
        return self.turn.services

    @property
    def library(self) -> Library:
        """The cards that may be seen now; of a held emergency only its never line is among them."""
        return self.turn.library

    def held_card(self, name: str) -> Card | None:
        """Return the card of this id or number when it is held back and nothing of it may be seen."""
        card = self.turn.services.library.called(name)
        return card if card and card.id not in self.library.cards else None

    @property
    def finder(self) -> Finder:
        """The search."""
        return self.turn.services.finder

    @property
    def now(self) -> datetime:
        """The moment at which this turn began, aware UTC."""
        return self.turn.now

    @property
    def say(self) -> Speaker:
        """The speaker of the language this person is answered in: the chosen one, or the one just written in."""
        return speaker(self.hearing.language)

    @property
    def argument(self) -> str:
        """What stands behind the press's name: "103:more" of "card:103:more"."""
        return (self.hearing.action or "").partition(":")[2]

    @property
    def target(self) -> int:
        """Our own id of the chat; known inside `write()`."""
        if self.turn.target is None:
            raise LookupError("no chat to answer in; it is known inside write() only")
        return self.turn.target

    def reply(
        self,
        text: str,
        rows: Rows = (),
        *,
        with_lasting: bool = False,
        say: Speaker | None = None,
        priority: int = REPLY,
        is_dated: bool = True,
    ) -> None:
        """Stage one new message of Telegram-HTML with numbered buttons, or with the lasting keyboard of `say`."""
        markup = lasting(say or self.say) if with_lasting and self.hearing.is_private else None
        self._stage(
            "sendMessage", {"text": self._with_age(text) if is_dated else text, "reply_markup": markup}, rows, priority
        )

    def reply_file(self, name: str, text: str, caption: str) -> None:
        """Stage one new message with a text file; `caption` is Telegram-HTML."""
        self._stage("sendDocument", {"document": {"name": name, "text": text}, "caption": caption}, (), REPLY)

    def reply_picture(self, name: str, content: bytes, caption: str, rows: Rows = (), *, priority: int = REPLY) -> None:
        """Stage one new message with a picture of ours (PNG, JPEG); `caption` is Telegram-HTML."""
        picture = {"name": name, "base64": b64encode(content).decode("ascii")}
        self._stage("sendPhoto", {"photo": picture, "caption": caption}, rows, priority)

    def reply_voice(self, file_id: str, caption: str = "") -> None:
        """Stage one new message with a voice note that Telegram has; `caption` is Telegram-HTML."""
        self._stage("sendVoice", {"voice": file_id, "caption": caption}, (), REPLY)

    def send_too(self, notices: Iterable[Staged]) -> None:
        """Send what was staged for others inside `write()` as soon as it is committed."""
        self.turn.others.extend(notices)

    def edit(self, text: str, rows: Rows = ()) -> None:
        """Change the message whose button was pressed; what was typed gets a new message instead."""
        if not self.hearing.is_pressed or self.hearing.message_id is None:
            self.reply(text, rows)
            return
        self._stage("editMessageText", {"text": text, "message_id": self.hearing.message_id}, rows, REPLY)

    def tell(self, text: str) -> None:
        """Show a plain text of at most 200 signs to the one who pressed, and to nobody else in the chat."""
        self.turn.notice = text

    def is_again(self, act: str, within: timedelta) -> bool:
        """Tell whether this person did the very same less than `within` ago; each act is remembered apart."""
        hearing, turn = self.hearing, self.turn
        if hearing.person_id is None:
            return False
        return self.services.repeats.is_again(hearing.person_id, act, act, turn.update_id, turn.now, within)

    def is_double_tap(self) -> bool:
        """Tell whether the last button this person pressed was this one, a moment ago."""
        hearing, turn = self.hearing, self.turn
        if hearing.person_id is None or not hearing.is_pressed:
            return False
        act = f"{hearing.chat_id}:{hearing.message_id}:{hearing.action}"
        return self.services.repeats.is_again(hearing.person_id, PRESS, act, turn.update_id, turn.now, DOUBLE_TAP)

    def let_press_again(self) -> None:
        """Take the next press of this button for no double tap: this one could do nothing."""
        if self.hearing.person_id is not None:
            self.services.repeats.let_again(self.hearing.person_id, PRESS)

    def rename_action(self, old: str, new: str) -> None:
        """Let the staged buttons that mean `old` mean `new`, pressed or typed."""
        self.turn.choices[:] = [(label, new if action == old else action) for label, action in self.turn.choices]
        for reply in self.turn.replies:
            for row in (reply.call.get("reply_markup") or {}).get("inline_keyboard", ()):
                for button in row:
                    if button.get("callback_data") == old:
                        button["callback_data"] = new

    def _stage(self, method: str, fields: dict[str, Any], rows: Rows, priority: int) -> None:
        call: dict[str, Any] = {
            "method": method,
            **fields,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if self.hearing.thread is not None and "message_id" not in fields:
            call["message_thread_id"] = self.hearing.thread
        if rows:
            numbered = inline(rows, first=len(self.turn.choices) + 1)
            call["reply_markup"] = numbered.markup
            self.turn.choices.extend(numbered.choices)
        self.turn.replies.append(Reply(call, priority))

    def _with_age(self, text: str) -> str:
        age = self.hearing.age(self.now)
        if age < LATE or self.turn.replies:
            return text
        return self.say("🕐 You wrote this {ago}.", ago=self.say.ago(age)) + "\n\n" + text

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """Open a reader for the prepare part."""
        async with self.services.store.read() as r:
            yield r

    @asynccontextmanager
    async def write(self, *, state: str = "done", forgets: bool = False) -> AsyncIterator[Session]:
        """Decide: one transaction with the replies staged so far, the menu they show and the update's end.

        `forgets` ends the update without touching the person's row, which the body erases.
        """
        turn = self.turn
        if turn.is_written:
            raise RuntimeError("a conversation decides once")
        turn.others.clear()
        async with self.services.store.write() as w:
            if not forgets:
                turn.target = await self._meet(w)
            if turn.introduces and turn.target is not None:
                await w.members.introduce(turn.target)
            yield w
            turn.staged = [*turn.others, *([] if forgets else await self._stage_all(w))]
            await w.inbox.finish(
                turn.update_id,
                target=turn.target,
                message_id=None if self.hearing.is_pressed else self.hearing.message_id,
                state=state,
            )
        turn.is_written = True

    async def _meet(self, w: Session) -> int | None:
        hearing = self.hearing
        if hearing.is_private and hearing.person_id is not None:
            # Whoever was forgotten since this update was heard is met anew.
            known = await w.members.get(hearing.member.id) if hearing.member else None
            member = known or await w.members.meet(hearing.person_id, guessed=hearing.written_in, now=self.now)
            if member.seen_on < self.now.date():
                await w.members.touch(member.id, self.now.date())
            if member.closed:
                await w.members.reopen(member.id)
            if not member.language and hearing.written_in != member.guessed and hearing.text:
                await w.members.set_guess(member.id, hearing.written_in)
            return member.id
        if hearing.chat_id is not None and hearing.chat_kind in ("group", "channel"):
            group = hearing.group or await w.groups.meet(hearing.chat_id, guessed=hearing.language)
            if group.closed:
                await w.groups.reopen(group.id)
            return group.id
        return None

    async def _stage_all(self, w: Session) -> list[Staged]:
        turn = self.turn
        if turn.target is None:
            return []
        staged = []
        for number, reply in enumerate(turn.replies):
            kind = "emergency" if reply.priority == EMERGENCY else "reply"
            notice = Notice(
                target=turn.target,
                kind=kind,
                period=f"{turn.update_id}:{number}",
                priority=reply.priority,
                call=reply.call,
            )
            if one := await w.outbox.stage(notice):
                staged.append(one)
        if turn.choices and self.hearing.is_private:
            await w.menus.show(turn.target, turn.target, turn.choices, self.now)
        return staged


def first_words(text: str) -> str:
    """Return the beginning of what someone wrote, to quote it back."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"
