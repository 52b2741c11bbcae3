"""The flags of one text, each with what a reviewer needs to know of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.privacy import Mark, personal
from content.review.concepts import plain_words
from content.review.judging import called_for
from content.review.rules import Severity, rules
from content.review.signs import signs
from content.search.frequent import LANGUAGES


@dataclass(frozen=True)
class Flag:
    """A danger, or something of a person, that a text may contain.

    `reason` is a sentence's key, `card` the card whose never line fits. `severity`: "block" is never published as it
    stands, "hold" needs a person of the field, "mark" any reviewer.
    """

    name: str
    reason: str
    severity: Severity
    card: str


def flags(text: str, language: str, marks: Iterable[Mark] | None = None) -> tuple[Flag, ...]:
    """Return what `text` may contain, in the order of the rules; an unknown `language` is read as English.

    `marks` are what is personal in it, when that is known already. Never raises; reads at most 12,000 characters.
    """
    language = language if language in LANGUAGES else "en"
    marked = personal(text, language) if marks is None else marks
    found = called_for(plain_words(text), language, signs(text, marked))
    return tuple(Flag(rule.name, rule.reason, rule.severity, rule.card) for rule in rules() if rule.name in found)
