"""Who has checked a text: `signatures.toml` beside `card.toml`. A signature is for one wording and lapses with it.

A person stands there as a role and one initial, never more: cards are public.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from content.errors import CardFlaw
from content.guidance.catalogue import CHECKERS

FILE = "signatures.toml"
EDITOR = "editor"  # vouches for a translation, never for what a card says
ROLES = (*CHECKERS, EDITOR)

_KINDS: Mapping[str, type] = {
    "language": str,
    "role": str,
    "initial": str,
    "signed": date,
    "stamp": str,
    "follows": str,
}
_ENTRY = """\
[[signatures]]
language = "{0.language}"
role = "{0.role}"
initial = "{0.initial}"
signed = {0.signed}
stamp = "{0.stamp}"
follows = "{0.follows}"
"""


@dataclass(frozen=True)
class Signature:
    """One checker's word for one text; `stamp` is the text's, `follows` the English one's it was compared with."""

    language: str
    role: str
    initial: str
    signed: date
    stamp: str
    follows: str


def read_signatures(file: Path) -> tuple[Signature, ...]:
    """Return the signatures in `file`, none when it is not there; raises CardFlaw for what is no signature."""
    if not file.exists():
        return ()
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CardFlaw(file, 0, str(error)) from error
    entries = table.pop("signatures", [])
    if table or not isinstance(entries, list):
        raise CardFlaw(file, 0, "holds [[signatures]] only; `cards sign` writes them")
    signatures = tuple(_read_one(file, entry) for entry in entries)
    if len({(one.language, one.role) for one in signatures}) < len(signatures):
        raise CardFlaw(file, 0, "one role has signed one text twice")
    return signatures


def _read_one(file: Path, entry: Mapping[str, Any]) -> Signature:
    if not isinstance(entry, dict) or entry.keys() != _KINDS.keys():
        raise CardFlaw(file, 0, f"a signature has {', '.join(_KINDS)}, and no more")
    for name, kind in _KINDS.items():
        if type(entry[name]) is not kind:
            raise CardFlaw(file, 0, f'"{name}" is not a {kind.__name__}')
    if entry["role"] not in ROLES:
        raise CardFlaw(file, 0, f'"role" has {entry["role"]!r}; known are {", ".join(ROLES)}')
    if not is_initial(entry["initial"]):
        raise CardFlaw(file, 0, '"initial" is one letter: a name does not belong here')
    return Signature(**entry)


def write_signatures(file: Path, signatures: Iterable[Signature]) -> None:
    """Write `signatures` in place of what `file` holds."""
    ordered = sorted(signatures, key=lambda one: (one.language, one.role))
    file.write_text("\n".join(_ENTRY.format(one) for one in ordered), encoding="utf-8")


def is_initial(text: str) -> bool:
    """Tell whether `text` is one letter."""
    return len(text) == 1 and text.isalpha()
