"""The emergencies as one plain text to keep on a phone without a network."""

import html
import re
from collections.abc import Sequence
from datetime import date

from content.guidance.library import Card, Library
from content.guidance.markup import render
from content.languages import Speaker

MOST_BYTES = 40_000
RULE = "────────────"

_TAG = re.compile(r"</?[bi]>")


def compose_offline(library: Library, say: Speaker, *, today: date, foot: Sequence[str]) -> str:
    """Return every emergency card, both screens, after a list of them; `foot` says whom to call, as plain lines."""
    cards = library.groups["emergency"]
    code = say.language.code
    head = [
        say("Pitwise: what to do now in danger. Keep this text on your phone; it needs no network."),
        say("Find the danger in the list, then search this text for its number."),
    ]
    names = [f"{card.number} {card.pictogram} {card.text(code)[0].title}" for card in cards]
    parts = ["\n".join(head), "\n".join(foot), "\n".join(names), *(_compose(card, say, today) for card in cards)]
    return f"\n\n{RULE}\n".join(parts) + "\n"


def _compose(card: Card, say: Speaker, today: date) -> str:
    shown = render(card, say.language.code, say, today=today)
    first, end = _plain(shown.first).rsplit("\n\n", 1)
    more = _plain(shown.more).split("\n\n", 1)[1].rsplit("\n\n", 1)[0] if shown.more else ""
    return "\n\n".join(part for part in (str(card.number), first, more, end) if part)


def _plain(message: str) -> str:
    return html.unescape(_TAG.sub("", message))
