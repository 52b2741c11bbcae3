"""What is asked about an offer, step by step; a whole line answers several steps at once."""

from decimal import Decimal

from content.languages import Speaker, sentence
from content.market.deductions import find_deductions, load_deductions
from content.market.minerals import MINERALS
from handlers import figures
from handlers.members.market.offer_reading import read_mineral, read_offer
from handlers.members.market.offered import PRECIOUS, UNKNOWN
from handlers.quantities import (
    currency_step,
    read_money,
    read_percent,
    read_purity,
    read_rate,
    read_weight,
    show_money,
    show_percent,
    show_purity,
    show_weight,
)
from handlers.steps import Amount, Answers, Choice, Option, Outcome, Refused, Taken

DEDUCTIONS = load_deductions()
# The minerals with a button; the others are typed.
_SHOWN = ("gold", "silver", "copper", "tin", "coltan", "tungsten", "cobalt", "diamond", "gemstone")
_SIGNS = {"diamond": "💎", "gemstone": "💎", "gold": "🟡", "silver": "⚪", "copper": "🟤"}
_USUAL_PURITIES = {
    "gold": ("karat:22", "karat:21", "karat:18", "karat:24"),
    "silver": ("millesimal:925", "millesimal:800"),
}
STEPS = {
    "pit": sentence("⛏ At the pit"),
    "village": sentence("🏘 Village or town"),
    "state_buyer": sentence("🏛 State buyer"),
    "export": sentence("✈️ Exporter"),
}
BUYERS = {
    "refinery": sentence("sold to a refinery"),
    "central_bank": sentence("sold to the central bank"),
    "state_buyer": sentence("sold to the state buyer"),
    "exporter": sentence("paid on leaving the country"),
}


def _minerals(say: Speaker, answers: Answers) -> list[Option]:
    others = [answers["mineral"]] if answers.get("mineral") not in (None, *_SHOWN) else []
    return [Option(key, f"{_SIGNS.get(key, '🪨')} {say(figures.MINERAL_NAMES[key])}") for key in (*_SHOWN, *others)]


def _purities(say: Speaker, answers: Answers) -> list[Option]:
    usual = _USUAL_PURITIES.get(answers.get("mineral", ""), ("millesimal:999", "millesimal:950"))
    kept = answers.get("purity")
    others = (kept,) if kept and kept not in (*usual, UNKNOWN) else ()
    return [
        *(Option(key, show_purity(key, say)) for key in (*usual, *others)),
        Option(UNKNOWN, say("🤷 I don't know")),
    ]


def _typed_purity(text: str, answers: Answers, say: Speaker) -> Outcome | None:
    outcome = read_purity(text, answers, say)
    # Words without a figure may be one of the buttons' own.
    is_word = not any(sign.isdigit() for sign in text)
    return None if isinstance(outcome, Refused) and is_word else outcome


def _ask_money(say: Speaker, answers: Answers) -> str:
    if MINERALS[answers["mineral"]].basis == "oxide":
        return say(
            "How much does the buyer pay for all of it? For a price by what it holds, write it like 40 USD per lb."
        )
    return say("How much does the buyer pay for all of it? For the price of one gram, write it like 100000 per gram.")


def _ask_weight(say: Speaker, answers: Answers) -> str:
    unit = {"diamond": "carat", "gemstone": "carat"}.get(answers["mineral"])
    if unit:
        return say("How many carats is it? One carat is 0.2 g.")
    if answers["mineral"] in PRECIOUS:
        return say("How many grams is it? Or write the whole offer in one line: 3g 22k 300000.")
    return say("How many kilograms is it, dry?")


def _ask_rate(say: Speaker, answers: Answers) -> str:
    return say(
        "How many {currency} does the buyer count for one US dollar? Ask him.",
        currency=answers["offered"].split("/")[4],
    )


def _cuts(say: Speaker, answers: Answers) -> list[Option]:
    found = find_deductions(DEDUCTIONS, mineral=answers["mineral"], country=answers.get("country") or None)
    known = dict.fromkeys(one.percent for one in found if one.percent)
    return [
        *(Option(str(percent), figures.percent(say, percent)) for percent in known),
        Option("0", say("🚫 Take nothing off")),
        Option("other", say("✏️ Another figure")),
    ]


def _is_new(answers: Answers) -> bool:
    return "again" not in answers


def _has_grade(answers: Answers) -> bool:
    mineral = answers.get("mineral")
    return mineral is not None and mineral not in PRECIOUS and MINERALS[mineral].basis != "stone"


def _read_grade(text: str, answers: Answers, say: Speaker) -> Outcome:
    outcome = read_percent(text, answers, say)
    return Taken(f"percent:{outcome.value}") if isinstance(outcome, Taken) else outcome


OFFER_STEPS = (
    Choice(
        name="mineral",
        question=sentence(
            "⚖️ What are you selling? Press it, or write the whole offer in one line: 3g 22k 300000. I tell you which "
            "part of the world price it is."
        ),
        label=sentence("Mineral"),
        options=_minerals,
        shortcut=read_mineral,
        when=_is_new,
    ),
    Amount(
        name="weight",
        question=_ask_weight,
        label=sentence("Weight"),
        read=read_weight,
        show=show_weight,
        shortcut=read_offer,
        when=_is_new,
    ),
    Amount(
        name="grams",
        question=sentence("Please weigh it on a scale. How many grams is it?"),
        label=sentence("Weight"),
        read=read_weight,
        show=show_weight,
        when=lambda answers: _is_new(answers) and "weight" in answers and answers["weight"] is None,
    ),
    Choice(
        name="purity",
        question=sentence("How pure is it? Press, or write it like 22k, 916 or 91.6 %."),
        label=sentence("Purity"),
        options=_purities,
        shortcut=_typed_purity,
        when=lambda answers: _is_new(answers) and answers.get("mineral") in PRECIOUS,
    ),
    Amount(
        name="grade",
        question=sentence("Which grade did the test show, in per cent? Without a test press Skip."),
        label=sentence("Grade"),
        read=_read_grade,
        show=show_purity,
        optional=True,
        when=lambda answers: _is_new(answers) and _has_grade(answers),
    ),
    Amount(
        name="money",
        question=_ask_money,
        label=sentence("Money"),
        read=read_money,
        show=show_money,
        shortcut=read_offer,
        when=_is_new,
    ),
    currency_step(lambda answers: _is_new(answers) and bool(answers.get("money")) and not answers["money"]["currency"]),
    Choice(
        name="step",
        question=sentence("Where is this offered to you?"),
        label=sentence("Where"),
        options=[Option(key, label) for key, label in STEPS.items()],
        optional=True,
        when=lambda answers: answers.get("again", "step") == "step",
    ),
    Amount(
        name="rate",
        question=_ask_rate,
        read=read_rate,
        show=lambda kept, say: say.number(Decimal(kept)),
        when=lambda answers: answers.get("again") == "rate",
    ),
    Choice(
        name="cut",
        question=sentence("How much do taxes and fees take off the price by law where you are?"),
        options=_cuts,
        when=lambda answers: answers.get("again") == "cut",
    ),
    Amount(
        name="other_cut",
        question=sentence("How many per cent are taken off?"),
        read=read_percent,
        show=show_percent,
        when=lambda answers: answers.get("again") == "cut" and answers.get("cut") == "other",
    ),
)
