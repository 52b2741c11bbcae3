"""An amount of weight, money and purity as it was read, and how its numbers are written for other programs."""

from dataclasses import dataclass
from decimal import Decimal

# Why a text is refused; "not_…": it says something, but not what was asked for.
REFUSALS = frozenset(
    [
        "no_number",
        "not_a_number",
        "too_long",
        "too_many_numbers",
        "too_many_meanings",
        "unreadable_number",
        "exponent",
        "letter_for_digit",
        "negative",
        "zero_mass",
        "zero_money",
        "zero_purity",
        "karat_over_24",
        "percent_over_100",
        "per_mille_over_1000",
        "fraction_over_1",
        "unknown_word",
        "weigh_in_grams",
        "retired_currency",
        "numbers_do_not_fit",
        "not_mass",
        "not_money",
        "not_purity",
        "not_understood",
    ]
)
# What is to be asked about an ambiguous one.
DOUBTS = frozenset(
    [
        "unit_unsaid",
        "rough_weight",
        "range",
        "old_money",
        "several_units",
        "several_currencies",
        "several_values",
        "several_meanings",
    ]
)


@dataclass(frozen=True)
class Amount:
    """One way to read a text; what it does not say is None. `per` is the unit that `money` is for, None: all of it."""

    quantity: Decimal | None = None
    unit: str | None = None
    grams: Decimal | None = None
    purity_kind: str | None = None
    purity: Decimal | None = None
    money: Decimal | None = None
    currency: str | None = None
    per: str | None = None

    def spelled(self, name: str) -> str | None:
        """Return a field as text; numbers without exponent and without zeros at the end."""
        value = getattr(self, name)
        return spell(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Reading:
    """What a text was read as.

    `result` is "parsed" (it is `amount`), "ambiguous" (any of `readings`; a single one is to be confirmed, and `amount`
    may then hold what was certainly said) or "refused". `reason` is one of DOUBTS or REFUSALS, "" when parsed;
    `suggestion` is what may have been meant.
    """

    result: str
    amount: Amount | None = None
    readings: tuple[Amount, ...] = ()
    reason: str = ""
    suggestion: str | None = None


def spell(number: Decimal) -> str:
    """Return `number` in plain digits: no exponent, no zeros at the end, "0" for zero."""
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("", "-0") else plain
