"""Which of what is stored is compared with what: fresh prices first, older ones as witnesses. Pure; `guards` judges.

What a source said is set aside when it is too old, stands still while its clock runs, mixes up metals or leaves a peg.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from content.market.currencies import CURRENCIES
from content.market.minerals import MINERALS
from content.market.prices.calendar import MONTH_LASTS, closed_since, is_spot_open
from content.market.prices.guards import Verdict, judge
from content.market.prices.limits import LIMITS, limits_of
from content.market.prices.quote import OPERATOR, Accepted, Kind, Quote
from content.market.prices.sources import chain

FROZEN_AFTER: Final = timedelta(hours=3)
AHEAD: Final = timedelta(days=1)
# How old a figure may be to be compared with others; while the market rests, counted from its close.
LASTS: Final[Mapping[Kind, timedelta]] = {
    "live": timedelta(hours=3),
    "daily": timedelta(days=5),
    "monthly": MONTH_LASTS,
}
UNCHANGED: Final = timedelta(days=7)
RATIO: Final = (Decimal(25), Decimal(130))
OFF_PEG: Final = Decimal("0.005")
# Rates that officials leave where they are for years: standing still is no fault of theirs.
FIXED_CODES: Final = frozenset({"MMK", "CUP", "ERN", "LBP", "SYP", "IQD"}) | {
    code for code, one in CURRENCIES.items() if one.peg and one.peg[0] == "USD"
}


@dataclass(frozen=True)
class Held:
    """The newest figure of a source, and since when it says the same."""

    quote: Quote
    unchanged_since: datetime


@dataclass(frozen=True)
class Weighed:
    """A verdict with the moment and kind of what it is about; its faults name those that were set aside too."""

    series: str
    verdict: Verdict
    as_of: datetime | None = None
    kind: Kind = "daily"
    witnesses: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the proposed value, the most trusted first, then those that bore it out."""
        order = chain(self.series)
        bearing = self.witnesses if self.verdict.decision == "accept" else {}
        known = [one for one in order if one in self.verdict.used]
        return (*known, *(one for one in order if one in bearing and one not in known))


def weigh(
    series: str,
    held: Iterable[Held],
    last: Accepted | None,
    now: datetime,
    *,
    mixed_up: frozenset[str] = frozenset(),
    peg_rate: Decimal | None = None,
) -> Weighed:
    """Return the verdict on what the sources of a series last said.

    `mixed_up` are sources whose gold and silver can't both be right; `peg_rate` is what a peg by law makes of another
    rate.
    """
    every = [one for one in held if one.quote.source in chain(series)]
    faults = {one.quote.source: fault for one in every if (fault := _doubt(series, one, now, peg_rate))}
    faults |= {one.quote.source: "mixed_up_metals" for one in every if one.quote.source in mixed_up}
    sound = [one.quote for one in every if one.quote.source not in faults]
    chosen, older = _choose(sound, last)
    verdict = _operators(chosen, last) or judge(
        limits_of(series),
        last.value if last else None,
        {one.source: one.value for one in chosen},
        witnesses=[one.value for one in older],
        last_good_age=max(now - last.as_of, timedelta(0)) if last else timedelta(0),
    )
    verdict = replace(verdict, faults={**faults, **verdict.faults})
    used, proposed = [one for one in chosen if one.source in verdict.used], verdict.proposed
    if proposed is None or not used:
        return Weighed(series, verdict)
    nearest = min(used, key=lambda one: (abs(one.value - proposed), one.as_of))
    return Weighed(series, verdict, nearest.as_of, nearest.kind, _bearing(series, proposed, older))


def _operators(chosen: Sequence[Quote], last: Accepted | None) -> Verdict | None:
    """Return the verdict on an operator's own figure: they have seen it, no guard knows better."""
    if [one.source for one in chosen] != [OPERATOR]:
        return None
    value = chosen[0].value
    return Verdict("accept", value, value, (OPERATOR,), move=value / last.value - 1 if last else None)


def _bearing(series: str, proposed: Decimal, older: Iterable[Quote]) -> dict[str, Decimal]:
    agreement = limits_of(series).agreement
    return {one.source: one.value for one in older if abs(one.value / proposed - 1) <= agreement}


def _doubt(series: str, held: Held, now: datetime, peg_rate: Decimal | None) -> str | None:
    """Return why a figure is set aside before it is compared, or None."""
    quote = held.quote
    if quote.source == OPERATOR:
        return None
    if quote.as_of > now + AHEAD:
        return "future_date"
    if (closed_since(now) or now) - quote.as_of > LASTS[quote.kind]:
        return "stale"
    if quote.kind == "live" and _stands_still(held):
        return "frozen"
    if quote.mineral is None and series not in FIXED_CODES and quote.as_of - held.unchanged_since > UNCHANGED:
        return "unchanged"
    if peg_rate and abs(quote.value / peg_rate - 1) > OFF_PEG:
        return "off_peg"
    return None


def _stands_still(held: Held) -> bool:
    """Tell whether a price has not moved for three hours of open market although its time has."""
    began = held.quote.as_of - FROZEN_AFTER
    return held.unchanged_since < began and is_spot_open(held.quote.as_of) and is_spot_open(began)


def _choose(sound: Sequence[Quote], last: Accepted | None) -> tuple[list[Quote], list[Quote]]:
    """Return what is compared and what only bears it out: live prices, else daily ones, else the newest month's.

    A day's price never replaces a later live one. An operator's own stands in where nothing else is there.
    """
    live = [one for one in sound if one.kind == "live" and not one.is_coarse]
    daily = [one for one in sound if one.kind == "daily" and one.source != OPERATOR]
    if live:
        return live, daily
    is_precise = last is not None and (last.kind == "live" or OPERATOR in last.sources)
    fine = [one for one in daily if not one.is_coarse and not (is_precise and last and one.as_of <= last.as_of)]
    if fine:
        return fine, [one for one in daily if one.is_coarse]
    monthly = [one for one in sound if one.kind == "monthly" and (last is None or one.as_of >= last.as_of)]
    if monthly:
        newest = max(one.as_of for one in monthly)
        return [one for one in monthly if one.as_of == newest], []
    return [one for one in sound if one.source == OPERATOR and (last is None or one.as_of > last.as_of)], []


def mixed_up_sources(held: Mapping[str, Iterable[Held]]) -> frozenset[str]:
    """Return the sources whose gold costs less than 25 or more than 130 times their silver: swapped metals or units.

    A figure outside its own window is left to the guards, who can say more of it.
    """
    prices = {
        metal: {one.quote.source: one.quote.value for one in held.get(metal, ()) if _in_window(metal, one.quote.value)}
        for metal in ("gold", "silver")
    }
    both = prices["gold"].keys() & prices["silver"].keys()
    return frozenset(one for one in both if not RATIO[0] <= prices["gold"][one] / prices["silver"][one] <= RATIO[1])


def _in_window(series: str, value: Decimal) -> bool:
    limits = LIMITS[series]
    return limits.low is not None and limits.high is not None and limits.low <= value <= limits.high


def peg_rate(series: str, latest: Mapping[str, Accepted]) -> Decimal | None:
    """Return what a currency's peg by law makes of the other one's believed rate; None without peg or rate."""
    peg = CURRENCIES[series].peg if series in CURRENCIES else None
    if peg is None:
        return None
    other, factor = peg
    if other == "USD":
        return factor
    return factor * latest[other].value if other in latest else None


def order(series: Iterable[str]) -> list[str]:
    """Return series in the order to weigh them: minerals, money, and what is pegged to other money last."""
    return sorted(series, key=lambda one: (one not in MINERALS, one in CURRENCIES and bool(CURRENCIES[one].peg), one))
