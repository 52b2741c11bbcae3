"""One update from the inbox to its end: heard, handled, committed, its press answered; or failed in a named way."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Literal

import structlog
from telegram import Update

from bot.allowance import Allowance
from bot.clock import Clock
from bot.deaf import DeafApplication
from bot.delivery import Delivery
from bot.intake import Kept
from bot.lanes import Lanes
from bot.logs import where
from bot.presses import PressAnswers
from bot.stripping import words_only
from content.errors import MemberError
from handlers import failures
from handlers.context import CURRENT, Context, Turn, first_words
from handlers.hearing import LATE, Hearing, hear
from handlers.priorities import REPLY
from handlers.services import Services
from storage.database import StoreDown
from storage.inbox import AlreadyDone
from storage.outbox import Notice

log = structlog.get_logger()

MOST_FAILURES = 3
# Begun this often without an end, three times of it alone: this one kills the process.
MOST_UNENDED = 5
RETRY_AFTER_S = (1.0, 5.0)
STORE_PAUSE_S = 1.0
LATE_ANSWERED = 3


class Turns:
    """Handles kept updates one at a time a lane; what it commits goes to delivery at once."""

    def __init__(
        self,
        application: DeafApplication,
        services: Services,
        delivery: Delivery,
        presses: PressAnswers,
        clock: Clock,
        *,
        places: int,
        timeout_s: float,
        member_per_minute: int,
        plan_changed: Callable[[], None],
    ) -> None:
        self._application, self._services = application, services
        self._delivery, self._presses, self._clock = delivery, presses, clock
        self._timeout_s = timeout_s
        self._allowance = Allowance(member_per_minute)
        self._plan_changed = plan_changed
        self._beginning: list[tuple[int, asyncio.Future[None]]] = []
        self._timers: set[asyncio.Task[None]] = set()
        # As last read: for when the store can't be.
        self.held: frozenset[str] = frozenset()
        self.lanes = Lanes(self._handle, places=places)
        self.handled = 0
        self.dead = 0

    async def restore(self) -> None:
        """On start: queue everything in the inbox that has no end."""
        async with self._services.store.read() as r:
            waiting = await r.inbox.undone()
            self.held = await r.holds.cards()
        self.lanes.put([Kept.from_row(row) for row in waiting])

    async def idle(self) -> None:
        """Wait until nothing waits, runs or backs off."""
        while self.lanes.waiting or self._timers:
            await self.lanes.idle()
            if self._timers:
                await asyncio.wait(set(self._timers), return_when=asyncio.FIRST_COMPLETED)

    async def stop(self) -> None:
        """Cancel what runs; the inbox still holds it."""
        for timer in self._timers:
            timer.cancel()
        await self.lanes.stop()

    async def _handle(self, kept: Kept, behind: Sequence[Kept]) -> set[int]:
        """Run one update to its end and return the ids behind it that were ended with it."""
        try:
            if not kept.is_begun:
                await self._begin(kept.update_id)
                kept = replace(kept, is_begun=True)
            if kept.runs - kept.failures >= MOST_UNENDED:
                await self._bury(kept, None, RuntimeError("the process died with it"))
                return set()
            return await self._run(kept, behind)
        except StoreDown:
            self._put_later(kept, STORE_PAUSE_S)
        except AlreadyDone:
            # It may have ended although its commit seemed to fail: its replies are in the outbox, and in no queue.
            log.info("turn.already_done")
            self._delivery.recover()
        except Exception as error:
            log.error("turn.not_ended", error=type(error).__name__, where=where(error))
            self._put_later(kept, STORE_PAUSE_S)
        return set()

    async def _run(self, kept: Kept, behind: Sequence[Kept]) -> set[int]:
        update = self._parsed(kept)
        if update is None:
            await self._bury(kept, None, ValueError("not an update that can be read"))
            return set()
        turn: Turn | None = None
        try:
            async with asyncio.timeout(self._timeout_s):
                if update.callback_query:
                    self._presses.expect(update.callback_query.id)
                turn = await self._heard(kept, update)
                if late := await self._late_ones(turn, kept, behind):
                    return await self._sum_up(turn, late)
                await self._decide(turn, update)
        except (StoreDown, AlreadyDone):
            raise
        except Exception as error:
            await self._failed(kept, turn, error)
        finally:
            if update.callback_query:
                self._presses.answer(update.callback_query.id, turn.notice if turn else "")
        return set()

    def _parsed(self, kept: Kept) -> Update | None:
        """Read an update; of one with a part that can't be read, its words: they may be a cry for help."""
        for body in (kept.body, words_only(kept.body)):
            try:
                return Update.de_json(body, self._application.bot)
            except Exception as error:
                log.warning("turn.not_readable", error=type(error).__name__)
        return None

    async def _heard(self, kept: Kept, update: Update) -> Turn:
        now = self._clock.now()
        async with self._services.store.read() as r:
            hearing = await hear(update, r, me=self._services.me, now=now)
            self.held = await r.holds.cards()
        return Turn(services=self._services, hearing=hearing, update_id=kept.update_id, now=now, held=self.held)

    async def _decide(self, turn: Turn, update: Update) -> None:
        """Let the conversations answer; when they only replied, open the decision for them."""
        token = CURRENT.set(turn)
        try:
            allowed = self._allowed(turn.hearing)
            if allowed == "answer":
                await self._application.process_update(update)
                if turn.error is not None and not isinstance(turn.error, MemberError):
                    raise turn.error
            if not turn.is_written:
                context = Context(self._application)
                if isinstance(turn.error, MemberError):
                    turn.replies.clear()
                    context.reply(failures.explain(context.say, turn.error))
                if allowed == "tell":
                    context.reply(failures.too_many(context.say))
                async with context.write(state="done" if allowed == "answer" else "refused"):
                    pass
        finally:
            CURRENT.reset(token)
        await self._ended(turn)

    async def _ended(self, turn: Turn) -> None:
        self.handled += 1
        self._delivery.offer(turn.staged)
        if turn.erases:
            await self._services.store.erase_traces()
            self._plan_changed()

    def _allowed(self, hearing: Hearing) -> Literal["answer", "tell", "silent"]:
        if hearing.alarm or hearing.person_id is None or hearing.action == "emergencies":
            return "answer"
        return self._allowance.take(hearing.person_id, self._clock.monotonic())

    async def _late_ones(self, turn: Turn, kept: Kept, behind: Sequence[Kept]) -> list[Kept]:
        """Return what is summed up instead of answered: plain late questions older than the newest three of a lane."""
        if not self._is_late_question(kept) or turn.hearing.alarm or turn.hearing.draft:
            return []
        questions = [kept, *(one for one in behind if self._is_late_question(one) and not one.urgent)]
        return questions[:-LATE_ANSWERED]

    def _is_late_question(self, kept: Kept) -> bool:
        message = kept.body.get("message")
        chat = message.get("chat") if isinstance(message, dict) else None
        if not isinstance(message, dict) or not isinstance(chat, dict) or not isinstance(message.get("date"), int):
            return False
        text = message.get("text")
        is_question = isinstance(text, str) and not text.startswith("/") and chat.get("type") == "private"
        return is_question and self._clock.now().timestamp() - message["date"] > LATE.total_seconds()

    async def _sum_up(self, turn: Turn, late: Sequence[Kept]) -> set[int]:
        """End late questions with one line that quotes their first words; all in one transaction."""
        token = CURRENT.set(turn)
        try:
            context = Context(self._application)
            quotes = [first_words(one.body["message"]["text"]) for one in late]
            context.reply(failures.sum_up(context.say, quotes), is_dated=False)
            async with context.write(state="summed-up") as w:
                for one in late:
                    if one.update_id != turn.update_id:
                        message_id = one.body["message"].get("message_id")
                        await w.inbox.finish(
                            one.update_id, target=context.target, message_id=message_id, state="summed-up"
                        )
        finally:
            CURRENT.reset(token)
        await self._ended(turn)
        return {one.update_id for one in late}

    async def _failed(self, kept: Kept, turn: Turn | None, error: Exception) -> None:
        log.error("turn.failed", error=type(error).__name__, where=where(error), failures=kept.failures + 1)
        if kept.failures + 1 >= MOST_FAILURES:
            await self._bury(kept, turn, error)
            return
        pause_s = RETRY_AFTER_S[min(kept.failures, len(RETRY_AFTER_S) - 1)]
        async with self._services.store.write() as w:
            await w.inbox.fail(kept.update_id, self._clock.now() + timedelta(seconds=pause_s))
        self._put_later(replace(kept, runs=kept.runs + 1, failures=kept.failures + 1, is_begun=False), pause_s)

    async def _bury(self, kept: Kept, turn: Turn | None, error: Exception) -> None:
        """End an update as a dead letter: one apology, an alarm, no text in either."""
        code = secrets.token_hex(3)
        log.error("turn.dead", error=type(error).__name__, where=where(error), reason=code)
        hearing = turn.hearing if turn and turn.hearing.is_private else None
        try:
            await self._bury_saying(kept, hearing, code, error)
        except (StoreDown, AlreadyDone):
            raise
        except Exception as worse:
            # What keeps it from being answered may keep the apology too: it must end nevertheless.
            log.error("turn.no_apology", error=type(worse).__name__, where=where(worse))
            await self._bury_saying(kept, None, code, error)
        self.dead += 1

    async def _bury_saying(self, kept: Kept, hearing: Hearing | None, code: str, error: Exception) -> None:
        """End it in one transaction with the apology to who wrote it, if that is known."""
        staged = None
        async with self._services.store.write() as w:
            await w.inbox.bury(kept.update_id, type(error).__name__)
            if hearing and hearing.person_id is not None:
                member = await w.members.meet(hearing.person_id, guessed=hearing.language, now=self._clock.now())
                call = failures.apology(hearing.language, code)
                notice = Notice(
                    target=member.id, kind="reply", period=f"{kept.update_id}:failed", priority=REPLY, call=call
                )
                staged = await w.outbox.stage(notice)
        if staged:
            self._delivery.offer([staged])

    def _put_later(self, kept: Kept, pause_s: float) -> None:
        async def wait() -> None:
            await self._clock.sleep(pause_s)
            self.lanes.put([kept])

        timer = asyncio.create_task(wait())
        self._timers.add(timer)
        timer.add_done_callback(self._timers.discard)

    async def _begin(self, update_id: int) -> None:
        """Count one more run of this update, durably, before it runs; those that begin together share a commit."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._beginning.append((update_id, done))
        if len(self._beginning) == 1:
            self._beginner = asyncio.create_task(self._write_begins())
        await done

    async def _write_begins(self) -> None:
        await asyncio.sleep(0)
        beginning, self._beginning = self._beginning, []
        try:
            async with self._services.store.write() as w:
                await w.inbox.begin([update_id for update_id, _ in beginning])
        except BaseException as error:
            for _, done in beginning:
                if not done.done():
                    done.set_exception(error)
            return
        for _, done in beginning:
            if not done.done():
                done.set_result(None)
