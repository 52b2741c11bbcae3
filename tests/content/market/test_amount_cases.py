"""Amounts as people type them, put to the door as other programs do it: a tester's own, then ours."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.cli.doors.amount import FIELDS, answer

CASES = Path(__file__).with_name("cases")


def cases(file: str) -> list[Any]:
    lines = (line for line in (CASES / file).read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [pytest.param(row, id=f"{row['locale']} {row['expecting']}: {row['text']}") for row in rows]


def ask(row: Mapping[str, str]) -> dict[str, Any]:
    named = {name: row[name] for name in ("text", "locale", "expecting")}
    return answer({**named, "mineral": row["mineral"] or None})


def differences(row: Mapping[str, str], got: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    """What differs: on parsed rows an empty cell means null; on the others it is not compared."""
    compared = [name for name in FIELDS if row[name] or row["result"] == "parsed"]
    found = {name: (row[name], got[name]) for name in compared if not is_same(row[name], got[name])}
    if got["result"] != row["result"]:
        found["result"] = (row["result"], got["result"])
    if row["readings"] and int(row["readings"]) != len(got["readings"]):
        found["readings"] = (row["readings"], got["readings"])
    if row.get("reason") and row["reason"] != got["reason"]:
        found["reason"] = (row["reason"], got["reason"])
    return found


def is_same(expected: str, got: str | None) -> bool:
    if expected == "?":
        return True
    number = expected[:1].isdigit() and got is not None
    return Decimal(expected) == Decimal(str(got)) if number else expected == (got or "")


@pytest.mark.parametrize("row", cases("amounts.tsv"))
def test_an_amount_is_read_as_another_hand_reads_it(row: dict[str, str]) -> None:
    assert differences(row, ask(row)) == {}


@pytest.mark.parametrize("row", cases("amounts_more.tsv"))
def test_an_amount_is_read_as_it_was_meant(row: dict[str, str]) -> None:
    assert differences(row, ask(row)) == {}
