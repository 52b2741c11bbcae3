"""Dated, sourced facts of the market kept as tables in TOML: read strictly, so that a slip is named with its file."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from content.errors import ContentFlaw
from content.files import read_toml


def read_records(file: Path, table: str, kinds: Mapping[str, type]) -> list[dict[str, Any]]:
    """Return the tables `[[table]]` of `file` with exactly the names of `kinds`; raises ContentFlaw.

    A `Decimal` is written as a string ("7.3"), a `date` as TOML's day; no text and no list of tables is empty, except
    a country, which is "" for several.
    """
    rows = read_toml(file).get(table)
    if not isinstance(rows, list) or not rows:
        raise ContentFlaw(file, 0, f"[[{table}]] is missing")
    return [_read_record(file, f"{table} {number}", row, kinds) for number, row in enumerate(rows, start=1)]


def _read_record(file: Path, where: str, row: Mapping[str, Any], kinds: Mapping[str, type]) -> dict[str, Any]:
    if strays := row.keys() ^ kinds.keys():
        raise ContentFlaw(file, 0, f'{where}: "{min(strays)}" is missing or not known')
    return {name: _read_value(file, f'{where}: "{name}"', row[name], kind) for name, kind in kinds.items()}


def _read_value(file: Path, where: str, value: object, kind: type) -> object:
    written = str if kind is Decimal else kind
    if type(value) is not written or (value == "" and not where.endswith('"country"')):
        raise ContentFlaw(file, 0, f"{where} is no {kind.__name__}" + (" as a string" if kind is Decimal else ""))
    if kind not in (Decimal, date):
        return value
    try:
        number = Decimal(str(value)) if kind is Decimal else value
    except InvalidOperation as error:
        raise ContentFlaw(file, 0, f"{where} is no figure") from error
    if isinstance(number, Decimal) and not (number.is_finite() and number >= 0):
        raise ContentFlaw(file, 0, f"{where} is no figure of 0 or more")
    return number
