"""Text as Telegram's server treats it: what is cleaned and trimmed, how long it is, which entities it finds by itself.

Lengths and offsets are UTF-16 code units, as everywhere in the Bot API.
"""

import re
from typing import Any

Entity = dict[str, Any]

MAX_ENTITIES = 100
# Control characters become spaces, carriage returns and direction overrides vanish (TDLib, clean_input_string).
_CLEANED = {code: " " for code in range(32) if code not in (9, 10, 13)} | dict.fromkeys(
    [13, *range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A]
)
_DIRTY = re.compile(r"[\x00-\x08\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")
_EMPTY = re.compile(
    r"[\s\x00\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u2800\ufeff\ufffc]*"
)
_AUTOMATIC = re.compile(
    r"(?P<url>(?:https?|tg)://[^\s<>\"]+|(?<![\w.@/])(?:www\.|t\.me/)[^\s<>\"]+)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<!\w)#\w{1,256})"
)
_MAY_HOLD_AUTOMATIC = re.compile(r"[/@#]|www\.")


def units(text: str) -> int:
    """Return the length in UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Return the text without the characters that Telegram's server takes out."""
    return text.translate(_CLEANED) if _DIRTY.search(text) else text


def is_blank(text: str) -> bool:
    """Tell whether nothing of the text can be seen."""
    matched = _EMPTY.match(text)
    return matched is not None and matched.end() == len(text)


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space off both ends and move the entities with it; those that become empty are dropped."""
    kept = text.rstrip()
    stripped = kept.lstrip()
    cut = len(kept) - len(stripped)
    length = units(stripped)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return stripped, moved[:MAX_ENTITIES]


def find_automatic(text: str) -> list[Entity]:
    """Return what the server marks by itself: commands, mentions, hashtags, links and e-mail addresses."""
    if not _MAY_HOLD_AUTOMATIC.search(text):
        return []
    found = []
    for match in _AUTOMATIC.finditer(text):
        piece = match.group()
        if match.lastgroup == "url":
            piece = piece.rstrip(".,;:!?)]}'\u2069")
        found.append({"type": match.lastgroup, "offset": units(text[: match.start()]), "length": units(piece)})
    return found


def with_automatic(text: str, entities: list[Entity]) -> list[Entity]:
    """Return `entities` and those automatic ones that touch none of them, in order."""
    automatic = find_automatic(text)
    if not automatic:
        return entities
    hiding = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in ("code", "pre", "text_link", "text_mention")
    ]
    free = [
        entity
        for entity in automatic
        if all(entity["offset"] >= end or entity["offset"] + entity["length"] <= start for start, end in hiding)
    ]
    return sorted(entities + free, key=lambda entity: (entity["offset"], -entity["length"]))[:MAX_ENTITIES]


def slice_units(text: str, offset: int, length: int) -> str:
    """Return the part of the text that an entity covers."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[offset * 2 : (offset + length) * 2].decode("utf-16-le", "surrogatepass")


def split_units(text: str, limit: int) -> list[str]:
    """Cut a text into pieces of at most `limit` units, as Telegram's apps do with what is too long."""
    pieces: list[str] = []
    piece: list[str] = []
    length = 0
    for letter in text:
        wide = 2 if ord(letter) > 0xFFFF else 1
        if length + wide > limit:
            pieces.append("".join(piece))
            piece, length = [], 0
        piece.append(letter)
        length += wide
    pieces.append("".join(piece))
    return pieces
