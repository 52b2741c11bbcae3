"""What an advance from a buyer really costs, and when it binds a person. It knows no keyboard and no member.

The cost is what is given back beyond the sum, in money or as a discount on gold sold to the lender. A discount d costs
d / (1 - d) of the sum, since out of 100 the buyer keeps d and the miner gets the rest. A month is 30 days, a year 365,
without interest on interest: 10 % for 30 days are 11.1 % a month and 135 % a year, as the card on advances says.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from types import MappingProxyType

from content.languages import sentence
from content.market.purity import Span
from content.market.rounding import EXACT, round_half_up

_MONTH_DAYS, _YEAR_DAYS = 30, 365
# What members of savings groups pay their group, per cent a month: "borrowers typically pay interest rates of 5-10% a
# month" (The Economist, December 2011, quoted in "Small groups, large profits", Enterprise Development and
# Microfinance, whose own 204 groups in Malawi took 10 % a month). Each group sets its own.
SAVINGS_GROUP_A_MONTH = Span(Decimal(5), Decimal(10))
# What turns a debt into bonded labour. Any of them is said before the cost.
BONDS: Mapping[str, str] = MappingProxyType(
    {
        "cannot_leave": sentence(
            "You may not leave before you have paid. This is bonded labour, and no debt allows it."
        ),
        "papers_kept": sentence("Someone keeps your papers or your ID. Nobody may hold them for a debt."),
        "debt_passed_on": sentence(
            "The debt would pass to your children or your family. Do not agree: your debt is not theirs."
        ),
        "family_as_surety": sentence("Your family must answer for the debt. Do not sign that."),
        "sells_only_to_lender": sentence(
            "You may sell only to the lender. Then he alone makes the price: ask to repay in money."
        ),
    }
)
# Whoever answers yes to one of these may be held already, and is shown the way to help first.
HELD = frozenset({"cannot_leave", "papers_kept", "debt_passed_on"})
ADVANCE_CARDS = ("fin-prefinance", "fin-contracts", "fin-vsla")
# That card ends with whom to tell; one more contract is no help to somebody who is held.
HELD_CARDS = ("fin-prefinance",)


@dataclass(frozen=True)
class AdvanceCost:
    """What an advance of `sum` for `days` costs: `cost` in the same money, per cent a month and a year, not rounded."""

    sum: Decimal
    days: int
    cost: Decimal
    percent_a_month: Decimal
    percent_a_year: Decimal

    @property
    def a_month(self) -> Decimal:
        """Per cent a month as it is said, rounded to 0.1."""
        return round_half_up(self.percent_a_month, 1)

    @property
    def a_year(self) -> Decimal:
        """Per cent a year as it is said, rounded to whole ones."""
        return round_half_up(self.percent_a_year, 0)


def cost_in_money(advanced: Decimal, paid_back: Decimal, days: int) -> AdvanceCost | None:
    """Return what it costs to pay back `paid_back` for `advanced` after `days`; None for what can't be."""
    if not paid_back.is_finite() or paid_back <= 0:
        return None
    with localcontext(EXACT):
        return _cost(advanced, paid_back - advanced, days)


def cost_by_discount(advanced: Decimal, discount_percent: Decimal, days: int) -> AdvanceCost | None:
    """Return what it costs to pay back in gold sold `discount_percent` under its price; None for what can't be."""
    if not discount_percent.is_finite() or not 0 <= discount_percent < 100:
        return None
    with localcontext(EXACT):
        return _cost(advanced, advanced * discount_percent / (100 - discount_percent), days)


def savings_group_cost(advanced: Decimal, days: int) -> Span:
    """Return what the same sum for the same days usually costs in a savings group, low to high, in money."""
    with localcontext(EXACT):
        return SAVINGS_GROUP_A_MONTH.times(advanced * days / (100 * _MONTH_DAYS))


def read_bonds(answers: Collection[str]) -> tuple[str, ...]:
    """Return those keys of BONDS that stand in `answers`, the gravest first."""
    return tuple(bond for bond in BONDS if bond in answers)


def cards_for(bonds: Collection[str]) -> tuple[str, ...]:
    """Return the cards to show with an advance: the way to help for whoever may be held, else how to agree on one."""
    return HELD_CARDS if HELD.intersection(bonds) else ADVANCE_CARDS


def _cost(advanced: Decimal, cost: Decimal, days: int) -> AdvanceCost | None:
    if not advanced.is_finite() or advanced <= 0 or days <= 0 or not cost.is_finite():
        return None
    part = 100 * cost / advanced / days
    return AdvanceCost(advanced, days, cost, part * _MONTH_DAYS, part * _YEAR_DAYS)
