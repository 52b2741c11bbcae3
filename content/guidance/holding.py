"""What readers may see while some cards are held back to be checked again. It knows no store and no reason."""

from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType

from content.guidance.library import Card, Library

EMERGENCY = "emergency"


def withhold(library: Library, held: Collection[str]) -> Library:
    """Return `library` without the `held` cards; of a held emergency the title and the never line stay.

    In danger half a card is better than another danger's card.
    """
    if not held:
        return library
    return Library(
        tuple(
            cut(card) if card.id in held else card
            for card in library.cards.values()
            if card.id not in held or card.danger == EMERGENCY
        )
    )


def cut(card: Card) -> Card:
    """Return a held card with nothing left but its titles and never lines."""
    texts = {code: replace(text, steps=(), more=None) for code, text in card.texts.items()}
    return replace(card, texts=MappingProxyType(texts), is_held=True)
