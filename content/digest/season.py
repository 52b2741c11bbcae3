"""The card of an edition: one of the season where there is one, else the next that this group has not seen."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from content.files import read_toml
from content.guidance.library import Card, Library
from content.languages import sentence

SEASONS_FILE = Path(__file__).with_name("seasons.toml")
# How a card is announced, by its season; "" is no season.
SAID: Mapping[str, str] = MappingProxyType(
    {
        "rain": sentence("🌧 To read for the rains: {title}"),
        "heat": sentence("☀️ To read for the heat: {title}"),
        "holidays": sentence("🎉 To read before the holidays: {title}"),
        "": sentence("📚 To read: {title}"),
    }
)
# So long before a feast its cards are read.
BEFORE_FEAST = timedelta(days=28)
_EMERGENCY = "emergency"


def seasons_of(country: str | None, day: date) -> tuple[str, ...]:
    """Return the seasons of a country (two letters) on a day; none where it is not known."""
    table, here = read_seasons(), country or ""
    named = [season for season in ("rain", "heat") if (here, day.month) in table[season]]
    is_feast = (here, day.month) in table["months"] or any(
        (here, day + timedelta(days=ahead)) in table["days"] for ahead in range(BEFORE_FEAST.days)
    )
    return (*named, *(["holidays"] if is_feast else []))


@cache
def read_seasons() -> Mapping[str, Collection[tuple[str, object]]]:
    """Return pairs of a country and a month of rain, of heat and of feasts ("months"), or a feast's day ("days").

    Raises ContentFlaw.
    """
    facts = read_toml(SEASONS_FILE)
    tables = {"rain": "places", "heat": "places", "months": "feasts", "days": "feasts"}
    return MappingProxyType(
        {
            name: frozenset(
                (country, when)
                for row in facts[table]
                for country in row["countries"].split()
                for when in row.get(name, ())
            )
            for name, table in tables.items()
        }
    )


@cache
def cards_of_seasons() -> Mapping[str, tuple[str, ...]]:
    """Return the cards that are read in each season, the most important first."""
    return MappingProxyType({season: tuple(ids.split()) for season, ids in read_toml(SEASONS_FILE)["cards"].items()})


def card_of(
    library: Library, *, country: str | None, day: date, topics: Sequence[str], shown: Sequence[str]
) -> tuple[Card, str] | None:
    """Return the card of an edition and its season; never one of `shown`, the last cards, the oldest first.

    `topics` are groups of cards, none means all. Emergency cards are not for reading along. None when all were shown.
    """
    for season in seasons_of(country, day):
        for id in cards_of_seasons()[season]:
            card = library.cards.get(id)
            if card and not card.is_held and id not in shown and (not topics or card.group in topics):
                return card, season
    for wanted in (topics, ()) if topics else ((),):
        for card in _after(library, shown[-1] if shown else "", wanted):
            if card.id not in shown:
                return card, ""
    return None


def _after(library: Library, last: str, topics: Collection[str]) -> Iterator[Card]:
    """Yield the cards of `topics` in their order, those behind the last shown one first."""
    fitting = [
        one
        for one in library.cards.values()
        if one.group != _EMERGENCY and not one.is_held and (not topics or one.group in topics)
    ]
    number = library.cards[last].number if last in library.cards else -1
    yield from (card for card in fitting if card.number > number)
    yield from (card for card in fitting if card.number <= number)
