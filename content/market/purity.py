"""Purity: karat, per mille, per cent and fraction as one fineness, alone or as a range. It knows no one's words.

Fineness is the part of pure metal in a piece, above 0 and at most 1: 22 karat = 22/24, 916 per mille = 0.916. It is
not rounded here. What a piece shows in water is in density.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from types import MappingProxyType

from content.market.rounding import EXACT

# What pure metal is in each way of telling purity.
PURE: Mapping[str, Decimal] = MappingProxyType(
    {"karat": Decimal(24), "percent": Decimal(100), "millesimal": Decimal(1000), "fraction": Decimal(1)}
)


@dataclass(frozen=True)
class Span:
    """A value known only between two ends, both of them possible; a known value has equal ends."""

    low: Decimal
    high: Decimal

    @classmethod
    def at(cls, value: Decimal) -> "Span":
        """Return the span of a known value."""
        return cls(value, value)

    @property
    def is_known(self) -> bool:
        """Whether both ends are the same."""
        return self.low == self.high

    def times(self, factor: Decimal) -> "Span":
        """Return both ends multiplied by `factor`, which is not negative."""
        with localcontext(EXACT):
            return Span(self.low * factor, self.high * factor)


# Pit gold that nobody has tested: both ends are shown, and the answer depends on it.
UNKNOWN_PURITY = Span(Decimal("0.80"), Decimal("0.95"))


def fineness_of(kind: str, value: Decimal) -> Decimal | None:
    """Return the fineness of `value` told in `kind` (a key of PURE); None where nothing can be so pure or so poor."""
    if kind not in PURE or not value.is_finite() or not 0 < value <= PURE[kind]:
        return None
    with localcontext(EXACT):
        return value / PURE[kind]


def express(fineness: Decimal, kind: str) -> Decimal:
    """Return a fineness in `kind` (a key of PURE), not rounded: 0.75 is 18 karat, 750 per mille, 75 per cent."""
    with localcontext(EXACT):
        return fineness * PURE[kind]


def span_of(low: Decimal, high: Decimal) -> Span | None:
    """Return the range of fineness between two fractions in either order; None where an end can't be."""
    ends = sorted((low, high))
    if any(fineness_of("fraction", end) is None for end in ends):
        return None
    return Span(*ends)
