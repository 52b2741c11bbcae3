"""Finds numbers that stand for a person or a thing of theirs: identity, licence, account and plate numbers."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.privacy.numbers import is_amount, is_told_identity, is_told_money, is_told_vehicle
from content.privacy.plain import Plain, Token
from content.privacy.spoken import spoken_digits

_FILE = Path(__file__).with_name("identity.toml")
_CODE = re.compile(
    r"(?<![\w/-])[A-Z]{1,5}(?:[-/][A-Z\d]{1,8}){2,6}(?![\w-])"
    r"|(?<!\w)(?<![\dA-Za-z]/)(?:[A-Z]{1,6}[-/. ]?|[a-z]{1,4}[-/]?)?\d[\dA-Za-z]{0,24}"
    r"(?:[-/. ]\d[\dA-Za-z]{0,24}|[-/.]\d{0,8}[A-Za-z]{1,6}(?![a-z])){0,7}(?!\w)"
)
_FEWEST_DIGITS = 5
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz "
_YEARS = re.compile(r"(?:\D{0,3}(?:19|20)\d\d\D{0,3}){1,4}")
_DATE = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d\d|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")


@lru_cache(maxsize=1)
def _shapes() -> tuple[dict[str, re.Pattern[str]], re.Pattern[str]]:
    table = read_toml(_FILE)
    not_one = "|".join(table["not"]["begins"].split())
    shapes = {name: re.compile(shape) for name, shape in table["shape"].items()}
    return shapes, re.compile(rf"(?:{not_one})(?![A-Za-z])")


def identity_numbers(plain: Plain) -> Iterator[tuple[int, int]]:
    """Yield where in the plain text a number of identity, licence or plate stands that is known by its form."""
    text = plain.text
    shapes, not_one = _shapes()
    for name, shape in shapes.items():
        for found in () if plain.is_shouted and name.startswith("plate") else shape.finditer(text):
            if not not_one.match(found[0]) and not is_amount(text, *found.span()):
                yield found.span()


def told_numbers(plain: Plain, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where in the plain text a number stands that the words before it call one of identity."""
    yield from _small_plates(plain)
    for start, first_digit, end, digits in _codes(plain.text):
        if is_told_identity(plain.text, first_digit, digits=digits):
            yield start, end
    for said in spoken_digits(tokens):
        start, end = tokens[said.first].start, tokens[said.last].end
        told = len(said.digits) >= _FEWEST_DIGITS and is_told_identity(plain.text, start, digits=len(said.digits))
        if told and not is_amount(plain.text, start, end):
            yield start, end


def _small_plates(plain: Plain) -> Iterator[tuple[int, int]]:
    """Yield plates in small letters, which are one only after a word for a vehicle."""
    text = plain.text.upper()
    shapes = [shape for name, shape in _shapes()[0].items() if name.startswith("plate")]
    for shape in shapes if len(text) == len(plain.text) else ():
        for found in shape.finditer(text):
            if is_told_vehicle(text, found.start()) and not is_amount(text, *found.span()):
                yield found.span()


def money_numbers(plain: Plain) -> Iterator[tuple[int, int]]:
    """Yield where in the plain text a number stands to which money is sent, even when it is a telephone's."""
    for start, _, end, _ in _codes(plain.text):
        if not plain.text.endswith("00", start, end) and is_told_money(plain.text, start):
            yield start, end


def _codes(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield where each code begins, where its first digit stands, where it ends, and how many digits it has."""
    for found in _CODE.finditer(text):
        places = [at for at, character in enumerate(found[0], found.start()) if character.isdigit()]
        if places and _is_code(found[0], len(places)) and not is_amount(text, *found.span()):
            yield found.start(), places[0], found.end(), len(places)


def _is_code(code: str, digits: int) -> bool:
    """Return whether so many digits are no year and no date; a code with letters may have four."""
    if digits < _FEWEST_DIGITS - (1 if any(map(str.isalpha, code)) else 0):
        return False
    bare = code.lstrip(_LETTERS)
    return not _YEARS.fullmatch(code) and not _DATE.fullmatch(bare)
