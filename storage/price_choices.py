"""What a member likes to see prices in: money, unit, purity, and a rate of their own. Knows no price."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from storage.columns import from_ms, to_ms
from storage.noun import Noun


@dataclass(frozen=True)
class OwnRate:
    """A rate the member was given: `per_usd` of `currency` for one dollar, and when they said so."""

    currency: str
    per_usd: Decimal
    set_at: datetime


@dataclass(frozen=True)
class PriceChoices:
    """A currency's code, a key of the units, a fineness (0.9167); None where nothing was chosen."""

    currency: str | None = None
    unit: str | None = None
    purity: Decimal | None = None
    own_rate: OwnRate | None = None

    def rate_in(self, currency: str) -> tuple[Decimal, datetime] | None:
        """Return their own rate of a currency and when they set it; None where they have none."""
        own = self.own_rate
        return (own.per_usd, own.set_at) if own and own.currency == currency else None


class Choices(Noun):
    """One row for each member who has chosen something."""

    name = "price_choices"

    async def of(self, member: int) -> PriceChoices:
        """Return what a member chose; all None when they never did."""
        return (await self.of_all([member])).get(member, PriceChoices())

    async def of_all(self, members: Iterable[int]) -> dict[int, PriceChoices]:
        """Return what these members chose; those who never did are left out."""
        rows = await self._sql.many("get", [{"target": one} for one in sorted(set(members))])
        return {row["target"]: _choices(row) for row in rows}

    async def set_currency(self, member: int, code: str) -> None:
        """Show prices in this currency from now on."""
        await self._sql.set_currency(target=member, currency=code)

    async def set_unit(self, member: int, key: str) -> None:
        """Show prices by this unit from now on."""
        await self._sql.set_unit(target=member, unit=key)

    async def set_purity(self, member: int, fineness: Decimal) -> None:
        """Show prices of this purity from now on; `fineness` is above 0 and at most 1."""
        await self._sql.set_purity(target=member, purity=format(fineness, "f"))

    async def set_own_rate(self, member: int, currency: str, per_usd: Decimal, now: datetime) -> None:
        """Use this rate instead of the official one."""
        value = format(per_usd, "f")
        await self._sql.set_own_rate(target=member, value=value, currency=currency, now=to_ms(now))

    async def drop_own_rate(self, member: int) -> bool:
        """Use the official rate again; tells whether there was one."""
        return bool(await self._sql.drop_own_rate(target=member))


def _choices(row: Any) -> PriceChoices:
    rate = row["own_rate"] and OwnRate(row["own_rate_currency"], Decimal(row["own_rate"]), from_ms(row["own_rate_at"]))
    purity = Decimal(row["purity"]) if row["purity"] else None
    return PriceChoices(row["currency"], row["unit"], purity, rate or None)
