"""Finds telephone numbers: in figures of any script, spaced or dotted, and said in words."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from content.privacy.numbers import (
    are_emergency_numbers,
    is_amount,
    is_nearer_identity,
    is_told_phone,
)
from content.privacy.plain import Plain, Token
from content.privacy.spoken import Spoken, spoken_digits

# Where those who write in a language may have their telephones.
_REGIONS = {
    "en": "GH TZ KE UG ZM ZW NG SL LR ZA GY PG PH RW SS MW GM ET US GB IN",
    "fr": "CD BF ML CI GN SN CM NE BJ TG BI RW CF CG GA MG TD MR GF FR BE HT DZ MA TN",
    "sw": "TZ KE UG CD RW BI MZ",
    "es": "CO PE EC BO VE MX HN NI GT SV CR PA DO CL AR PY CU ES",
    "pt": "BR MZ AO GW PT",
    "id": "ID MY TL PG",
    "ar": "SD EG MR LY YE SA TD MA DZ NE SS OM AE",
}
_RUN = re.compile(r"(?<![\w.])(?:\+|00)?[ ]?\(?\d(?:[ ().\-–—/_*·•|:~,]{0,4}\d){6,16}(?!\w{0,20}\d)")
_LETTER_O = re.compile(r"(?<=\d)[Oo](?=[ .-]{0,2}\d)|(?<!\w)[Oo](?=\d)")
_NO_PHONE = re.compile(
    r"(?<!\d)(?:\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|(?:19|20)\d\d ?[-–—/,:. ] ?(?:19|20)\d\d(?: ?[-–—/,:. ] ?(?:19|20)\d\d){0,9}|\d{1,2}:\d\d(?::\d\d)?"
    r"|(?<![\d.])[+-]?(?:0|[1-9]\d{0,2})\.\d{3,}(?!\.?\d))(?!\d)"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}([ .,])\d{3}(?:\1\d{3}){0,4}(?:[.,]\d{1,2})?")
_LIST = re.compile(
    r"\d{1,17}(?:, ?\d{1,17}){2,17}|\d{1,17}[.,]\d{1,17}(?: \d{1,17}[.,]\d{1,17}){1,17}|(?:[1-9]\d? ){3,17}[1-9]\d?"
)
_GROUPED = re.compile(r"\d{3}[ .]\d{3}[ .]\d{3}|\d\d \d\d \d\d \d\d|\d(?: \d){7,}")
_FEWEST, _LONGEST = 7, 15
_MOST_RUNS = 60  # what is full of numbers is taken out as it is
_SAID_BARE, _SAID_TOLD, _SAID_MOST = 8, 6, 24  # digits said in words
_COUNTING = "1234567891011121314151617181920"


@lru_cache(maxsize=8)
def _national(language: str) -> re.Pattern[str]:
    """Return how mobile numbers of the language's countries look as they are dialled at home."""
    forms = {f"{leading}(?:{form})" for _, leading, form in _forms(_REGIONS[language])}
    return re.compile("|".join(sorted(forms)))


@lru_cache(maxsize=1)
def _international() -> re.Pattern[str]:
    """Return how mobile numbers of all our countries look with the country's code."""
    every = " ".join(_REGIONS.values())
    return re.compile("|".join(sorted({f"{code}0?(?:{form})" for code, _, form in _forms(every)})))


def _forms(regions: str) -> Iterator[tuple[int, str, str]]:
    """Yield the code, what is dialled first at home, and the form of mobile numbers of each country."""
    import phonenumbers  # it is loaded when first needed

    for region in sorted(set(regions.split())):
        known = phonenumbers.PhoneMetadata.metadata_for_region(region)
        if known and known.mobile and known.mobile.national_number_pattern and known.country_code:
            leading = "0" if known.national_prefix == "0" else ""
            yield known.country_code, leading, known.mobile.national_number_pattern


def phones(plain: Plain, tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """Yield where in the plain text a telephone number stands."""
    text = _NO_PHONE.sub(lambda found: "#" * len(found[0]), _LETTER_O.sub("0", plain.text))
    for count, found in enumerate(_RUN.finditer(text)):
        if count >= _MOST_RUNS or _is_phone(text, found, language):
            yield found.span()
    for said in spoken_digits(tokens):
        start, end = tokens[said.first].start, tokens[said.last].end
        if _is_said_phone(plain.text, said, start, end):
            yield start, end


def _is_phone(text: str, found: re.Match[str], language: str) -> bool:
    typed = found[0].strip()
    digits = re.sub(r"\D", "", typed)
    if not _FEWEST <= len(digits) <= _LONGEST:
        return False
    if typed.startswith("+") and len(digits) >= 9:
        return True
    if is_amount(text, *found.span()) or are_emergency_numbers(typed) or is_nearer_identity(text, found.start()):
        return False
    if is_told_phone(text, *found.span()):
        return True
    if _THOUSANDS.fullmatch(typed) or _LIST.fullmatch(typed):
        return bool(_GROUPED.fullmatch(typed) and _dials(digits, language))
    return _dials(digits, language)


def _dials(digits: str, language: str) -> bool:
    """Return whether a mobile telephone of our countries answers to so many digits, from home or from abroad."""
    if _national(language).fullmatch(digits) and (digits[0] == "0" or len(digits) >= 8):
        return True
    return bool(_international().fullmatch(digits.removeprefix("00")))


def _is_said_phone(text: str, said: Spoken, start: int, end: int) -> bool:
    if not _SAID_TOLD <= len(said.digits) <= _SAID_MOST or said.digits in _COUNTING or is_amount(text, start, end):
        return False
    if is_nearer_identity(text, start):
        return False
    if len(said.digits) >= _SAID_BARE or said.digits.startswith("0"):
        return True
    return is_told_phone(text, start, end)
