"""What waits to be sent, in memory: in order per chat, urgent first, held where Telegram asked for a pause."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.pace import Pace
from handlers.priorities import REPLY
from storage.outbox import Staged

# Quiet hours are looked at again after this: the clock may have been set meanwhile.
LONGEST_REST_S = 3600.0
NOT_HELD = float("-inf")


@dataclass(order=True)
class Queued:
    """A notice and its place: by priority, then in the order of staging."""

    priority: int
    number: int
    notice: Staged = field(compare=False)


@dataclass
class _Chat:
    """One target's notices; at most one of them is under way."""

    waiting: list[Queued] = field(default_factory=list)
    is_sending: bool = False
    held_until_s: float = NOT_HELD
    is_group: bool = False


class SendQueue:
    """Chooses what may go now. All moments are monotonic seconds, but for those of `wake`.

    `_ready` holds the heads of chats that may go, `_later` those that must wait; entries that time has made wrong
    are passed over when they come up. `_asleep` holds notices that are not due: they are in nobody's way; `_resting`
    those whose reader has quiet hours.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._chats: dict[int, _Chat] = {}
        self._ready: list[Queued] = []
        self._later: list[tuple[float, int]] = []
        self._asleep: list[tuple[datetime, int, Staged]] = []
        self._resting: list[tuple[float, Queued]] = []
        self._held_until_s = NOT_HELD

    @property
    def waiting(self) -> int:
        """Return how many notices that are due wait, held or not."""
        return sum(len(chat.waiting) for chat in self._chats.values())

    @property
    def has_waiting(self) -> bool:
        """Tell whether anything that is due waits, held or not."""
        return any(chat.waiting for chat in self._chats.values())

    def add(self, notices: Sequence[Staged]) -> None:
        """Queue notices among those of their chat: by priority, then as they were staged, also when tried again."""
        for notice in notices:
            if notice.due_at is not None:
                heapq.heappush(self._asleep, (notice.due_at, notice.sequence, notice))
            else:
                self._add(notice)

    def wake(self, now: datetime) -> float | None:
        """Queue what has become due; return the seconds until the next one does (None: there is none)."""
        while self._asleep and self._asleep[0][0] <= now:
            self._add(heapq.heappop(self._asleep)[2])
        return (self._asleep[0][0] - now).total_seconds() if self._asleep else None

    def may_wake(self, now: datetime, now_s: float) -> bool:
        """Tell whether the time has come of something that was not due, or that rested."""
        is_due = bool(self._asleep) and self._asleep[0][0] <= now
        return is_due or (bool(self._resting) and self._resting[0][0] <= now_s)

    def _add(self, notice: Staged) -> None:
        self._line_up(Queued(notice.priority, notice.sequence, notice))

    def _line_up(self, queued: Queued) -> None:
        chat = self._chats.setdefault(queued.notice.target, _Chat())
        chat.is_group = queued.notice.is_group
        heapq.heappush(chat.waiting, queued)
        self._make_ready(queued.notice.target)

    def pick(self, places: int, now_s: float, now: datetime) -> tuple[list[Queued], float | None]:
        """Take at most `places` notices that may go now, one a chat; also say when the next one may (None: unknown).

        `now` is the wall clock, by which quiet hours go.
        """
        if now_s < self._held_until_s:
            return [], self._held_until_s - now_s
        while self._later and self._later[0][0] <= now_s:
            self._make_ready(heapq.heappop(self._later)[1])
        while self._resting and self._resting[0][0] <= now_s:
            self._line_up(heapq.heappop(self._resting)[1])
        picked: list[Queued] = []
        pauses_s: list[float] = []
        while self._ready and len(picked) < places:
            # What stands behind the first is no more urgent: when that may not go, nothing may.
            wait_s = self._pace.wait_s(now_s, is_reply=self._ready[0].priority <= REPLY)
            if wait_s > 0:
                pauses_s.append(wait_s)
                break
            queued = heapq.heappop(self._ready)
            target = queued.notice.target
            chat = self._chats.get(target)
            if chat is None or chat.is_sending or not chat.waiting or chat.waiting[0] is not queued:
                continue
            if self._rests(chat, now_s, now):
                continue
            wait_s = self._pace.wait_of_s(target, now_s, is_group=chat.is_group)
            wait_s = max(wait_s, chat.held_until_s - now_s)
            if wait_s > 0:
                heapq.heappush(self._later, (now_s + wait_s, target))
                continue
            heapq.heappop(chat.waiting)
            chat.is_sending = True
            self._pace.take(target, now_s, is_group=chat.is_group)
            picked.append(queued)
        pauses_s += [waiting[0][0] - now_s for waiting in (self._later, self._resting) if waiting]
        return picked, min(pauses_s, default=None)

    def _rests(self, chat: _Chat, now_s: float, now: datetime) -> bool:
        """Lay a chat's first notice aside while its reader has quiet hours; what stands behind it may go."""
        notice = chat.waiting[0].notice
        end = notice.quiet.end(now) if notice.quiet else None
        if end is None:
            return False
        rest_s = min((end - now).total_seconds(), LONGEST_REST_S)
        heapq.heappush(self._resting, (now_s + rest_s, heapq.heappop(chat.waiting)))
        self._make_ready(notice.target)
        if not chat.waiting and chat.held_until_s <= now_s:
            del self._chats[notice.target]
        return True

    def release(self, target: int, now_s: float, *, put_back: Queued | None = None) -> None:
        """Let the chat's next notice go; `put_back` is one that was picked and not sent after all."""
        chat = self._chats[target]
        chat.is_sending = False
        if put_back:
            heapq.heappush(chat.waiting, put_back)
        self._make_ready(target)
        if not chat.waiting and chat.held_until_s <= now_s:
            del self._chats[target]

    def hold(self, target: int, until_s: float) -> None:
        """Let nothing go to one chat until then."""
        self._chats.setdefault(target, _Chat()).held_until_s = until_s

    def hold_all(self, until_s: float) -> None:
        """Let nothing go at all until then."""
        self._held_until_s = max(self._held_until_s, until_s)

    def drop(self, target: int) -> None:
        """Forget what waits for a chat that is closed."""
        self._chats[target].waiting.clear()

    def _make_ready(self, target: int) -> None:
        chat = self._chats.get(target)
        if chat and chat.waiting and not chat.is_sending:
            heapq.heappush(self._ready, chat.waiting[0])
