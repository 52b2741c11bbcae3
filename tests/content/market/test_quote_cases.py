"""Values of several sources that a tester wrote from the specification alone, put to the door as other programs do."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.cli.doors.quote import answer

CASES = Path(__file__).with_name("cases") / "quotes.tsv"


def cases() -> list[Any]:
    lines = (line for line in CASES.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [pytest.param(row, id=f"{row['decision']}: {row['why']}") for row in rows]


@pytest.mark.parametrize("row", cases())
def test_the_door_answers_as_the_tester_expects(row: dict[str, str]) -> None:
    line = {"metal": row["metal"], "last_good": row["last_good"] or None, "candidates": json.loads(row["candidates"])}
    got = answer(line)
    assert (got["decision"], got["faults"]) == (row["decision"], json.loads(row["faults"]))
    assert (got["value"] and Decimal(got["value"])) == (Decimal(row["value"]) if row["value"] else None)
