"""A course of numbers as a line of seven heights: it needs no picture and no data."""

from collections.abc import Sequence
from decimal import Decimal

HEIGHTS = "▁▂▃▄▅▆▇"
MOST_POINTS = 7


def curve(course: Sequence[Decimal]) -> str:
    """Return the last seven numbers as signs, lowest to highest; all the middle one when they are equal."""
    points = list(course)[-MOST_POINTS:]
    if not points:
        return ""
    low, high = min(points), max(points)
    if low == high:
        return HEIGHTS[len(HEIGHTS) // 2] * len(points)
    steps = len(HEIGHTS) - 1
    return "".join(HEIGHTS[int((point - low) / (high - low) * steps + Decimal("0.5"))] for point in points)
