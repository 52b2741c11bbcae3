"""What to ask the buyer next after an offer check, and which cards to read first. It accuses nobody of anything."""

from collections.abc import Collection
from dataclasses import dataclass

from content.languages import sentence
from content.market.offers import Checked

ASKED_AT_ONCE = 3
# What is in doubt after a check; `doubts_of` finds them.
DOUBTS = ("unit", "purity", "rate", "low", "high", "small_lot", "ore", "stone")


@dataclass(frozen=True)
class Question:
    """A question to the buyer, for any of the doubts in `when`; an empty `when` fits always."""

    key: str
    text: str
    when: frozenset[str] = frozenset()

    def fits(self, doubts: Collection[str]) -> bool:
        """Whether it is worth asking with these doubts."""
        return not self.when or not self.when.isdisjoint(doubts)


# In the order in which they are asked; those that fit always fill up what is left of the three.
QUESTIONS = (
    Question("grams", sentence("How many grams is it on your scale, with the zero shown first?"), frozenset({"unit"})),
    Question("stone", sentence("How many carats is it, and may I see it weighed and sorted?"), frozenset({"stone"})),
    Question("grade", sentence("Which grade did your test show, and may I have the paper?"), frozenset({"ore"})),
    Question("purity", sentence("How pure do you say it is, and how did you test it?"), frozenset({"purity", "high"})),
    Question("rate", sentence("Which exchange rate for the dollar do you use?"), frozenset({"rate"})),
    Question("deductions", sentence("What do you take off, and what for?"), frozenset({"low"})),
    Question("more", sentence("What do you pay a gram if I bring 10 g or more at once?"), frozenset({"small_lot"})),
    Question("pure_price", sentence("What do you pay today for a gram of pure metal?"), frozenset({"low", "purity"})),
    Question("receipt", sentence("Will you give me a receipt with grams, purity, price and your licence number?")),
    Question("whole_sum", sentence("Do you pay the whole sum today, in cash or by phone?")),
    Question("loss", sentence("May I weigh it before and after melting?")),
)
# The cards by what is in doubt: weigh and test first, then sell.
_CARDS = (
    ("mkt-weigh", frozenset({"unit", "low", "high", "ore"})),
    ("mkt-purity", frozenset({"purity", "low", "high"})),
    ("mkt-gemstones", frozenset({"stone"})),
    ("mkt-3t-itsci", frozenset({"ore"})),
    ("mkt-how-price-made", frozenset({"rate"})),
    ("mkt-tricks", frozenset({"low"})),
    ("mkt-selling-steps", frozenset(DOUBTS)),
)


def doubts_of(
    checked: Checked, *, is_unit_sure: bool = True, is_rate_official: bool = False, is_stone: bool = False
) -> frozenset[str]:
    """Return what is in doubt after a check, of DOUBTS.

    `is_unit_sure`: it was given in grams or an exact unit. `is_rate_official`: no rate of the buyer's or the market's.
    """
    is_ore = not is_stone and checked.verdict in ("concentrate_share_only", "no_public_price")
    found = {
        "unit": checked.grams is None or not is_unit_sure,
        "purity": not is_ore and not is_stone and (checked.fineness is None or not checked.fineness.is_known),
        "rate": is_rate_official,
        "low": checked.is_low,
        "high": checked.verdict in ("above_world_check", "check_units_high"),
        "small_lot": checked.is_small_lot and not is_stone,
        "ore": is_ore,
        "stone": is_stone,
    }
    return frozenset(doubt for doubt, is_there in found.items() if is_there)


def next_questions(doubts: Collection[str]) -> tuple[Question, ...]:
    """Return the three questions to put to the buyer next, the weightiest first."""
    return tuple(question for question in QUESTIONS if question.fits(doubts))[:ASKED_AT_ONCE]


def cards_for(doubts: Collection[str]) -> tuple[str, ...]:
    """Return up to three cards to read before selling; how to sell step by step when nothing is in doubt."""
    found = tuple(card for card, when in _CARDS if not when.isdisjoint(doubts))
    return found[:ASKED_AT_ONCE] or ("mkt-selling-steps",)
