"""Reads amounts as people type them: weights, money, purities and whole offers. It asks rather than guesses."""

from dataclasses import dataclass
from decimal import Decimal

EXPECTATIONS = ("mass", "money", "purity", "offer", "any")


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
    """What a text was read as: `amount` when parsed, `readings` when ambiguous, `reason` when not parsed."""

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


def read_amount(text: str, *, locale: str, expecting: str = "any", mineral: str | None = None) -> Reading:
    """Return how `text` is read by somebody in `locale` ("fr-CD") who was asked for `expecting`.

    `mineral` (a key of content/market/minerals, or None) decides between karats of gold and carats of a stone.
    Never raises, whatever the text.
    """
    return Reading("refused", reason="not_understood")
