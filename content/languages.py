"""The languages Pitwise speaks, and a Speaker for each. It knows how things are said, never what or to whom.

A sentence is always whole and its English wording is its key: `say("Your story is number {number}.", number=4)`.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_timedelta, get_day_names, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal

from content.catalogues import LOCALES_FOLDER, Catalogue, catalogue_file, fill, load_catalogue
from content.errors import CatalogueFlaw

_ISOLATE = "\u2068{}\u2069"  # what is inside does not turn the direction of what is around it
_SETTINGS: Mapping[str, type] = {
    "name": str,
    "offered": bool,
    "place": int,
    "direction": str,
    "locale": str,
    "currency": str,
    "guesses": list,
    "countries": list,
}


@dataclass(frozen=True)
class Language:
    """One language, as its locales/<code>/language.toml describes it.

    `name` is its own name; `locale` is Babel's; `currency` is the likeliest of its readers; `guesses` are the
    Telegram language codes that mean it; `countries` are the likeliest of its readers, the likeliest first; only an
    `offered` one is shown to readers, in the order of `place`.
    """

    code: str
    name: str
    offered: bool
    place: int
    direction: Literal["ltr", "rtl"]
    locale: str
    currency: str
    guesses: tuple[str, ...]
    countries: tuple[str, ...]


def read_language(file: Path) -> Language:
    """Return the language that `file` (locales/<code>/language.toml) describes; raises CatalogueFlaw."""
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CatalogueFlaw(file, 0, str(error)) from error
    for name, kind in _SETTINGS.items():
        if type(settings.get(name)) is not kind:
            raise CatalogueFlaw(file, 0, f'"{name}" is missing or not a {kind.__name__}')
    if unknown := settings.keys() - _SETTINGS.keys():
        raise CatalogueFlaw(file, 0, f'"{min(unknown)}" is not known')
    if settings["direction"] not in ("ltr", "rtl"):
        raise CatalogueFlaw(file, 0, '"direction" is "ltr" or "rtl"')
    try:
        Locale.parse(settings["locale"])
    except (ValueError, UnknownLocaleError) as error:
        raise CatalogueFlaw(file, 0, f'"locale": {error}') from error
    lists = {name: tuple(settings[name]) for name, kind in _SETTINGS.items() if kind is list}
    return Language(file.parent.name, **{**settings, **lists})


def _read_languages() -> Mapping[str, Language]:
    languages = [read_language(file) for file in LOCALES_FOLDER.glob("*/language.toml")]
    return MappingProxyType({language.code: language for language in sorted(languages, key=lambda one: one.place)})


LANGUAGES: Mapping[str, Language] = _read_languages()
CODES: tuple[str, ...] = tuple(code for code, language in LANGUAGES.items() if language.offered)


def language_of_client(language_code: str | None) -> str:
    """Return the offered language that a phone set to `language_code` ("pt-br", "in", None) most likely reads."""
    tag = (language_code or "").lower().replace("_", "-")
    for wanted in (tag, tag.partition("-")[0]):
        for code in CODES:
            if wanted in LANGUAGES[code].guesses:
                return code
    return "en"


def sentence(key: str, /) -> str:
    """Return `key`: marks a sentence in a table, so that `languages update` finds it; say(key) says it later."""
    return key


@dataclass(frozen=True)
class Speaker:
    """Says whole sentences, numbers and times in one language; immutable.

    Values are put in as plain text: whoever sends HTML escapes what it puts in. `catalogue` is None for English,
    whose sentences are the keys.
    """

    language: Language
    catalogue: Catalogue | None

    def __call__(self, sentence: str, /, **values: object) -> str:
        """Return the sentence with its {placeholders} filled; English where it has no translation."""
        said = self.catalogue.sentences.get(sentence, sentence) if self.catalogue else sentence
        return fill(said, self._isolated(values)) if values else said

    def say_count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the form of the sentence that goes with `n` things; {n} is the number itself."""
        forms = self.catalogue.counted.get(one) if self.catalogue else None
        said = forms[self.catalogue.plural_index(n)] if self.catalogue and forms else one if n == 1 else many
        return fill(said, self._isolated({"n": self.number(n), **values}))

    def number(self, n: int | float | Decimal) -> str:
        """Return a number with this language's marks and western digits."""
        return format_decimal(n, locale=self.language.locale, numbering_system="latn")

    def month(self, day: date) -> str:
        """Return the month of a day like "November 2026"."""
        return format_date(day, format="LLLL y", locale=self.language.locale)

    def date(self, day: date) -> str:
        """Return a day like "23 Nov 2026"."""
        return format_date(day, format="d MMM y", locale=self.language.locale)

    def weekday(self, number: int) -> str:
        """Return the name of a day of the week; Monday is 0."""
        return str(get_day_names("wide", locale=self.language.locale)[number])

    def place_of_zone(self, zone: str) -> str:
        """Return the place that an IANA time zone is named after, like "Dar es Salaam"."""
        return str(get_timezone_location(zone, locale=self.language.locale, return_city=True))

    def time(self, moment: datetime, zone: tzinfo) -> str:
        """Return the time of day of an aware `moment` in `zone`, like "14:05"."""
        return moment.astimezone(zone).strftime("%H:%M")

    def ago(self, passed: timedelta) -> str:
        """Return how long ago something was, like "2 hours ago"."""
        return format_timedelta(-passed, add_direction=True, locale=self.language.locale)

    def country(self, code: str) -> str:
        """Return the name of a country (ISO 3166, two letters), like "Tanzania"; the code when there is none."""
        return str(Locale.parse(self.language.locale).territories.get(code, code))

    def tongue(self, code: str) -> str:
        """Return the name of a language (ISO 639) as this language calls it, like "Quechua"."""
        return str(Locale.parse(self.language.locale).languages.get(code, code))

    def list_of(self, items: Iterable[object]) -> str:
        """Return "a, b and c"."""
        return format_list([self._isolate(str(item)) for item in items], locale=self.language.locale)

    def _isolated(self, values: Mapping[str, object]) -> dict[str, str]:
        return {name: self._isolate(str(value)) for name, value in values.items()}

    def _isolate(self, value: str) -> str:
        return _ISOLATE.format(value) if self.language.direction == "rtl" or has_rtl(value) else value


@cache
def speaker(code: str) -> Speaker:
    """Return the Speaker of a language; raises CatalogueFlaw when it has no settings or no sentences."""
    if code not in LANGUAGES:
        raise CatalogueFlaw(LOCALES_FOLDER / code / "language.toml", 0, "is missing")
    return Speaker(LANGUAGES[code], None if code == "en" else load_catalogue(catalogue_file(code), code))


def has_rtl(text: str) -> bool:
    """Return whether `text` holds a letter that is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text)
