"""Buttons: a label, an action, and their shape in the Bot API. Numbers make every button typeable."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from content.languages import CODES, Speaker, has_rtl, speaker
from content.search.fold import fold

LONGEST_ACTION_BYTES = 64
_BETWEEN = "|"
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Button:
    """What a person may press or type. `action` is "<name>:<arguments>", or `url` opens a link instead.

    One that is not numbered stands beside a question that a bare number answers.
    """

    label: str
    action: str = ""
    url: str = ""
    is_numbered: bool = True


Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True)
class Numbered:
    """Rows of buttons with their numbers written on them, and what each number and label means."""

    markup: dict[str, Any]
    choices: tuple[tuple[str, str], ...]


def inline(rows: Rows, *, first: int = 1) -> Numbered:
    """Number the buttons from `first` on and return the Bot API's inline keyboard with its choices."""
    choices: list[tuple[str, str]] = []
    keyboard: list[list[dict[str, str]]] = []
    for row in rows:
        shown = []
        for button in row:
            if button.url:
                shown.append({"text": _directed(button.label), "url": button.url})
                continue
            if len(button.action.encode()) > LONGEST_ACTION_BYTES:
                raise ValueError(f"an action is longer than {LONGEST_ACTION_BYTES} bytes: {button.action}")
            if not button.is_numbered:
                shown.append({"text": _directed(button.label), "callback_data": button.action})
                continue
            shown.append({"text": _directed(f"{first + len(choices)} {button.label}"), "callback_data": button.action})
            choices.append((button.label, button.action))
        keyboard.append(shown)
    return Numbered({"inline_keyboard": keyboard}, tuple(choices))


def _directed(label: str) -> str:
    """Return a label that begins from the right in a right-to-left language, whatever its picture's own direction."""
    return f"\u200f{label}" if has_rtl(label) else label


# The lasting keyboard: picture and action. The picture or the word opens it when typed.
LASTING = (("🆘", "emergencies"), ("💰", "prices"), ("❓", "topics"), ("🗣", "tell"))


def lasting_labels(say: Speaker) -> tuple[str, ...]:
    """Return the four labels in one language; each is a sentence of its own for the catalogues."""
    return say("🆘 Danger"), say("💰 Price"), say("❓ Topics"), say("🗣 Tell")


def lasting(say: Speaker) -> dict[str, Any]:
    """Return the reply keyboard that stays under the input field."""
    labels = lasting_labels(say)
    rows = [[{"text": _directed(label)} for label in pair] for pair in (labels[:2], labels[2:])]
    return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}


def lasting_action(text: str) -> str | None:
    """Return the action of a lasting button that was typed or pressed in any language, or its picture alone."""
    for picture, action in LASTING:
        if text.strip().replace("\ufe0f", "") == picture:
            return action
    return _lasting_words().get(_bare(text))


@cache
def _lasting_words() -> dict[str, str]:
    """Return what each label of every language means; of two that read alike the first language's."""
    read: dict[str, str] = {}
    for code in CODES:
        for label, (_, action) in zip(lasting_labels(speaker(code)), LASTING, strict=True):
            read.setdefault(_bare(label), action)
    read.pop("", None)
    return read


def language_named(text: str) -> str | None:
    """Return the language whose own name was typed, in any script it was typed in."""
    return _language_names().get(_bare(text))


@cache
def _language_names() -> dict[str, str]:
    return {_bare(speaker(code).language.name): code for code in reversed(CODES)}


def chosen(text: str, choices: Iterable[tuple[str, str]]) -> str | None:
    """Return the action that a typed digit (any script) or label stands for among `choices`."""
    typed = _plain(text)
    if not typed:
        return None
    pairs = list(choices)
    if typed.isdecimal():
        number = int(typed) if len(typed) < 4 else 0
        return pairs[number - 1][1] if 1 <= number <= len(pairs) else None
    plains = _plain_labels([label for label, _ in pairs])
    # With its number in front, as it stands on the button; but of "7 days" and "30 days" the number is the label's own.
    for wanted in (typed, _bare(text)):
        for plain, (_, action) in zip(plains, pairs, strict=True):
            if wanted in (plain, _first_word(plain)):
                return action
    return None


def _plain_labels(labels: Sequence[str]) -> list[str]:
    """Return the plain form of each label, folded at once: one by one it takes five times as long."""
    parts = fold(_BETWEEN.join(labels)).split(_BETWEEN)
    return [_joined(part) for part in parts] if len(parts) == len(labels) else [_plain(label) for label in labels]


def _plain(text: str) -> str:
    """Fold to letters and digits only, so that pictures and punctuation do not matter."""
    return _joined(fold(text))


def _joined(folded: str) -> str:
    return " ".join(_LETTERS_AND_DIGITS.findall(folded))


def _bare(text: str) -> str:
    """Fold to letters and digits only, without the number that stands on a button's label."""
    plain = _plain(text)
    return plain if plain.isdecimal() else re.sub(r"^\d{1,2} (?=\D)", "", plain)


def _first_word(bare: str) -> str:
    words = bare.split()
    return words[0] if words and len(words) <= 2 else ""
