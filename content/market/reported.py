"""What people say they get, as a range that tells of nobody. It knows no member, no place and no words.

A figure is a share of the world price in per cent; for a mineral without a public price it is USD per quoted unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

LEAST_REPORTS = 5
LEAST_DAYS = 3
# First what is fresh; where too few have told, a quarter of a year.
WINDOWS = (timedelta(days=14), timedelta(days=91))
# A tenth at each end may be jokes and slips of the pen.
_TRIMMED = 10
# What nobody is paid, in per cent of the world price.
LEAST_SHARE, MOST_SHARE = Decimal(10), Decimal(110)
SHIFT_POINTS = Decimal(15)
# Without a world price a shift is counted as a part of what was paid before.
SHIFT_PART = Decimal("0.3")
MOST_USD = Decimal(100_000)


@dataclass(frozen=True)
class Middle:
    """The middle half of what was reported, `low` to `high`, of so many `reports` since that Monday."""

    low: Decimal
    high: Decimal
    reports: int
    since: date


def middle_half(figures: Sequence[tuple[Decimal, date]], days: int) -> Middle | None:
    """Return the middle half of figures with the Mondays of their weeks, without a tenth at each end.

    None below five reports on three `days`: so few could tell who they are. Rounded to whole numbers, half up.
    """
    if len(figures) < LEAST_REPORTS or days < LEAST_DAYS:
        return None
    ordered = sorted(figure for figure, _ in figures)
    cut = len(ordered) // _TRIMMED
    kept = ordered[cut : len(ordered) - cut]
    low, high = (
        _quantile(kept, part).quantize(Decimal(1), ROUND_HALF_UP) for part in (Decimal("0.25"), Decimal("0.75"))
    )
    return Middle(low, high, len(figures), min(week for _, week in figures))


def is_sudden(figure: Decimal, known: Sequence[tuple[Decimal, date]], week: date, *, is_share: bool = True) -> bool:
    """Tell whether a new figure of the week that begins on that Monday should wait until someone has looked.

    It should when it can't be, or when with it the week's median lies more than 15 points (of a price in USD: 30 %)
    from that of the weeks before. Before five reports there is nothing to shift from.
    """
    if not figure.is_finite() or not _is_possible(figure, is_share=is_share):
        return True
    before = [one for one, of in known if of < week]
    if len(before) < LEAST_REPORTS:
        return False
    usual = median(before)
    newest = median([figure, *(one for one, of in known if of >= week)])
    return abs(newest - usual) > (SHIFT_POINTS if is_share else usual * SHIFT_PART)


def _is_possible(figure: Decimal, *, is_share: bool) -> bool:
    return LEAST_SHARE <= figure <= MOST_SHARE if is_share else 0 < figure <= MOST_USD


def _quantile(ordered: Sequence[Decimal], part: Decimal) -> Decimal:
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
