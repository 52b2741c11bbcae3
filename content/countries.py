"""Countries: whom to call there in need, their money, their weights. It knows no one's words and no keyboard.

countries/<code>.toml    currencies, units, the mines office by name, emergency numbers; each with source and date
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from content.errors import CountryFlaw

COUNTRIES_FOLDER = Path(__file__).with_name("countries")
# Who answers, in the order in which someone in need is told. A general number reaches all three services.
ANSWERS = ("ambulance", "general", "mine-rescue", "rescue", "fire", "police")
# What nobody has looked at for so long is not shown any more.
KEPT = timedelta(days=183)
_CODE = re.compile(r"[a-z]{2}")
_NUMBER = re.compile(r"\d{2,12}")
_FACTS: Mapping[str, type] = {"currencies": list, "units": list, "mines_office": dict, "numbers": list}
_OPTIONAL = ("mines_office", "numbers")


@dataclass(frozen=True)
class EmergencyNumber:
    """A number, who answers it, where we read that and when; `called` is when one of us last called it to check."""

    number: str
    answers: tuple[str, ...]
    source: str
    looked_up: date
    called: date | None = None

    @property
    def expires(self) -> date:
        """The first day on which it is not shown any more."""
        return max(self.looked_up, self.called or self.looked_up) + KEPT


@dataclass(frozen=True)
class Office:
    """A public office by its own name."""

    name: str
    source: str
    looked_up: date


@dataclass(frozen=True)
class Country:
    """One country; `code` is ISO 3166's of two letters, `units` are keys of content/market/units.tsv."""

    code: str
    currencies: tuple[str, ...]
    units: tuple[str, ...]
    mines_office: Office | None
    numbers: tuple[EmergencyNumber, ...]

    @property
    def flag(self) -> str:
        """The country's flag, for those who read little."""
        return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in self.code)

    def shown_numbers(self, today: date) -> tuple[EmergencyNumber, ...]:
        """Return the numbers that were looked at lately enough to be shown."""
        return tuple(one for one in self.numbers if today < one.expires)

    def answering(self, kind: str, today: date) -> tuple[str, ...]:
        """Return the numbers that `kind` (one of ANSWERS) answers, as they are dialled."""
        return tuple(one.number for one in self.shown_numbers(today) if kind in one.answers)


@cache
def load_countries() -> Mapping[str, Country]:
    """Return the countries by their code ("TZ"), read once; raises CountryFlaw with the file."""
    found = [read_country(file) for file in sorted(COUNTRIES_FOLDER.glob("*.toml"))]
    return MappingProxyType({country.code: country for country in found})


def read_country(file: Path) -> Country:
    """Return the country that `file` (<code>.toml) describes; raises CountryFlaw."""
    if not _CODE.fullmatch(file.stem):
        raise CountryFlaw(file, 0, "a country's file is named by its two letters, like tz.toml")
    facts = read_facts(file, _FACTS, _OPTIONAL)
    office = facts.get("mines_office")
    return Country(
        code=file.stem.upper(),
        currencies=_strings(file, "currencies", facts["currencies"]),
        units=_strings(file, "units", facts["units"]),
        mines_office=_read_office(file, office) if office else None,
        numbers=tuple(_read_number(file, number) for number in facts.get("numbers", [])),
    )


def read_facts(file: Path, kinds: Mapping[str, type], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a TOML file with every name known and every value of its kind; raises CountryFlaw."""
    try:
        facts = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CountryFlaw(file, 0, str(error)) from error
    check_facts(file, facts, kinds, optional)
    return facts


def check_facts(file: Path, facts: Mapping[str, Any], kinds: Mapping[str, type], optional: tuple[str, ...]) -> None:
    """Raise CountryFlaw when a name of `facts` is unknown or missing, or a value is of another kind."""
    if unknown := facts.keys() - kinds.keys():
        raise CountryFlaw(file, 0, f'"{min(unknown)}" is not known')
    for name, kind in kinds.items():
        if name not in facts and name in optional:
            continue
        if type(facts.get(name)) is not kind:
            raise CountryFlaw(file, 0, f'"{name}" is missing or not a {kind.__name__}')
        if facts[name] == "":
            raise CountryFlaw(file, 0, f'"{name}" is empty')


def _read_number(file: Path, facts: Mapping[str, Any]) -> EmergencyNumber:
    kinds = {"number": str, "answers": list, "source": str, "looked_up": date, "called": date}
    check_facts(file, facts, kinds, ("called",))
    if not _NUMBER.fullmatch(facts["number"]):
        raise CountryFlaw(file, 0, f'"number" has {facts["number"]!r}; write it as it is dialled, digits only')
    answers = _strings(file, "answers", facts["answers"])
    if not answers or set(answers) - set(ANSWERS):
        raise CountryFlaw(file, 0, f'"answers" of {facts["number"]} are some of {", ".join(ANSWERS)}')
    return EmergencyNumber(facts["number"], answers, facts["source"], facts["looked_up"], facts.get("called"))


def _read_office(file: Path, facts: Mapping[str, Any]) -> Office:
    check_facts(file, facts, {"name": str, "source": str, "looked_up": date}, ())
    return Office(facts["name"], facts["source"], facts["looked_up"])


def _strings(file: Path, name: str, values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise CountryFlaw(file, 0, f'"{name}" is not a list of strings')
    return tuple(values)
