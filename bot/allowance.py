"""How much one person may ask of us: so that one who floods does not slow the others. Kept in memory only."""

from collections import OrderedDict
from typing import Literal

from bot.pace import Bucket

MOST_PERSONS = 10_000


class Allowance:
    """`per_minute` messages a person a minute; 0 is no limit."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[int, tuple[Bucket, bool]] = OrderedDict()

    def take(self, person_id: int, now_s: float) -> Literal["answer", "tell", "silent"]:
        """Count one message: answer it, say once that it is too much, or stay silent until there is room again."""
        if not self._per_minute:
            return "answer"
        bucket, was_told = self._buckets.pop(person_id, (Bucket(self._per_minute / 60, self._per_minute, now_s), False))
        has_room = not bucket.wait_s(now_s)
        if has_room:
            bucket.take(now_s)
        self._buckets[person_id] = (bucket, not has_room)
        if len(self._buckets) > MOST_PERSONS:
            self._buckets.popitem(last=False)
        if has_room:
            return "answer"
        return "silent" if was_told else "tell"
