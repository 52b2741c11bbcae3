"""Tells from the words around a number what it is: a telephone, an identity, an amount. It finds no numbers itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from content.files import read_toml
from content.search.fold import fold

_FILE = Path(__file__).with_name("cues.toml")
_BEFORE, _AFTER = 50, 24  # characters around a number that tell what it is
_BEGINNING = 6  # letters from which a word of the lists stands for all that begin with it
_WORD = re.compile(r"[^\W\d_]+")
_UNIT_BEFORE = re.compile(r"([^\W\d_]+|[$€£¥])[ .:]*(?:n[o°º]\.? ?)?$")
_UNIT_AFTER = re.compile(r"[ ]?([^\W\d_]+|[$€£¥%])")


@dataclass(frozen=True)
class _Words:
    """Words of one list: as they are, and beginnings."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (word in self.whole or word.startswith(self.beginnings))


@lru_cache(maxsize=1)
def _lists() -> dict[str, _Words]:
    lists = {f"{kind}.{name}": words for kind, of in read_toml(_FILE).items() for name, words in of.items()}
    return {name: _listed(words.split(), beginnings=not name.startswith("amount")) for name, words in lists.items()}


def _listed(words: list[str], *, beginnings: bool) -> _Words:
    folded = [_fold_word(word) for word in words]
    return _Words(
        frozenset(folded), tuple(word for word in folded if beginnings and len(word) >= _BEGINNING) or ("\0",)
    )


@lru_cache(maxsize=4096)
def _fold_word(word: str) -> str:
    """Return a word as it is compared, without the Arabic article."""
    folded = fold(word).replace("'", "")
    return folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded


def is_told_phone(text: str, start: int, end: int) -> bool:
    """Return whether a word near the number says that it is called or written to."""
    lists = _lists()
    before, after = _around(text, start, end)
    words = [*before, *after[:3]]
    if any(word in lists["phone.near"] for word in words):
        return True
    return any(word in lists["phone.number"] for word in before) and any(word in lists["phone.mine"] for word in before)


def is_told_vehicle(text: str, start: int) -> bool:
    """Return whether one of the last words before `start` is a vehicle or its plate."""
    return any(word in _lists()["id.vehicle"] for word in _around(text, start, start)[0][-3:])


def is_told_money(text: str, start: int) -> bool:
    """Return whether one of the last words before the number names a way to send money: "m-pesa", "orange money"."""
    before = _with_pairs(_around(text, start, start)[0][-5:])
    return any(word in _lists()["money.near"].whole for word in before)


def is_told_identity(text: str, start: int, *, digits: int) -> bool:
    """Return whether one of the last words before `start` says that a number of a person or thing follows."""
    lists = _lists()
    before = _with_pairs(_around(text, start, start)[0][-6:])
    if any(word in lists["id.account"] for word in before):
        return True
    if any(word in lists["id.cost"] for word in before):
        return False
    if any(word in lists["id.near"] for word in before):
        return True
    return digits >= 7 and any(word in lists["id.short"] for word in before[-3:])


def is_nearer_identity(text: str, start: int) -> bool:
    """Return whether the last telling word before `start` speaks of an identity, not of a telephone."""
    lists = _lists()
    for word in reversed(_around(text, start, start)[0]):
        if word in lists["id.near"] or word in lists["id.account"]:
            return True
        if word in lists["phone.near"]:
            return False
    return False


def is_amount(text: str, start: int, end: int) -> bool:
    """Return whether a unit or a currency stands directly before or after a number."""
    lists = _lists()
    before = _UNIT_BEFORE.search(text[max(0, start - 14) : start])
    after = _UNIT_AFTER.match(text[end : end + 14])
    return bool(
        (before and (before[1] in "$€£¥" or _fold_word(before[1]) in lists["amount.before"]))
        or (after and (after[1] in "$€£¥%" or _fold_word(after[1]) in lists["amount.after"]))
    )


def are_emergency_numbers(typed: str) -> bool:
    """Return whether figures are short numbers of ambulance, police or the like, one after the other."""
    known = _lists()["emergency.numbers"].whole
    groups = re.findall(r"\d+", typed)
    return bool(groups) and not typed.lstrip().startswith(("+", "0")) and all(group in known for group in groups)


def _around(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """Return the folded words shortly before and after a number."""
    return list(_folded(text[max(0, start - _BEFORE) : start])), list(_folded(text[end : end + _AFTER]))


def _with_pairs(words: list[str]) -> list[str]:
    """Return words and, before each, the pair that it ends: "orange money", "a/c"."""
    pairs = [one + other for one, other in pairwise(words)]
    return [*pairs, *words]


def _folded(text: str) -> Iterator[str]:
    return map(_fold_word, _WORD.findall(text))
