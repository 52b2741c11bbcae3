"""How many people of a country looked for which card, day by day. Nobody's id is beside it, and nobody counts twice."""

from datetime import date, datetime, timedelta

from storage.columns import day_ms
from storage.noun import MOST_PRUNED, Noun

# Over this time one person counts once for a card, and so long it is told how many did.
WINDOW = timedelta(days=7)
# A longer memory than the window: what a clock that was set back asks for is still there.
KEPT = timedelta(days=30)


class Themes(Noun):
    """Counts of people; who looked is known by a keyed pseudonym of person and card, for a week."""

    name = "themes"

    async def count(self, card: str, country: str | None, member: int, now: datetime) -> bool:
        """Count that a member looked for a card; False when they did within a week."""
        today, before = day_ms(now.date()), day_ms((now - WINDOW).date())
        newest, *older = self._marks(card, member)
        if any([await self._sql.is_marked(mark=mark, after=before) for mark in older]):
            return False
        if not await self._sql.mark(mark=newest, today=today, before=before):
            return False
        return bool(await self._sql.count(card=card, country=country or "", today=today))

    async def told(self, country: str | None, today: date, fewest: int) -> list[tuple[str, int]]:
        """Return (card, people) of the last seven days, the most first; no country means all of them together.

        Only what at least `fewest` people looked for.
        """
        window = {"since": day_ms(today - WINDOW), "today": day_ms(today), "fewest": fewest}
        rows = self._sql.of_country(country=country, **window) if country else self._sql.of_all(**window)
        return [(row["card"], int(row["people"])) async for row in rows]

    async def forget(self, member: int) -> None:
        """Erase that it was this member who looked; the counts stay."""
        cards = [row["card"] async for row in self._sql.cards()]
        for mark in [mark for card in cards for mark in self._marks(card, member)]:
            await self._sql.forget(mark=mark)

    async def prune(self, now: datetime) -> int:
        """Drop pseudonyms after a week and counts after 30 days, at most MOST_PRUNED each; returns how many."""
        looked = await self._sql.outdated_marks(before=day_ms((now - WINDOW).date()), most=MOST_PRUNED)
        counts = await self._sql.outdated(before=day_ms((now - KEPT).date()), most=MOST_PRUNED)
        return int(looked) + int(counts)

    def _marks(self, card: str, member: int) -> list[str]:
        """Return the pseudonyms under every key, the newest first."""
        kind = f"looked:{card}"
        return [self._vault.lookup(kind, member, version=version) for version in self._vault.versions]
