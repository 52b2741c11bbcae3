"""What a source said something costs, and what of that was believed. It knows no source and no rule.

A *series* is a mineral's key (USD per its quoted unit) or a currency's code (its units per USD).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

from content.market.minerals import MINERALS, Mineral

Kind = Literal["live", "daily", "monthly"]
PER_UNIT: Final = {"troy_ounce": "ozt", "tonne": "t", "avoirdupois_pound": "lb", "mtu": "mtu", "carat": "ct"}
# Names of what is no source of the world: an operator's own figure, and the sandbox's.
OPERATOR: Final = "operator"
DEMO: Final = "demo"
# What one half of the last printed digit may be of the whole before a number is too coarse to be a price.
COARSE: Final = Decimal("0.001")


@dataclass(frozen=True)
class Quote:
    """One figure of one source: `value` of `currency` for one `per`.

    `mineral` is a key of MINERALS and `per` then its quoted unit ("ozt", "t"); without a mineral it is an exchange rate
    and `per` the other currency. `as_of` is aware UTC: for daily figures the day's beginning, for monthly ones the
    month's. `direction` tells whether the source printed the price or its inverse; `is_coarse` that it printed so few
    digits that the figure may support another one but not be shown.
    """

    value: Decimal
    currency: str
    per: str
    as_of: datetime
    source: str
    kind: Kind
    mineral: str | None = None
    direction: Literal["price", "inverse"] = "price"
    is_coarse: bool = False

    @property
    def unit(self) -> str:
        """The unit in words for operators: USD/ozt, or TZS per USD."""
        return f"{self.currency}/{self.per}" if self.mineral else f"{self.currency} per {self.per}"

    @property
    def series(self) -> str:
        """The series that this figure belongs to; rates that are not per USD are counted over first (`per_usd`)."""
        return self.mineral or self.currency


@dataclass(frozen=True)
class Down:
    """A source that gave nothing usable; `reason` is a few words of ours, never of the body."""

    source: str
    reason: str


@dataclass(frozen=True)
class Accepted:
    """What was believed of a series. `sources` stand in the order of trust; `decision` is the guards' word for it."""

    series: str
    value: Decimal
    as_of: datetime
    kind: Kind
    decision: str
    sources: tuple[str, ...]
    accepted_at: datetime


@dataclass(frozen=True)
class Board:
    """All that is believed at one moment: the newest of every series, and what minerals were a day and a week before.

    `doubted` holds, by series, what was said since but waits for a second source or for an operator.
    """

    latest: Mapping[str, Accepted]
    day_ago: Mapping[str, Decimal] = field(default_factory=dict)
    week_ago: Mapping[str, Decimal] = field(default_factory=dict)
    doubted: Mapping[str, Decimal] = field(default_factory=dict)


def metal_quote(
    mineral: str,
    value: Decimal,
    as_of: datetime,
    source: str,
    kind: Kind,
    *,
    currency: str = "USD",
    is_inverse: bool = False,
) -> Quote:
    """Return a mineral's quote per its quoted unit; `is_inverse` says that `value` is units per money."""
    priced = _upright(value) if is_inverse else value
    return Quote(
        value=priced,
        currency=currency,
        per=PER_UNIT[MINERALS[mineral].quoted_unit],
        as_of=as_of,
        source=source,
        kind=kind,
        mineral=mineral,
        direction="inverse" if is_inverse else "price",
        is_coarse=is_inverse and is_coarse(value),
    )


def rate_quote(
    currency: str, value: Decimal, as_of: datetime, source: str, *, per: str = "USD", is_inverse: bool = False
) -> Quote:
    """Return a day's exchange rate: `value` of `currency` for one `per`, or the inverse of it."""
    return Quote(
        value=_upright(value) if is_inverse else value,
        currency=currency,
        per=per,
        as_of=as_of,
        source=source,
        kind="daily",
        direction="inverse" if is_inverse else "price",
        is_coarse=is_inverse and is_coarse(value),
    )


def is_coarse(printed: Decimal) -> bool:
    """Tell whether a number is printed with too few digits: half of its last digit is more than 0.1 % of it."""
    half_digit = Decimal(5).scaleb(int(printed.as_tuple().exponent) - 1)
    return half_digit > COARSE * abs(printed)


def _upright(inverse: Decimal) -> Decimal:
    """Return 1 / `inverse`, to ten digits: more would only pretend."""
    upright = 1 / inverse
    return round(upright, 9 - upright.adjusted())


def per_gram(mineral: Mineral, value: Decimal) -> Decimal:
    """Return what one gram of the pure mineral costs when its quoted unit costs `value`."""
    return value / mineral.quoted_grams
