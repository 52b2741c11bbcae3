"""How the cards are laid out for browsing by pictures (shelves.toml). It knows no names: they are said by who shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.files import read_toml
from content.guidance.library import Card, Library

MOST_ON_A_SHELF = 8

_FILE = Path(__file__).with_name("shelves.toml")


@dataclass(frozen=True)
class Shelf:
    """Cards that are looked for together, in the order in which they are read."""

    name: str
    pictogram: str
    groups: tuple[str, ...]
    cards: tuple[str, ...]


@cache
def shelves() -> Mapping[str, Shelf]:
    """Return all shelves by name, in the order in which they are shown."""
    table = read_toml(_FILE)
    return {
        name: Shelf(name, facts["pictogram"], tuple(facts["groups"]), tuple(facts["cards"].split()))
        for name, facts in table.items()
    }


def cards_on(shelf: Shelf, library: Library) -> tuple[Card, ...]:
    """Return the cards of `library` on this shelf; at its end those of its groups that stand on none."""
    laid_out = frozenset(card for one in shelves().values() for card in one.cards)
    new = [card.id for group in shelf.groups for card in library.groups.get(group, ()) if card.id not in laid_out]
    return tuple(library.cards[card] for card in (*shelf.cards, *new) if card in library.cards)


def next_card(card: Card, library: Library) -> Card | None:
    """Return the card after `card` on its shelf, the first after the last; None when it stands there alone."""
    for shelf in shelves().values():
        cards = cards_on(shelf, library)
        ids = [one.id for one in cards]
        if card.id in ids:
            following = cards[(ids.index(card.id) + 1) % len(cards)]
            return following if following.id != card.id else None
    return None
