"""Frankfurter: reference rates of central banks, blended, and their gold and silver, a day behind. Open source."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from content.market.prices.bodies import Answer, Unusable, ask, day, maybe_number, number, read_json, understood
from content.market.prices.edge import Edge
from content.market.prices.guards import consensus
from content.market.prices.limits import limits_of
from content.market.prices.money import CODES, DOLLAR, METAL_CODES
from content.market.prices.quote import Quote, metal_quote, rate_quote

SOURCE: Final = "frankfurter"
HOSTS: Final = frozenset({"api.frankfurter.dev"})
API: Final = "https://api.frankfurter.dev/v2"


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return the rates of a v2 answer, one row or many, or of a v1 answer, whose base is left out of its rates."""
    said = read_json(body)
    if isinstance(said, dict) and "rates" in said:
        as_of, base = day(said["date"]), str(said["base"])
        figures = {code: maybe_number(value) for code, value in said["rates"].items()}
        return [rate_quote(code, figure, as_of, SOURCE, per=base) for code, figure in figures.items() if figure]
    rows = [said] if isinstance(said, dict) else said
    if any("message" in row for row in rows):
        raise Unusable("it refuses what was asked for")
    return [quote for row in rows if row["base"] != row["quote"] and (quote := _quote(row))]


def _quote(row: Mapping[str, Any]) -> Quote | None:
    base, code, as_of = str(row["base"]), str(row["quote"]), day(row["date"])
    figure = maybe_number(row["rate"])
    if figure is None or not _is_borne_out(row, code):
        return None
    if base in METAL_CODES:
        return metal_quote(METAL_CODES[base], figure, as_of, SOURCE, "daily", currency=code)
    if code in METAL_CODES:
        return (
            metal_quote(METAL_CODES[code], figure, as_of, SOURCE, "daily", is_inverse=True) if base == DOLLAR else None
        )
    return rate_quote(code, figure, as_of, SOURCE, per=base)


def _is_borne_out(row: Mapping[str, Any], code: str) -> bool:
    """Tell whether the blend is near what the central banks behind it say; without their list it is taken as it is.

    One bank that once printed gold per gram made the blend twelve times wrong.
    """
    providers = row.get("providers") or []
    said = {
        str(one["key"]): number(one["rate"]) for one in providers if isinstance(one, dict) and not one.get("excluded")
    }
    if not said:
        return True
    kept, limits = list(consensus(said).values()), limits_of(METAL_CODES.get(code, code))
    middle = sorted(kept)[len(kept) // 2]
    return abs(number(row["rate"]) / middle - 1) <= 2 * limits.agreement


def read_codes(body: bytes) -> frozenset[str]:
    """Return the codes that /currencies lists; empty when the body can't be read."""
    try:
        said = read_json(body)
    except (ValueError, RecursionError):
        return frozenset()
    if isinstance(said, dict):
        return frozenset(map(str, said))
    rows = [row for row in said if isinstance(row, dict)] if isinstance(said, list) else []
    return frozenset(str(row.get("iso_code") or row.get("code") or "") for row in rows)


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask which codes there are, then for ours among them, gold and silver; raises Unreachable.

    A code that is not there would have the whole request refused.
    """
    known = read_codes(await http.get(f"{API}/currencies", HOSTS))
    wanted = ",".join(code for code in CODES if not known or code in known)
    urls = [f"{API}/rates?base=USD&quotes={wanted}&expand=providers"]
    urls += [f"{API}/rate/{code}/USD" for code in ("XAU", "XAG") if code in known]
    return [await ask(http, url, HOSTS, SOURCE, parse) for url in urls]
