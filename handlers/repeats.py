"""What people did just now, so that a double tap has one effect. In memory only: nothing of it is stored."""

from collections import OrderedDict
from datetime import datetime, timedelta

MOST_KEPT = 10_000


class Repeats:
    """The newest acts of the people who write now. An update that is run again is not its own repetition."""

    def __init__(self) -> None:
        self._acts: OrderedDict[tuple[int, str], tuple[str, int, datetime]] = OrderedDict()

    def is_again(self, person_id: int, slot: str, act: str, update_id: int, now: datetime, within: timedelta) -> bool:
        """Tell whether this person's last act of this slot was the same, less than `within` ago; note this one."""
        known = self._acts.get((person_id, slot))
        if known and known[0] == act and known[1] != update_id and abs(now - known[2]) < within:
            return True
        self._acts[person_id, slot] = (act, update_id, now)
        self._acts.move_to_end((person_id, slot))
        if len(self._acts) > MOST_KEPT:
            self._acts.popitem(last=False)
        return False

    def let_again(self, person_id: int, slot: str) -> None:
        """Take the next act of this slot for no repetition, as the last one had no effect."""
        self._acts.pop((person_id, slot), None)

    def forget(self, person_id: int) -> None:
        """Drop what a person did."""
        for key in [key for key in self._acts if key[0] == person_id]:
            del self._acts[key]
