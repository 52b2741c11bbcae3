"""`calc offer`: an offer as a line of JSON, its fair value and verdict as another.

Numbers are decimal strings. What can't be told is null; a range is "low..high".

\b
quantity      above 0
unit          a key of units.tsv (an alias only where it is exact and means one unit)
purity_kind   karat, percent, millesimal, fraction, range (of fractions, "0.80..0.95"), density_ag (g/cm3, the rest
              being silver); purity null or "unknown" is the range 0.80..0.95
spot          USD of pure metal for the spot_unit ozt or tonne; money of the offer for local_per_gram; none: no price
rate          money of the offer for one USD; may be missing for USD, and is not used with local_per_gram
basis         total, per:<unit> or per_fine_gram

\b
grams           as they are, not rounded
fineness        2 to 8 decimals, as all that follows but the share
fair_per_gram   a gram of the piece as it is, not of pure metal
fair_total      all of it; 10 dwt of 22 karat at 4200 USD an ounce are 1925.00
share_percent   1 decimal, half up; the verdict is that of this rounded share

Weights of certainty B and C are counted as units.tsv has them (a person is asked first, a line can't be); X and unknown
units give need_grams. Refused: what is no plain number, is not above 0 or too pure, a missing rate, retired money.
A metal priced by the tonne gives concentrate_share_only. In depends_on_purity:<worst..best> and in share_percent the
lower share comes first, which is that of the purer piece.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.cli.doors.figures import Unreadable, print_shortest, print_span, read_positive
from content.market.currencies import RETIRED
from content.market.density import fineness_at
from content.market.offers import QUOTED_GRAMS, Checked, Offer, check_offer, world_per_gram
from content.market.purity import UNKNOWN_PURITY, Span, fineness_of, span_of
from content.market.units import UNITS

_UNKNOWN = (None, "", "unknown")


def answer(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fair value and the verdict for one line; what can't be read is refused."""
    try:
        return _printed(check_offer(_read_offer(line)))
    except Unreadable:
        return _printed(Checked("refuse"))


def _read_offer(line: Mapping[str, Any]) -> Offer:
    if str(line.get("currency")).upper() in RETIRED:
        raise Unreadable
    quantity, money = read_positive(line.get("quantity")), read_positive(line.get("offer"))
    one = _grams_of(line.get("unit"))
    grams = None if one is None else quantity * one
    basis = line.get("basis")
    return Offer(
        grams=grams,
        fineness=_read_fineness(line),
        pure_per_gram=_read_spot(line),
        money=money,
        money_for_g=_money_for(basis, grams),
        is_for_pure=basis == "per_fine_gram",
        is_concentrate=line.get("spot_unit") == "tonne",
    )


def _grams_of(unit: object) -> Decimal | None:
    if not isinstance(unit, str):
        raise Unreadable
    if unit in UNITS:
        return UNITS[unit].grams
    alike = [one for one in UNITS.values() if unit in one.aliases]
    return alike[0].grams if len(alike) == 1 and alike[0].converts else None


def _money_for(basis: object, grams: Decimal | None) -> Decimal | None:
    if basis == "total":
        return grams
    if basis == "per_fine_gram":
        return Decimal(1)
    if not isinstance(basis, str) or not basis.startswith("per:"):
        raise Unreadable
    return _grams_of(basis.removeprefix("per:"))


def _read_fineness(line: Mapping[str, Any]) -> Span | None:
    kind, purity = line.get("purity_kind"), line.get("purity")
    if kind in _UNKNOWN or purity in _UNKNOWN:
        # The usual range is one of gold from a pit; it says nothing about ores.
        return UNKNOWN_PURITY if line.get("spot_unit") in ("ozt", "local_per_gram") else None
    if kind == "range":
        low, dots, high = str(purity).partition("..")
        span = span_of(read_positive(low), read_positive(high)) if dots else None
    else:
        value = read_positive(purity)
        fineness = _fineness_in_water(value) if kind == "density_ag" else fineness_of(str(kind), value)
        span = None if fineness is None else Span.at(fineness)
    if span is None:
        raise Unreadable
    return span


def _fineness_in_water(density: Decimal) -> Decimal | None:
    return fineness_of("fraction", fineness_at(density))


def _read_spot(line: Mapping[str, Any]) -> Decimal | None:
    quoted = line.get("spot_unit")
    if quoted == "none":
        return None
    if quoted == "local_per_gram":
        return read_positive(line.get("spot"))
    if not isinstance(quoted, str) or quoted not in QUOTED_GRAMS:
        raise Unreadable
    rate = line.get("rate")
    if rate in (None, "") and line.get("currency") == "USD":
        rate = "1"
    return world_per_gram(read_positive(line.get("spot")), quoted, read_positive(rate))


def _printed(checked: Checked) -> dict[str, Any]:
    return {
        "grams": None if checked.grams is None else print_shortest(checked.grams),
        "fineness": print_span(checked.fineness, least=2, most=8),
        "fair_per_gram": print_span(checked.fair_per_gram, least=2, most=8),
        "fair_total": print_span(checked.fair_total, least=2, most=8),
        "share_percent": print_span(checked.share, least=1, most=1),
        "verdict": checked.verdict,
    }
