"""A notice goes out: in order per chat, urgent ones first, at the permitted pace, each in a named state at the end."""

import asyncio
import heapq
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import structlog
from storage.outbox import Staged
from storage.session import Session
from storage.store import Store
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.api import BotApi, fate_of
from bot.clock import Clock
from bot.pace import Pace
from handlers.priorities import REPLY
from storage.database import StoreDown

log = structlog.get_logger()

# How often a notice whose fate is unknown may be sent in all, by its kind; a kind that is not here once.
MOST_SENDS = {"reply": 2, "emergency": 2, "emergency-follow-up": 2}
# A second 429 from another chat within this time means that the limit is over all.
GLOBAL_LIMIT_WINDOW_S = 1.0
AFTER_UNKNOWN_S = 3.0
LONGEST_PAUSE_S = 60.0


@dataclass(order=True)
class _Queued:
    priority: int
    number: int
    notice: Staged = field(compare=False)


@dataclass
class _Chat:
    """One target's queue; at most one of its notices is under way."""

    waiting: list[_Queued] = field(default_factory=list)
    is_sending: bool = False
    held_until_s: float = 0.0
    is_group: bool = False


@dataclass(frozen=True)
class _Outcome:
    """What became of one send, to be written down together with others."""

    notice: Staged
    fate: str
    message_id: int | None = None
    error: BaseException | None = None


class Delivery:
    """Sends what is staged. `offer` is called after the commit; `run` works until cancelled."""

    def __init__(self, store: Store, api: BotApi, clock: Clock, pace: Pace, *, concurrency: int) -> None:
        self._store, self._api, self._clock, self._pace = store, api, clock, pace
        self._places = concurrency
        self._chats: dict[int, _Chat] = {}
        self._ready: list[_Queued] = []
        self._later: list[tuple[float, int]] = []
        self._numbers = itertools.count()
        self._outcomes: list[_Outcome] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._held_until_s = 0.0
        self._last_limit: tuple[float, int] = (-10.0, 0)
        self._failures_in_row = 0
        self.is_revoked = asyncio.Event()
        self.sent = 0

    def offer(self, notices: Sequence[Staged]) -> None:
        """Queue committed notices."""
        for notice in notices:
            chat = self._chats.setdefault(notice.target, _Chat())
            chat.is_group = notice.is_group
            heapq.heappush(chat.waiting, _Queued(notice.priority, next(self._numbers), notice))
            self._make_ready(notice.target)
        if notices:
            self._idle.clear()
            self._wake.set()

    async def restore(self) -> None:
        """On start: what was under way has an unknown fate; then everything that waits, and the stored holds."""
        async with self._store.write() as w:
            for notice in await w.outbox.orphans():
                await self._settle_unknown(w, notice)
        async with self._store.read() as r:
            waiting = await r.outbox.waiting()
            now_s = self._clock.monotonic()
            for target, until in (await r.held_targets(self._clock.now())).items():
                left_s = (until - self._clock.now()).total_seconds()
                self._chats.setdefault(target, _Chat()).held_until_s = now_s + left_s
            held = await r.facts.get("send_not_before")
        if held:
            self._held_until_s = now_s + max(0.0, float(held) - self._clock.now().timestamp())
        self.offer(waiting)

    async def idle(self) -> None:
        """Wait until nothing waits that may go now and everything sent is written down."""
        await self._idle.wait()

    async def run(self) -> None:
        """Send until cancelled; a fault of the store is waited out."""
        while True:
            try:
                pause_s = await self._cycle()
            except StoreDown:
                pause_s = 1.0
            if pause_s is None:
                await self._wake.wait()
            elif pause_s > 0:
                await self._wait(pause_s)
            self._wake.clear()

    async def _wait(self, seconds: float) -> None:
        woken = asyncio.create_task(self._wake.wait())
        slept = asyncio.create_task(self._clock.sleep(seconds))
        try:
            await asyncio.wait((woken, slept), return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()
            slept.cancel()

    async def stop(self) -> None:
        """Give what is under way a moment to end and be written down."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=3)
        for task in self._sending:
            task.cancel()
        if self._outcomes:
            await self._write_down(self._outcomes, [])

    async def _cycle(self) -> float | None:
        """Write down what ended, claim what may go, send it. Return how long nothing can go (None: until woken)."""
        picked, pause_s = self._pick()
        outcomes, self._outcomes = self._outcomes, []
        if not outcomes and not picked:
            if not self._sending and not self._chats_waiting():
                self._idle.set()
            return pause_s
        try:
            claimed = await self._write_down(outcomes, [queued.notice for queued in picked])
        except BaseException:
            self._outcomes[:0] = outcomes
            for queued in picked:
                self._release(queued.notice.target, put_back=queued)
            raise
        self._places += len(outcomes)
        for queued in picked:
            if queued.notice.id in claimed:
                self._start(queued.notice)
            else:
                self._release(queued.notice.target)
        return 0.0

    def _chats_waiting(self) -> bool:
        return any(chat.waiting for chat in self._chats.values())

    def _pick(self) -> tuple[list[_Queued], float | None]:
        """Choose what may go now: urgent first, one a chat, within the pace and the free places."""
        now_s = self._clock.monotonic()
        if now_s < self._held_until_s:
            return [], self._held_until_s - now_s
        while self._later and self._later[0][0] <= now_s:
            self._make_ready(heapq.heappop(self._later)[1])
        picked: list[_Queued] = []
        while self._ready and len(picked) < self._places:
            queued = heapq.heappop(self._ready)
            chat = self._chats.get(queued.notice.target)
            if chat is None or chat.is_sending or not chat.waiting or chat.waiting[0] is not queued:
                continue
            is_reply = queued.priority <= REPLY
            wait_s = self._pace.wait_s(queued.notice.target, now_s, is_group=chat.is_group, is_reply=is_reply)
            wait_s = max(wait_s, chat.held_until_s - now_s)
            if wait_s > 0:
                heapq.heappush(self._later, (now_s + wait_s, queued.notice.target))
                continue
            heapq.heappop(chat.waiting)
            chat.is_sending = True
            self._pace.take(queued.notice.target, now_s, is_group=chat.is_group)
            picked.append(queued)
        return picked, self._later[0][0] - now_s if self._later else None

    def _make_ready(self, target: int) -> None:
        chat = self._chats.get(target)
        if chat and chat.waiting and not chat.is_sending:
            heapq.heappush(self._ready, chat.waiting[0])

    def _release(self, target: int, *, put_back: _Queued | None = None) -> None:
        """Let the chat's next notice go, or this one again."""
        chat = self._chats[target]
        chat.is_sending = False
        if put_back:
            heapq.heappush(chat.waiting, put_back)
        if chat.waiting:
            heapq.heappush(self._ready, chat.waiting[0])
        elif chat.held_until_s <= self._clock.monotonic():
            del self._chats[target]

    def _start(self, notice: Staged) -> None:
        self._places -= 1
        task = asyncio.create_task(self._send(notice))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send(self, notice: Staged) -> None:
        try:
            outcome = await self._try(notice)
        except Exception as error:
            log.error("delivery.failed", error=type(error).__name__)
            outcome = _Outcome(notice, "refused", error=error)
        self._outcomes.append(outcome)
        self._wake.set()

    async def _try(self, notice: Staged) -> _Outcome:
        if notice.chat_id is None:
            return _Outcome(notice, "closed")
        fields = dict(notice.call)
        method = str(fields.pop("method"))
        try:
            result = await self._api.call(method, {"chat_id": notice.chat_id, **fields})
            return _Outcome(notice, "sent", _message_id(result))
        except TelegramError as error:
            if isinstance(error, BadRequest) and method.startswith("editMessage"):
                if "not modified" in error.message.casefold():
                    return _Outcome(notice, "sent")
                if "edit" in error.message.casefold():
                    return await self._send_anew(notice, fields)
            return _Outcome(notice, fate_of(error), error=error)

    async def _send_anew(self, notice: Staged, fields: dict[str, Any]) -> _Outcome:
        """An edit whose message is gone becomes a new message."""
        fields.pop("message_id", None)
        try:
            result = await self._api.call("sendMessage", {"chat_id": notice.chat_id, **fields})
            return _Outcome(notice, "sent", _message_id(result))
        except TelegramError as error:
            return _Outcome(notice, fate_of(error), error=error)

    async def _write_down(self, outcomes: Sequence[_Outcome], picked: Sequence[Staged]) -> set[int]:
        """Put what became of sends into the store and claim the next ones, in one transaction."""
        again: list[Staged] = []
        async with self._store.write() as w:
            sent = [(one.notice.id, one.message_id) for one in outcomes if one.fate == "sent"]
            if sent:
                await w.outbox.mark_sent(sent)
            for outcome in outcomes:
                if outcome.fate != "sent":
                    again += await self._settle(w, outcome)
            claimed = set(await w.outbox.claim([notice.id for notice in picked])) if picked else set()
        self.sent += len(sent)
        if sent:
            self._failures_in_row = 0
        for outcome in outcomes:
            self._release(outcome.notice.target)
        self.offer(again)
        return claimed

    async def _settle(self, w: Session, outcome: _Outcome) -> list[Staged]:
        """Write down a send that did not simply arrive; return it when it is to be tried again."""
        notice, fate = outcome.notice, outcome.fate
        log.warning("delivery.not_sent", state=fate, kind=notice.kind, error=type(outcome.error).__name__)
        now = self._clock.now()
        if fate == "unknown":
            return await self._settle_unknown(w, notice)
        if fate == "closed":
            await w.outbox.mark_failed(notice.id, "closed")
            await w.close_target(notice.target, "closed")
            await w.outbox.cancel_for(notice.target, "closed")
            self._chats[notice.target].waiting.clear()
            return []
        if fate == "refused":
            await w.outbox.mark_failed(notice.id, "refused")
            return []
        if fate == "moved" and isinstance(outcome.error, ChatMigrated) and notice.chat_id is not None:
            await w.groups.migrate(notice.chat_id, outcome.error.new_chat_id)
            await w.outbox.retry(notice.id, now)
            return [replace(notice, chat_id=outcome.error.new_chat_id)]
        pause_s = self._pause_after(fate, outcome.error)
        until = now + timedelta(seconds=pause_s)
        await w.outbox.retry(notice.id, until)
        if fate == "later" and not self._is_limit_over_all(notice.target):
            await w.hold_target(notice.target, until)
            self._chats[notice.target].held_until_s = self._clock.monotonic() + pause_s
        else:
            await w.facts.put("send_not_before", str(until.timestamp()))
            self._held_until_s = self._clock.monotonic() + pause_s
        if fate == "revoked":
            self.is_revoked.set()
        return [notice]

    async def _settle_unknown(self, w: Session, notice: Staged) -> list[Staged]:
        """Send it a second time when its kind may arrive twice; else leave it for staff to see."""
        if notice.sends >= MOST_SENDS.get(notice.kind, 1):
            await w.outbox.mark_unknown(notice.id)
            return []
        await w.outbox.retry(notice.id, self._clock.now())
        chat = self._chats.setdefault(notice.target, _Chat())
        chat.held_until_s = self._clock.monotonic() + AFTER_UNKNOWN_S
        return [notice]

    def _pause_after(self, fate: str, error: BaseException | None) -> float:
        if isinstance(error, RetryAfter):
            return _seconds(error.retry_after)
        if fate == "revoked":
            return LONGEST_PAUSE_S
        self._failures_in_row += 1
        return min(LONGEST_PAUSE_S, 2.0 ** min(self._failures_in_row, 6)) * random.uniform(0.5, 1.0)  # noqa: S311 - jitter

    def _is_limit_over_all(self, target: int) -> bool:
        """Two chats limited within a second: the limit is over all of them."""
        now_s = self._clock.monotonic()
        last_s, last_target = self._last_limit
        self._last_limit = (now_s, target)
        return now_s - last_s < GLOBAL_LIMIT_WINDOW_S and last_target != target


def _message_id(result: Any) -> int | None:
    return result.get("message_id") if isinstance(result, dict) else None


def _seconds(retry_after: int | timedelta) -> float:
    return retry_after.total_seconds() if isinstance(retry_after, timedelta) else float(retry_after)
