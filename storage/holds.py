"""Cards that are held back from every reader: written beside the running program, read by it at each update."""

from dataclasses import dataclass
from datetime import datetime

from storage.columns import from_ms, to_ms
from storage.noun import Noun


@dataclass(frozen=True)
class Hold:
    """One card that is held; `because` is what staff wrote, "" when nothing."""

    card: str
    because: str
    held_at: datetime


class Holds(Noun):
    """One row a held card. The program keeps no copy that it relies on, so a change counts from the next update on."""

    name = "holds"

    async def hold(self, card: str, because: str, now: datetime) -> None:
        """Hold a card back; one that is held already gets the new reason."""
        await self._sql.hold(card=card, because=self._seal(because, "because", card), now=to_ms(now))

    async def release(self, card: str) -> bool:
        """Show a card again; False when it was not held."""
        return bool(await self._sql.release(card=card))

    async def cards(self) -> frozenset[str]:
        """Return the ids of all held cards."""
        return frozenset([row["card"] async for row in self._sql.cards()])

    async def all(self) -> list[Hold]:
        """Return every hold with its reason, the oldest first."""
        return [
            Hold(row["card"], self._open(row["because"], "because", row["card"]), from_ms(row["held_at"]))
            async for row in self._sql.all()
        ]
