"""Figures at the doors: decimal strings in and out, plain digits with a point, never a float and never an exponent."""

import re
from decimal import Decimal

from content.market.purity import Span
from content.market.rounding import round_half_up

# Long enough for any money and any weight; "1e3", "NaN", "1,000" and other people's digits are not plain.
_PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,30})?")


class Unreadable(ValueError):
    """A value of a line is missing, no plain figure, or impossible."""


def read_number(value: object) -> Decimal:
    """Return a plain figure: a string, or a number of JSON that was read as `int` or `Decimal`; raises Unreadable."""
    text = value.strip() if isinstance(value, str) else str(value)
    if not isinstance(value, str | int | Decimal) or not _PLAIN.fullmatch(text):
        raise Unreadable
    return Decimal(text)


def read_positive(value: object) -> Decimal:
    """Return a plain figure above 0; raises Unreadable."""
    number = read_number(value)
    if number <= 0:
        raise Unreadable
    return number


def print_number(value: Decimal, places: int) -> str:
    """Return a figure rounded half up, always with so many decimals."""
    return f"{round_half_up(value, places):f}"


def print_shortest(value: Decimal, *, least: int = 0, most: int = 30) -> str:
    """Return a figure rounded half up to `most` decimals, without zeros at its end beyond `least` decimals."""
    whole, _, decimals = f"{round_half_up(value, most):f}".partition(".")
    kept = decimals.rstrip("0").ljust(least, "0")
    return f"{whole}.{kept}" if kept else whole


def print_span(span: Span | None, *, least: int = 0, most: int) -> str | None:
    """Return a figure as `print_shortest`, or both ends as "low..high" where only they are known."""
    if span is None:
        return None
    low, high = (print_shortest(end, least=least, most=most) for end in (span.low, span.high))
    return low if span.is_known else f"{low}..{high}"
