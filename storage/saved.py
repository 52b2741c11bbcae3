"""The cards that a member keeps at hand. Sealed, and tied to nobody but them: what is read can tell on its reader."""

from typing import Literal

from storage.noun import Noun

MOST_SAVED = 50


class Saved(Noun):
    """At most MOST_SAVED cards for each member, kept until they are removed or the member is forgotten."""

    name = "saved"

    async def add(self, member: int, card: str) -> Literal["saved", "already", "full"]:
        """Keep a card, by its id, for a member."""
        if card in await self.of(member):
            return "already"
        stamp = self._vault.stamp(f"saved:{member}:{card}")
        sealed = self._seal(card, "card", f"{member}:{stamp}")
        return "saved" if await self._sql.add(target=member, stamp=stamp, card=sealed, most=MOST_SAVED) else "full"

    async def of(self, member: int) -> list[str]:
        """Return the ids of a member's cards, the newest first."""
        return [card for _, card in await self._opened(member)]

    async def remove(self, member: int, card: str) -> bool:
        """Keep a card no longer; tells whether it was kept."""
        # A stamp made under an older key differs from today's: the card itself says which one it is.
        stamps = [stamp for stamp, kept in await self._opened(member) if kept == card]
        return any([await self._sql.remove(target=member, stamp=stamp) for stamp in stamps])

    async def _opened(self, member: int) -> list[tuple[str, str]]:
        rows = [row async for row in self._sql.of(target=member)]
        return [(row["stamp"], self._open(row["card"], "card", f"{member}:{row['stamp']}")) for row in rows]
