"""What to tell a person a mineral costs: per gram, in their money, with all that makes a price worth something.

It judges nothing: it reads what was believed (`Board`, from `storage.quotes`). Words are the handlers' business.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

from content.market.currencies import CURRENCIES, RETIRED
from content.market.minerals import find_mineral
from content.market.prices.calendar import Age, age_of, is_spot_open
from content.market.prices.quote import DEMO, OPERATOR, Board, Kind, per_gram

RateKind = Literal["none", "official", "pegged", "own", "operator", "demo"]
DOLLAR: Final = "USD"


@dataclass(frozen=True)
class Rate:
    """How many of `currency` one dollar is. `kind` says whose rate: an official one differs from the street's.

    `own` is the member's, `operator` the operator's, `pegged` follows from a fixed rate, `none` is the dollar itself.
    """

    currency: str
    per_usd: Decimal
    as_of: datetime
    kind: RateKind
    sources: tuple[str, ...]
    age: Age


@dataclass(frozen=True)
class Price:
    """A mineral's world price. Amounts are in `currency`, for the pure mineral; `as_of` and the rate's are UTC.

    `sources` are keys of SOURCES (names and attributions there), "operator" or "demo". `moved_day` and `moved_week` are
    fractions (0.012 is +1.2 %) in dollars, None when not known. `doubted_usd` is what was said since, per quoted unit,
    but is not confirmed. `is_single`: one source only. `is_demo`: no real price, say so. `bears_verdict`: fresh enough
    to judge an offer by.
    """

    mineral: str
    currency: str
    per_gram: Decimal
    usd_per_unit: Decimal
    quoted_unit: str
    as_of: datetime
    kind: Kind
    age: Age
    sources: tuple[str, ...]
    is_single: bool
    is_market_open: bool
    rate: Rate
    moved_day: Decimal | None
    moved_week: Decimal | None
    doubted_usd: Decimal | None

    @property
    def is_demo(self) -> bool:
        """Whether any part of it is the sandbox's invention."""
        return DEMO in self.sources or self.rate.kind == "demo"

    @property
    def bears_verdict(self) -> bool:
        """Whether it is fresh enough to judge an offer by: neither a month's average nor older than seven days.

        The same holds for its rate, unless it is the member's own: they know what they were offered.
        """
        rate_is_fresh = self.rate.kind == "own" or self.rate.age != "last_known"
        return rate_is_fresh and self.age != "last_known" and self.kind != "monthly"


@dataclass(frozen=True)
class NoQuote:
    """Why there is no price. `successor` is the currency that replaced a retired one."""

    reason: Literal["unknown_mineral", "no_public_price", "no_price_yet", "retired_currency", "no_rate"]
    successor: str = ""


def needed(minerals: Iterable[str], currencies: Iterable[str]) -> frozenset[str]:
    """Return the series that prices of `minerals` in `currencies` need: what to ask `storage.quotes.board` for."""
    codes = {code.strip().upper() for code in currencies}
    anchors = {peg[0] for code in codes if code in CURRENCIES and (peg := CURRENCIES[code].peg)}
    keys = {known.key for name in minerals if (known := find_mineral(name))}
    return frozenset(keys | codes | anchors) - {DOLLAR}


def latest(
    board: Board, mineral: str, currency: str, *, now: datetime, own_rate: tuple[Decimal, datetime] | None = None
) -> Price | NoQuote:
    """Return what a gram of a pure mineral costs in `currency` as far as is known, or why that can't be said.

    `own_rate` is the member's own: `currency` per USD and when they set it; it beats all others.
    """
    known = find_mineral(mineral)
    if known is None:
        return NoQuote("unknown_mineral")
    believed = board.latest.get(known.key)
    if believed is None:
        return NoQuote("no_price_yet" if known.has_public_price else "no_public_price")
    rate = rate_of(board, currency, now=now, own_rate=own_rate)
    if isinstance(rate, NoQuote):
        return rate
    return Price(
        mineral=known.key,
        currency=rate.currency,
        per_gram=per_gram(known, believed.value) * rate.per_usd,
        usd_per_unit=believed.value,
        quoted_unit=known.quoted_unit,
        as_of=believed.as_of,
        kind=believed.kind,
        age=age_of(believed.as_of, believed.kind, now),
        sources=believed.sources,
        is_single=len(believed.sources) == 1 and believed.sources[0] not in (OPERATOR, DEMO),
        is_market_open=is_spot_open(now),
        rate=rate,
        moved_day=_move(believed.value, board.day_ago.get(known.key)),
        moved_week=_move(believed.value, board.week_ago.get(known.key)),
        doubted_usd=board.doubted.get(known.key),
    )


def rate_of(
    board: Board, currency: str, *, now: datetime, own_rate: tuple[Decimal, datetime] | None = None
) -> Rate | NoQuote:
    """Return how many of `currency` one dollar is: the member's own rate, a peg's, else the believed official one."""
    code = currency.strip().upper()
    if code in RETIRED:
        return NoQuote("retired_currency", RETIRED[code].successor)
    if code == DOLLAR:
        return Rate(code, Decimal(1), now, "none", (), "live")
    if own_rate is not None:
        value, set_at = own_rate
        return Rate(code, value, set_at, "own", (), age_of(set_at, "daily", now))
    if (known := CURRENCIES.get(code)) and known.peg and (pegged := _pegged(board, code, known.peg, now)):
        return pegged
    believed = board.latest.get(code)
    if believed is None:
        return NoQuote("no_rate")
    source = believed.sources[0]
    kind: RateKind = "operator" if source == OPERATOR else "demo" if source == DEMO else "official"
    return Rate(
        code,
        believed.value,
        believed.as_of,
        kind,
        believed.sources,
        age_of(believed.as_of, believed.kind, now),
    )


def _pegged(board: Board, code: str, peg: tuple[str, Decimal], now: datetime) -> Rate | None:
    """Return the rate that follows from a peg by law; None while the other currency's is not known."""
    other, factor = peg
    if other == DOLLAR:
        return Rate(code, factor, now, "pegged", (), "live")
    anchor = board.latest.get(other)
    if anchor is None:
        return None
    kind: RateKind = "demo" if DEMO in anchor.sources else "pegged"
    return Rate(code, factor * anchor.value, anchor.as_of, kind, anchor.sources, age_of(anchor.as_of, anchor.kind, now))


def _move(value: Decimal, before: Decimal | None) -> Decimal | None:
    return value / before - 1 if before else None
