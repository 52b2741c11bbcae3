"""The cards: what they are and how they are loaded. It knows form, not wording (flaws), nor how a card looks (markup).

cards/<id>/card.toml    number, group, danger, checkers, dates, pictogram, related cards, sources,
                        and what is heard together when this card must come first
cards/<id>/en.md        the English text; beside it one file per translation
cards/<id>/signatures.toml   who has checked which wording, once someone has
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from content.errors import CardFlaw
from content.guidance.catalogue import CHECKERS, DANGERS, GROUPS
from content.guidance.signatures import FILE, Signature, read_signatures
from content.guidance.texts import Text, read_text
from content.guidance.translations import State

__all__ = ["CARDS_FOLDER", "Card", "Library", "Source", "State", "Text"]

CARDS_FOLDER = Path(__file__).with_name("cards")

_LONGEST_NUMBER = 5
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE_FILE = re.compile(r"[a-z]{2,3}")
_KINDS: Mapping[str, type] = {
    "number": int,
    "group": str,
    "danger": str,
    "checkers": list,
    "written": date,
    "review_by": date,
    "pictogram": str,
    "related": list,
    "sources": list,
}
_OPTIONAL: Mapping[str, type] = {"first_when": dict}


@dataclass(frozen=True)
class Source:
    """What a card rests on; `figures` are the numbers in the card's texts that come from it."""

    title: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Precedence:
    """Concepts of the glossary: heard together, their card comes first, and after it the card `then`, if named."""

    concepts: frozenset[str]
    then: str


@dataclass(frozen=True)
class Card:
    """Guidance that we stand for, with its texts by language code; `is_held` when most of it is held back."""

    id: str
    number: int
    group: str
    danger: str
    checkers: tuple[str, ...]
    written: date
    review_by: date
    pictogram: str
    related: tuple[str, ...]
    sources: tuple[Source, ...]
    texts: Mapping[str, Text]
    folder: Path = Path()
    signatures: tuple[Signature, ...] = ()
    is_held: bool = False
    first_when: tuple[Precedence, ...] = ()

    def text(self, language: str) -> tuple[Text, State]:
        """Return the text for a reader of `language` and its state; English ("missing") when there is none."""
        english = self.texts["en"]
        own = self.texts.get(language)
        if own is None:
            return english, "missing"
        return own, "current" if own is english or own.translates == english.stamp else "stale"

    def file(self, language: str) -> Path:
        """Return where the text in `language` is or would be kept."""
        return self.folder / f"{language}.md"


class Library:
    """All cards, by id, by number and by group; immutable."""

    def __init__(self, cards: tuple[Card, ...]) -> None:
        """Keep `cards` in the order of their numbers; raises CardFlaw when two share one."""
        by_number: dict[int, Card] = {}
        for card in sorted(cards, key=lambda card: (card.number, card.id)):
            if card.number in by_number:
                other = by_number[card.number].id
                raise CardFlaw(card.folder / "card.toml", 0, f"number {card.number} is taken by {other}")
            by_number[card.number] = card
        ordered = tuple(by_number.values())
        self.by_number: Mapping[int, Card] = MappingProxyType(by_number)
        self.cards: Mapping[str, Card] = MappingProxyType({card.id: card for card in ordered})
        grouped = {group: tuple(card for card in ordered if card.group == group) for group in GROUPS}
        self.groups: Mapping[str, tuple[Card, ...]] = MappingProxyType(grouped)
        self._first = tuple((card.id, one) for card in ordered for one in card.first_when)

    def called(self, name: str) -> Card | None:
        """Return the card whose id or number `name` is; None when it is none."""
        return self.cards.get(name) or self.numbered(name)

    def numbered(self, text: str) -> Card | None:
        """Return the card with the number that `text` is; None when it is none."""
        return self.by_number.get(int(text)) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None

    def first(self, concepts: Collection[str]) -> tuple[str, ...]:
        """Return the card that must come first when `concepts` are heard, and behind it the one to follow, if any."""
        for card, one in self._first:
            if one.concepts.issubset(concepts):
                return (card, one.then) if one.then in self.cards else (card,)
        return ()

    @classmethod
    def load(cls, folder: Path | None = None) -> "Library":
        """Return the cards in the sub-folders of `folder` (default: ours); raises CardFlaw with file and line."""
        root = folder or CARDS_FOLDER
        folders = sorted(path for path in root.iterdir() if path.is_dir() and any(path.iterdir()))
        return cls(tuple(read_card(path) for path in folders))


def read_card(folder: Path) -> Card:
    """Return the card kept in `folder`, whose name is its id; raises CardFlaw."""
    file = folder / "card.toml"
    if not _ID.fullmatch(folder.name):
        raise CardFlaw(folder, 0, "a card's folder has a name like hs-first-aid-kit")
    facts = _read_facts(file)
    texts = {path.stem: read_text(path, path.stem) for path in sorted(folder.iterdir()) if _is_text(path)}
    if "en" not in texts:
        raise CardFlaw(folder / "en.md", 0, "is missing: every card has its English text")
    return Card(
        id=folder.name,
        number=facts["number"],
        group=_one_of(file, "group", facts["group"], GROUPS),
        danger=_one_of(file, "danger", facts["danger"], DANGERS),
        checkers=tuple(_one_of(file, "checkers", checker, CHECKERS) for checker in facts["checkers"]),
        written=facts["written"],
        review_by=facts["review_by"],
        pictogram=facts["pictogram"],
        related=_strings(file, "related", facts["related"]),
        sources=tuple(_read_source(file, source) for source in facts["sources"]),
        texts=MappingProxyType(texts),
        folder=folder,
        signatures=read_signatures(folder / FILE),
        first_when=tuple(_read_precedence(file, *one) for one in facts.get("first_when", {}).items()),
    )


def _is_text(path: Path) -> bool:
    if path.name in ("card.toml", FILE):
        return False
    if path.suffix != ".md" or not _LANGUAGE_FILE.fullmatch(path.stem):
        raise CardFlaw(path, 0, f"a card's folder holds card.toml, {FILE} and <language>.md only")
    return True


def _read_facts(file: Path) -> dict[str, Any]:
    """Return card.toml with every name known and every value of its kind."""
    try:
        facts = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CardFlaw(file, 0, "is missing") from error
    except UnicodeDecodeError as error:
        raise CardFlaw(file, 0, f"is not UTF-8 (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise CardFlaw(file, int(line.group(1)) if line else 0, str(error)) from error
    if unknown := facts.keys() - _KINDS.keys() - _OPTIONAL.keys():
        raise CardFlaw(file, _line_of(file, min(unknown)), f'"{min(unknown)}" is not known')
    if missing := [name for name in _KINDS if name not in facts]:
        raise CardFlaw(file, 0, f'"{missing[0]}" is missing')
    for name, kind in {**_KINDS, **_OPTIONAL}.items():
        if name in facts and type(facts[name]) is not kind:
            raise CardFlaw(file, _line_of(file, name), f'"{name}" is not a {kind.__name__}')
    return facts


def _read_source(file: Path, source: object) -> Source:
    if not isinstance(source, dict) or source.keys() != {"title", "figures"} or not isinstance(source["title"], str):
        raise CardFlaw(file, _line_of(file, "[[sources]]"), 'a source has a "title" and a list of "figures"')
    return Source(source["title"], _strings(file, "figures", source["figures"]))


def _read_precedence(file: Path, concepts: str, then: object) -> Precedence:
    if len(concepts.split()) < 2 or not isinstance(then, str):
        line = _line_of(file, f'"{concepts}"')
        raise CardFlaw(file, line, 'first_when names two concepts or more and a card: "pregnant dust" = "" or an id')
    return Precedence(frozenset(concepts.split()), then)


def _strings(file: Path, name: str, values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise CardFlaw(file, _line_of(file, name), f'"{name}" is not a list of strings')
    return tuple(values)


def _one_of(file: Path, name: str, value: object, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise CardFlaw(file, _line_of(file, name), f'"{name}" has {value!r}; known are {", ".join(known)}')
    return value


def _line_of(file: Path, start: str) -> int:
    """Return the number of the first line that begins with `start`, 0 when none does."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.startswith(start)), 0)
