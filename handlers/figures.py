"""How money, weights, purities and shares are said: Babel's marks of the person's language, western digits."""

from collections.abc import Mapping
from decimal import Decimal, localcontext

from babel import Locale
from babel.numbers import format_percent

from content.languages import Speaker, sentence
from content.market.currencies import CURRENCIES
from content.market.purity import Span
from content.market.rounding import EXACT, round_half_up

# Between a number and what it counts no line ends.
NO_BREAK = "\u00a0"
# From here on nobody counts the small coins.
_ROUND_FROM = Decimal(1000)
MINERAL_NAMES: Mapping[str, str] = {
    "gold": sentence("Gold"),
    "silver": sentence("Silver"),
    "platinum": sentence("Platinum"),
    "palladium": sentence("Palladium"),
    "copper": sentence("Copper"),
    "tin": sentence("Tin"),
    "zinc": sentence("Zinc"),
    "lead": sentence("Lead"),
    "nickel": sentence("Nickel"),
    "cobalt": sentence("Cobalt"),
    "tungsten": sentence("Tungsten"),
    "coltan": sentence("Coltan"),
    "diamond": sentence("Diamonds"),
    "gemstone": sentence("Coloured stones"),
}
# Units that are written alike everywhere; others are called by their key's own words.
_SIGNS: Mapping[str, str] = {
    "gram": "g",
    "kilogram": "kg",
    "milligram": "mg",
    "troy_ounce": "ozt (31.1 g)",
    "avoirdupois_pound": "lb",
    "avoirdupois_ounce": "oz (28.35 g)",
    "tola_metric": "tola (10 g)",
    "tola_drc": "tola (11.4 g)",
    "gold_pound_gh": "pound (7.75 g)",
    "mithqal_iraq": "mithqal",
    "mithqal_sahel": "mithqal",
    "blade_gh": "blade",
    "point_zw": "point",
    "carat": "ct",
    "tonne": "t",
}
_PURITIES: Mapping[str, str] = {
    "karat": sentence("{n} karat"),
    "millesimal": sentence("{n} ‰"),
    "percent": sentence("{n} %"),
}


def money(say: Speaker, amount: Decimal, currency: str) -> str:
    """Return an amount with its code, like "300,000 TZS": whole from a thousand on, else with the currency's coins."""
    places = 0 if abs(amount) >= _ROUND_FROM else CURRENCIES[currency].decimals if currency in CURRENCIES else 2
    return f"{_number(say, round_half_up(amount, places))}{NO_BREAK}{currency}"


def _number(say: Speaker, value: Decimal) -> str:
    """Return any number: to round more digits than usual fails in the usual context."""
    with localcontext(EXACT):
        return say.number(value)


def money_span(say: Speaker, span: Span, currency: str) -> str:
    """Return one amount, or both ends of it."""
    if span.is_known:
        return money(say, span.low, currency)
    return say("{low} to {high}", low=money(say, span.low, currency), high=money(say, span.high, currency))


def unit_name(key: str) -> str:
    """Return what a unit is called, such as may follow a number; "ozt (31.1 g)" breaks before its bracket only."""
    name, bracket, grams = _SIGNS.get(key, key.replace("_", NO_BREAK)).partition(" (")
    return name + bracket + grams.replace(" ", NO_BREAK)


def weight(say: Speaker, quantity: Decimal, unit: str = "gram") -> str:
    """Return a weight, like "3.5 g"."""
    return f"{_number(say, quantity)}{NO_BREAK}{unit_name(unit)}"


def percent(say: Speaker, value: Decimal) -> str:
    """Return per cent with at most one decimal, like "79.3 %" in French."""
    locale = say.language.locale
    pattern = str(Locale.parse(locale).percent_formats[None].pattern).replace("#,##0", "#,##0.#")
    with localcontext(EXACT):
        return format_percent(value / 100, pattern, locale=locale, numbering_system="latn")


def percent_span(say: Speaker, span: Span) -> str:
    """Return one share, or both ends of it."""
    if span.is_known:
        return percent(say, span.low)
    return say("{low} to {high}", low=percent(say, span.low), high=percent(say, span.high))


def purity(say: Speaker, kind: str, value: Decimal) -> str:
    """Return a purity in the way it was told (a key of content.market.purity.PURE), like "22 karat"."""
    if kind == "fraction":
        kind, value = "millesimal", value * 1000
    return say(_PURITIES[kind], n=say.number(value)).replace(" ", NO_BREAK)
