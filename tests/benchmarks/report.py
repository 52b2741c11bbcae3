"""What was measured beside what is promised, as one table or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.table import Table


@dataclass(frozen=True)
class Line:
    """One measurement; `budget` is what it is held against, `is_kept` whether it is (None: for orientation only)."""

    what: str
    measured: str
    budget: str = ""
    is_kept: bool | None = None


def at_most(what: str, value: float, most: float, unit: str) -> Line:
    """Hold a measurement against its upper bound."""
    return Line(what, f"{value:,.2f} {unit}", f"≤ {most:g} {unit}", value <= most)


def as_table(lines: Sequence[Line]) -> Table:
    """Return the table for a terminal."""
    table = Table("what", "measured", "budget", "kept")
    for line in lines:
        table.add_row(line.what, line.measured, line.budget, {True: "yes", False: "NO", None: ""}[line.is_kept])
    return table


def as_json(lines: Sequence[Line]) -> str:
    """Return one JSON object a line."""
    return "\n".join(json.dumps(asdict(line), ensure_ascii=False) for line in lines)
