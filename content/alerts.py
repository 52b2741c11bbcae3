"""Whom an alert reaches and in which language: pure rules over what readers have chosen. It knows no words, no store.

A place is "TZ" (all of it), "TZ:geita" (a region) or "TZ:?" (who named the country and no region).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from content.digest.words import plain_words

Kind = Literal["safety", "notice"]
To = Literal["members", "groups", "both"]
KINDS: tuple[Kind, ...] = ("safety", "notice")
LONGEST = 1500
# A smaller number of people would tell of some of them.
FEWEST = 5
# Who has not chosen a region, or a mineral.
UNCHOSEN = "?"


@dataclass(frozen=True, order=True)
class Reader:
    """What is known of a member or a group: `places` are (country, region or ""), `minerals` None where none is known.

    No minerals at all means: all of them. One that `is_paused` wants no news now.
    """

    is_group: bool
    languages: tuple[str, ...]
    places: tuple[tuple[str, str], ...] = ()
    minerals: tuple[str, ...] | None = None
    is_paused: bool = False


@dataclass(frozen=True)
class Audience:
    """Whom an alert is for; nothing named means whatever it is. Minerals and regions may hold "?"."""

    places: tuple[str, ...] = ()
    minerals: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    to: To = "both"

    @property
    def is_wide(self) -> bool:
        """Tell whether it is more than one region, and a second person must agree."""
        return len(self.places) != 1 or self.places[0].partition(":")[2] in ("", UNCHOSEN)

    def as_json(self) -> dict[str, Any]:
        """Return the same as JSON values."""
        return asdict(self)


def audience_of(value: Mapping[str, Any]) -> Audience:
    """Return what `Audience.as_json` made."""
    return Audience(tuple(value["places"]), tuple(value["minerals"]), tuple(value["languages"]), value["to"])


@dataclass(frozen=True)
class Reach:
    """How many members and groups."""

    members: int = 0
    groups: int = 0

    @property
    def total(self) -> int:
        """Return both together."""
        return self.members + self.groups


def fits(reader: Reader, audience: Audience, kind: Kind) -> bool:
    """Tell whether an alert is for a reader. News that can wait do not go to who has paused them."""
    if reader.is_paused and kind != "safety":
        return False
    if audience.to != "both" and reader.is_group != (audience.to == "groups"):
        return False
    if audience.languages and not set(audience.languages) & set(reader.languages):
        return False
    return _is_there(reader, audience.places) and _digs(reader, audience.minerals)


def _is_there(reader: Reader, places: Sequence[str]) -> bool:
    if not places:
        return True
    named = {f"{country}:{region or UNCHOSEN}" for country, region in reader.places}
    return bool(named & set(places)) or any(country in places for country, _ in reader.places)


def _digs(reader: Reader, minerals: Sequence[str]) -> bool:
    if not minerals or (reader.minerals is None and UNCHOSEN in minerals):
        return True
    return reader.minerals is not None and (not reader.minerals or bool(set(reader.minerals) & set(minerals)))


def read_of(reader: Reader, audience: Audience) -> tuple[str, ...]:
    """Return the languages of a reader that an alert is for."""
    return tuple(code for code in reader.languages if not audience.languages or code in audience.languages)


def text_for(code: str, texts: Mapping[str, str], instead: Mapping[str, str]) -> str:
    """Return the language whose text the readers of a language get: theirs, the one it is `instead`, or "": none."""
    return code if code in texts else other if (other := instead.get(code, "")) in texts else ""


def languages_for(read: Iterable[str], texts: Mapping[str, str], instead: Mapping[str, str]) -> tuple[str, ...]:
    """Return those of someone's languages that bring them a text, each text once; none: they are left out."""
    found: dict[str, str] = {}
    for code in sorted(read, key=lambda code: code not in texts):
        if text := text_for(code, texts, instead):
            found.setdefault(text, code)
    return tuple(found.values())


class Census:
    """How many readers there are of each sort, as of one moment."""

    def __init__(self, counts: Mapping[Reader, int] | None = None) -> None:
        self._counts: Counter[Reader] = Counter(counts or {})
        self._by_country: dict[str, dict[Reader, int]] | None = None

    def add(self, readers: Iterable[Reader]) -> None:
        """Count more readers."""
        self._counts.update(readers)
        self._by_country = None

    def reach(self, audience: Audience, kind: Kind, *, read: str | None = None) -> Reach:
        """Return how many an audience holds, or those of them who read one language."""
        groups = members = 0
        for reader, times in self._near(audience).items():
            if (read is None or read in reader.languages) and fits(reader, audience, kind):
                groups += times if reader.is_group else 0
                members += 0 if reader.is_group else times
        return Reach(members, groups)

    def _near(self, audience: Audience) -> Mapping[Reader, int]:
        """Return those of the countries of an audience: a screen with many places looks at each reader once."""
        if not audience.places:
            return self._counts
        by_country = self._by_country = self._by_country or self._sorted()
        near = [by_country.get(code, {}) for code in {place.partition(":")[0] for place in audience.places}]
        return near[0] if len(near) == 1 else {reader: times for some in near for reader, times in some.items()}

    def _sorted(self) -> dict[str, dict[Reader, int]]:
        by_country: dict[str, dict[Reader, int]] = {}
        for reader, times in self._counts.items():
            for country, _ in reader.places:
                by_country.setdefault(country, {})[reader] = times
        return by_country

    def placeless(self) -> Reach:
        """Return how many have named no country: no alert for a place reaches them."""
        lost = [(reader, times) for reader, times in self._counts.items() if not reader.places]
        groups = sum(times for reader, times in lost if reader.is_group)
        return Reach(sum(times for _, times in lost) - groups, groups)

    def languages(self, places: Sequence[str]) -> frozenset[str]:
        """Return what anyone in the countries of these places reads, whatever else they are."""
        return frozenset(code for reader in self._near(Audience(tuple(places))) for code in reader.languages)

    def countries(self) -> list[str]:
        """Return the countries that anyone has named, the most named first."""
        named: Counter[str] = Counter()
        for reader, times in self._counts.items():
            for country in {country for country, _ in reader.places}:
                named[country] += times
        return [country for country, _ in sorted(named.items(), key=lambda one: (-one[1], one[0]))]

    def as_json(self) -> list[list[Any]]:
        """Return the same as JSON values."""
        return [
            [int(one.is_group), one.languages, one.places, one.minerals, int(one.is_paused), times]
            for one, times in self._counts.items()
        ]


def census_of(rows: Iterable[Sequence[Any]]) -> Census:
    """Return what `Census.as_json` made."""
    counts = {}
    for is_group, languages, places, minerals, is_paused, times in rows:
        where = tuple((country, region) for country, region in places)
        digs = None if minerals is None else tuple(minerals)
        counts[Reader(bool(is_group), tuple(languages), where, digs, bool(is_paused))] = times
    return Census(counts)


def clean(text: str) -> str:
    """Return what a person wrote as an alert says it: its lines, with nobody called, nothing linked, nothing turned."""
    lines = [plain_words(line) for line in text.splitlines()]
    return "\n".join(line for at, line in enumerate(lines) if line or (at and lines[at - 1])).strip()
