"""What was worked out of the last texts, for as long as they may be looked at again. It keeps no text."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")
# An update's text is looked at when it comes in and again in its turn, after those that came in with it. The benchmarks
# ask more questions than this before they ask one again.
MOST = 200


class Recent(Generic[T]):
    """Results of the last MOST texts, known by a hash that differs in each run of the program.

    The texts themselves are not kept, so nothing of them is left when a person is forgotten.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: dict[int, T] = {}

    def recall(self, said: Hashable, work_out: Callable[[], T]) -> T:
        """Return what `work_out` gives for `said`, or gave a while ago."""
        key = hash(said)
        if key in self._known:
            return self._known[key]
        result = self._known[key] = work_out()
        if len(self._known) > self._most:
            del self._known[next(iter(self._known))]
        return result
