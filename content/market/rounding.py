"""Exact sums and the one rounding of the market: half up, and never a half lost to a division before it."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

# So many digits that the error of a few divisions is far below HEALED; used as `with localcontext(EXACT)`.
EXACT = Context(prec=100, rounding=ROUND_HALF_EVEN)
# 1,925 that a division left at 1,924.999… is 1,925 again before it is rounded for people.
_HEALED = Decimal("1E-30")


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Return `value` with `places` decimals, 89.95 to one place being 90.0."""
    healed = value.quantize(_HEALED, context=EXACT)
    return healed.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=EXACT)
