"""How far a card's text may be trusted: which of its checkers have signed the wording that is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from content.guidance.library import Card
from content.guidance.signatures import EDITOR, Signature


@dataclass(frozen=True)
class Trust:
    """What the signatures say of one text.

    `signed` and `lacking` are the kinds of checker who have and have not signed the English text as it is now, `on`
    the day of the last of them. `is_checked` is true when all have, and the text that is shown was signed as well.
    """

    signed: tuple[str, ...]
    lacking: tuple[str, ...]
    on: date | None
    is_checked: bool


def trust(card: Card, language: str) -> Trust:
    """Return how far what a reader of `language` is shown may be trusted."""
    text, state = card.text(language)
    english = _current(card, "en")
    signed = tuple(role for role in card.checkers if role in english)
    lacking = tuple(role for role in card.checkers if role not in english)
    on = max((english[role].signed for role in signed), default=None)
    is_checked = bool(card.checkers) and not lacking
    if text.language != "en":
        own = _current(card, text.language)
        is_checked = is_checked and state == "current" and (EDITOR in own or own.keys() >= set(card.checkers))
    return Trust(signed, lacking, on, is_checked)


def is_current(card: Card, signature: Signature) -> bool:
    """Tell whether a signature is for the wording that the card has now, and the English it follows."""
    text, english = card.texts.get(signature.language), card.texts["en"]
    return text is not None and (signature.stamp, signature.follows) == (text.stamp, english.stamp)


def lapsed(card: Card, languages: Iterable[str]) -> list[Signature]:
    """Return the signatures in `languages` whose wording has changed since."""
    wanted = set(languages)
    return [one for one in card.signatures if one.language in wanted and not is_current(card, one)]


def _current(card: Card, language: str) -> dict[str, Signature]:
    return {one.role: one for one in card.signatures if one.language == language and is_current(card, one)}
