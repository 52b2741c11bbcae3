"""The newest numbered message of a chat: what each digit stands for. Sealed, as labels can quote a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.columns import from_ms, to_ms
from storage.noun import Noun

KEPT = timedelta(hours=48)


@dataclass(frozen=True)
class Menu:
    """The numbered choices, (label, action) each, and when they were shown."""

    choices: list[tuple[str, str]]
    shown_at: datetime


class Menus(Noun):
    """One menu for each person in each chat."""

    name = "menus"

    async def show(self, target: int, person: int, choices: Iterable[tuple[str, str]], now: datetime) -> None:
        """Keep the choices in place of those shown before."""
        sealed = self._seal(list(choices), "choices", f"{target}:{person}")
        await self._sql.show(target=target, person=person, choices=sealed, now=to_ms(now))

    async def find(self, target: int, person: int) -> Menu | None:
        """Return the newest menu, or None."""
        row = await self._sql.find(target=target, person=person)
        if row is None:
            return None
        choices = self._open(row["choices"], "choices", f"{target}:{person}")
        return Menu([(label, action) for label, action in choices], from_ms(row["shown_at"]))

    async def clear(self, target: int, person: int) -> None:
        """Let digits mean nothing."""
        await self._sql.clear(target=target, person=person)

    async def prune(self, now: datetime) -> int:
        """Drop what is older than 48 hours; returns how many."""
        return int(await self._sql.prune(before=to_ms(now - KEPT)))
