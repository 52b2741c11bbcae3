"""Cuts a typed amount into numbers, words and signs, and catches what only looks like a number."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from content.search.fold import fold

# Nobody needs more for an amount; what is longer is a story.
LONGEST = 300
_DASHES = dict.fromkeys(map(ord, "−–—‐‑‒﹣－"), "-")
_MARKS = {ord("،"): ",", ord("·"): "٫", ord("⁄"): "/", ord("⁒"): "%"}
_NUMBER = re.compile(r"\d+(?:[.,'٫٬]\d+)*|(?<![^\s(])[.,٫]\d+")
_GROUP, _FIRST, _LAST = re.compile(r"\d{3}"), re.compile(r"[1-9]\d{0,2}"), re.compile(r"\d{3}(?:[.,٫]\d{1,2})?")
_LIKE_DIGITS = {"o": "0", "l": "1", "i": "1"}
_LOOKALIKE = re.compile(r"\d[oli]+(?=[\d.,])|(?<![^\W_])[oli]+[.,]?\d|[\d.,][oli]+(?![^\W\d_])|\d[oli]+(?=k?g\b)")
_LIKE_NUMBER = re.compile(r"[\dOoIlLi][\dOoIlLi.,]*")
_EXPONENT = re.compile(r"(?<![^\W_])(\d+(?:[.,]\d+)?)e([+-]?\d+)")
_NEGATIVE = re.compile(r"^-\s?[^\w\s]?[.,]?\d|(?<=[\s(])-[^\w\s]?[.,]?\d|^-\s?[^\W\d_]{1,3}\s?\d|[$€£]\s?-\s?\d")
_HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W\d_])")
_OTHERWISE = re.compile(r"\d\s*(?:\*|x|\^)\s*10\s*\^|\d\^|\d_\d|0x[\da-f]|\d:\d|\d/\d+/\d")


@dataclass(frozen=True)
class Token:
    """One piece: `kind` is "number", "word" or "sign"; `glued` when nothing stands between it and the one before."""

    text: str
    kind: str
    glued: bool


class Trap(ValueError):
    """What was typed is no number, though it looks like one; `suggestion` is what may have been meant."""

    def __init__(self, reason: str, suggestion: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion


def lay_out(text: str) -> str:
    """Return `text` folded, ½ as " 1/2", dashes as "-" but none before a letter; raises Trap."""
    if any(unicodedata.category(letter) == "No" and not _is_fraction(letter) for letter in text):
        raise Trap("unreadable_number")
    spread = "".join(f" {letter} " if _is_fraction(letter) else letter for letter in text)
    return _HYPHEN.sub(" ", fold(spread.translate(_DASHES).translate(_MARKS)).translate(_MARKS))


def _is_fraction(letter: str) -> bool:
    return ord(letter) > 127 and "⁄" in unicodedata.normalize("NFKC", letter) and letter != "⁄"


def catch_traps(typed: str, plain: str, signs: frozenset[str]) -> None:
    """Raise Trap for exponents, letters in place of digits and minus signs in `plain`, which is `typed` laid out.

    `signs` are words for money, which may begin with such a letter.
    """
    if found := _EXPONENT.search(plain):
        raise Trap("exponent", _written_out(found[1], found[2]))
    if _OTHERWISE.search(plain):
        raise Trap("unreadable_number")
    if _NEGATIVE.search(plain):
        raise Trap("negative")
    if (found := _LOOKALIKE.search(plain)) and found[0].rstrip("0123456789.,") not in signs:
        raise Trap("letter_for_digit", _LIKE_NUMBER.sub(_to_digits, typed))


def _written_out(mantissa: str, exponent: str) -> str | None:
    power = int(exponent) if len(exponent) < 4 else 99
    return f"{Decimal(mantissa.replace(',', '.')).scaleb(power):f}" if abs(power) <= 12 else None


def _to_digits(found: re.Match[str]) -> str:
    if not any(letter.isdigit() for letter in found[0]):
        return found[0]
    return "".join(_LIKE_DIGITS.get(letter.lower(), letter) for letter in found[0])


def cut(plain: str) -> list[Token]:
    """Return the tokens of laid out text; numbers parted by spaces in threes are one token."""
    tokens: list[Token] = []
    place = 0
    while place < len(plain):
        if plain[place] == " ":
            place += 1
            continue
        end, kind = _piece(plain, place)
        tokens.append(Token(plain[place:end], kind, place > 0 and plain[place - 1] != " "))
        place = end
    return _join_groups(tokens)


def _piece(plain: str, place: int) -> tuple[int, str]:
    if number := _NUMBER.match(plain, place):
        return number.end(), "number"
    end = place
    while end < len(plain) and _in_word(plain[end]):
        end += 1
    return (end, "word") if end > place else (place + 1, "sign")


def _in_word(letter: str) -> bool:
    return letter.isalpha() or unicodedata.category(letter).startswith("M")


def _join_groups(tokens: list[Token]) -> list[Token]:
    joined: list[Token] = []
    open_ = False
    for token in tokens:
        last = joined[-1] if joined else None
        may_go_on = open_ and last is not None and token.kind == "number" and not token.glued
        if may_go_on and last is not None and _LAST.fullmatch(token.text):
            joined[-1] = Token(f"{last.text} {token.text}", "number", last.glued)
            open_ = bool(_GROUP.fullmatch(token.text))
            continue
        joined.append(token)
        open_ = token.kind == "number" and bool(_FIRST.fullmatch(token.text))
    return joined


def split_groups(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens in which the first of numbers joined over spaces stands alone: "22 300 000" is "22", "300 000"."""
    apart: list[Token] = []
    for token in tokens:
        first, space, rest = token.text.partition(" ")
        apart.append(replace(token, text=first))
        if space:
            apart.append(Token(rest, "number", glued=False))
    return apart
