"""An amount of weight, money and purity as it was read, and how its numbers are written for other programs."""

from dataclasses import dataclass
from decimal import Decimal


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
    may then hold what was certainly said) or "refused". `reason` says why it was not parsed; `suggestion` is what may
    have been meant.
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
