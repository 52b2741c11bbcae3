"""Whom a notice goes to: a member or a group, named by our own random id everywhere but here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.columns import from_ms, maybe_from_ms, to_ms
from storage.database import Row
from storage.noun import Means, Noun
from storage.vault import Vault


@dataclass(frozen=True)
class Address:
    """Where a target is reached: Telegram's chat id, whether it is a group, and one that lets us write nothing now."""

    chat_id: int
    is_group: bool
    is_muted: bool = False


class Targets(Noun):
    """Addresses, closings and pauses of members and groups alike. Remembers addresses for one session."""

    name = "targets"

    def __init__(self, means: Means) -> None:
        super().__init__(means)
        self._addresses: dict[int, Address | None] = {}

    async def address(self, target: int) -> Address | None:
        """Return where a target is reached; None when it is closed or forgotten."""
        if target not in self._addresses:
            self._addresses[target] = await self._read_address(target)
        return self._addresses[target]

    async def remember(self, targets: Iterable[int]) -> None:
        """Read many addresses at once, for `address` to give."""
        wanted = [{"target": target} for target in dict.fromkeys(targets) if target not in self._addresses]
        self._addresses.update(dict.fromkeys(one["target"] for one in wanted))
        for name in ("members", "groups"):
            for row in await self._sql.many(name, wanted):
                if not row["closed"]:
                    self._addresses[row["target"]] = self.opened(self._vault, row, row["target"])

    async def _read_address(self, target: int) -> Address | None:
        row = await self._sql.address(target=target)
        return None if row is None or row["closed"] else self.opened(self._vault, row, target)

    @staticmethod
    def opened(vault: Vault, row: Row, target: int) -> Address:
        """Return the address that a row of `targets.sql: address` holds sealed."""
        place = f"{'groups' if row['is_group'] else 'members'}.chat:{target}"
        return Address(int(vault.open(row["chat"], place)), bool(row["is_group"]), row["muted_at"] is not None)

    async def close(self, target: int, why: str) -> bool:
        """Send nothing there any more; False when it was closed already."""
        self._addresses.pop(target, None)
        members = await self._sql.close_member(target=target, why=why)
        return bool(members or await self._sql.close_group(target=target, why=why))

    async def hold(self, target: int, until: datetime) -> None:
        """Send nothing there before `until`."""
        await self._sql.hold_member(target=target, until=to_ms(until))
        await self._sql.hold_group(target=target, until=to_ms(until))

    async def held_until(self, target: int) -> datetime | None:
        """Return until when a target is held, or None."""
        return maybe_from_ms(await self._sql.held_until(target=target))

    async def held(self, now: datetime) -> dict[int, datetime]:
        """Return every target whose pause is not over, with its end."""
        rows = [row async for row in self._sql.held()]
        return {row["id"]: from_ms(row["held_until"]) for row in rows if row["held_until"] > to_ms(now)}

    async def prune(self, now: datetime) -> int:
        """Drop pauses that are over."""
        moment = to_ms(now)
        return int(await self._sql.release_members(now=moment) + await self._sql.release_groups(now=moment))
