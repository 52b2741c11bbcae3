"""`calc purity`: a weighing in air and in water as a line of JSON, how pure the gold can be as another.

Numbers are decimal strings, all weights in grams; what can't be told is null.

\b
grams_in_air, grams_in_water   above 0, the second the smaller
water_celsius                  0 to 50; 25 where it is missing
scale_grams                    the smallest step of the scale, such as 0.01

\b
density                       3 decimals; null where the weights allow none
fineness_low, fineness_high   4 decimals: all silver to all copper, moved outwards by the error of the scale
karat_low, karat_high         1 decimal
verdict                       estimate; too_small_for_this_scale below 1,000 steps of the scale; refuse when heavier
                              than gold by more than the error, or lighter than silver
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.cli.doors.figures import Unreadable, print_number, read_number, read_positive
from content.market.density import Tested, Weighing, weigh_in_water
from content.market.purity import express

# Clean water in the shade of a warm country; five degrees more or less change the density by 0.14 %.
_USUAL_CELSIUS = Decimal(25)


def answer(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return what one weighing tells; what can't be read is refused."""
    celsius = line.get("water_celsius")
    try:
        weighing = Weighing(
            air_g=read_positive(line.get("grams_in_air")),
            water_g=read_positive(line.get("grams_in_water")),
            water_celsius=_USUAL_CELSIUS if celsius in (None, "") else read_number(celsius),
            scale_g=read_positive(line.get("scale_grams")),
        )
    except Unreadable:
        return _printed(Tested("refuse"))
    return _printed(weigh_in_water(weighing))


def _printed(tested: Tested) -> dict[str, Any]:
    ends: dict[str, Any] = dict.fromkeys(("fineness_low", "fineness_high", "karat_low", "karat_high"))
    if tested.fineness is not None:
        for name, end in (("low", tested.fineness.low), ("high", tested.fineness.high)):
            ends[f"fineness_{name}"] = print_number(end, 4)
            ends[f"karat_{name}"] = print_number(express(end, "karat"), 1)
    density = None if tested.density is None else print_number(tested.density, 3)
    return {"density": density, **ends, "verdict": tested.verdict}
