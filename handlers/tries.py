"""How many wrong codes someone has typed today: a code is a key to a story. In memory only, and gone in a day."""

from collections import OrderedDict
from datetime import datetime, timedelta

MOST_WRONG = 5
COUNTED = timedelta(days=1)
MOST_KEPT = 10_000


class Tries:
    """The wrong tries of those who made some, the newest last."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[int, list[datetime]] = OrderedDict()

    def are_spent(self, person_id: int, now: datetime) -> bool:
        """Tell whether someone has tried too often within a day."""
        wrong = [at for at in self._wrong.get(person_id, ()) if now - at < COUNTED]
        return len(wrong) >= MOST_WRONG

    def note(self, person_id: int, now: datetime) -> None:
        """Count a wrong try."""
        wrong = [at for at in self._wrong.pop(person_id, ()) if now - at < COUNTED]
        self._wrong[person_id] = [*wrong, now]
        if len(self._wrong) > MOST_KEPT:
            self._wrong.popitem(last=False)

    def forget(self, person_id: int) -> None:
        """Drop what someone tried."""
        self._wrong.pop(person_id, None)
