"""Where the scripts that learn read their texts: every wording, card and glossary form of the project."""

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from content.guidance.library import Library
from content.search.learned.vectors import FILE as VECTORS

ROOT = Path(__file__).parents[1]
WORDINGS = ROOT / "content/search/emergency/wordings"
STORIES = ROOT / "content/search/emergency/stories"
TAUGHT = ROOT / "content/search/taught"
EMERGENCY = "emg-"


class Wording(NamedTuple):
    """A text as someone might type it; `level` is emergency, maybe, calm or keyword, `card` is "-" for the last two."""

    language: str
    level: str
    card: str
    text: str


def emergency_wordings(kind: str) -> list[Wording]:
    """Return the wordings of `kind`: "seen", from which the word lists were written, or "unseen"."""
    return _in_folder(WORDINGS / kind)


def stories(kind: str) -> list[Wording]:
    """Return the stories, and the cries that begin like one, of `kind`: "joined" from the same parts, or "single"."""
    return _in_folder(STORIES / kind)


def _in_folder(folder: Path) -> list[Wording]:
    found = []
    for file in sorted(folder.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            level, card, text = line.split("\t")
            if level != "level":
                found.append(Wording(file.stem, level, card, text))
    return found


def taught() -> list[Wording]:
    """Return the questions that were taught: `card` is the card or tool that answers, "none" when nothing does."""
    found = []
    for file in sorted(TAUGHT.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            card, text = line.split("\t")
            found.append(Wording(file.stem, "calm", card, text))
    return found


def key_phrases() -> list[Wording]:
    """Return titles and keywords of all cards."""
    found = []
    for card in Library.load().cards.values():
        for code, text in card.texts.items():
            found.append(Wording(code, "calm", card.id, text.title))
            found += [Wording(code, "keyword", card.id, word) for word in text.keywords]
    return found


def calm_questions() -> list[Wording]:
    """Return what people ask when nobody is in danger: everything taught or listed that is no emergency's."""
    return [wording for wording in (*taught(), *key_phrases()) if not wording.card.startswith(EMERGENCY)]


def stamp_of(*folders: Path) -> str:
    """Return the hex digits that name all wordings of folders, and the table of words' meanings, as they are now."""
    seen = hashlib.sha256(VECTORS.read_bytes())
    for file in sorted(file for folder in folders for file in folder.rglob("*.tsv")):
        seen.update(file.name.encode() + file.read_bytes())
    return seen.hexdigest()[:12]


def all_texts() -> Iterator[str]:
    """Yield every text whose words the bot should know the meaning of."""
    for kind in ("seen", "unseen"):
        yield from (wording.text for wording in emergency_wordings(kind))
    yield from (wording.text for wording in calm_questions())
    for file in sorted((ROOT / "content/guidance/cards").glob("*/*.md")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield from line.split(",")
    for file in sorted((ROOT / "content/guidance/glossary").glob("*.toml")):
        for forms in tomllib.loads(file.read_text(encoding="utf-8"))["forms"].values():
            yield from forms
