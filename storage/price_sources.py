"""When each price source is asked next, how often it was asked today, and what was the matter. Knows no prices."""

from dataclasses import dataclass
from datetime import date, datetime

from storage.columns import day_ms, from_day_ms, from_ms, maybe_from_ms, maybe_ms, to_ms
from storage.noun import Noun


@dataclass(frozen=True)
class Asked:
    """How it stands with a source. `requests` is of `day` (UTC); `fault` is "" when its last answer was good."""

    source: str
    next_at: datetime
    failures: int
    day: date
    requests: int
    worked_at: datetime | None
    fault: str


class PriceSources(Noun):
    """One row for each source that was ever asked."""

    name = "price_sources"

    async def all(self) -> dict[str, Asked]:
        """Return how it stands with every source that was asked, by its key."""
        return {
            row["source"]: Asked(
                source=row["source"],
                next_at=from_ms(row["next_at"]),
                failures=row["failures"],
                day=from_day_ms(row["day"]),
                requests=row["requests"],
                worked_at=maybe_from_ms(row["worked_at"]),
                fault=row["fault"],
            )
            async for row in self._sql.all()
        }

    async def record(self, asked: Asked) -> None:
        """Note that a source was asked; its requests are added to those of the same day."""
        await self._sql.asked(
            source=asked.source,
            next_at=to_ms(asked.next_at),
            failures=asked.failures,
            day=day_ms(asked.day),
            requests=asked.requests,
            worked_at=maybe_ms(asked.worked_at),
            fault=asked.fault,
        )

    async def due_now(self) -> int:
        """Let every source be asked at the next tick; returns how many."""
        return int(await self._sql.due_now())
