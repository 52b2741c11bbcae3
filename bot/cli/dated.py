"""What `check` says of numbers and places: how many there are, and which are not shown any more or not for long."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from content.countries import Country
from content.places import Place

SOON = timedelta(days=31)


def say_countries(countries: Mapping[str, Country], today: date) -> str:
    """Return one line on the emergency numbers; those of one country that end on one day are named together."""
    numbers = [(one.expires, country.code) for country in countries.values() for one in country.numbers]
    return f"{len(countries)} countries, {len(numbers)} emergency numbers{_due(sorted(set(numbers)), today)}"


def say_places(places: Iterable[Place], today: date) -> str:
    """Return one line on the places."""
    every = list(places)
    return f"{len(every)} places{_due(sorted((one.expires, f'{one.name} ({one.country})') for one in every), today)}"


def _due(dated: list[tuple[date, str]], today: date) -> str:
    gone = [name for expires, name in dated if expires <= today]
    soon = [f"{name} until {expires - timedelta(days=1)}" for expires, name in dated if today < expires <= today + SOON]
    parts = [f"no longer shown: {', '.join(gone)}"] * bool(gone) + [f"shown only: {', '.join(soon)}"] * bool(soon)
    return "".join(f"; {part}" for part in parts) + ("; look them up again and set the date" if parts else "")
