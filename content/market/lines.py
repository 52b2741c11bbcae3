"""Puts a typed line together: which word belongs to which number. What an amount may be worth is not decided here."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from content.market.counting import read_number
from content.market.lexicon import Phrase, Word
from content.market.numerals import PAIRS, PREFIXES, Number, Numerals
from content.market.tokens import Token

_LONGEST_PHRASE = 4
# Two numbers are a range without a word that says so only when they are this near to each other.
_NEAR = Decimal(5)


@dataclass(frozen=True)
class Piece:
    """A number with all it may be (`numbers`, more than one for a range), or a word; an unknown word has neither.

    A number is `spelled` when it has no digits: then a misspelt word beside it may be a part of it.
    """

    numbers: tuple[Number, ...] = ()
    word: Word | None = None
    text: str = ""
    spelled: bool = False

    @property
    def strange(self) -> bool:
        """Whether nobody knows what it is."""
        return bool(self.text) and self.word is None and not self.numbers

    @property
    def names(self) -> bool:
        """Whether it is a word for a weight, money or purity, or the letter k."""
        return bool(self.word and (self.word.units or self.word.money or self.word.purity or "k" in self.word.roles))

    def plays(self, *roles: str) -> bool:
        """Whether it is a small word with one of `roles`."""
        return bool(self.word and self.word.roles.intersection(roles))


@dataclass(frozen=True)
class Item:
    """A number and what stands with it; `unknown` when a word beside it is not known that may be its own."""

    numbers: tuple[Number, ...]
    units: tuple[str, ...] = ()
    money: tuple[tuple[str, Decimal], ...] = ()
    purity: str = ""
    k: bool = False
    unknown: bool = False


@dataclass(frozen=True)
class Line:
    """All items of a text in order, and what is said of them all.

    `per` are the units that its price may be for, `retired` codes of money that is no more, `money` the codes that a
    word apart from every number names, `roles` those of the small words; `lost` when the price is for one of something
    that nobody knows.
    """

    items: tuple[Item, ...]
    per: tuple[str, ...]
    retired: tuple[str, ...]
    money: tuple[str, ...]
    roles: frozenset[str]
    lost: bool


def split_prefixes(tokens: Sequence[Token], words: Mapping[Phrase, Word], numerals: Numerals) -> list[Token]:
    """Return Arabic tokens with "and", "the", "for" parted from words that are known without them."""

    def known(text: str) -> bool:
        return (text,) in words or numerals.knows(text)

    parted: list[Token] = []
    for token in tokens:
        parts = [] if known(token.text) else [p for p in PREFIXES if token.text.startswith(p)]
        prefix = next((p for p in parts if known(_single(token.text[len(p) :], known))), None)
        if prefix is not None:
            parted.append(Token(PREFIXES[prefix], "word", token.glued))
            token = Token(token.text[len(prefix) :], "word", glued=True)
        single = token.text if known(token.text) else _single(token.text, known)
        if single != token.text:
            parted.append(Token("2", "number", glued=False))
        parted.append(replace(token, text=single))
    return parted


def close_purities(tokens: Sequence[Token], words: Mapping[Phrase, Word], numerals: Numerals) -> list[Token]:
    """Return tokens with a stop between a purity in digits and a scale: "عيار ٢١ مليون" is 21 karat and a million."""
    closed: list[Token] = []
    for token in tokens:
        led = len(closed) > 1 and words.get((closed[-2].text,), Word()).purity
        free = len(closed) < 3 or closed[-3].kind != "number"
        if led and free and closed[-1].kind == "number" and numerals.knows(token.text):
            closed.append(Token(";", "sign", glued=False))
        closed.append(token)
    return closed


def _single(text: str, known: Callable[[str], bool]) -> str:
    pair = text.endswith(PAIRS) and not known(text) and known(text[:-2])
    return text[:-2] if pair else text


def find_pieces(tokens: Sequence[Token], words: Mapping[Phrase, Word], numerals: Numerals) -> list[Piece]:
    """Return the numbers, known and unknown words of a line; words that say nothing are left out."""
    pieces: list[Piece] = []
    place = 0
    while place < len(tokens):
        length, word = _longest(tokens, place, words)
        number = read_number(tokens, place, numerals)
        if number is not None and number.end - place >= length:
            spelled = all(token.kind == "word" for token in tokens[place : number.end])
            pieces.append(Piece(numbers=(number,), spelled=spelled))
            place = number.end
            continue
        text = tokens[place].text
        if word is None and text in numerals.joins:
            word = Word(roles=frozenset({"join", "filler"}))
        elif word is not None and text in numerals.joins and length == 1:
            word = replace(word, roles=word.roles | {"join"})
        if word is not None or tokens[place].kind == "word" or unicodedata.category(text) == "Sc":
            pieces.append(Piece(word=word, text=text))
        place += max(length, 1)
    return _without_filler(pieces)


def _longest(tokens: Sequence[Token], place: int, words: Mapping[Phrase, Word]) -> tuple[int, Word | None]:
    for length in range(min(_LONGEST_PHRASE, len(tokens) - place), 0, -1):
        phrase = tokens[place : place + length]
        # "A$" is a dollar, "a $95" is not.
        apart = len(phrase) > 1 and len(phrase[0].text) == 1 and phrase[1].text == "$" and not phrase[1].glued
        word = None if apart else words.get(tuple(token.text for token in phrase))
        if word is not None:
            return length, word
    return 0, None


def _without_filler(pieces: list[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for place, piece in enumerate(pieces):
        before = kept[-1] if kept else Piece()
        after = pieces[place + 1] if place + 1 < len(pieces) else Piece()
        article = piece.plays("the") and not piece.names
        if article and (
            (before.numbers and before.numbers[0].part) or (after.numbers and not piece.plays("for", "to"))
        ):
            continue
        if piece.plays("filler") and not piece.plays("nothing", "minus"):
            needed = (
                (piece.plays("to") and before.numbers and after.numbers)
                or (piece.plays("join") and after.numbers and after.numbers[0].part)
                or (piece.plays("between") and after.numbers)
                or (piece.names and before.numbers)
            )
            if not needed:
                continue
        kept.append(piece)
    return kept


def fold_halves(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with "and a half" after a unit added to the number before it, or to an unsaid one."""
    folded: list[Piece] = []
    for place, piece in enumerate(pieces):
        after, next_one = (pieces[one] if one < len(pieces) else Piece() for one in (place + 1, place + 2))
        own = after.word is not None and (after.word.units or after.word.money) and not next_one.numbers
        half = piece.numbers and piece.numbers[0].part and not own
        joined = folded and folded[-1].plays("join")
        noun = folded[-2] if joined and len(folded) > 1 else folded[-1] if folded and not joined else Piece()
        if half and noun.names:
            cut = 2 if joined else 1
            number = folded[-cut - 1] if len(folded) > cut and folded[-cut - 1].numbers else None
            if number is not None or joined:
                whole = number.numbers[0] if number else replace(piece.numbers[0], value=Decimal(1), part=False)
                total = replace(whole, value=whole.value + piece.numbers[0].value, as_group=None, part=False)
                folded[len(folded) - cut - (1 if number else 0) :] = [Piece(numbers=(total,)), noun]
                continue
        folded.append(piece)
    return folded


def fold_ranges(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with both ends of "2-3", "de 2 a 3", "2 g - 3 g" in one number that can be either."""
    folded = [piece for piece in pieces if not piece.plays("between") or piece.names]
    between = len(folded) < len(pieces)
    place = 0
    while place + 2 < len(folded):
        low, sign, high = folded[place : place + 3]
        if (
            low.names
            and place
            and sign.plays("range", "to")
            and high.numbers
            and folded[place + 3 : place + 4] == [low]
        ):
            folded[place - 1 : place + 3] = [Piece(numbers=(*folded[place - 1].numbers, *high.numbers))]
        elif low.numbers and high.numbers and (sign.plays("range") or sign.plays("to")):
            ends = _ends(low.numbers[0], high.numbers[0])
            weak = not sign.plays("range") and not between
            led = any(one.numbers for one in folded[:place]) and sign.plays("for")
            owned = led or (place > 0 and folded[place - 1].names)
            if not (weak and (owned or ends[1].value > ends[0].value * _NEAR)):
                folded[place : place + 3] = [Piece(numbers=ends)]
        place += 1
    return folded


def _ends(low: Number, high: Number) -> tuple[Number, Number]:
    """Give both ends the scale that is said once: "300-350 mil", "laki mbili hadi tatu"."""
    if low.factor == 1 and low.value < high.value / high.factor:
        low = replace(low, value=low.value * high.factor, as_group=None if high.factor > 1 else low.as_group)
    elif high.factor == 1 and low.value / low.factor < high.value < low.value:
        high = replace(high, value=high.value * low.factor, as_group=None)
    return low, high
