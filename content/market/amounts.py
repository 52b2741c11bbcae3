"""Reads amounts as people type them: weights, money, purities and whole offers. It asks rather than guesses."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from decimal import localcontext

from content.market.amount import DOUBTS, REFUSALS, Amount, Reading, spell
from content.market.binding import bind, starts_with_word
from content.market.choices import Choice, Question, list_choices
from content.market.currencies import CURRENCIES, RETIRED
from content.market.lexicon import Place, Word, find_words, is_misspelt, is_wordy, read_place
from content.market.lines import (
    Item,
    Line,
    Piece,
    close_purities,
    find_pieces,
    fold_halves,
    fold_ranges,
    split_prefixes,
)
from content.market.marks import find_marks
from content.market.numerals import load_numerals
from content.market.tokens import LONGEST, Token, Trap, catch_traps, cut, lay_out, split_groups
from content.market.units import UNITS

__all__ = ["DOUBTS", "EXPECTATIONS", "REFUSALS", "Amount", "Reading", "read_amount", "spell"]

EXPECTATIONS = ("mass", "money", "purity", "offer", "any")
_MOST_ITEMS = 6
_MOST_READINGS = 8
_SLOTS = ("mass", "money", "purity")


def read_amount(text: str, *, locale: str, expecting: str = "any", mineral: str | None = None) -> Reading:
    """Return how `text` is read by somebody in `locale` ("fr-CD") who was asked for `expecting`.

    `mineral` (a key of content/market/minerals, or None) decides between karats of gold and carats of a stone.
    Never raises, whatever the text.
    """
    if len(text) > LONGEST:
        return Reading("refused", reason="too_long")
    try:
        with localcontext(prec=60):
            return _read(text, read_place(locale, mineral), expecting)
    except Trap as trap:
        return Reading("refused", reason=trap.reason, suggestion=trap.suggestion)


def _read(text: str, place: Place, expecting: str) -> Reading:
    plain = lay_out(text)
    if len(plain) > LONGEST:
        raise Trap("too_long")
    words = find_words(place)
    catch_traps(text, plain, frozenset(phrase[0] for phrase, word in words.items() if word.money and len(phrase) == 1))
    tokens = cut(plain)
    spoken = {role for token in tokens for role in words.get((token.text,), Word()).roles}
    if place.mineral == "none" and len(subject := spoken & {"gold", "gem"}) == 1:
        return _read(text, replace(place, mineral=subject.pop()), expecting)
    reading = _read_tokens(tokens, text, place, expecting)
    apart = split_groups(tokens)
    if len(apart) == len(tokens) or (reading.result != "refused" and expecting not in ("offer", "any")):
        return reading
    spaced = find_marks(place.language, place.country or None).group == ""
    return _weigh(reading, _read_tokens(apart, text, place, expecting), spaced=spaced)


def _read_tokens(tokens: Sequence[Token], text: str, place: Place, expecting: str) -> Reading:
    """Read the line with words taken as they come first, and the other way round when that makes no sense."""
    words, numerals = find_words(place), load_numerals(place.language)
    parted = split_prefixes(tokens, words, numerals) if place.language == "ar" else tokens
    parted = close_purities(parted, words, numerals)
    pieces = [_look_closer(piece, text, place) for piece in find_pieces(parted, words, numerals)]
    pieces = fold_ranges(fold_halves(pieces))
    order = starts_with_word(pieces)
    first = _resolve(bind(pieces, words_first=order), place, expecting)
    if first.result != "refused":
        return first
    second = _resolve(bind(pieces, words_first=not order), place, expecting)
    return first if second.result == "refused" else second


def _weigh(whole: Reading, apart: Reading, *, spaced: bool) -> Reading:
    """Return how digits parted by spaces are read: as one number, but "3 g 22 300 000" may be 22 karat and 300,000.

    `spaced` says that thousands are parted by spaces there, so that both may be meant.
    """
    if whole.result == "refused" or apart.result == "refused":
        return whole if apart.result == "refused" else apart
    more = tuple(one for one in apart.readings or (apart.amount,) if one and one.unit and one.purity and one.money)
    seen = whole.readings or (whole.amount or Amount(),)
    if more and not spaced:
        return apart
    return Reading("ambiguous", None, (*seen, *more), "several_values") if more else whole


def _look_closer(piece: Piece, text: str, place: Place) -> Piece:
    """Take from a word what it can't mean as it is written, and mark one that is nearly a word for money or weight."""
    if piece.strange and is_misspelt(piece.text, place):
        return replace(piece, word=Word(roles=frozenset({"else"})))
    if piece.word is None or not piece.word.money:
        return piece
    money = tuple(one for one in piece.word.money if not (piece.text == one[0].lower() and is_wordy(text, one[0])))
    return replace(piece, word=replace(piece.word, money=money))


def _resolve(line: Line, place: Place, expecting: str) -> Reading:
    if fault := _find_fault(line):
        return fault
    country = place.country
    used = [currency for currency in CURRENCIES.values() if country and country in currency.countries]
    codes = tuple(currency.code for currency in sorted(used, key=lambda currency: currency.abroad))
    question = Question(place, expecting, find_marks(place.language, country or None), line.money or codes)
    named = [_named_slots(item) for item in line.items]
    choices = []
    for index, item in enumerate(line.items):
        others = frozenset(slot for other, slots in enumerate(named) if other != index for slot in slots)
        choices.append(list_choices(item, question, others=others, per=bool(line.per), first=index == 0))
    found = [one for one in _combine(choices, line.per) if expecting not in _SLOTS or _holds(one[0], expecting)]
    if expecting == "money":
        found = [(_price_of_one(amount), asks) for amount, asks in found]
    if not found:
        return Reading("refused", reason=_why_not(choices, expecting))
    return _conclude(found, line)


def _find_fault(line: Line) -> Reading | None:
    if "nothing" in line.roles:
        return Reading("refused", reason="not_a_number")
    if "minus" in line.roles and line.items:
        return Reading("refused", reason="negative")
    if line.retired:
        return Reading("refused", reason="retired_currency", suggestion=_in_new_money(line))
    if not line.items:
        return Reading("refused", reason="no_number")
    if line.lost:
        return Reading("refused", reason="unknown_word")
    return Reading("refused", reason="too_many_numbers") if len(line.items) > _MOST_ITEMS else None


def _in_new_money(line: Line) -> str | None:
    if len(line.items) != 1:
        return None
    successor, factor, _ = RETIRED[line.retired[0]]
    number = line.items[0].numbers[0]
    return f"{spell(round((number.as_group or number.value) / factor, 2))} {successor}"


def _named_slots(item: Item) -> set[str]:
    if item.k:
        return set()
    return {slot for slot, told in zip(_SLOTS, (item.units, item.money, item.purity), strict=True) if told}


def _combine(choices: Sequence[Sequence[Choice]], per: tuple[str, ...]) -> Iterator[tuple[Amount, tuple[str, ...]]]:
    """Yield every amount in which each number is one of its choices and no slot is filled twice, with what to ask."""
    ways: list[tuple[Amount, tuple[str, ...]]] = [(Amount(), ())]
    for options in choices:
        ways = [
            (joined, (*asks, choice.ask) if choice.ask else asks)
            for amount, asks in ways
            for choice in options
            if not choice.fault and (joined := _join(amount, choice.amount)) is not None
        ]
    if per and any(amount.money is not None for amount, _ in ways):
        ways = [way for way in ways if way[0].money is not None]
    for amount, asks in ways:
        if amount.money is not None and per and amount.per is None:
            yield from ((replace(amount, per=unit), asks) for unit in per)
        else:
            yield amount, asks


def _join(amount: Amount, more: Amount) -> Amount | None:
    if amount.unit and more.unit:
        return _join_masses(amount, more)
    told = {field.name: getattr(more, field.name) for field in fields(more)}
    told = {name: value for name, value in told.items() if value is not None}
    return None if any(getattr(amount, name) is not None for name in told) else replace(amount, **told)


def _join_masses(amount: Amount, more: Amount) -> Amount | None:
    """Add "200 g" to "1 kg", "8 pe" to "1 kyattha": a smaller weight behind a bigger one makes one weight."""
    bigger = UNITS[amount.unit or ""].grams
    if bigger is None or amount.grams is None or more.grams is None or more.grams >= bigger:
        return None
    grams = amount.grams + more.grams
    return replace(amount, quantity=grams, unit="gram", grams=grams)


def _price_of_one(amount: Amount) -> Amount:
    """Where a price was asked for, "280,000 for one gram" is one for a gram."""
    if amount.quantity != 1 or amount.per:
        return amount
    return replace(amount, quantity=None, unit=None, grams=None, per=amount.unit)


def _holds(amount: Amount, slot: str) -> bool:
    return {"mass": amount.quantity, "money": amount.money, "purity": amount.purity}[slot] is not None


def _why_not(choices: Sequence[Sequence[Choice]], expecting: str) -> str:
    faults = [choice.fault for options in choices for choice in options if choice.fault]
    if faults:
        return faults[0]
    if len(choices) > 1:
        return "numbers_do_not_fit"
    return f"not_{expecting}" if expecting in _SLOTS else "not_understood"


def _conclude(found: Sequence[tuple[Amount, tuple[str, ...]]], line: Line) -> Reading:
    readings = tuple(dict.fromkeys(amount for amount, _ in found))
    asks = [ask for _, reasons in found for ask in reasons]
    if len(readings) == 1 and not asks:
        return Reading("parsed", readings[0])
    if len(readings) > _MOST_READINGS:
        return Reading("refused", reason="too_many_meanings")
    if len(readings) == 1:
        rough = asks[0] == "rough_weight" and not UNITS[readings[0].unit or "gram"].converts
        said = replace(readings[0], grams=None) if rough else None
        return Reading("ambiguous", said, readings, asks[0])
    if any(len(item.numbers) > 1 for item in line.items):
        return Reading("ambiguous", None, readings, "range")
    return Reading("ambiguous", None, readings, "old_money" if "old_money" in asks else _what_differs(readings))


def _what_differs(readings: Sequence[Amount]) -> str:
    for name, reason in (("unit", "several_units"), ("currency", "several_currencies"), ("per", "several_units")):
        if len({getattr(one, name) for one in readings if getattr(one, name)}) > 1:
            return reason
    kinds = {(one.quantity is None, one.money is None, one.purity_kind) for one in readings}
    return "several_meanings" if len(kinds) > 1 else "several_values"
