"""`calc amount`: an amount as somebody typed it, read field by field."""

from collections.abc import Mapping
from typing import Any

from content.market.amounts import EXPECTATIONS, Amount, read_amount

FIELDS = ("quantity", "unit", "grams", "purity_kind", "purity", "money", "currency", "per")


def answer(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the amount in `line` ("text", "locale", "expecting", "mineral") is read; never raises."""
    text, locale = line.get("text"), line.get("locale", "en")
    expecting, mineral = line.get("expecting", "any"), line.get("mineral")
    if not isinstance(text, str) or not isinstance(locale, str) or not isinstance(mineral, str | None):
        return _refuse("wrong_type")
    if expecting not in EXPECTATIONS:
        return _refuse("unknown_expectation")
    reading = read_amount(text, locale=locale, expecting=expecting, mineral=mineral)
    return {
        "result": reading.result,
        **_fields(reading.amount or Amount()),
        "readings": [_fields(one) for one in reading.readings],
        "reason": reading.reason or None,
        "suggestion": reading.suggestion,
    }


def _refuse(reason: str) -> dict[str, Any]:
    return {"result": "refused", **_fields(Amount()), "readings": [], "reason": reason, "suggestion": None}


def _fields(amount: Amount) -> dict[str, Any]:
    return {name: amount.spelled(name) for name in FIELDS}
