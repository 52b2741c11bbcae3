"""An offer as it is judged, and as it fits onto a button: so that it can be counted again after a restart and later."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, localcontext

from content.market.amounts import spell
from content.market.currencies import CURRENCIES
from content.market.minerals import MINERALS, Mineral, find_mineral
from content.market.offers import Checked, Offer, check_offer
from content.market.prices.quote import Board
from content.market.prices.reading import NoQuote, Price, Rate, latest, rate_of
from content.market.purity import UNKNOWN_PURITY, Span, fineness_of
from content.market.rounding import EXACT, round_half_up
from content.market.units import UNITS
from handlers.steps import Answers
from storage.price_choices import PriceChoices

UNKNOWN = "unknown"
# Of these pit gold's usual range is assumed when nobody has tested the piece.
PRECIOUS = frozenset({"gold", "silver", "platinum", "palladium"})
# Where it is sold, as it stands on a button.
_STEPS = {"": "", "p": "pit", "v": "village", "s": "state_buyer", "e": "export"}
_SHORT_STEPS = {step: sign for sign, step in _STEPS.items()}
_KINDS = {"k": "karat", "m": "millesimal", "p": "percent", "f": "fraction"}
_LONGEST_NUMBER = 18
_NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)
_WHOLE = Decimal(100)
_FIELDS = 8


@dataclass(frozen=True)
class Offered:
    """What is offered for a piece: `money` for all of it in `currency`, `purity` as kept ("karat:22") or "".

    `step` is where it is sold, or ""; `cut` what the law takes off in per cent, None for the country's own figure;
    `rate` is the buyer's own, money for one USD.
    """

    mineral: str
    grams: Decimal
    purity: str
    money: Decimal
    currency: str
    step: str = ""
    cut: Decimal | None = None
    rate: Decimal | None = None

    @property
    def known(self) -> Mineral:
        """The mineral itself."""
        return MINERALS[self.mineral]

    @property
    def fineness(self) -> Span | None:
        """The part of pure mineral, or both ends of it; None where nobody knows the grade."""
        if self.purity:
            kind, _, value = self.purity.partition(":")
            found = fineness_of(kind, Decimal(value))
            return Span.at(found) if found else None
        if self.known.basis == "stone":
            return Span.at(Decimal(1))
        return UNKNOWN_PURITY if self.mineral in PRECIOUS else None

    def for_each_gram(self) -> "Offered":
        """Return the same offer when the money is for one gram only."""
        return replace(self, money=round_half_up(self.money * self.grams, 2))


@dataclass(frozen=True)
class Judged:
    """An offer with the price it was held against.

    `rate` is what the money is in dollars, None when nobody knows; `per_unit` what is paid in USD for one quoted unit
    of the pure mineral in it, None when that can't be told.
    """

    offered: Offered
    price: Price | NoQuote
    rate: Rate | None
    checked: Checked
    per_unit: Decimal | None

    @property
    def bears_verdict(self) -> bool:
        """Whether price and rate are fresh enough to judge by."""
        return isinstance(self.price, Price) and self.price.bears_verdict


def judge(offered: Offered, board: Board, choices: PriceChoices, now: datetime) -> Judged:
    """Return what an offer is worth by what is believed `now`; the buyer's rate goes before the member's own."""
    chosen = (offered.rate, now) if offered.rate is not None else choices.rate_in(offered.currency)
    price = latest(board, offered.mineral, offered.currency, now=now, own_rate=chosen)
    rate = rate_of(board, offered.currency, now=now, own_rate=chosen)
    checked = check_offer(
        Offer(
            grams=offered.grams,
            fineness=offered.fineness,
            pure_per_gram=price.per_gram if isinstance(price, Price) else None,
            money=offered.money,
            money_for_g=offered.grams,
            is_concentrate=offered.known.quoted_unit == "tonne",
        )
    )
    known = rate if isinstance(rate, Rate) else None
    return Judged(offered, price, known, checked, _per_unit(offered, known))


def _per_unit(offered: Offered, rate: Rate | None) -> Decimal | None:
    fineness = offered.fineness
    if rate is None or fineness is None or not fineness.is_known:
        return None
    with localcontext(EXACT):
        units = offered.grams * fineness.low / offered.known.quoted_grams
        return round_half_up(offered.money / rate.per_usd / units, 2)


def offered_of(answers: Answers) -> Offered | None:
    """Return the offer that the answers of the flow tell; None where they can't be one."""
    weight, money = answers.get("weight") or answers["grams"], answers["money"]
    # What is too small for a button is too small for a scale.
    grams, amount = round_half_up(Decimal(weight["grams"]), 4), Decimal(money["money"])
    purity = answers.get("purity") or answers.get("grade") or ""
    offered = Offered(
        mineral=answers["mineral"],
        grams=grams,
        purity="" if purity == UNKNOWN else purity,
        money=amount,
        currency=money["currency"] or answers.get("currency") or "USD",
        step=answers.get("step") or "",
    )
    if money["per"]:
        with localcontext(EXACT):
            parts = grams / (UNITS[money["per"]].grams or Decimal(1))
            fineness = offered.fineness
            if offered.known.basis == "oxide" and fineness:
                # By custom an oxide's price is for what of it the ore holds.
                parts *= fineness.low
            offered = replace(offered, money=round_half_up(amount * parts, 2))
    return offered if offered.grams > 0 and round_half_up(offered.money, 2) > 0 else None


def write(offered: Offered) -> str:
    """Return an offer in few signs, for a button."""
    kind, _, value = offered.purity.partition(":")
    fields = (
        offered.known.symbol or offered.mineral,
        spell(round_half_up(offered.grams, 4)),
        f"{kind[0]}{value}" if kind else "",
        spell(round_half_up(offered.money, 2)),
        offered.currency,
        _SHORT_STEPS.get(offered.step, ""),
        "" if offered.cut is None else spell(offered.cut),
        "" if offered.rate is None else spell(offered.rate),
    )
    return "/".join(fields)


def read(written: str) -> Offered | None:
    """Return the offer that stands on a button; None for anything else."""
    fields = written.split("/")
    if len(fields) != _FIELDS:
        return None
    mineral, (grams, purity, money, currency, step, cut, rate) = find_mineral(fields[0]), fields[1:]
    weight, sum_, percent, per_usd = (_number(one) for one in (grams, money, cut, rate))
    if mineral is None or currency not in CURRENCIES or step not in _STEPS or not weight or not sum_:
        return None
    if (cut and (percent is None or percent >= _WHOLE)) or (rate and not per_usd):
        return None
    kept = f"{_KINDS.get(purity[0], '')}:{purity[1:]}" if purity else ""
    if kept and not (_number(purity[1:]) and fineness_of(kept.partition(":")[0], Decimal(purity[1:]))):
        return None
    return Offered(mineral.key, weight, kept, sum_, currency, _STEPS[step], percent, per_usd)


def _number(text: str) -> Decimal | None:
    """Return a number as `write` writes it; None for anything else: what stands on a button can be made up."""
    return Decimal(text) if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) else None
