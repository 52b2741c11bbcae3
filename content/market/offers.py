"""Is this offer fair: grams x fineness x world price against what is offered. It knows no one's words, no network.

What comes out, and how (also for `pitwise calc offer`):
- The fair price of a gram is that of the piece as it is: world price of pure metal x fineness. A weight loss is taken
  off before, once.
- The share of the world price is rounded to 0.1, half up, and the band is that of the rounded share: 89.95 is "good".
- Purity unknown: everything for both ends, low to high, and `depends_on_purity:<worst..best>`, the bands of the
  lowest and of the highest share (the purer the piece, the lower the share), even when they are the same.
- Metal priced by the tonne comes as a concentrate: the share is told and never judged, `concentrate_share_only`.
- No grams for the unit: `need_grams`. No public price: `no_public_price`. What can't be: `refuse`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from types import MappingProxyType

from content.market.minerals import TONNE_GRAMS, TROY_OUNCE_GRAMS
from content.market.purity import Span
from content.market.rounding import EXACT, round_half_up

# What a quote is for, in grams of pure metal.
QUOTED_GRAMS: Mapping[str, Decimal] = MappingProxyType({"ozt": TROY_OUNCE_GRAMS, "tonne": TONNE_GRAMS})
# The band of a share in per cent is the last one that begins at or below it; above 130.0 is the last.
BANDS: tuple[tuple[Decimal, str], ...] = tuple(
    (Decimal(begins), name)
    for begins, name in (
        ("0", "check_units_low"),
        ("25", "very_low"),
        ("60", "low"),
        ("80", "usual_range"),
        ("90", "good"),
        ("98", "at_world_price"),
        ("102", "above_world_check"),
        ("130.1", "check_units_high"),
    )
)
# The verdicts after which a person weighs again and asks a second buyer before anything else.
LOW_VERDICTS = frozenset({"check_units_low", "very_low", "low"})
# A group that puts so much together and weighs once is paid better than each with a pinch.
SMALL_LOT_G = Decimal(10)


@dataclass(frozen=True)
class Offer:
    """What a buyer offers for a piece.

    `grams` is None where its unit has none; `fineness` None where the grade of an ore is not known; `pure_per_gram` is
    the world price of a gram of pure metal in the money of the offer, None where there is no public price. `money` is
    for `money_for_g` grams: all of them, or those of the unit it is offered by (None where that has none). They are
    grams of the piece, or of the pure metal in it (`is_for_pure`).
    """

    grams: Decimal | None
    fineness: Span | None
    pure_per_gram: Decimal | None
    money: Decimal
    money_for_g: Decimal | None
    is_for_pure: bool = False
    is_concentrate: bool = False


@dataclass(frozen=True)
class Checked:
    """The outcome; money in that of the offer, `share` in per cent rounded to 0.1; low ends first."""

    verdict: str
    grams: Decimal | None = None
    fineness: Span | None = None
    fair_per_gram: Span | None = None
    fair_total: Span | None = None
    share: Span | None = None

    @property
    def is_low(self) -> bool:
        """Whether the share, or its worst end, asks for a second scale and a second buyer."""
        return self.verdict.removeprefix("depends_on_purity:").partition("..")[0] in LOW_VERDICTS

    @property
    def is_small_lot(self) -> bool:
        """Whether putting it together with others is worth saying."""
        return self.grams is not None and self.grams < SMALL_LOT_G


def world_per_gram(spot: Decimal, quoted: str, rate: Decimal) -> Decimal:
    """Return the price of a gram of pure metal; `spot` is USD for a key of QUOTED_GRAMS, `rate` money for one USD."""
    with localcontext(EXACT):
        return spot * rate / QUOTED_GRAMS[quoted]


def band_of(share: Decimal) -> str:
    """Return the band of a share of the world price in per cent, by its value rounded to 0.1."""
    rounded = round_half_up(share, 1)
    return next(name for begins, name in reversed(BANDS) if rounded >= begins)


def check_offer(offer: Offer) -> Checked:
    """Return the fair value, the share and the verdict; see the module for the rules."""
    amounts = (offer.money, offer.grams, offer.pure_per_gram, offer.money_for_g)
    if not all(_is_amount(amount) for amount in amounts if amount is not None) or not _is_possible(offer.fineness):
        return Checked("refuse")
    fineness, pure = offer.fineness, offer.pure_per_gram
    fair = fineness.times(pure) if fineness and pure else None
    if offer.grams is None or offer.money_for_g is None:
        return Checked("need_grams", offer.grams, fineness, fair)
    if pure is None:
        return Checked("no_public_price", offer.grams, fineness)
    if fair is None:
        return Checked("concentrate_share_only" if offer.is_concentrate else "refuse", offer.grams)
    share = _share(offer.money, (Span.at(pure) if offer.is_for_pure else fair).times(offer.money_for_g))
    verdict = "concentrate_share_only" if offer.is_concentrate else _verdict(share, is_known=fair.is_known)
    return Checked(verdict, offer.grams, fineness, fair, fair.times(offer.grams), share)


def share_of(money: Decimal, fair: Decimal) -> Decimal:
    """Return what part of `fair` is offered, in per cent, not rounded."""
    with localcontext(EXACT):
        return 100 * money / fair


def _is_amount(value: Decimal) -> bool:
    return value.is_finite() and value > 0


def _is_possible(fineness: Span | None) -> bool:
    return fineness is None or 0 < fineness.low <= fineness.high <= 1


def _share(money: Decimal, fair: Span) -> Span:
    return Span(*(round_half_up(share_of(money, end), 1) for end in (fair.high, fair.low)))


def _verdict(share: Span, *, is_known: bool) -> str:
    worst, best = band_of(share.low), band_of(share.high)
    return worst if is_known else f"depends_on_purity:{worst}..{best}"
