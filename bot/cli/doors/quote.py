"""`calc quote`: what the guards make of the values that several sources gave for one metal."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from bot.cli.calc import WrongLine
from content.market.minerals import find_mineral
from content.market.prices.guards import is_price, judge
from content.market.prices.limits import limits_of

# A plain decimal number and nothing else: Decimal itself also takes NaN, underscores and digits of other scripts.
_NUMBER: Final = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,3})?", re.ASCII)


def answer(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return decision, value and faults for `metal`, `last_good` and `candidates`; raises WrongLine.

    The value is the one to show now: a new one if it was accepted, else the last good, null when there is none.
    """
    metal, candidates = line.get("metal"), line.get("candidates")
    mineral = find_mineral(metal) if isinstance(metal, str) else None
    if mineral is None:
        raise WrongLine("unknown_metal")
    if not isinstance(candidates, dict):
        raise WrongLine("candidates_are_no_object")
    values = {name: _read_number(value) for name, value in candidates.items()}
    last_good = _read_number(line.get("last_good"))
    verdict = judge(limits_of(mineral.key), last_good if is_price(last_good) else None, values)
    value = None if verdict.value is None else format(verdict.value, "f")
    return {"decision": verdict.decision, "value": value, "faults": dict(verdict.faults)}


def _read_number(value: object) -> Decimal | None:
    """Return a decimal string or a JSON number as a Decimal; None for whatever is neither."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    text = str(value).strip()
    return Decimal(text) if _NUMBER.fullmatch(text) else None
