"""Telegram's limits: how long, how big, how often. Pace runs on the clock it is given."""

import math
from dataclasses import dataclass
from typing import Final

from bot.clock import Clock
from bot.sandbox.errors import too_many_requests

MAX_TEXT_UNITS: Final = 4096
MAX_CAPTION_UNITS: Final = 1024
MAX_CALLBACK_DATA_BYTES: Final = 64
MAX_CALLBACK_ANSWER_UNITS: Final = 200
MAX_INLINE_QUERY: Final = 256
MAX_INLINE_BUTTONS: Final = 100
MAX_REPLY_BUTTONS: Final = 300
# Not in the documentation; found by others: a keyboard of more than 10 kB of JSON is refused whatever it holds.
MAX_MARKUP_BYTES: Final = 10 * 1024
MAX_PHOTO_BYTES: Final = 10 * 1024 * 1024
MAX_UPLOAD_BYTES: Final = 50 * 1024 * 1024
MAX_DOWNLOAD_BYTES: Final = 20 * 1024 * 1024
MAX_DELETED_AT_ONCE: Final = 100
DELETABLE_S: Final = 48 * 3600
UPDATE_LIFE_S: Final = 24 * 3600
CALLBACK_LIFE_S: Final = 30.0


@dataclass(frozen=True)
class Rate:
    """So many a second in the long run, and so many at once."""

    per_second: float
    burst: int


# Telegram publishes guidance only (30/s over all, 1/s a private chat, 20/min a group) and is known to let bursts pass.
OVERALL: Final = Rate(30.0, 60)
PRIVATE: Final = Rate(1.0, 8)
GROUP: Final = Rate(20 / 60, 20)


class Bucket:
    """A token bucket; `wait_s` says how long until one send is allowed, without taking it."""

    __slots__ = ("_at_s", "_left", "_rate")

    def __init__(self, rate: Rate, now_s: float) -> None:
        self._rate = rate
        self._left = float(rate.burst)
        self._at_s = now_s

    def wait_s(self, now_s: float) -> float:
        """Return 0.0 when a send is allowed at `now_s`."""
        self._left = min(self._left + (now_s - self._at_s) * self._rate.per_second, float(self._rate.burst))
        self._at_s = now_s
        return 0.0 if self._left >= 1.0 else (1.0 - self._left) / self._rate.per_second

    def take(self, count: int) -> None:
        """Use up `count` sends; an album may run into debt."""
        self._left -= count


class SendPace:
    """How often a bot may send: over all, and to each chat."""

    def __init__(self, clock: Clock, *, enforced: bool) -> None:
        self.enforced = enforced
        self._clock = clock
        self._overall = Bucket(OVERALL, clock.monotonic())
        self._chats: dict[int, Bucket] = {}

    def take(self, chat_id: int, *, group: bool, count: int = 1) -> None:
        """Count `count` sends to a chat; raises ApiError 429 with `retry_after` when that is too fast."""
        if not self.enforced:
            return
        now_s = self._clock.monotonic()
        bucket = self._chats.get(chat_id)
        if bucket is None:
            bucket = self._chats[chat_id] = Bucket(GROUP if group else PRIVATE, now_s)
        wait_s = max(bucket.wait_s(now_s), self._overall.wait_s(now_s))
        if wait_s > 0:
            raise too_many_requests(max(1, math.ceil(wait_s)))
        bucket.take(count)
        self._overall.take(count)
