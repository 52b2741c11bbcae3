"""Hears in a report where police, soldiers, inspectors or armed people are: that is passed on to nobody. Pure.

A bot that warns of raids is soon forbidden or watched, and who reads it is taken for a helper of one side or the other:
it would endanger those whom it serves. What it hears too much costs little: the person writes it without those people.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.languages import sentence
from content.privacy.hearing import WordLists
from content.review.concepts import plain_words

FILE = Path(__file__).with_name("raids.toml")
# Signs that say the same without a word.
_SIGNS = "🚓🚔👮🪖💂"
# What someone is told who wants to pass on such a thing: why not, and what helps instead.
REFUSED = sentence(
    "This I do not pass on. A bot that says where police, soldiers, inspectors or armed people are puts the people it "
    "serves in danger. I kept nothing of it. What helps: stay together, stay calm, keep your papers with you. "
    "Ask me: what are my rights with the police?"
)


def names_raid(text: str, language: str) -> bool:
    """Tell whether a text speaks of police, soldiers, inspectors or armed people; words may be disguised."""
    return any(sign in text for sign in _SIGNS) or bool(_lists().hear(plain_words(text), language))


@lru_cache(maxsize=1)
def _lists() -> WordLists:
    lists: Mapping[str, Mapping[str, str]] = read_toml(FILE)
    return WordLists(lists)
