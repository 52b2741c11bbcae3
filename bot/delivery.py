"""A notice goes out: claimed, sent, and written down with what became of it; each ends in a named state."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog
from telegram.error import ChatMigrated, RetryAfter

from bot.api import BotApi, TokenRevoked
from bot.clock import Clock
from bot.logs import where
from bot.pace import Pace
from bot.refusals import take_refusal
from bot.resends import ANSWERS, most_sends, pause_after_s
from bot.send_queue import SendQueue
from bot.sending import Outcome, send
from handlers.groups.departures import speak_again
from handlers.groups.threads import leave_thread
from handlers.members.privacy import plan_erasing
from storage.database import StoreDown
from storage.outbox import CASE_KIND, UNKNOWN_KEPT, Staged
from storage.session import Session
from storage.store import Store

log = structlog.get_logger()

# A second 429 from another chat within this time means that the limit is over all.
GLOBAL_LIMIT_WINDOW_S = 1.0
# Where Telegram fails at more than one chat, one notice at a time finds out whether it still does, so often.
PROBE_S = 5.0
LONGEST_PAUSE_S = 60.0
STORE_PAUSE_S = 1.0
# A stored pause may have been reckoned by a clock that was wrong: it holds no longer. If Telegram meant it, it says so
# again.
LONGEST_HOLD_S = 3600.0
# On stopping: how long sends may take to end, and the store to take what became of them.
ENDING_S, WRITING_DOWN_S = 3.0, 0.5
NOT_BEFORE = "send_not_before"


class Delivery:
    """Sends what is staged. `offer` is called after the commit; `run` works until cancelled.

    A send keeps its place until its outcome is committed: so no more than `concurrency` can be repeated after a crash.
    """

    def __init__(
        self, store: Store, api: BotApi, clock: Clock, pace: Pace, *, concurrency: int, plan_changed: Callable[[], None]
    ) -> None:
        self._store, self._api, self._clock = store, api, clock
        self._plan_changed = plan_changed
        self._queue = SendQueue(pace)
        self._places = concurrency
        self._outcomes: list[Outcome] = []
        # Whether these were claimed is not known: the store failed, or we were stopped, in the middle of it.
        self._in_doubt: list[int] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._last_limit: tuple[float, int] | None = None
        self._failures_in_row = 0
        # At which chats Telegram has failed since something arrived.
        self._failing: set[int] = set()
        self._must_recover = False
        self.is_revoked = False
        self.sent = 0

    @property
    def waiting(self) -> int:
        """Return how many notices that are due wait to be sent."""
        return self._queue.waiting

    @property
    def _is_failing(self) -> bool:
        return len(self._failing) > 1

    def offer(self, notices: Sequence[Staged]) -> None:
        """Queue committed notices."""
        if notices:
            self._queue.add(notices)
            self._idle.clear()
            self._wake.set()

    def recover(self) -> None:
        """Look into the outbox for what was committed and never offered; what is queued twice is claimed only once."""
        self._must_recover = True
        self._idle.clear()
        self._wake.set()

    async def restore(self) -> None:
        """On start: what was under way has an unknown fate; then everything that waits, and the stored holds."""
        now, now_s = self._clock.now(), self._clock.monotonic()
        async with self._store.write() as w:
            for notice in await w.outbox.orphans():
                await self._settle_unknown(w, notice, most=most_sends(notice.kind, "crash"), pause_s=0)
        async with self._store.read() as r:
            waiting = await r.outbox.waiting()
            for target, until in (await r.held_targets(now)).items():
                self._queue.hold(target, now_s + min((until - now).total_seconds(), LONGEST_HOLD_S))
            held_until = await r.facts.get(NOT_BEFORE)
        if held_until:
            self._queue.hold_all(now_s + min(float(held_until) - now.timestamp(), LONGEST_HOLD_S))
        self.offer(waiting)

    async def idle(self) -> None:
        """Wait until nothing waits that may go by now, and everything sent is written down."""
        if self._queue.may_wake(self._clock.now(), self._clock.monotonic()):
            self._idle.clear()
            self._wake.set()
        await self._idle.wait()

    async def run(self) -> None:
        """Send until cancelled; a fault of the store is waited out. Raises TokenRevoked when no send can ever go."""
        while True:
            self._wake.clear()
            try:
                pause_s = await self._cycle()
            except StoreDown:
                pause_s = STORE_PAUSE_S
            except Exception as error:
                log.error("delivery.failed", error=type(error).__name__, where=where(error))
                pause_s = STORE_PAUSE_S
            if self.is_revoked:
                raise TokenRevoked
            if pause_s != 0:
                await self._wait(pause_s)

    async def stop(self) -> None:
        """Give what is under way a moment to end and be written down."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=ENDING_S)
        for task in self._sending:
            task.cancel()
        if self._outcomes or self._in_doubt:
            try:
                async with asyncio.timeout(WRITING_DOWN_S):
                    await self._write_down(self._outcomes, [])
            except (StoreDown, TimeoutError):
                log.error("delivery.not_written_down", count=len(self._outcomes) + len(self._in_doubt))

    async def _wait(self, seconds: float | None) -> None:
        """Pause until something changes, or for `seconds` of the clock."""
        if seconds is None:
            await self._wake.wait()
            return
        waits = (asyncio.create_task(self._wake.wait()), asyncio.create_task(self._clock.sleep(seconds)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _cycle(self) -> float | None:
        """Write down what ended, claim what may go, send it. Return how long nothing can go (None: until woken)."""
        if self._must_recover:
            async with self._store.read() as r:
                self.offer(await r.outbox.waiting())
            self._must_recover = False
        now = self._clock.now()
        due_in_s = self._queue.wake(now)
        picked, pause_s = self._queue.pick(self._places_now(), self._clock.monotonic(), now)
        if due_in_s is not None:
            # Looked at now and then: the wall clock may be set meanwhile.
            pause_s = min(due_in_s, LONGEST_PAUSE_S, pause_s if pause_s is not None else due_in_s)
        outcomes, self._outcomes = self._outcomes, []
        if not outcomes and not picked:
            if not self._sending and not self._queue.has_waiting:
                self._idle.set()
            return pause_s
        self._idle.clear()
        try:
            claimed = await self._write_down(outcomes, [queued.notice for queued in picked])
        except BaseException:
            self._outcomes[:0] = outcomes
            self._in_doubt += [queued.notice.id for queued in picked]
            for queued in picked:
                self._queue.release(queued.notice.target, self._clock.monotonic(), put_back=queued)
            raise
        for queued in picked:
            if queued.notice.id in claimed:
                self._start(replace(queued.notice, sends=queued.notice.sends + 1))
            else:
                self._queue.release(queued.notice.target, self._clock.monotonic())
        return 0.0

    def _places_now(self) -> int:
        """Return how many sends the next commit may claim: what has arrived gives up its place in that same commit."""
        if self._is_failing:
            return min(self._places, 1)
        return self._places + sum(outcome.fate == "sent" for outcome in self._outcomes)

    def _start(self, notice: Staged) -> None:
        self._places -= 1
        task = asyncio.create_task(self._send(notice))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send(self, notice: Staged) -> None:
        outcome = await send(self._api, notice)
        self._outcomes.append(outcome)
        self._wake.set()

    async def _write_down(self, outcomes: Sequence[Outcome], picked: Sequence[Staged]) -> set[int]:
        """Put what became of sends into the store and claim the next ones, in one transaction; end what comes late."""
        again: list[Staged] = []
        now = self._clock.now()
        late = [notice.id for notice in picked if notice.expires_at and notice.expires_at <= now]
        sent = [(one.notice.id, one.message_id) for one in outcomes if one.fate == "sent"]
        # Before those who handle updates: places are few, and each waits for this.
        async with self._store.write(urgent=True) as w:
            for notice_id in self._in_doubt:
                await w.outbox.retry(notice_id, now, was_sent=False)
            forgotten = await w.outbox.mark_sent(sent)
            for outcome in outcomes:
                if outcome.notice.id in forgotten and outcome.message_id and outcome.notice.chat_id:
                    await plan_erasing(w, outcome.notice.chat_id, [outcome.message_id], now)
            for outcome in outcomes:
                again += await self._settle(w, outcome)
                again += await leave_thread(w, outcome.notice.target, outcome.lost_thread, now)
            for notice_id in late:
                await w.outbox.expire(notice_id)
            claimed = set(await w.outbox.claim([notice.id for notice in picked if notice.id not in late]))
        self._in_doubt = []
        self._places += len(outcomes)
        self.sent += len(sent)
        if sent:
            self._failures_in_row = 0
            self._failing.clear()
        if self._is_failing:
            self._queue.hold_all(self._clock.monotonic() + PROBE_S)
        if forgotten:
            self._plan_changed()
        self.offer(again)
        for outcome in outcomes:
            self._queue.release(outcome.notice.target, self._clock.monotonic())
        return claimed

    async def _settle(self, w: Session, outcome: Outcome) -> list[Staged]:
        """Write down what a send has shown but that it arrived; return what is to be tried again, or told of it."""
        notice, fate, now = outcome.notice, outcome.fate, self._clock.now()
        if fate == "sent":
            return await speak_again(w, notice.target, now) if notice.is_muted else []
        log.warning("delivery.not_sent", state=fate, kind=notice.kind, error=type(outcome.error).__name__)
        if fate in ("unknown", "failing"):
            self._failing |= {notice.target} if fate == "failing" else set()
            most, pause_s = most_sends(notice.kind, fate), pause_after_s(notice.sends)
            return await self._settle_unknown(w, notice, most=most, pause_s=pause_s)
        if fate in ("closed", "refused"):
            staged = await take_refusal(w, outcome, now, personal=ANSWERS)
            if fate == "closed":
                self._queue.drop(notice.target)
            return staged
        if isinstance(outcome.error, ChatMigrated) and notice.chat_id is not None:
            await w.groups.migrate(notice.chat_id, outcome.error.new_chat_id)
            await w.outbox.retry(notice.id, now, was_sent=False)
            return [replace(notice, sends=notice.sends - 1, chat_id=outcome.error.new_chat_id)]
        pause_s = self._pause_after(fate, outcome.error)
        until = now + timedelta(seconds=pause_s)
        await w.outbox.retry(notice.id, until, was_sent=False)
        if fate == "later" and not self._is_limit_over_all(notice.target):
            await w.hold_target(notice.target, until)
            self._queue.hold(notice.target, self._clock.monotonic() + pause_s)
        else:
            await w.facts.put(NOT_BEFORE, str(until.timestamp()))
            self._queue.hold_all(self._clock.monotonic() + pause_s)
        self.is_revoked = self.is_revoked or fate == "revoked"
        return [replace(notice, sends=notice.sends - 1)]

    async def _settle_unknown(self, w: Session, notice: Staged, *, most: int, pause_s: float) -> list[Staged]:
        """Send it again until it was sent `most` times; then leave it to be seen as unknown."""
        now = self._clock.now()
        if notice.sends >= most:
            await w.outbox.mark_unknown(notice.id)
            await w.cases.open(CASE_KIND, notice.id, language="", now=now, promise=UNKNOWN_KEPT)
            return []
        await w.outbox.retry(notice.id, now + timedelta(seconds=pause_s))
        if pause_s:
            self._queue.hold(notice.target, self._clock.monotonic() + pause_s)
        return [notice]

    def _pause_after(self, fate: str, error: BaseException | None) -> float:
        if isinstance(error, RetryAfter):
            pause = error.retry_after
            return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
        if fate == "revoked":
            return LONGEST_PAUSE_S
        self._failures_in_row += 1
        longest = min(LONGEST_PAUSE_S, 2.0 ** min(self._failures_in_row, 6))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret

    def _is_limit_over_all(self, target: int) -> bool:
        """Two chats limited within a second: the limit is over all of them."""
        now_s, last = self._clock.monotonic(), self._last_limit
        self._last_limit = (now_s, target)
        return last is not None and now_s - last[0] < GLOBAL_LIMIT_WINDOW_S and last[1] != target
