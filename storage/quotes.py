"""Prices: what every source said, what of it was believed, and what waits for an operator. Judges nothing itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from content.market.minerals import MINERALS
from content.market.prices.choosing import Held
from content.market.prices.quote import PER_UNIT, Accepted, Board, Kind, Quote
from storage.columns import day_ms, from_day_ms, from_ms, maybe_from_ms, new_id, to_ms
from storage.noun import MOST_PRUNED, Noun

# Every figure is kept for two days, then the last of each day: of sources for 400 days, of what was believed for good.
WHOLE = timedelta(days=2)
KEPT = timedelta(days=400)
# What is older has been thinned out long ago: each sweep need not look at it again.
THINNED = timedelta(days=40)
DOUBTS_KEPT = timedelta(days=90)
# How far back a price of "yesterday" or "last week" may be when there was none at that moment.
SLACK = timedelta(days=4)
# How far back it is looked whether a source says the same all the time.
REACH = timedelta(days=9)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# What is refused is refused with what is as near to it.
_SAME = Decimal("0.05")
State = Literal["waiting", "unconfirmed", "refused", "accepted", "lapsed"]


@dataclass(frozen=True)
class Doubt:
    """A value that is not believed yet: `waiting` for an operator, or `unconfirmed` until a second source says it."""

    id: int
    series: str
    value: Decimal
    last_good: Decimal
    as_of: datetime
    kind: Kind
    sources: tuple[str, ...]
    state: State
    raised_at: datetime


class Quotes(Noun):
    """Quotes by source, the accepted series, and the quarantine."""

    name = "quotes"

    async def keep(self, quotes: Iterable[Quote], now: datetime) -> None:
        """Keep what sources said; the same moment of a source again replaces what it said of it before."""
        rows = [
            {
                "series": quote.series,
                "source": quote.source,
                "as_of": to_ms(quote.as_of),
                "day": day_ms(quote.as_of.date()),
                "value": _plain(quote.value),
                "kind": quote.kind,
                "coarse": int(quote.is_coarse),
                "now": to_ms(now),
            }
            for quote in quotes
        ]
        # One statement can't change a row twice: of a moment that is said twice, the last word is kept.
        await self._sql.many("keep", list({(row["series"], row["source"], row["as_of"]): row for row in rows}.values()))

    async def held(self) -> dict[str, list[Held]]:
        """Return each source's newest figure of each series, with since when it says the same."""
        held: dict[str, list[Held]] = {}
        async for row in self._sql.held(reach=REACH // timedelta(milliseconds=1)):
            held.setdefault(row["series"], []).append(Held(_quote(row), from_ms(row["since"])))
        return held

    async def accept(self, *accepted: Accepted) -> None:
        """Believe values of different series from now on; what was doubted of these series lapses."""
        rows = [
            {
                "series": one.series,
                "now": to_ms(one.accepted_at),
                "day": day_ms(one.accepted_at.date()),
                "as_of": to_ms(one.as_of),
                "value": _plain(one.value),
                "kind": one.kind,
                "decision": one.decision,
                "sources": ",".join(one.sources),
            }
            for one in accepted
        ]
        await self._sql.many("accept", rows)
        await self._sql.many("lapse", [{"series": one.series} for one in accepted])

    async def latest(self, series: Iterable[str] | None = None) -> dict[str, Accepted]:
        """Return the newest believed value of each of `series`, or of every one; those without any are left out."""
        if series is None:
            return {row["series"]: _accepted(row) async for row in self._sql.latest()}
        rows = await self._sql.many("latest_of", [{"series": one} for one in sorted(set(series))])
        return {row["series"]: _accepted(row) for row in rows}

    async def newest(self) -> datetime | None:
        """Return when something was last believed, of any series; None when nothing ever was."""
        return maybe_from_ms(await self._sql.newest())

    async def board(self, now: datetime, series: Iterable[str] | None = None) -> Board:
        """Return what is believed now of `series` (`reading.needed` names them), or of every one, which takes longer.

        It is what `content.market.prices.reading.latest` reads.
        """
        latest = await self.latest(series)
        metals = [one for one in latest if one in MINERALS]
        return Board(
            latest=latest,
            day_ago=await self._before(metals, now - DAY),
            week_ago=await self._before(metals, now - WEEK),
            doubted={one.series: one.value for one in await self.doubts()},
        )

    async def _before(self, series: Iterable[str], moment: datetime) -> dict[str, Decimal]:
        since, until = to_ms(moment - SLACK), to_ms(moment)
        known = {one: await self._sql.before(series=one, since=since, until=until) for one in series}
        return {one: Decimal(value) for one, value in known.items() if value is not None}

    async def history(self, series: str, since: date) -> list[tuple[date, Decimal]]:
        """Return the last believed value of each day from `since` on; days without one are left out."""
        rows = self._sql.history(series=series, since=day_ms(since))
        return [(from_day_ms(row["day"]), Decimal(row["value"])) async for row in rows]

    async def doubts(self) -> list[Doubt]:
        """Return what is not believed yet, the oldest first."""
        return [_doubt(row) async for row in self._sql.open_doubts()]

    async def quarantined(self) -> list[Doubt]:
        """Return what waits for an operator's word, the oldest first."""
        return [one for one in await self.doubts() if one.state == "waiting"]

    async def doubt(self, *doubts: Doubt) -> list[Doubt]:
        """Keep doubted values, one a series; returns those of which an operator must be asked anew.

        What an operator refused within the last day is not asked again while it is said by the same kind of figure.
        """
        known: dict[str, list[Doubt]] = {}
        for row in await self._sql.many("doubted", [{"series": one.series} for one in doubts]):
            known.setdefault(row["series"], []).append(_doubt(row))
        rows, asked = [], []
        for doubt in doubts:
            before = known.get(doubt.series, [])
            if _is_refused(doubt, before):
                continue
            open_one = next((one for one in before if one.state != "refused"), None)
            kept = doubt if open_one is None else replace(doubt, id=open_one.id)
            rows.append(_fields(kept))
            if doubt.state == "waiting" and (open_one is None or open_one.state != "waiting"):
                asked.append(kept)
        await self._sql.many("doubt", rows)
        return asked

    async def settle(self, id: int, accept: bool, now: datetime) -> Doubt | None:
        """Believe or refuse what waits; returns it, or None when it does not wait (any more)."""
        found = [_doubt(row) async for row in self._sql.one_doubt(id=id)]
        if not await self._sql.settle(id=id, state="accepted" if accept else "refused", now=to_ms(now)):
            return None
        [doubt] = found
        if accept:
            believed = Accepted(
                doubt.series, doubt.value, doubt.as_of, doubt.kind, "operator_accepted", doubt.sources, now
            )
            await self.accept(believed)
        return doubt

    async def prune(self, now: datetime) -> int:
        """Thin out what is older than two days to one a day, drop what is past its time; at most MOST_PRUNED each."""
        span = {"since": day_ms((now - THINNED).date()), "before": day_ms((now - WHOLE).date()), "most": MOST_PRUNED}
        dropped = [
            await self._sql.thin_quotes(**span),
            await self._sql.thin_accepted(**span),
            await self._sql.drop_quotes(before=day_ms((now - KEPT).date()), most=MOST_PRUNED),
            await self._sql.drop_settled(before=to_ms(now - DOUBTS_KEPT), most=MOST_PRUNED),
        ]
        return sum(map(int, dropped))


def new_doubt(
    series: str,
    value: Decimal,
    last_good: Decimal,
    as_of: datetime,
    kind: Kind,
    sources: tuple[str, ...],
    state: State,
    now: datetime,
) -> Doubt:
    """Return a doubt that is raised now."""
    return Doubt(new_id(), series, value, last_good, as_of, kind, sources, state, now)


def _is_refused(doubt: Doubt, before: Iterable[Doubt]) -> bool:
    """Tell whether an operator has refused this within the last day."""
    refused = (one for one in before if one.state == "refused" and doubt.raised_at - one.raised_at < DAY)
    return doubt.state == "waiting" and any(abs(one.value / doubt.value - 1) < _SAME for one in refused)


def _fields(doubt: Doubt) -> dict[str, Any]:
    return {
        "id": doubt.id,
        "series": doubt.series,
        "value": _plain(doubt.value),
        "last_good": _plain(doubt.last_good),
        "as_of": to_ms(doubt.as_of),
        "kind": doubt.kind,
        "sources": ",".join(doubt.sources),
        "state": doubt.state,
        "now": to_ms(doubt.raised_at),
    }


def _plain(value: Decimal) -> str:
    """Return a figure without zeros at its end, so that what a source repeats is seen to be the same."""
    return format(value.normalize(), "f")


def _quote(row: Any) -> Quote:
    mineral = MINERALS.get(row["series"])
    return Quote(
        value=Decimal(row["value"]),
        currency="USD" if mineral else row["series"],
        per=PER_UNIT[mineral.quoted_unit] if mineral else "USD",
        as_of=from_ms(row["as_of"]),
        source=row["source"],
        kind=row["kind"],
        mineral=mineral.key if mineral else None,
        is_coarse=bool(row["coarse"]),
    )


def _accepted(row: Any) -> Accepted:
    return Accepted(
        series=row["series"],
        value=Decimal(row["value"]),
        as_of=from_ms(row["as_of"]),
        kind=row["kind"],
        decision=row["decision"],
        sources=tuple(row["sources"].split(",")),
        accepted_at=from_ms(row["accepted_at"]),
    )


def _doubt(row: Any) -> Doubt:
    return Doubt(
        id=row["id"],
        series=row["series"],
        value=Decimal(row["value"]),
        last_good=Decimal(row["last_good"]),
        as_of=from_ms(row["as_of"]),
        kind=row["kind"],
        sources=tuple(row["sources"].split(",")),
        state=row["state"],
        raised_at=from_ms(row["raised_at"]),
    )
