"""Which English text a translation follows: stamps and states. It knows nothing of files or readers."""

import hashlib
import re
from collections.abc import Sequence
from typing import Literal

State = Literal["current", "stale", "missing"]

_TRANSLATES = re.compile(r"\Atranslates:[^\n]*\n")


def stamp(title: str, never: str, steps: Sequence[str], more: str | None) -> str:
    """Return the 12 hex digits that name this wording.

    White space between words does not count, nor do keywords: they are not part of what the reader sees.
    """
    parts = [title, never, *steps, more or ""]
    plain = "\n".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def accept(source: str, english_stamp: str) -> str:
    """Return the file text `source` of a translation, saying that it follows the English text of that stamp."""
    return f"translates: {english_stamp}\n" + _TRANSLATES.sub("", source, count=1)
