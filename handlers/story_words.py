"""The words of a story, apart from what was only pressed: marked, taken out, put in, and what of it goes to others."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from content.privacy import Mark, mask, personal, without
from content.privacy.marks import SIGN
from handlers.members.stories.share_parts import FIELDS

# What was written and not pressed, in the order in which it is read.
WORDED = ("story", "problem", "number", "whom")
TRANSLATIONS, ASKED = "translations", "asked"
# Set in what the sandbox publishes: nobody has lived it.
EXAMPLE = "example"
# Set where a question was answered for a group; of which one is kept nowhere.
OF_GROUP = "of_group"
# What an expert from outside wants to stand with a story: it is shown only with these words, {"text", "language"}.
CAUTION = "caution"
# How many pictures of a story went out with it.
PICTURES = "pictures"
_SHORTEST_NAME = 3


def words_of(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the written parts of a story by their names; a voice note has none."""
    return {name: answers[name] for name in WORDED if isinstance(answers.get(name), str)}


def voice_of(answers: Mapping[str, Any]) -> str:
    """Return Telegram's id of the voice note that nobody has written down yet, or ""."""
    story = answers.get("story")
    return str(story["voice"]) if isinstance(story, dict) else ""


def marks_of(answers: Mapping[str, Any], language: str) -> dict[str, tuple[Mark, ...]]:
    """Return what looks personal in each written part; parts without any are left out."""
    found = {name: personal(text, language) for name, text in words_of(answers).items()}
    return {name: marks for name, marks in found.items() if marks}


def masked(answers: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return a story with everything taken out that looks personal; out of its translations as well."""
    marks = marks_of(answers, language)
    out = {**answers, **{name: mask(answers[name], found) for name, found in marks.items()}}
    if answers.get(TRANSLATIONS):
        taken = [part for name, found in marks.items() for mark in found for part in _taken(answers[name], mark)]
        out[TRANSLATIONS] = {
            code: {**one, "text": without(mask_all(one["text"], code), taken)}
            for code, one in answers[TRANSLATIONS].items()
        }
    return out


def mask_all(text: str, language: str) -> str:
    """Return a text with everything taken out that looks personal."""
    return mask(text, personal(text, language))


def _taken(text: str, mark: Mark) -> list[str]:
    """Return what is taken out by a mark; of a name each part, because others write only one of them."""
    piece = text[mark.start : mark.end].strip()
    return [piece, *(word for word in piece.split() if len(word) >= _SHORTEST_NAME)] if mark.kind == "name" else [piece]


def public(answers: Mapping[str, Any], received_on: date) -> dict[str, Any]:
    """Return what others may see of a story: its words, what was pressed, the month; no voice, no exact day."""
    kept = {step.name: answers[step.name] for step in FIELDS if answers.get(step.name) is not None}
    if voice_of(kept):
        del kept["story"]
    for name in (TRANSLATIONS, OF_GROUP, CAUTION):
        if answers.get(name):
            kept[name] = answers[name]
    return {**kept, "month": received_on.strftime("%Y-%m")}


def only_takes_out(before: str, after: str) -> bool:
    """Tell whether `after` is `before` with nothing changed but words that gave way to the sign of what is left out."""
    pieces = [" ".join(piece.split()) for piece in after.split(SIGN)]
    rest = " ".join(before.split())
    if len(pieces) == 1:
        return pieces[0] == rest
    if not rest.startswith(pieces[0]) or not rest.endswith(pieces[-1]):
        return False
    at, end = len(pieces[0]), len(rest) - len(pieces[-1])
    for piece in pieces[1:-1]:
        # Something was there, if only a letter: a sign that stands for nothing is an addition.
        found = rest.find(piece, at + 1, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at < end


def count_changes(before: str, after: str) -> tuple[int, int]:
    """Return how many words were taken out and how many put in."""
    old, new = before.split(), after.split()
    kept = sum(min(old.count(word), new.count(word)) for word in set(old))
    return len(old) - kept, len(new) - kept
