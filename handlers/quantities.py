"""Weights, money and purities as answers of a flow: how they are read, asked again and kept. Numbers kept are strings.

A flow that uses them has the answers "country" (two letters, or ""), "usual" (a currency, or "") and "mineral".
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from content.languages import Speaker, sentence
from content.market.amounts import Amount, Reading, read_amount, spell
from content.market.currencies import CURRENCIES, RETIRED
from content.market.minerals import MINERALS
from content.market.units import UNITS
from handlers import figures
from handlers.steps import Answers, Choice, Option, Outcome, Refused, Taken, Unclear

Kept = Mapping[str, Any]
# What a bare number means where a weight is asked for, by what the mineral is sold by.
_BULK = frozenset({"copper", "tin", "zinc", "lead", "nickel", "cobalt", "tungsten", "coltan"})
LONGEST_LINE = 300
MOST_CURRENCIES = 6


def usual_unit(mineral: str) -> str:
    """Return the unit in which a mineral is weighed where it is dug."""
    if mineral in _BULK:
        return "kilogram"
    return "carat" if MINERALS[mineral].basis == "stone" else "gram"


def read_line(text: str, answers: Answers, say: Speaker, *, expecting: str) -> Reading:
    """Return how someone who speaks this language, in their country if it is known, means a text."""
    country = answers.get("country") or ""
    locale = f"{say.language.code}-{country}" if country else say.language.code
    return read_amount(text[:LONGEST_LINE], locale=locale, expecting=expecting, mineral=answers.get("mineral", "gold"))


def keep_weight(amount: Amount) -> Kept | None:
    """Return a weight as it is kept, {"quantity", "unit", "grams"}; None when the amount has none."""
    if amount.quantity is None or amount.unit is None or amount.grams is None:
        return None
    return {"quantity": spell(amount.quantity), "unit": amount.unit, "grams": spell(amount.grams)}


def keep_money(amount: Amount, answers: Answers) -> Kept | None:
    """Return money as it is kept, {"money", "currency", "per"}: in the usual currency when none was said."""
    if amount.money is None:
        return None
    return {
        "money": spell(amount.money),
        "currency": amount.currency or answers.get("usual") or None,
        "per": amount.per,
    }


def keep_purity(amount: Amount) -> str | None:
    """Return a purity as it is kept, "karat:22"; None when the amount has none."""
    return f"{amount.purity_kind}:{spell(amount.purity)}" if amount.purity_kind and amount.purity else None


def show_weight(kept: Any, say: Speaker) -> str:
    """Return a kept weight as it is said."""
    return figures.weight(say, Decimal(kept["quantity"]), kept["unit"])


def show_money(kept: Any, say: Speaker) -> str:
    """Return kept money as it is said."""
    amount, currency = Decimal(kept["money"]), kept["currency"]
    said = figures.money(say, amount, currency) if currency else say.number(amount)
    if kept["per"]:
        return say("{money} for each {unit}", money=said, unit=figures.unit_name(kept["per"]))
    return said


def show_purity(kept: Any, say: Speaker) -> str:
    """Return a kept purity as it is said."""
    kind, _, value = kept.partition(":")
    return figures.purity(say, kind, Decimal(value))


def read_weight(text: str, answers: Answers, say: Speaker) -> Outcome:
    """Read a weight; a bare number is in the usual unit, and a weight nobody can be sure of is asked about."""
    reading = read_line(text, answers, say, expecting="mass")
    mineral = answers.get("mineral", "gold")
    if reading.reason == "unit_unsaid" and len(reading.readings) == 1:
        return _in_usual_unit(reading.readings[0].quantity or Decimal(0), mineral)
    if reading.reason == "rough_weight":
        sure = say("⚖️ No, in grams")
        return Unclear([*_labelled(reading, keep_weight, _about, say), (sure, None)])
    if reading.reason == "weigh_in_grams":
        return Refused(weigh_first(say))
    return _outcome(
        reading,
        keep_weight,
        show_weight,
        say,
        say("I can't read this as a weight. Write it like 3.5 g or half a gram."),
    )


def _in_usual_unit(quantity: Decimal, mineral: str) -> Taken:
    unit = UNITS[usual_unit(mineral)]
    return Taken({"quantity": spell(quantity), "unit": unit.key, "grams": spell(quantity * (unit.grams or 1))})


def _about(kept: Any, say: Speaker) -> str:
    grams = figures.weight(say, Decimal(kept["grams"]))
    return say("{weight} = {grams}?", weight=show_weight(kept, say), grams=grams)


def weigh_first(say: Speaker) -> str:
    """Return what to do with a weight that can't be told in grams."""
    return say("Nobody can say for sure what this weighs. Please weigh it on a scale in grams and write the grams.")


def replaced_money(text: str, say: Speaker) -> str:
    """Return what came after a money that is no more, when the text names one by its code; "" when it does not."""
    gone = next((RETIRED[word] for word in text.upper().split() if word in RETIRED), None)
    if gone is None:
        return ""
    return say("This money is no more: {code} came after it. Please choose again.", code=gone.successor)


def read_money(text: str, answers: Answers, say: Speaker) -> Outcome:
    """Read money, for all of it or for each of a unit."""
    reading = read_line(text, answers, say, expecting="money")
    return _outcome(
        reading,
        lambda amount: keep_money(amount, answers),
        show_money,
        say,
        replaced_money(text, say) or say("I can't read this as money. Write it like 300000, or 100000 per gram."),
    )


def read_purity(text: str, answers: Answers, say: Speaker) -> Outcome:
    """Read a purity: karat, per mille or per cent."""
    reading = read_line(text, answers, say, expecting="purity")
    return _outcome(
        reading, keep_purity, show_purity, say, say("I can't read this as a purity. Write it like 22k, 916 or 91.6 %.")
    )


def read_rate(text: str, answers: Answers, say: Speaker) -> Outcome:
    """Read how much of a currency one dollar is; kept as a plain number."""
    outcome = read_money(text, answers, say)
    if isinstance(outcome, Taken):
        return Taken(outcome.value["money"])
    if isinstance(outcome, Unclear):
        return Unclear([(label, kept["money"]) for label, kept in outcome.readings])
    return outcome


def read_percent(text: str, answers: Answers, say: Speaker) -> Outcome:
    """Read per cent below a hundred; a bare number is one."""
    reading = read_line(text.rstrip("% ") + " %", answers, say, expecting="purity")
    amount = reading.amount
    if reading.result == "parsed" and amount and amount.purity_kind == "percent" and amount.purity is not None:
        return Taken(str(amount.purity))
    return Refused(say("I can't read this as per cent. Write it like 7.5."))


def show_percent(kept: str, say: Speaker) -> str:
    """Return per cent as they are said."""
    return figures.percent(say, Decimal(kept))


def currencies(say: Speaker, answers: Answers) -> list[Option]:
    """Return the currencies of the country, or the likeliest of the language, and the dollar."""
    country = answers.get("country")
    countries = [country] if country else list(say.language.countries)
    codes = [code for place in countries for code, one in CURRENCIES.items() if place in one.countries]
    kept = answers.get("currency")
    wanted = dict.fromkeys((*([kept] if kept else []), *codes))
    return [Option(code, code) for code in dict.fromkeys((*list(wanted)[: MOST_CURRENCIES - 1], "USD"))]


def typed_currency(text: str, _answers: Answers, _say: Speaker) -> Outcome | None:
    """Read a currency's code that was typed."""
    code = text.strip().upper()
    return Taken(code) if code in CURRENCIES else None


def currency_step(when: Callable[[Answers], bool]) -> Choice:
    """Return the step that asks for the money of a sum that was told without it."""
    return Choice(
        name="currency",
        question=sentence("Which money is that? Press it, or write its three letters."),
        label=sentence("Money"),
        options=currencies,
        shortcut=typed_currency,
        when=when,
    )


def _outcome(
    reading: Reading,
    keep: Callable[[Amount], Any],
    show: Callable[[Any, Speaker], str],
    say: Speaker,
    refusal: str,
) -> Outcome:
    kept = keep(reading.amount) if reading.amount else None
    if reading.result == "parsed" and kept:
        return Taken(kept)
    if reading.result == "ambiguous" and (readings := _labelled(reading, keep, show, say)):
        return Unclear(readings)
    return Refused(with_suggestion(refusal, reading, say))


def with_suggestion(refusal: str, reading: Reading, say: Speaker) -> str:
    """Return a refusal with what may have been meant, if anything."""
    if not reading.suggestion:
        return refusal
    return refusal + "\n" + say("Did you mean {suggestion}? Then write it so.", suggestion=reading.suggestion)


def _labelled(
    reading: Reading,
    keep: Callable[[Amount], Any],
    show: Callable[[Any, Speaker], str],
    say: Speaker,
) -> list[tuple[str, Any]]:
    kept = [one for amount in reading.readings if (one := keep(amount))]
    return [(show(one, say), one) for one in kept]
