"""Places and windows: where something is to be had near someone, checked and dated. It knows no one's words.

places/<country>.toml    one table per place; only what a public source confirms, never a buyer, never a person's number
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from content.countries import KEPT, check_facts, read_facts
from content.errors import CountryFlaw

PLACES_FOLDER = Path(__file__).with_name("places")
KINDS = (
    "antivenom",
    "cyanide-antidote",
    "poison-advice",
    "mercury-clinic",
    "tb",
    "violence-help",
    "child-help",
    "legal-aid",
    "mines-office",
    "lender",
    "savings-group",
    "grant",
    "assay",
    "scale-check",
)
COSTS = ("free", "paid")
# What someone who reads a card may want to find next. A card that is not here leads nowhere.
OF_CARDS: Mapping[str, tuple[str, ...]] = {
    "emg-snakebite": ("antivenom",),
    "hs-snake-camp": ("antivenom",),
    "emg-cyanide": ("cyanide-antidote", "poison-advice"),
    "hs-cyanide": ("cyanide-antidote", "poison-advice"),
    "emg-mercury": ("mercury-clinic", "poison-advice"),
    "hs-mercury-exposure": ("mercury-clinic", "poison-advice"),
    "hs-pregnancy": ("mercury-clinic", "poison-advice"),
    "hs-lead-arsenic": ("poison-advice",),
    "hs-tb-silicosis": ("tb",),
    "hs-silica-dust": ("tb",),
    "emg-violence": ("violence-help",),
    "hs-gbv": ("violence-help", "legal-aid"),
    "emg-child-missing": ("child-help",),
    "hs-children": ("child-help",),
    "law-women-rights": ("violence-help", "legal-aid"),
    "law-police-harassment": ("legal-aid",),
    "law-conflict-lsm": ("legal-aid", "mines-office"),
    "law-land-community": ("legal-aid", "mines-office"),
    "law-licence-types": ("mines-office",),
    "law-formalise": ("mines-office",),
    "law-cooperative": ("mines-office",),
    "law-taxes-royalty": ("mines-office",),
    "mkt-export-route": ("mines-office",),
    "fin-vsla": ("savings-group",),
    "fin-women": ("savings-group", "lender"),
    "fin-loan-record": ("lender",),
    "fin-coop-credit": ("lender", "savings-group"),
    "fin-leasing": ("lender",),
    "fin-grants": ("grant",),
    "mkt-purity": ("assay",),
    "mkt-weigh": ("scale-check",),
}
_FACTS: Mapping[str, type] = {
    "kinds": list,
    "name": str,
    "district": str,
    "phone": str,
    "web": str,
    "languages": list,
    "cost": str,
    "police": bool,
    "deadline": date,
    "source": str,
    "checked": date,
}
_OPTIONAL = ("district", "phone", "web", "cost", "police", "deadline")


@dataclass(frozen=True)
class Place:
    """A place or a window. No `district` means the whole country; `police` says that the police answer there.

    `languages` are ISO 639 codes of those spoken there, `cost` is one of COSTS or unknown, `deadline` the last day.
    """

    country: str
    kinds: tuple[str, ...]
    name: str
    district: str | None
    phone: str | None
    web: str | None
    languages: tuple[str, ...]
    cost: str | None
    police: bool
    deadline: date | None
    source: str
    checked: date

    @property
    def expires(self) -> date:
        """The first day on which it is not shown any more."""
        stale = self.checked + KEPT
        return min(stale, date.fromordinal(self.deadline.toordinal() + 1)) if self.deadline else stale


class Places:
    """All places, by country; immutable."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        """Keep `places` in their order."""
        codes = sorted({place.country for place in places})
        by_country = {code: tuple(place for place in places if place.country == code) for code in codes}
        self.by_country: Mapping[str, tuple[Place, ...]] = MappingProxyType(by_country)

    @classmethod
    def load(cls, folder: Path = PLACES_FOLDER) -> "Places":
        """Return the places described in `folder`; raises CountryFlaw with the file."""
        return cls(tuple(place for file in sorted(folder.glob("*.toml")) for place in read_places(file)))

    def find(self, country: str, kinds: tuple[str, ...], today: date) -> tuple[Place, ...]:
        """Return what a country is known to have of `kinds`, without what has expired."""
        return tuple(
            place
            for place in self.by_country.get(country, ())
            if today < place.expires and not set(kinds).isdisjoint(place.kinds)
        )


def read_places(file: Path) -> tuple[Place, ...]:
    """Return the places that `file` (<code>.toml) describes; raises CountryFlaw."""
    facts = read_facts(file, {"places": list})
    return tuple(_read_place(file, one) for one in facts["places"])


def _read_place(file: Path, facts: Mapping[str, Any]) -> Place:
    check_facts(file, facts, _FACTS, _OPTIONAL)
    name, kinds = facts["name"], _strings(file, facts["kinds"])
    if not kinds or set(kinds) - set(KINDS):
        raise CountryFlaw(file, 0, f'"kinds" of {name} are some of {", ".join(KINDS)}')
    if facts.get("cost") not in (*COSTS, None):
        raise CountryFlaw(file, 0, f'"cost" of {name} is one of {", ".join(COSTS)}, or left out')
    if facts.keys().isdisjoint(("phone", "web", "district")):
        raise CountryFlaw(file, 0, f"{name} has neither a phone, a page nor a district: it can't be found")
    return Place(
        country=file.stem.upper(),
        kinds=kinds,
        name=name,
        district=facts.get("district"),
        phone=facts.get("phone"),
        web=facts.get("web"),
        languages=_strings(file, facts["languages"]),
        cost=facts.get("cost"),
        police=facts.get("police", False),
        deadline=facts.get("deadline"),
        source=facts["source"],
        checked=facts["checked"],
    )


def _strings(file: Path, values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise CountryFlaw(file, 0, '"kinds" and "languages" are lists of strings')
    return tuple(values)
