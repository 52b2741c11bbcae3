"""When the move of a price is one that somebody wanted to be told of. Pure; it knows no member and no words."""

from decimal import Decimal
from typing import Literal

Kind = Literal["above", "below", "moves"]


def is_reached(kind: Kind, threshold: Decimal, base: Decimal, price: Decimal) -> bool:
    """Tell whether `price` reaches an alert that counts from `base`.

    "above" and "below" are reached by crossing the threshold: what lies beyond it already does not tell. "moves" is
    reached when the price is a fraction of `threshold` or more away from `base`, up or down.
    """
    if kind == "above":
        return base < threshold <= price
    if kind == "below":
        return base > threshold >= price
    return base > 0 and abs(price / base - 1) >= threshold


def is_armed_again(kind: Kind, threshold: Decimal, base: Decimal, price: Decimal) -> bool:
    """Tell whether the price is back on the side from which an alert can be reached once more."""
    if kind == "above":
        return base >= threshold > price
    return kind == "below" and base <= threshold < price
