"""`calc amount`: an amount as somebody typed it, as a line of JSON; how it is read as another.

\b
text        what was typed
locale      language and country, "fr-CD": words, marks of numbers, money and weights are those of there
expecting   mass, money, purity, offer or any: what was asked for
mineral     "gold", "diamond", … or null; decides between karats and carats

\b
result      parsed, ambiguous or refused
quantity    with unit (a key of units.tsv) and grams
purity      with purity_kind: karat, percent, millesimal or fraction
money       with currency; per is the unit that it is the price of, null: of all
readings    when ambiguous: all that it may be, each with the fields above
reason      why it is not parsed
suggestion  what may have been meant

Numbers are decimal strings, and what was not said is null. Money without a word for it is that of the country, and is
asked where a country uses two. Weights of certainty A are converted. B and C are ambiguous: a single reading has the
grams to confirm, and quantity and unit say what was typed. X is refused: weigh in grams. Of a range both ends are
readings. Numbers with one mark and three digits after it are read by the country's marks; they are asked where a scale
may have written a point for the decimals ("1.500 g" in es-CO), or where money would have three ("1.500" in en-TZ).
"""

from collections.abc import Mapping
from typing import Any

from content.market.amounts import EXPECTATIONS, Amount, read_amount

FIELDS = ("quantity", "unit", "grams", "purity_kind", "purity", "money", "currency", "per")


def answer(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the amount in `line` ("text", "locale", "expecting", "mineral") is read; never raises."""
    text, locale = line.get("text"), line.get("locale") or "en"
    expecting, mineral = line.get("expecting") or "any", line.get("mineral")
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
