"""How values are written in columns: moments as UTC milliseconds, ids made by us, lists as JSON. Knows no table."""

import json
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def new_id() -> int:
    """Return a random positive 63-bit number."""
    return secrets.randbits(63) or 1


def to_ms(moment: datetime) -> int:
    """Return an aware moment as UTC milliseconds; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return (moment - _EPOCH) // _MILLISECOND


def maybe_ms(moment: datetime | None) -> int | None:
    """Return a moment as UTC milliseconds, or None."""
    return None if moment is None else to_ms(moment)


def from_ms(ms: int) -> datetime:
    """Return the aware UTC moment of a column."""
    return _EPOCH + ms * _MILLISECOND


def maybe_from_ms(ms: int | None) -> datetime | None:
    """Return the moment of a column that may be empty."""
    return None if ms is None else from_ms(ms)


def day_ms(day: date) -> int:
    """Return the UTC midnight that begins a day, in milliseconds."""
    return to_ms(datetime(day.year, day.month, day.day, tzinfo=UTC))


def from_day_ms(ms: int) -> date:
    """Return the day of a column."""
    return from_ms(ms).date()


def to_json(value: Any) -> bytes:
    """Return JSON in ASCII: any text survives it, lone surrogates too."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def from_json(data: bytes) -> Any:
    """Return what `to_json` wrote."""
    return json.loads(data)
