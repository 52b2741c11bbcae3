"""The moves of a price that members want to be told of, at most once a day each. Knows no price and no words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from storage.columns import day_ms, from_day_ms, new_id, to_ms
from storage.noun import Noun

MOST_ALERTS = 10

Kind = Literal["above", "below", "moves"]


@dataclass(frozen=True)
class PriceAlert:
    """Tell when a gram of pure `mineral` is `kind` of `threshold`, in `currency`.

    For "moves" the threshold is a fraction (0.03) and `base` the price that it is counted from; for the others `base`
    is the price when it was last looked at, so that only a crossing tells. `fired_on` is the last day it told.
    """

    id: int
    target: int
    mineral: str
    currency: str
    kind: Kind
    threshold: Decimal
    base: Decimal
    fired_on: date | None


class PriceAlerts(Noun):
    """At most MOST_ALERTS for each member."""

    name = "price_alerts"

    async def add(
        self, member: int, mineral: str, currency: str, kind: Kind, threshold: Decimal, base: Decimal, now: datetime
    ) -> int | None:
        """Keep an alert and return its id; None when the member has as many as are kept."""
        id = new_id()
        is_added = await self._sql.add(
            id=id,
            target=member,
            mineral=mineral,
            currency=currency,
            kind=kind,
            threshold=format(threshold, "f"),
            base=format(base, "f"),
            now=to_ms(now),
            most=MOST_ALERTS,
        )
        return id if is_added else None

    async def of(self, member: int) -> list[PriceAlert]:
        """Return a member's alerts, the oldest first."""
        return [_alert(row) async for row in self._sql.of(target=member)]

    async def page(self, after: int, limit: int) -> list[PriceAlert]:
        """Return alerts of all members with an id above `after`, by id."""
        return [_alert(row) async for row in self._sql.page(after=after, most=limit)]

    async def fire(self, id: int, today: date, base: Decimal) -> bool:
        """Note that an alert tells today, counting from `base` on; False when it did already."""
        return bool(await self._sql.fire(id=id, today=day_ms(today), base=format(base, "f")))

    async def rearm(self, id: int, base: Decimal) -> bool:
        """Count an alert from another price."""
        return bool(await self._sql.rearm(id=id, base=format(base, "f")))

    async def drop(self, id: int, member: int) -> bool:
        """Tell a member of this no more; an alert of someone else stays."""
        return bool(await self._sql.drop(id=id, target=member))


def _alert(row: Any) -> PriceAlert:
    return PriceAlert(
        id=row["id"],
        target=row["target"],
        mineral=row["mineral"],
        currency=row["currency"],
        kind=row["kind"],
        threshold=Decimal(row["threshold"]),
        base=Decimal(row["base"]),
        fired_on=from_day_ms(row["fired_on"]) if row["fired_on"] is not None else None,
    )
