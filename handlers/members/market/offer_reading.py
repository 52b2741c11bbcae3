"""A whole offer in one line or one sentence: weight and money at least, and the mineral by its name."""

from functools import cache

from content.languages import Speaker, speaker
from content.market.amounts import Amount as Read
from content.market.amounts import Reading
from content.market.minerals import MINERALS, find_mineral
from content.market.traces import may_count
from content.search.fold import fold
from handlers import figures
from handlers.members.market.offered import PRECIOUS, UNKNOWN
from handlers.quantities import (
    keep_money,
    keep_purity,
    keep_weight,
    read_line,
    replaced_money,
    show_money,
    show_purity,
    show_weight,
    weigh_first,
    with_suggestion,
)
from handlers.steps import Answers, Filled, Outcome, Taken, Unclear

# A sentence around an offer, and the fewest words in which there can be one.
_MOST_WORDS, _LEAST_WORDS = 16, 2
# A weight and a sum.
_FEWEST_NUMBERS = 2


def read_offer(text: str, answers: Answers, say: Speaker) -> Outcome | None:
    """Read a whole offer from one line: weight and money at least; None for anything less."""
    if may_count(text, say.language.code) < _FEWEST_NUMBERS:
        return None
    mineral = mineral_in(text, say) or answers.get("mineral", "gold")
    told = {**answers, "mineral": mineral}
    reading = _read_inside(text, told, say)
    found = [reading.amount] if reading.result == "parsed" and reading.amount else list(reading.readings)
    lines = [(_line(one, told, say), _fields(one, told)) for one in found if one.money is not None and one.unit]
    whole = [(label, values) for label, values in lines if label]
    if not whole or len(whole) < len(found):
        return None
    if len(whole) == 1 and reading.result == "parsed":
        return Filled(whole[0][1])
    return Unclear(whole, fills=True)


def read_part(text: str, answers: Answers, say: Speaker) -> Filled | None:
    """Read what a line tells of an offer, when it is no whole one: "3g 22k"; None when it tells no weight in grams."""
    told_of = {**answers, "mineral": mineral_in(text, say) or answers.get("mineral", "gold")}
    reading = _read_inside(text, told_of, say)
    if reading.result != "parsed" or reading.amount is None:
        return None
    fields = {name: value for name, value in _fields(reading.amount, told_of).items() if value is not None}
    return Filled(fields) if "weight" in fields else None


def why_unread(text: str, answers: Answers, say: Speaker) -> str:
    """Return why a line is no offer, and what would help."""
    reading = _read_inside(text, answers, say)
    if reading.reason == "weigh_in_grams":
        return weigh_first(say)
    unread = say("I can't read this as an offer. Answer step by step, or write it like 3g 22k 300000.")
    return replaced_money(text, say) or with_suggestion(unread, reading, say)


def _read_inside(text: str, answers: Answers, say: Speaker) -> Reading:
    """Read a text, or the longest part of a sentence that is an offer between words the reader does not know."""
    reading = read_line(text, answers, say, expecting="offer")
    words = text.split()
    if reading.reason != "unknown_word" or len(words) > _MOST_WORDS:
        return reading
    counts = [may_count(word, say.language.code) for word in words]
    for length in range(len(words) - 1, _LEAST_WORDS - 1, -1):
        for at in range(len(words) - length + 1):
            if sum(counts[at : at + length]) < _FEWEST_NUMBERS:
                continue
            part = read_line(" ".join(words[at : at + length]), answers, say, expecting="offer")
            if part.amount and part.amount.money is not None and part.amount.grams is not None:
                return part
    return reading


def _fields(amount: Read, answers: Answers) -> dict[str, object]:
    purity = keep_purity(amount)
    fields: dict[str, object] = {
        "mineral": answers["mineral"],
        "weight": keep_weight(amount),
        "money": keep_money(amount, answers),
        "step": None,
    }
    if purity:
        fields["purity" if answers["mineral"] in PRECIOUS else "grade"] = purity
    return fields


def _line(amount: Read, answers: Answers, say: Speaker) -> str:
    """Return how a line was understood; "" when it holds no weight in grams, or no money."""
    fields = _fields(amount, answers)
    return told(fields, say) if fields["weight"] and fields["money"] else ""


def told(answers: Answers, say: Speaker) -> str:
    """Return what a line told of an offer, as it was understood."""
    purity = answers.get("purity") or answers.get("grade")
    weight, money = answers.get("weight"), answers.get("money")
    parts = (
        show_weight(weight, say) if weight else "",
        show_purity(purity, say) if purity and purity != UNKNOWN else "",
        show_money(money, say) if money else "",
    )
    return " · ".join(part for part in parts if part)


def mineral_in(text: str, say: Speaker) -> str | None:
    """Return the mineral that a text names in the language it is written in."""
    words = set(fold(text).split())
    if named := next((key for key in MINERALS if not words.isdisjoint((key, f"{key}s"))), None):
        return named
    return next((key for name, key in _mineral_names(say.language.code) if name in words), None)


@cache
def _mineral_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return the names of one word with what they mean, gold last: its name in French is a word of many sentences."""
    named = [(fold(speaker(language)(name)), key) for key, name in figures.MINERAL_NAMES.items()]
    return tuple(pair for pair in reversed(named) if " " not in pair[0])


def read_mineral(text: str, answers: Answers, say: Speaker) -> Outcome | None:
    """Read a mineral's name or symbol, or the whole offer."""
    known = find_mineral(text)
    if outcome := read_offer(text, answers, say):
        return outcome
    key = known.key if known else mineral_in(text, say)
    return read_part(text, answers, say) or (Taken(key) if key else None)
