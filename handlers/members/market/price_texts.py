"""What a price says: a gram as it is dug first, that it is London's, how it moved, how old it is, and where it is from.

All lines are plain text. It gives no advice and foretells nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from content.languages import Speaker
from content.market.minerals import Mineral
from content.market.prices.reading import NoQuote, Price
from content.market.units import UNITS
from handlers import figures
from handlers.members.market.offer_texts import unpriced
from handlers.price_origins import OLD, age_lines, origin_lines
from handlers.quantities import usual_unit
from storage.price_choices import PriceChoices

# What river and pit gold often holds; said whenever it is assumed.
ASSUMED_KARAT = 22
_PURE_KARAT = 24
GOLD = "gold"


@dataclass(frozen=True)
class Wanted:
    """What a price is shown for: a mineral by a `unit` of units.tsv at a `fineness`.

    `is_assumed`: nobody chose the purity. Metals sold by their pure content are shown pure: fineness 1.
    """

    mineral: str
    unit: str
    fineness: Decimal
    is_assumed: bool

    def worth(self, price: Price) -> Decimal:
        """Return what one unit at this purity is worth, in the price's currency."""
        return price.per_gram * (UNITS[self.unit].grams or Decimal(1)) * self.fineness


def price_lines(say: Speaker, price: Price, wanted: Wanted, reported: str, now: datetime) -> list[str]:
    """Return a price, the most useful line first; what warns goes before the figure. `reported` is what people get."""
    return [
        *age_lines(say, price, now),
        _figure(say, price, wanted),
        say("📍 This is London, not the pit."),
        reported or say("Buyers near mines pay less. Press “Check an offer” before you agree."),
        *([_pure(say, price, wanted)] if wanted.fineness != 1 else []),
        *_moves(say, price),
        *_doubt(say, price),
        *origin_lines(say, price),
    ]


def _figure(say: Speaker, price: Price, wanted: Wanted) -> str:
    amount = figures.money(say, wanted.worth(price), price.currency)
    told = {
        "mineral": say(figures.MINERAL_NAMES[price.mineral]),
        "unit": figures.unit_name(wanted.unit),
        "money": amount if price.currency == "USD" else f"{amount} ({_dollars(say, price, wanted)})",
        "purity": purity_name(say, wanted.fineness),
    }
    if wanted.fineness == 1:
        return say("💰 {mineral}, 1 {unit}, pure: {money}", **told)
    if wanted.is_assumed:
        return say("💰 {mineral}, 1 {unit} of {purity}, as it is often dug: {money}", **told)
    return say("💰 {mineral}, 1 {unit} of {purity}: {money}", **told)


def _dollars(say: Speaker, price: Price, wanted: Wanted) -> str:
    return figures.money(say, wanted.worth(price) / price.rate.per_usd, "USD")


def _pure(say: Speaker, price: Price, wanted: Wanted) -> str:
    worth = wanted.worth(price) / wanted.fineness
    return say(
        "1 {unit}, pure: {money}", unit=figures.unit_name(wanted.unit), money=figures.money(say, worth, price.currency)
    )


def purity_name(say: Speaker, fineness: Decimal) -> str:
    """Return a fineness in karat when it is a whole one, else per mille."""
    karat = fineness * _PURE_KARAT
    nearest = karat.to_integral_value()
    if abs(karat - nearest) < Decimal("0.01"):
        return figures.purity(say, "karat", nearest)
    return figures.purity(say, "fraction", fineness.quantize(Decimal("0.001")))


def _moves(say: Speaker, price: Price) -> list[str]:
    # An old price has not moved since yesterday because nobody has told a newer one.
    moved_day, moved_week = (None, None) if price.age in OLD else (price.moved_day, price.moved_week)
    day, week = (None if one is None else _move(say, one) for one in (moved_day, moved_week))
    if day and week:
        return [say("{day} since yesterday, {week} in a week.", day=day, week=week)]
    if day:
        return [say("{day} since yesterday.", day=day)]
    return [say("{week} in a week.", week=week)] if week else []


def _move(say: Speaker, part: Decimal) -> str:
    percent = figures.percent(say, abs(part) * 100)
    return f"▲ {percent}" if part > 0 else f"▼ {percent}" if part < 0 else f"= {percent}"


def _doubt(say: Speaker, price: Price) -> list[str]:
    if price.doubted_usd is None:
        return []
    doubted = figures.money(say, price.doubted_usd, "USD")
    return [
        say("❓ One source says {money} now. Nobody has confirmed it yet, so I do not count with it.", money=doubted)
    ]


def no_price_lines(say: Speaker, known: Mineral, missing: NoQuote, reported: str) -> list[str]:
    """Return why there is no price of a mineral, and what there is instead; `reported` is what people get."""
    if missing.reason == "retired_currency":
        return [say("This money is no more: {code} came after it. Please choose again.", code=missing.successor)]
    if missing.reason == "no_public_price":
        told = unpriced(say, known)
        return [told, reported] if reported else [told]
    name = say(figures.MINERAL_NAMES[known.key])
    return [say("I have no checked price of {mineral} now, so I say no number. Ask again later.", mineral=name)]


def wanted_of(known: Mineral, choices: PriceChoices) -> Wanted:
    """Return what is shown to someone who chose these: gold at 22 karat when they named no purity, all else pure."""
    if known.key != GOLD:
        return Wanted(known.key, usual_unit(known.key), Decimal(1), is_assumed=False)
    chosen = UNITS.get(choices.unit or "")
    unit = chosen.key if chosen and chosen.grams else usual_unit(known.key)
    assumed = Decimal(ASSUMED_KARAT) / _PURE_KARAT
    return Wanted(known.key, unit, choices.purity or assumed, is_assumed=choices.purity is None)
