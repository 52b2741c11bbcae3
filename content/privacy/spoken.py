"""Reads digits that are said in words, in seven languages and mixed with figures: "zero seven double five".

Words and figures that are written onto each other ("o7seven1") are taken apart first; hundreds ("mia mbili kumi") are
read only where a number has begun as a telephone's does, for they say an amount otherwise.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.privacy.plain import Token
from content.search.fold import fold

_FILE = Path(__file__).with_name("digits.toml")
_FEWEST_SAID, _FEWEST_MIXED, _MIXED = 3, 1, 9  # number words; fewer do in a row of so many digits
_LONGEST_FIGURE = 4  # figures that stand together among number words
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_LIKE_DIGITS = {"o": "0", "i": "1", "l": "1"}  # letters that stand for a digit beside one


@dataclass(frozen=True)
class Spoken:
    """Digits said in a row: which, from which token to which (the last one included), how many were words."""

    digits: str
    first: int
    last: int
    said: int


@dataclass(frozen=True)
class _Digits:
    said: Mapping[str, str]
    tens: Mapping[str, int]
    times: Mapping[str, int]
    between: frozenset[str]
    letters: frozenset[str]
    amount: frozenset[str]
    hundred: frozenset[str]
    hundreds: Mapping[str, int]


@lru_cache(maxsize=1)
def _digits() -> _Digits:
    table = read_toml(_FILE)

    def by_word(name: str) -> dict[str, str]:
        return {fold(word): value for value, words in table[name].items() for word in words.split()}

    also = {name: frozenset(map(fold, words.split())) for name, words in table["also"].items()}
    tens, times = by_word("tens"), by_word("times")
    return _Digits(
        by_word("said"),
        {word: int(value) for word, value in tens.items()},
        {word: int(value) for word, value in times.items()},
        also["between"],
        also["letters"],
        also["amount"],
        also["hundred"],
        {word: int(value) for word, value in by_word("hundreds").items()},
    )


def _taken_apart(tokens: Sequence[Token]) -> tuple[list[Token], list[int]]:
    """Return `tokens`, those of figures and number words written together split, and of which token each is a part."""
    parts: list[Token] = []
    owners: list[int] = []
    for at, token in enumerate(tokens):
        for part in _parts(token):
            parts.append(part)
            owners.append(at)
    return parts, owners


def _parts(token: Token) -> list[Token]:
    word = token.folded
    if word.isalpha() or word.isdigit():
        return [token]
    lists = _digits()
    said = [_LIKE_DIGITS.get(part, part) for part in _PARTS.findall(word)]
    if not all(part.isdigit() or part in lists.said or part in lists.tens for part in said):
        return [token]
    return [Token(token.typed, part, token.start, token.end) for part in re.findall(r"\d+|\D+", "".join(said))]


def says_number(word: str) -> bool:
    """Tell whether a folded word is a number, in figures or as a digit or a ten is said."""
    lists = _digits()
    return word.isdigit() or word in lists.said or word in lists.tens


def spoken_digits(tokens: Sequence[Token]) -> Iterator[Spoken]:
    """Yield each row of digits of which at least three were words; amounts ("two thousand") are none."""
    parts, owners = _taken_apart(tokens)
    at = 0
    while at < len(parts):
        found, at = _row(parts, at)
        if found and found.said >= (_FEWEST_MIXED if _is_dialled(found.digits) else _FEWEST_SAID):
            yield replace(found, first=owners[found.first], last=owners[found.last])


def _is_dialled(digits: str) -> bool:
    return len(digits) >= _MIXED and digits.startswith("0")


def _row(tokens: Sequence[Token], start: int) -> tuple[Spoken | None, int]:
    """Return the row that begins at `start`, if any, and where to go on."""
    lists = _digits()
    digits, said, last, at, times = "", 0, start, start, 1
    while at < len(tokens):
        word = tokens[at].folded
        if word in lists.hundred or word in lists.hundreds:
            value, used = _hundreds(tokens, at, lists) if digits.startswith("0") else ("", 1)
            if not value:
                return None, at + 1
            digits, said, last, at = digits + value, said + 1, at + used - 1, at + used
            continue
        if word in lists.amount:
            return None, at + 1
        value, used = _value(tokens, at, lists, inside=bool(digits))
        if value:
            digits, times = digits + value * times, 1
            said += 0 if word.isdigit() or word in lists.letters else 1
            last, at = at + used - 1, at + used
        elif word in lists.times and (digits or _is_number(tokens, at + 1, lists)):
            times, at, said = lists.times[word], at + 1, said + 1
        elif digits and word in lists.between and _is_number(tokens, at + 1, lists):
            at += 1
        else:
            break
    return (Spoken(digits, start, last, said), at) if digits else (None, at + 1)


def _is_number(tokens: Sequence[Token], at: int, lists: _Digits) -> bool:
    return at < len(tokens) and bool(_value(tokens, at, lists, inside=True)[0] or tokens[at].folded in lists.times)


def _value(tokens: Sequence[Token], at: int, lists: _Digits, *, inside: bool) -> tuple[str, int]:
    """Return the digits that the token at `at`, with the next one if they belong together, stands for."""
    word = tokens[at].folded
    if word.isdigit():
        return (word, 1) if len(word) <= _LONGEST_FIGURE else ("", 1)
    if inside and word in lists.letters:
        return "0", 1
    if word in lists.said:
        return lists.said[word], 1
    if word not in lists.tens:
        return "", 1
    return _tens(tokens, at, lists)


def _tens(tokens: Sequence[Token], at: int, lists: _Digits) -> tuple[str, int]:
    """Read "trente-quatre", "soixante-dix-huit", "twenty five", "treinta y cinco", "ishirini na tano"."""
    total, used = lists.tens[tokens[at].folded], 1
    joins = used
    while at + joins < len(tokens):
        word = tokens[at + joins].folded
        if word in lists.between and joins == used and total >= 20:
            joins += 1
            continue
        more = lists.tens.get(word) or (int(lists.said[word]) if word in lists.said else 0)
        if not more or more >= 20 or total % 10 or total < 20 or (more >= 10 and total not in (60, 80)):
            break
        total, used = total + more, joins + 1
        joins = used
        if more != 10:
            break
    return str(total), used


def _hundreds(tokens: Sequence[Token], at: int, lists: _Digits) -> tuple[str, int]:
    """Read "mia mbili kumi na moja", "dua ratus", "doscientos doce" within a telephone number."""
    word, used = tokens[at].folded, 1
    total = lists.hundreds.get(word, 0) * 100
    if not total:
        value, used = _value(tokens, at + 1, lists, inside=True) if at + 1 < len(tokens) else ("", 1)
        if len(value) != 1 or value == "0":
            return "", 1
        total, used = int(value) * 100, used + 1
    beyond = at + used + (at + used < len(tokens) and tokens[at + used].folded in lists.between)
    if beyond < len(tokens) and not tokens[beyond].folded.isdigit():
        value, more = _value(tokens, beyond, lists, inside=True)
        if value and len(value) == 2:
            return str(total + int(value)), beyond + more - at
    return str(total), used
