"""How far a price may be from others before it is doubted: one line a mineral, two for money. It judges nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

OUNCE_GRAMS: Final = Decimal("31.1034768")
TONNE_POUNDS: Final = Decimal("2204.6226")


@dataclass(frozen=True)
class Limits:
    """What is doubted, as fractions: `agreement` between sources, `soft` and `hard` moves since the last good value.

    `low` and `high` are the window in USD per quoted unit, None for money, whose worth may be anything. `slips` are the
    factors by which a mistaken unit is off, by what it is called.
    """

    low: Decimal | None
    high: Decimal | None
    agreement: Decimal
    soft: Decimal
    hard: Decimal
    slips: Mapping[str, tuple[Decimal, ...]]


_WEIGHTS: Final = {
    "per_gram": (1 / OUNCE_GRAMS,),
    "per_kg": (1000 / OUNCE_GRAMS,),
    "per_tola": (Decimal("0.375"),),
    "lb_vs_t": (TONNE_POUNDS, 1 / TONNE_POUNDS),
}
_TONNES: Final = {
    "lb_vs_t": (TONNE_POUNDS, 1 / TONNE_POUNDS),
    "per_kg": (Decimal("0.001"),),
    "per_ounce": (OUNCE_GRAMS / 1_000_000,),
}
# A printed row that is ten or a thousand times another is money of before a reform, or a slipped decimal mark.
_TENS: Final = tuple(Decimal(10) ** power for power in (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5))


def _metal(low: int, high: int, *, steady: bool = False, slips: Mapping[str, tuple[Decimal, ...]] = _WEIGHTS) -> Limits:
    agreement, soft, hard = map(Decimal, ("0.015", "0.04", "0.15") if steady else ("0.025", "0.08", "0.40"))
    return Limits(Decimal(low), Decimal(high), agreement, soft, hard, slips)


# On 30 January 2026 gold fell by 9 % in a day and silver by 27 %: a flat limit of a tenth would have frozen both.
LIMITS: Final[Mapping[str, Limits]] = {
    "gold": _metal(1_000, 20_000, steady=True),
    "silver": _metal(8, 400),
    "platinum": _metal(200, 10_000),
    "palladium": _metal(150, 10_000),
    "copper": _metal(2_000, 50_000, slips=_TONNES),
    "tin": _metal(5_000, 200_000, slips=_TONNES),
    "zinc": _metal(500, 20_000, slips=_TONNES),
    "lead": _metal(400, 15_000, slips=_TONNES),
    "nickel": _metal(3_000, 150_000, slips=_TONNES),
    "cobalt": _metal(5_000, 250_000, slips=_TONNES),
}
MONEY: Final = Limits(None, None, Decimal("0.03"), Decimal("0.10"), Decimal("0.40"), {"decimal_mark": _TENS})
# Where banks and streets trade at rates of their own, official sources differ by more.
PARALLEL_CODES: Final = frozenset({"MMK", "SDG", "ZWG", "BOB", "NGN", "ETB", "GHS", "LRD", "BIF", "MWK"})
PARALLEL_MONEY: Final = Limits(None, None, Decimal("0.10"), Decimal("0.20"), Decimal("0.60"), {"decimal_mark": _TENS})


def limits_of(series: str) -> Limits:
    """Return the limits of a mineral's key or a currency's code."""
    return LIMITS.get(series) or (PARALLEL_MONEY if series in PARALLEL_CODES else MONEY)
