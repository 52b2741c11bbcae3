"""Reads what sources send without ever raising at the caller: hostile, half or foreign bodies end as Down."""

import csv
import json
import re
import zipfile
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import wraps
from typing import Any, Final, ParamSpec

from content.market.prices.edge import Edge, Unreachable
from content.market.prices.guards import is_price
from content.market.prices.quote import Down, Quote

Answer = tuple[Quote, ...] | Down
P = ParamSpec("P")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Digits with a point, thousands perhaps marked by commas; Decimal itself takes NaN, underscores and other scripts.
_NUMBER: Final = re.compile(
    r"\d{1,15}(\.\d{1,20})?|\d{1,3}(,\d{3}){1,4}(\.\d{1,20})?|\d(\.\d{1,20})?[eE][+-]?\d{1,2}", re.ASCII
)
_WRONG: Final = (
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RecursionError,
    SyntaxError,
    OSError,
    EOFError,
    csv.Error,
    zipfile.BadZipFile,
    NotImplementedError,
)


class Unusable(ValueError):
    """A body that holds no price; its text says why in a few words of ours."""


def understood(source: str) -> Callable[[Callable[P, list[Quote]]], Callable[P, Answer]]:
    """Make a parser that raises into one that returns Down with the reason; nothing to quote is Down too."""

    def decorate(parse: Callable[P, list[Quote]]) -> Callable[P, Answer]:
        @wraps(parse)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
            try:
                quotes = parse(*args, **kwargs)
            except Unusable as flaw:
                return Down(source, str(flaw))
            except _WRONG as error:
                return Down(source, f"not understood ({type(error).__name__})")
            return tuple(quotes) or Down(source, "no price in it")

        return guarded

    return decorate


async def ask(http: Edge, url: str, hosts: Collection[str], source: str, parse: Callable[[bytes], Answer]) -> Answer:
    """Return what is understood of the body at `url`; one that can't be reached is Down, and spoils no other."""
    try:
        return parse(await http.get(url, hosts))
    except Unreachable as error:
        return Down(source, str(error))


def read_json(body: bytes) -> Any:
    """Return a JSON body with exact numbers; raises Unusable for HTML, plain text and NaN."""
    text = body.decode("utf-8-sig")
    if text.lstrip()[:1] not in ("{", "["):
        raise Unusable("a page instead of data" if "<" in text[:200] else "text instead of data")
    return json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)


def _refuse(constant: str) -> Any:
    raise Unusable(f"{constant} is no number")


def number(value: object) -> Decimal:
    """Return a positive figure; raises Unusable for null, 0, "", "n.d.", NaN and whatever else is none."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = Decimal(value.strip().replace(",", ""))
    if not isinstance(value, Decimal) or not is_price(value):
        raise Unusable("a price is missing")
    return value


def maybe_number(value: object) -> Decimal | None:
    """Return a positive figure, or None for whatever is none: one empty cell does not spoil the others."""
    try:
        return number(value)
    except Unusable:
        return None


def moment(text: str) -> datetime:
    """Return an ISO moment as aware UTC; one without a zone is taken for UTC."""
    read = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def unix(seconds: object) -> datetime:
    """Return a moment from seconds since 1970, a number or its digits."""
    return _EPOCH + timedelta(seconds=float(number(seconds)))


def day(text: str) -> datetime:
    """Return the beginning of a day, YYYY-MM-DD or YYYY-MM, in UTC."""
    return datetime.strptime(text if text.count("-") > 1 else f"{text}-01", "%Y-%m-%d").replace(tzinfo=UTC)
