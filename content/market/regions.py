"""The coarse places from which a share may be told: first-level regions of the countries with many small mines."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from content.errors import ContentFlaw
from content.files import read_toml

REGIONS_FILE = Path(__file__).with_name("regions.toml")
# A key goes onto a button with its revision beside it.
LONGEST_KEY = 30


@dataclass(frozen=True)
class Region:
    """A region: `key` is kept, `name` is as it is written there, `ar` as Arabic readers know it, or the same."""

    key: str
    name: str
    ar: str

    def named(self, language: str) -> str:
        """Return its name for readers of a language."""
        return self.ar if language == "ar" else self.name


def load_regions(file: Path = REGIONS_FILE) -> Mapping[str, tuple[Region, ...]]:
    """Return the regions of `file` by the country's code; raises ContentFlaw."""
    regions = {}
    for country, named in read_toml(file).items():
        if not isinstance(named, dict) or not named:
            raise ContentFlaw(file, 0, f'"{country}" has no regions')
        regions[country] = tuple(_region(file, country, key, value) for key, value in named.items())
    return MappingProxyType(regions)


def _region(file: Path, country: str, key: str, value: object) -> Region:
    names = {"name": value, "ar": value} if isinstance(value, str) else value
    if not isinstance(names, dict) or names.keys() != {"name", "ar"} or not all(map(str, names.values())):
        raise ContentFlaw(file, 0, f'{country}: "{key}" is no name')
    if len(key.encode()) > LONGEST_KEY:
        raise ContentFlaw(file, 0, f'{country}: "{key}" is longer than {LONGEST_KEY} bytes')
    return Region(key, str(names["name"]), str(names["ar"]))


REGIONS = load_regions()
