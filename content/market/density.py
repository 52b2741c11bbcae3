"""What the weight of a piece in air and in water tells about its gold, and when it tells nothing.

- Density = air / (air - water) x density of the water. Fineness = 19.32 (d - x) / (d (19.32 - x)), where x is the
  density of what is mixed in: silver 10.49 gives the low end, copper 8.96 the high end.
- Both weighings can be off by the last digit of the scale. Together they leave the difference of the weights
  uncertain by that digit times the root of two, and both ends are moved outwards by what this means for them.
- On the silver end that is 32.5 x scale / weight: 0.0325 (0.8 karat) for 10 g on a scale of 0.01 g, 0.011 for 3 g on
  one of 0.001 g. Below a thousand digits of the scale (10 g at 0.01 g, 1 g at 0.001 g) it can't tell: too small.
- Refused: heavier than gold by more than that error, lighter than silver, no weight lost in water.
- It is blind to tungsten (19.25); pores, quartz and mercury make gold look poorer.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from content.market.purity import Span
from content.market.rounding import EXACT

GOLD, SILVER, COPPER = Decimal("19.32"), Decimal("10.49"), Decimal("8.96")
SMALLEST_IN_DIGITS = 1000
# Density of water, g/cm3 by degrees Celsius; between two of them along the line. 20 to 30 as weighing tables print
# them; further out the thousandth matters less than the scale.
_WATER = {
    Decimal(celsius): Decimal(density)
    for celsius, density in (
        (0, "0.9998"),
        (4, "1.0000"),
        (10, "0.9997"),
        (15, "0.9991"),
        (20, "0.9982"),
        (25, "0.9970"),
        (30, "0.9956"),
        (35, "0.9940"),
        (40, "0.9922"),
        (50, "0.9880"),
    )
}


@dataclass(frozen=True)
class Weighing:
    """One piece weighed in air and hanging in water on the same scale; grams, and the scale's smallest step."""

    air_g: Decimal
    water_g: Decimal
    water_celsius: Decimal
    scale_g: Decimal


@dataclass(frozen=True)
class Tested:
    """What a weighing tells: `fineness` only for the verdict "estimate"; `density` where one can be told at all."""

    verdict: str
    density: Decimal | None = None
    fineness: Span | None = None


_REFUSED = Tested("refuse")


def water_density(celsius: Decimal) -> Decimal | None:
    """Return the density of clean water in g/cm3; None where water is ice or too hot to hang gold in."""
    if not celsius.is_finite() or not min(_WATER) <= celsius <= max(_WATER):
        return None
    below, above = max(t for t in _WATER if t <= celsius), min(t for t in _WATER if t >= celsius)
    if below == above:
        return _WATER[below]
    with localcontext(EXACT):
        return _WATER[below] + (_WATER[above] - _WATER[below]) * (celsius - below) / (above - below)


def fineness_at(density: Decimal, mixed_in: Decimal = SILVER) -> Decimal:
    """Return the fineness of gold mixed with a metal of density `mixed_in`; above 1 or below 0 where it can't be."""
    with localcontext(EXACT):
        return GOLD * (density - mixed_in) / (density * (GOLD - mixed_in))


def weigh_in_water(weighing: Weighing) -> Tested:
    """Return what a weighing tells about gold; see the module for the rules."""
    water = water_density(weighing.water_celsius)
    weights = (weighing.air_g, weighing.water_g, weighing.scale_g)
    if water is None or not all(weight.is_finite() and weight > 0 for weight in weights):
        return _REFUSED
    with localcontext(EXACT):
        lost = weighing.air_g - weighing.water_g
        if lost <= 0:
            return _REFUSED
        density = weighing.air_g / lost * water
        if weighing.air_g < SMALLEST_IN_DIGITS * weighing.scale_g:
            return Tested("too_small_for_this_scale", density)
        off = weighing.scale_g * Decimal(2).sqrt()
        lightest = weighing.air_g / (lost + off) * water
        if lightest > GOLD or density < SILVER:
            return Tested("refuse", density)
        heaviest = weighing.air_g / (lost - off) * water
    low, high = fineness_at(lightest, SILVER), fineness_at(heaviest, COPPER)
    return Tested("estimate", density, Span(max(low, Decimal(0)), min(high, Decimal(1))))
