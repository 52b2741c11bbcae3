"""Which card someone was shown last and for which question, so that what they say next is about it. In memory only."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

# Later than this a short question is about something new.
LIFE = timedelta(minutes=10)
MOST_KEPT = 10_000


@dataclass(frozen=True)
class Seen:
    """A card by its id, whether its second screen was shown too, when, and the kept question that it answered."""

    card: str
    is_whole: bool
    at: datetime
    question: int | None = None


class Shown:
    """The last card of each person who reads now; gone after ten minutes, with `/forget`, and with the program."""

    def __init__(self) -> None:
        self._seen: OrderedDict[int, Seen] = OrderedDict()

    def note(self, person_id: int, card: str, now: datetime, *, is_whole: bool = False) -> None:
        """Remember that a person was shown this card."""
        before = self._seen.get(person_id)
        question = before.question if before and before.card == card else None
        self._seen[person_id] = Seen(card, is_whole, now, question)
        self._seen.move_to_end(person_id)
        while len(self._seen) > MOST_KEPT or now - next(iter(self._seen.values())).at > LIFE:
            self._seen.popitem(last=False)

    def note_question(self, person_id: int, question: int, now: datetime) -> None:
        """Remember that what a person was shown at this moment answered a question, by its id."""
        seen = self._seen.get(person_id)
        if seen and seen.at == now:
            self._seen[person_id] = replace(seen, question=question)

    def last(self, person_id: int, now: datetime) -> Seen | None:
        """Return what a person was shown within the last ten minutes, or None."""
        seen = self._seen.get(person_id)
        return seen if seen and now - seen.at <= LIFE else None

    def forget(self, person_id: int) -> None:
        """Drop what a person was shown."""
        self._seen.pop(person_id, None)
