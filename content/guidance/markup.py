"""How a card looks in a message: Telegram's HTML with everything escaped. It knows no keyboards and sends nothing."""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from content.guidance.library import Card, Text
from content.guidance.trust import trust
from content.languages import LANGUAGES, Speaker, sentence

# Cards as they were last shown, in their languages: what many ask for on one day is made once.
_MOST_KEPT = 256
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_RIGHT_TO_LEFT = "\u200f"
_CHECKERS = {
    "doctor": sentence("a doctor"),
    "engineer": sentence("an engineer"),
    "lawyer": sentence("a lawyer"),
    "geologist": sentence("a geologist"),
    "finance": sentence("someone who knows finance"),
    "trade": sentence("someone who knows the trade"),
    "social": sentence("a social worker"),
    "environment": sentence("someone who knows the environment"),
}


@dataclass(frozen=True)
class Rendered:
    """A card as HTML for one message, and for a second one when there is more to read."""

    first: str
    more: str | None


def render(card: Card, language: str, say: Speaker, *, today: date, foot: Sequence[str] = ()) -> Rendered:
    """Return what a reader of `language` is shown of the card, each message at most 4,096 characters as shown.

    `foot` are plain lines for under the steps of the first screen. The state of the text is said in the reader's
    language, in an emergency as the very last line.
    """
    if foot:
        return _render(card, language, say, today, foot)
    key = (id(card), language, say.language.code, today)
    kept = _RENDERED.get(key)
    if kept is None or kept[0] is not card:
        kept = _RENDERED[key] = card, _render(card, language, say, today, ())
        if len(_RENDERED) > _MOST_KEPT:
            del _RENDERED[next(iter(_RENDERED))]
    return kept[1]


# A card stands beside what was made of it, so that its id is no other card's meanwhile.
_RENDERED: dict[tuple[int, str, str, date], tuple[Card, Rendered]] = {}


def _render(card: Card, language: str, say: Speaker, today: date, foot: Sequence[str]) -> Rendered:
    text, _ = card.text(language)
    end = _end_lines(card, say, say_state(card, language, say, today))
    title = f"{_escape(card.pictogram)} <b>{_escape(_plain(text.title))}</b>"
    never = f"<b>⛔ {_escape(_plain(text.never))}</b>"
    steps = [f"{number}. {_inline(step)}" for number, step in enumerate(text.steps, 1)]
    under = ["", *map(_escape, foot)] if foot else []
    first = [*_directed(text, [title, "", never, *([""] if steps else []), *steps]), *under, "", *end]
    if text.more is None:
        return Rendered("\n".join(first), None)
    more = [*_directed(text, [title, "", *map(_second_line, text.more.splitlines())]), "", *end]
    return Rendered("\n".join(first), "\n".join(more))


def say_state(card: Card, language: str, say: Speaker, today: date) -> str:
    """Return what the reader must know about how far to trust this text: one line of whole sentences."""
    if card.is_held:
        return say("We are checking this card again. Until then only its most important line is shown.")
    state, sentences = card.text(language)[1], []
    if state == "missing":
        sentences.append(say("Not yet in your language; this is the English text."))
    elif state == "stale":
        sentences.append(say("The English text is newer than this one."))
    sentences.append(_say_checked(card, language, say))
    if today > card.review_by:
        sentences.append(say("It should have been looked at again by {date}.", date=say.date(card.review_by)))
    return " ".join(sentences)


def _say_checked(card: Card, language: str, say: Speaker) -> str:
    known = trust(card, language)
    if known.lacking or known.on is None:
        return say("Written, not yet checked by {checkers}.", checkers=_checkers(known.lacking, say))
    checkers, day = _checkers(known.signed, say), say.date(known.on)
    if known.is_checked:
        return say("Checked by {checkers}, {date}.", checkers=checkers, date=day)
    return say(
        "The English text was checked by {checkers}, {date}. This translation is not checked yet.",
        checkers=checkers,
        date=day,
    )


def _checkers(roles: Sequence[str], say: Speaker) -> str:
    return say.list_of(say(_CHECKERS[role]) for role in roles)


def _end_lines(card: Card, say: Speaker, state: str) -> list[str]:
    number = say("Pitwise · {number} · {date}", number=card.number, date=say.date(card.written))
    if say.language.direction == "rtl":
        number = _RIGHT_TO_LEFT + number
    lines = [f"<i>{_escape(state)}</i>", f"<i>{_escape(number)}</i>"]
    return lines[::-1] if card.danger == "emergency" else lines


def _directed(text: Text, lines: list[str]) -> list[str]:
    """Return `lines` with a mark before those whose first letter would turn a right-to-left line around."""
    if LANGUAGES[text.language].direction == "ltr":
        return lines
    return [_RIGHT_TO_LEFT + line if _begins_leftwise(line) else line for line in lines]


def _begins_leftwise(line: str) -> bool:
    shown = re.sub(r"<[^>]*>|&\w+;", "", line)
    directions = (unicodedata.bidirectional(letter) for letter in shown)
    return next((direction == "L" for direction in directions if direction in ("L", "R", "AL")), False)


def _second_line(line: str) -> str:
    line = line.strip()
    return f"• {_inline(line[2:])}" if line.startswith("- ") else _inline(line)


def _inline(line: str) -> str:
    """Return one line as HTML, **bold** made bold."""
    return _BOLD.sub(r"<b>\1</b>", _escape(line))


def _plain(line: str) -> str:
    return line.replace("**", "")


def _escape(words: str) -> str:
    return html.escape(words, quote=False)
