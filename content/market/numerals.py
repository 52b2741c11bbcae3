"""The words that numbers are said with, language by language; counting.py adds them up.

numerals.tsv has one line for each value. Its kinds:

ones      added: "twenty", "five"; some languages have words for hundreds too
teens     add ten to the digit before them: "dua belas"
tens      multiply what is before them by ten or a hundred: "dua puluh", "three hundred"
scales    multiply all before them, from a thousand on (in Swahili what is after them: "elfu tatu")
fixed     a scale and its number in one word: "sejuta", "ألفين"
parts     "half": alone, before a unit or a scale, and after an "and"
adds      parts that are added without an "and": "satu setengah"
shares    parts that a number before them multiplies: "three quarters"
article   one, but only before a part, a hundred or a scale: "half a million"
and       joins
point     the decimal mark when it is said
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from content.files import named
from content.search.fold import fold

NUMERALS_FILE = Path(__file__).with_name("numerals.tsv")
# Swahili says the scale first: "elfu tatu" is 3,000.
_SCALE_FIRST = "sw"
_COUNTED = ("ones", "teens", "tens", "scales", "fixed", "parts", "shares")
# Arabic writes its small words onto the next one; the value is the word that stands for them.
PREFIXES: Mapping[str, str] = {"وال": "ال", "بال": "ال", "لل": "لكل", "ال": "ال", "و": "و", "ب": "ب", "ل": "ب"}
# Pairs of one noun, said in one word: "two grams".
PAIRS = ("ين", "ان")


@dataclass(frozen=True)
class Number:
    """A number read from tokens up to `end`: `value`, and `as_group` when its `mark` may part thousands instead.

    `part` says that it is only a "half" or a "quarter"; `over` is a fraction's denominator, `factor` the scale it was
    said with.
    """

    value: Decimal
    end: int
    as_group: Decimal | None = None
    mark: str = ""
    part: bool = False
    over: Decimal | None = None
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Numerals:
    """The number words of one language, folded, English behind its own; `ahead` are scales said before their number."""

    language: str
    ones: Mapping[str, Decimal]
    teens: Mapping[str, Decimal]
    tens: Mapping[str, Decimal]
    scales: Mapping[str, Decimal]
    fixed: Mapping[str, Decimal]
    parts: Mapping[str, Decimal]
    shares: Mapping[str, Decimal]
    adds: Mapping[str, Decimal]
    article: frozenset[str]
    joins: frozenset[str]
    point: frozenset[str]
    ahead: Mapping[str, Decimal]

    def knows(self, word: str) -> bool:
        """Whether `word` is part of a number."""
        return any(word in getattr(self, name) for name in _COUNTED)


@cache
def load_numerals(language: str) -> Numerals:
    """Return the number words of `language` (English for an unknown one); raises ContentFlaw."""
    tables = _load()
    english, own = tables["en"], tables.get(language, tables["en"])
    known = {word for name in _COUNTED for word in own[name]}

    def merged(name: str) -> Mapping[str, Decimal]:
        return {**{word: value for word, value in english[name].items() if word not in known}, **own[name]}

    return Numerals(
        language,
        **{name: merged(name) for name in _COUNTED},
        adds=own["adds"],
        article=frozenset(own["article"]) | frozenset(english["article"]),
        joins=frozenset(own["and"]) | frozenset(english["and"]),
        point=frozenset(own["point"]) | frozenset(english["point"]),
        ahead={**own["scales"], **own["tens"]} if language == _SCALE_FIRST else {},
    )


@cache
def counted_words(language: str) -> frozenset[str]:
    """Return every word that is a number in `language`, or part of one."""
    numerals = load_numerals(language)
    return frozenset(word for name in _COUNTED for word in getattr(numerals, name))


@cache
def _load() -> Mapping[str, Mapping[str, Mapping[str, Decimal]]]:
    tables: dict[str, dict[str, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    with named(NUMERALS_FILE):
        rows = csv.DictReader(NUMERALS_FILE.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in rows:
            value = Decimal(row["value"] or 0)
            words = tables[row["language"]][row["kind"]]
            words.update({fold(word): value for word in row["words"].split(",")})
    return tables


def add_spoken(current: Decimal, value: Decimal, language: str) -> Decimal | None:
    """Return the sum of number words that may stand after each other in `language`, None when they may not."""
    if current != int(current) or not value or not current:
        return None
    rest = current % 100
    if language == "fr" and rest == 4 and value == 20:
        return current + 76
    if language == "fr" and rest in (60, 80) and value < 20:
        return current + value
    if language == "fr" and rest in (70, 90) and value in (7, 8, 9):
        return current + value
    if language == "ar" and 0 < rest < 10 and value < 100 and value % 10 == 0:
        return current + value
    if value < 10:
        fits = rest % 10 == 0 and (rest != 10 or language == "sw" or (language == "fr" and value > 6))
    else:
        fits = value < 100 and rest == 0
    return current + value if fits else None
