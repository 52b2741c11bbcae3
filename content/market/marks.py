"""Decimal and thousands marks: what a written number may be worth where it was written. It knows digits only."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers
from babel.numbers import get_decimal_symbol, get_group_symbol

from content.market.tokens import Trap

# How sure the marks of a language are when no country is named: the share of its countries that agree.
_AGREEMENT = 0.8
# Arabic's own marks and these can't be mistaken; what people mean by "." and "," depends on where they are.
DECIMAL, GROUPS = "٫", "٬' "
_LONGEST = 27  # of all marks and digits; what is longer is no amount of anything
# A third has no end; nobody weighs finer than this.
_PLACES = 10
_SOFT = re.compile(r"[.,]")
_HARD = re.compile(r"[٬' ]")


@dataclass(frozen=True)
class Marks:
    """Which of "." and "," starts the decimals and which parts thousands in a place; "" where it is neither's."""

    decimal: str
    group: str


@dataclass(frozen=True)
class Written:
    """A number as written: `value`, or two of them when its only mark can be either; `mark` is that mark."""

    value: Decimal
    as_group: Decimal | None = None
    mark: str = ""


@cache
def find_marks(language: str, country: str | None) -> Marks:
    """Return the marks used in `country` in `language`; without a country, what most of its countries share."""
    if country:
        try:
            return _marks(str(Locale.parse(f"{language}_{country}")))
        except (UnknownLocaleError, ValueError):
            pass
    names = [name for name in locale_identifiers() if re.fullmatch(rf"{re.escape(language)}_[A-Z]{{2}}", name)]
    if not names:
        return Marks(".", ",")
    seen = [_marks(name) for name in names]
    return Marks(_shared([one.decimal for one in seen]), _shared([one.group for one in seen]))


def _marks(name: str) -> Marks:
    symbols = get_decimal_symbol(name), get_group_symbol(name)
    return Marks(*(symbol if symbol in (".", ",") else "" for symbol in symbols))


def _shared(symbols: list[str]) -> str:
    symbol, count = Counter(symbols).most_common(1)[0]
    return symbol if count >= _AGREEMENT * len(symbols) else ""


def read_written(text: str) -> Written | None:
    """Return what digits with marks inside are worth, None when the marks are in no order; "1,500" has two values.

    Only the marks in the text are looked at; which value is meant, a place, a unit or a currency has to tell.
    """
    if len(text) > _LONGEST:
        return None
    whole, point, decimals = text.partition(DECIMAL)
    if point:
        groups = re.split(r"[.,٬' ]", whole)
        return Written(Decimal(f"{''.join(groups)}.{decimals}")) if _grouped(groups) and decimals.isdigit() else None
    soft = _SOFT.findall(text)
    if not soft:
        groups = _HARD.split(text)
        return Written(Decimal("".join(groups))) if _grouped(groups) else None
    last = soft[-1]
    before, _, after = text.rpartition(last)
    groups = re.split(r"[.,٬' ]", before)
    if soft.count(last) > 1:
        groups = [*groups, after]
        return Written(Decimal("".join(groups))) if len(set(soft)) == 1 and _grouped(groups) else None
    if not _grouped(groups) or not after.isdigit():
        return None
    decimal = Decimal(f"{''.join(groups) or '0'}.{after}")
    if len(set(soft)) == 1 and len(after) == 3 and 1 <= len(groups[0]) <= 3 and not groups[0].startswith("0"):
        return Written(decimal, Decimal("".join([*groups, after])), last)
    return Written(decimal)


def read_fraction(above: str, sign: str, below: str) -> tuple[Decimal, Decimal] | None:
    """Return the worth of "3", "/", "4" and what it is parted by; None when it is none; raises Trap for "1/0"."""
    if sign != "/" or not (above.isdigit() and below.isdigit()):
        return None
    if not (len(above) < 3 and len(below) < 4) and not (len(above) < 4 and below == "1000"):
        return None
    if int(below) == 0:
        raise Trap("unreadable_number")
    value = Decimal(above) / Decimal(below)
    return (value if value == round(value, _PLACES) else round(value, _PLACES), Decimal(below))


def _grouped(groups: list[str]) -> bool:
    """Whether `groups` are parted as people part thousands, or lakhs; one group may have any length."""
    if len(groups) == 1:
        return True
    if not 1 <= len(groups[0]) <= 3 or len(groups[-1]) != 3:
        return False
    sizes = {len(group) for group in groups[1:-1]}
    return sizes <= {3} or (sizes == {2} and len(groups[0]) <= 2)
