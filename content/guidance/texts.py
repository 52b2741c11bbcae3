"""A card's text in one language and how its file reads. It knows the form, not whether the wording is good."""

import re
from dataclasses import dataclass
from pathlib import Path

from content.errors import CardFlaw
from content.guidance.translations import stamp

SCREEN_UNITS = 3500  # of Telegram's 4,096; the rest is for the title, the state and the number

_STAMP = re.compile(r"[0-9a-f]{12}")
_FOREIGN_MARKUP = re.compile(r"</?[A-Za-z]|\]\(|https?://|^#|^\||^>|```|__", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """What a card says in one language.

    `more` is the second screen as written: paragraphs and lines that begin with "- ". `translates` is the stamp of
    the English text that a translation follows; `stamp` is this text's own. `key_phrases` are what people type,
    with commas between: one string, as there are 27,000 of them.
    """

    language: str
    title: str
    never: str
    steps: tuple[str, ...]
    more: str | None
    key_phrases: str
    translates: str | None
    stamp: str

    @property
    def keywords(self) -> tuple[str, ...]:
        """Return the key phrases one by one."""
        return tuple(phrase for phrase in (part.strip() for part in self.key_phrases.split(",")) if phrase)


def read_text(file: Path, language: str) -> Text:
    """Return the text in `file`; raises CardFlaw with the line where its form is wrong."""
    try:
        source = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise CardFlaw(file, 0, f"is not UTF-8 (byte {error.start})") from error
    first, _, second = source.partition("\n---\n")
    lines = first.splitlines()
    head, start = _read_head(file, lines)
    title, never, steps = _read_screen(file, lines, start)
    more = second.strip() or None
    if more is not None:
        _check_markup(file, len(lines) + 2, second)
    _check_room(file, "\n".join(lines[start:]), second)
    _check_translates(file, language, head.get("translates"))
    own_stamp = stamp(title, never, steps, more)
    return Text(language, title, never, steps, more, head.get("keywords", ""), head.get("translates"), own_stamp)


def _read_head(file: Path, lines: list[str]) -> tuple[dict[str, str], int]:
    """Return the "name: value" lines before the title, and the index of the title's line."""
    head: dict[str, str] = {}
    for index, line in enumerate(lines):
        if line.startswith("# "):
            return head, index
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or name not in ("translates", "keywords"):
            raise CardFlaw(file, index + 1, 'before the title only "translates: …" and "keywords: …" are known')
        if name in head:
            raise CardFlaw(file, index + 1, f'"{name}:" stands twice')
        head[name] = value.strip()
    raise CardFlaw(file, 0, 'has no title: a line "# …"')


def _read_screen(file: Path, lines: list[str], start: int) -> tuple[str, str, tuple[str, ...]]:
    """Return title, never line and steps of the first screen, in exactly that order."""
    never: str | None = None
    steps: list[str] = []
    for index, line in enumerate(lines[start + 1 :], start + 2):
        body = line[2:].strip()
        _check_markup(file, index, body)
        if line.startswith("! ") and never is None and not steps:
            never = body
        elif line.startswith("- ") and never is not None and body:
            steps.append(body)
        elif line.strip():
            raise CardFlaw(file, index, 'expected one "! …" line, then "- …" lines, then "---" alone or the end')
    title = lines[start][2:].strip()
    _check_markup(file, start + 1, title)
    if not title or not never or not steps:
        raise CardFlaw(file, start + 1, 'the first screen needs "# title", "! never line" and at least one "- step"')
    return title, never, tuple(steps)


def _check_markup(file: Path, first_line: int, body: str) -> None:
    for index, line in enumerate(body.splitlines(), first_line):
        if line.count("**") % 2:
            raise CardFlaw(file, index, "a ** is left open")
        if found := _FOREIGN_MARKUP.search(line):
            raise CardFlaw(file, index, f'only **bold** is known, not "{found.group()}"')


def _check_room(file: Path, *screens: str) -> None:
    for screen in screens:
        units = len(screen.encode("utf-16-le")) // 2
        if units > SCREEN_UNITS:
            raise CardFlaw(file, 0, f"a screen has {units} characters; {SCREEN_UNITS} fit into a message")


def _check_translates(file: Path, language: str, translates: str | None) -> None:
    if language == "en" and translates is not None:
        raise CardFlaw(file, 1, 'the English text translates nothing: remove "translates:"')
    if language != "en" and not _STAMP.fullmatch(translates or ""):
        raise CardFlaw(file, 1, '"translates:" needs 12 hex digits; `cards accept` writes them')
