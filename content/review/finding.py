"""The flags of one text, each with what a reviewer needs to know of it."""

from dataclasses import dataclass

from content.review.concepts import plain_words
from content.review.judging import dangers
from content.review.rules import Severity, rules
from content.search.frequent import LANGUAGES


@dataclass(frozen=True)
class Flag:
    """A danger that a text may contain: `reason` is a sentence's key, `card` the card whose never line fits.

    `severity`: "block" is never published as it stands, "hold" needs a person of the field, "mark" any reviewer.
    """

    name: str
    reason: str
    severity: Severity
    card: str


def flags(text: str, language: str) -> tuple[Flag, ...]:
    """Return the dangers that `text` may contain, in the order of the rules; an unknown `language` is read as English.

    Never raises; reads at most 12,000 characters.
    """
    found = dangers(plain_words(text), language if language in LANGUAGES else "en")
    return tuple(Flag(rule.name, rule.reason, rule.severity, rule.card) for rule in rules() if rule.name in found)
