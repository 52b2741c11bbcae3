"""What was found personal in a text: where it stands, how it is taken out, how it is shown marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, get_args

Kind = Literal["phone", "handle", "name", "id-number", "place-exact", "third-person-accused"]
KINDS: tuple[Kind, ...] = get_args(Kind)

SIGN = "[…]"


@dataclass(frozen=True)
class Mark:
    """A slice of a text that looks personal; `start` and `end` count Python characters of the text."""

    kind: Kind
    start: int
    end: int


def settle(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return marks in order without two of one kind over each other; the longer of such two stays."""
    kept: list[Mark] = []
    ends: dict[Kind, int] = {}
    for mark in sorted(marks, key=lambda one: (one.start, -one.end, one.kind)):
        if mark.start >= ends.get(mark.kind, 0):
            kept.append(mark)
            ends[mark.kind] = mark.end
        elif mark.end > ends[mark.kind]:
            at = max(place for place, other in enumerate(kept) if other.kind == mark.kind)
            kept[at] = Mark(mark.kind, kept[at].start, mark.end)
            ends[mark.kind] = mark.end
    return tuple(kept)


def merged(marks: Iterable[Mark]) -> list[tuple[int, int]]:
    """Return the stretches that any mark covers, in order; marks that touch or overlap become one."""
    stretches: list[tuple[int, int]] = []
    for start, end in sorted((mark.start, mark.end) for mark in marks):
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], end))
        else:
            stretches.append((start, end))
    return stretches


def mask(text: str, marks: Iterable[Mark]) -> str:
    """Return `text` with every marked slice taken out and a neutral sign in its place.

    The same words elsewhere, where nothing told that they are personal, are taken out there as well.
    """
    marks = tuple(marks)
    pieces, stretches = _cut(text, marks)
    slices = {text[mark.start : mark.end].strip() for mark in marks} - {""}
    if not slices:
        return SIGN.join(pieces) if stretches else text
    return SIGN.join(without(piece, slices) for piece in pieces)


def without(text: str, slices: Iterable[str]) -> str:
    """Return `text` with a neutral sign wherever one of the slices stands in it as whole words."""
    known = sorted(set(slices) - {""}, key=len, reverse=True)
    return re.sub("|".join(map(_as_words, known)), SIGN, text) if known else text


def shown(text: str, marks: Iterable[Mark]) -> str:
    """Return `text` as Telegram's HTML with what is marked bold and underlined; all of it is escaped."""
    pieces, stretches = _cut(text, tuple(marks))
    html = [escape(pieces[0], quote=False)]
    for (start, end), piece in zip(stretches, pieces[1:], strict=True):
        html += [f"<b><u>{escape(text[start:end], quote=False)}</u></b>", escape(piece, quote=False)]
    return "".join(html)


def _cut(text: str, marks: Sequence[Mark]) -> tuple[list[str], list[tuple[int, int]]]:
    """Return what stands around the marked stretches, and the stretches."""
    stretches = merged(marks)
    edges = [0, *(edge for stretch in stretches for edge in stretch), len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)], stretches


def _as_words(found: str) -> str:
    """Return a pattern for `found` where it is not a part of a longer word."""
    before = r"(?<!\w)" if re.match(r"\w", found) else ""
    after = r"(?!\w)" if re.search(r"\w$", found) else ""
    return f"{before}{re.escape(found)}{after}"
