"""What the words around numbers mean to somebody in a place: weights, money, purity, and the small words between."""

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from content.files import named, read_toml
from content.market.currencies import CURRENCIES, RETIRED, RETIRED_NAMES, Currency
from content.market.tokens import cut, lay_out
from content.search.fold import fold

WORDS_FILE = Path(__file__).with_name("unit_words.tsv")
ROLES_FILE = Path(__file__).with_name("amounts.toml")
GOLD = frozenset({"gold", "silver", "platinum", "palladium"})
GEMS = frozenset(
    {"diamond", "gemstone", "emerald", "sapphire", "ruby", "tanzanite", "aquamarine", "tourmaline", "garnet", "opal"}
)
# Codes that are also words: they are money only in capitals.
_WORDY = frozenset({"TRY", "CUP", "PEN", "MAD", "COP", "LAK", "MOP", "BOB"})
# Where people without a named country most likely are: whose money a shared name like "pesos" may be.
_LIKELY: Mapping[str, tuple[str, ...]] = {
    "en": (),
    "fr": ("BF", "CD", "GN", "CM"),
    "sw": ("TZ", "KE", "UG", "CD"),
    "es": ("PE", "CO", "BO", "EC", "VE", "HN", "NI", "MX"),
    "pt": ("BR", "MZ", "AO"),
    "id": ("ID",),
    "ar": ("SD", "MR", "YE", "EG", "MA", "DZ"),
}
# A word of fewer letters is too near to too many others; of a hundred, how alike a misspelt one is.
_SHORTEST = 4
_NEARLY = 80
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where somebody writes: language, country ("" when not said), and what is weighed: gold, gem, other, none."""

    language: str
    country: str
    mineral: str


@dataclass(frozen=True)
class Word:
    """Everything that a word or phrase may mean; `money` are codes, each with how many of it one word is."""

    units: tuple[str, ...] = ()
    money: tuple[tuple[str, Decimal], ...] = ()
    retired: str = ""
    purity: str = ""
    roles: frozenset[str] = frozenset()


def read_place(locale: str, mineral: str | None) -> Place:
    """Return the place that a locale like "fr-CD" and a mineral name; what is unknown counts as English, nowhere."""
    parts = locale.replace("_", "-").split("-")
    country = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha() and part.isascii()), "")
    kind = "none" if not mineral else "gold" if mineral in GOLD else "gem" if mineral in GEMS else "other"
    return Place(parts[0].lower()[:8] or "en", country, kind)


def pick_money(codes: list[tuple[str, Decimal]], place: Place) -> tuple[tuple[str, Decimal], ...]:
    """Return those of `codes` that a name shared by them can mean in `place`."""
    here = [one for one in codes if place.country in CURRENCIES[one[0]].countries]
    if place.country and not here:
        here = [one for one in codes if CURRENCIES[one[0]].abroad]
    if not place.country:
        likely = _LIKELY.get(place.language, ())
        here = [one for one in codes if CURRENCIES[one[0]].abroad or CURRENCIES[one[0]].countries & set(likely)]
    return tuple(here or codes)


@lru_cache(maxsize=128)
def find_words(place: Place) -> Mapping[Phrase, Word]:
    """Return the meaning of every phrase, cut into tokens, in `place`."""
    words: dict[Phrase, Word] = defaultdict(Word)
    for phrase, role in _roles(place.language):
        spoken = {role, "filler"} if role in ("gold", "gem") else {role}
        words[phrase] = replace(words[phrase], roles=words[phrase].roles | spoken)
    for phrase, kind in _purities():
        words[phrase] = replace(words[phrase], purity=kind)
    for phrase, units in _units(place):
        words[phrase] = replace(words[phrase], units=units)
    for phrase, codes in _money(place.country).items():
        words[phrase] = replace(words[phrase], money=pick_money(codes, place))
    for phrase, code in _retired():
        words[phrase] = Word(retired=code)
    return dict(words)


@cache
def words_anywhere(language: str) -> frozenset[str]:
    """Return every word that by itself may mean something beside a number in `language`, in any place."""
    money = (phrase_of(name) for one in CURRENCIES.values() for name in (*one.signs, *one.names, *one.slang, one.code))
    roles = (phrase for phrase, _ in (*_roles(language), *_purities(), *_retired()))
    phrases = (*roles, *money, *(phrase for phrase, _, _ in _unit_rows()))
    return frozenset(phrase[0] for phrase in phrases if len(phrase) == 1)


@cache
def phrase_of(text: str) -> Phrase:
    """Return `text` cut into the tokens it is looked up by."""
    return tuple(token.text for token in cut(lay_out(text)))


def _roles(language: str) -> Iterator[tuple[Phrase, str]]:
    roles = read_toml(ROLES_FILE)["roles"]
    own = roles.get(language, roles["en"])
    tables = [roles, own] if own is roles["en"] else [roles, own, {"filler": roles["en"]["filler"]}]
    for table in tables:
        for role, words in table.items():
            if isinstance(words, list):
                weak = "to" if role == "range" and table is own else role
                yield from ((phrase_of(word), weak) for word in words)


@cache
def _purities() -> tuple[tuple[Phrase, str], ...]:
    table = read_toml(ROLES_FILE)["purity"]
    return tuple((phrase_of(word), kind) for kind, words in table.items() for word in words)


def _units(place: Place) -> Iterator[tuple[Phrase, tuple[str, ...]]]:
    seen: set[Phrase] = set()
    for phrase, conditions, units in _unit_rows():
        fits = all("*" in known or given in known for known, given in zip(conditions, _given(place), strict=True))
        if fits and phrase not in seen:
            seen.add(phrase)
            yield phrase, units


def _given(place: Place) -> tuple[str, str, str]:
    return place.language, place.country, place.mineral


@cache
def _unit_rows() -> tuple[tuple[Phrase, tuple[frozenset[str], ...], tuple[str, ...]], ...]:
    with named(WORDS_FILE):
        rows = csv.DictReader(WORDS_FILE.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            (
                phrase_of(word),
                tuple(frozenset(row[name].split()) for name in ("languages", "countries", "minerals")),
                tuple(unit.strip() for unit in row["units"].split(";")),
            )
            for row in rows
            for word in row["words"].split(", ")
        )


def _money(country: str) -> Mapping[Phrase, list[tuple[str, Decimal]]]:
    found: dict[Phrase, list[tuple[str, Decimal]]] = defaultdict(list)
    for currency in CURRENCIES.values():
        for phrase in _phrases(currency, country):
            found[phrase].append((currency.code, Decimal(1)))
        if country in currency.countries:
            for word, value in currency.slang.items():
                found[phrase_of(word)].append((currency.code, value))
    return found


def _phrases(currency: Currency, country: str) -> set[Phrase]:
    """The names of a currency; one letter means it only at home."""
    phrases = {phrase_of(name) for name in (*currency.signs, *currency.names, currency.code)}
    at_home = country in currency.countries
    return {phrase for phrase in phrases if at_home or "".join(phrase) == "f" or not _is_letter(phrase)}


def _is_letter(phrase: Phrase) -> bool:
    return len(phrase) == 1 and len(phrase[0]) == 1 and phrase[0].isascii() and phrase[0].isalpha()


def _retired() -> Iterator[tuple[Phrase, str]]:
    for code in RETIRED:
        for name in (code, *RETIRED_NAMES[code]):
            yield phrase_of(name), code


def is_misspelt(text: str, place: Place) -> bool:
    """Whether `text` is nearly a word for money or a weight in `place`: a number beside it must not lose that."""
    if len(text) == 1:
        return unicodedata.category(text) == "Sc"
    return len(text) >= _SHORTEST and extractOne(text, _names(place), scorer=ratio, score_cutoff=_NEARLY) is not None


@lru_cache(maxsize=128)
def _names(place: Place) -> tuple[str, ...]:
    words = find_words(place).items()
    return tuple(
        key[0] for key, word in words if len(key) == 1 and len(key[0]) >= _SHORTEST and (word.money or word.units)
    )


def is_wordy(text: str, code: str) -> bool:
    """Whether `code` stands in `text` as a word of the language, not as a code in capitals."""
    return code in _WORDY and code not in text and fold(code) in fold(text)
