"""What people say they get: a share of the world price, where and in which week. Nobody's id is ever beside it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from storage.columns import day_ms, from_day_ms, new_id
from storage.noun import MOST_PRUNED, Noun

KEPT = timedelta(days=730)
REPORTERS_KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Place:
    """What a report is about: mineral, country (two letters), region (a word of ours, or empty), step of the chain."""

    mineral: str
    country: str
    region: str
    step: str


@dataclass(frozen=True)
class Reported:
    """Shares in per cent with the Monday of their week, oldest first, and on how many days somebody reported."""

    shares: tuple[tuple[Decimal, date], ...]
    days: int


class Reports(Noun):
    """Anonymous from the first moment: who reported today is known by a pseudonym of this day, and to nothing else."""

    name = "reports"

    async def add(self, member: int, place: Place, share: Decimal, today: date, *, is_held: bool = False) -> bool:
        """Count one report; False when this member has reported today. A held one waits for someone to look."""
        mark = self._vault.daily("reporter", member, today)
        if not await self._sql.note_reporter(mark=mark, day=day_ms(today)):
            return False
        week = today - timedelta(days=today.weekday())
        await self._sql.add(
            id=new_id(),
            share=format(share, "f"),
            week=day_ms(week),
            state="held" if is_held else "counted",
            **_fields(place),
        )
        await self._sql.note_day(day=day_ms(today), **_fields(place))
        return True

    async def of(self, place: Place, since: date) -> Reported:
        """Return what was reported since the week of a day from one place; without a region: from the whole country."""
        week = since - timedelta(days=since.weekday())
        fields = _fields(place)
        if place.region:
            rows, days = self._sql.shares, self._sql.days
        else:
            rows, days = self._sql.shares_of_country, self._sql.days_of_country
            del fields["region"]
        shares = [(Decimal(row["share"]), from_day_ms(row["week"])) async for row in rows(since=day_ms(week), **fields)]
        return Reported(tuple(shares), int(await days(since=day_ms(week), **fields)))

    async def held(self) -> list[tuple[Place, tuple[Decimal, ...]]]:
        """Return what waits for someone to look, by place."""
        places = [Place(row["mineral"], row["country"], row["region"], row["step"]) async for row in self._sql.held()]
        return [(place, await self._held_shares(place)) for place in places]

    async def settle(self, place: Place, *, counts: bool) -> int:
        """Count what was held of a place, or never; returns how many."""
        return int(await self._sql.settle(state="counted" if counts else "refused", **_fields(place)))

    async def prune(self, now: datetime) -> int:
        """Forget who reported after two days, and reports after two years; returns how many."""
        await self._sql.forget_reporters(before=day_ms((now - REPORTERS_KEPT).date()))
        before = day_ms((now - KEPT).date())
        await self._sql.forget_days(before=before)
        return int(await self._sql.prune(before=before, most=MOST_PRUNED))

    async def _held_shares(self, place: Place) -> tuple[Decimal, ...]:
        return tuple([Decimal(row["share"]) async for row in self._sql.held_shares(**_fields(place))])


def _fields(place: Place) -> dict[str, Any]:
    return {"mineral": place.mineral, "country": place.country, "region": place.region, "step": place.step}
