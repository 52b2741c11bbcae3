"""Members and groups as readers of an alert: what they have chosen, page by page. Knows nothing of who they are."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from content.alerts import Reader
from content.quiet import NIGHT, Quiet
from content.zones import zones_of
from storage.noun import Noun

# The tables that are read, one after the other.
SOURCES = ("members", "groups")


@dataclass(frozen=True)
class Hours:
    """When a target sleeps: as chosen (None: never), else the night of where they are; by UTC: `is_guessed`."""

    is_group: bool
    quiet: Quiet | None
    is_guessed: bool = False


class Readers(Noun):
    """Everyone whom we may write to."""

    name = "readers"

    async def page(self, source: str, after: int, limit: int) -> list[tuple[int, Reader]]:
        """Return (target, reader) of one of SOURCES with a target above `after`, by target."""
        wanted = self._sql.members if source == "members" else self._sql.groups
        rows = [row async for row in wanted(after=after, most=limit)]
        awaited: dict[int, set[str]] = {}
        if rows and source == "members":
            async for row in self._sql.prices_awaited(after=after, last=rows[-1]["id"]):
                awaited.setdefault(row["target"], set()).add(row["mineral"])
        return [(row["id"], _reader(row, source == "groups", awaited.get(row["id"], set()))) for row in rows]

    async def threads(self, targets: Iterable[int]) -> dict[int, int]:
        """Return the topics of forums in which groups want what we write."""
        rows = await self._sql.many("threads", [{"target": target} for target in targets])
        return {row["target"]: row["thread"] for row in rows}

    async def hours(self, target: int) -> Hours | None:
        """Return when a target sleeps; None when it is not known any more."""
        rows = [row async for row in self._sql.hours(target=target)]
        if not rows:
            return None
        row = rows[0]
        has_chosen = row["kind"] is not None
        if has_chosen and row["quiet_from"] is None:
            return Hours(is_group=False, quiet=None)
        hours = NIGHT if row["quiet_from"] is None else (row["quiet_from"], row["quiet_until"])
        quiet = Quiet(row["zone"] or zones_of(row["country"])[0], *hours)
        return Hours(bool(row["is_group"]), quiet, is_guessed=not (row["zone"] or row["country"]))


def _reader(row: Any, is_group: bool, awaited: set[str]) -> Reader:
    """A member reads one language: the one chosen for the chat, for the news, or the one they write in."""
    news = json.loads(row["languages"] or "[]")
    usual = row["language"] or row["guessed"]
    languages = tuple(news) or (usual,) if is_group else (row["language"] or (news or [usual])[0],)
    places = {(row["news_country"], row["region"] or "")} if row["news_country"] else set()
    if row["country"] and row["country"] != row["news_country"]:
        places.add((row["country"], ""))
    chosen = None if row["minerals"] is None else json.loads(row["minerals"])
    minerals = None if chosen is None and not awaited else tuple(sorted({*(chosen or ()), *awaited}))
    if chosen == []:
        minerals = ()
    return Reader(is_group, languages, tuple(sorted(places)), minerals, row["state"] == "paused")
