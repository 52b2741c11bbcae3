"""Reading parse_mode=HTML as strictly as Telegram does: text and entities out, or the server's own complaint.

The rules, tags and error texts follow TDLib's parse_html. Positions in errors are UTF-8 byte offsets, positions in
entities UTF-16 units. It knows no message and no limit.
"""

import string
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.texts import Entity, units

END: Final = "\0"
SPACES: Final = frozenset(" \t\r\n\0\v")
NAME_ENDS: Final = frozenset("=>/\"'") | SPACES
TOKEN_LETTERS: Final = frozenset(string.ascii_letters + string.digits + ".-")
NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAGS: Final = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
}
# Which attribute of a tag means something, and the prefix its value has to have.
ARGUMENTS: Final = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
}


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    start: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return the plain text and its entities; raises ApiError with the server's complaint."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._found: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while (letter := self._letter()) != END or self._at < len(self._source):
            if letter == "<":
                self._read_tag()
            elif letter == "&" and (decoded := self._decode()):
                self._write(decoded)
            else:
                self._write(letter)
                self._at += 1
        if self._open:
            raise self._complaint(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        text = "".join(self._text)
        return text, tidy(self._found)

    def _letter(self) -> str:
        return self._source[self._at] if self._at < len(self._source) else END

    def _write(self, letter: str) -> None:
        self._text.append(letter)
        self._units += 2 if ord(letter) > 0xFFFF else 1

    def _complaint(self, what: str, at: int | None = None, more: str = "") -> ApiError:
        place = "" if at is None else f" at byte offset {len(self._source[:at].encode('utf-8', 'replace'))}"
        return bad_request(f"can't parse entities: {what}{place}{more}")

    def _decode(self) -> str:
        """Return the character that the reference at `&` stands for and pass it, or "" when it is plain text."""
        source, end = self._source, self._at + 1
        if source.startswith("#", end):
            hexadecimal = source.startswith("x", end + 1)
            digits = string.hexdigits if hexadecimal else string.digits
            start = end = end + (2 if hexadecimal else 1)
            while end < len(source) and source[end] in digits:
                end += 1
            code = int(source[start:end] or "0", 16 if hexadecimal else 10) if end - start < 20 else 0
            if code == 0 or code >= 0x10FFFF or end - self._at >= 10:
                return ""
            if 0xD800 <= code <= 0xDFFF:
                raise self._complaint(
                    "Text contains invalid Unicode characters after decoding HTML entities, "
                    "check for unmatched surrogate code units"
                )
            decoded = chr(code)
        else:
            start = end
            while end < len(source) and source[end] in string.ascii_letters:
                end += 1
            decoded = NAMED.get(source[start:end], "")
        if decoded:
            self._at = end + 1 if source.startswith(";", end) else end
        return decoded

    def _read_tag(self) -> None:
        begin = self._at
        self._at += 1
        if self._letter() == "/":
            self._read_end_tag(begin)
        else:
            self._read_start_tag(begin)
        self._at += 1

    def _skip_to(self, ends: frozenset[str]) -> None:
        while self._letter() not in ends:
            self._at += 1

    def _skip_spaces(self) -> None:
        while self._at < len(self._source) and self._letter() in SPACES:
            self._at += 1

    def _read_start_tag(self, begin: int) -> None:
        self._skip_to(SPACES | {">"})
        if self._letter() == END:
            raise self._complaint("Unclosed start tag", begin)
        tag = self._source[begin + 1 : self._at].lower()
        if tag not in TAGS:
            raise self._complaint(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while self._letter() != ">":
            self._skip_spaces()
            if self._letter() == ">":
                break
            name, value = self._read_attribute(tag, begin)
            if tag == "blockquote" and name == "expandable":
                argument = "1"
            prefix = ARGUMENTS.get((tag, name))
            if prefix is not None and value is not None and value.startswith(prefix):
                argument = value.removeprefix(prefix)
        if tag == "span" and argument != "spoiler":
            raise self._complaint('Tag "span" must have class "tg-spoiler"', begin)
        if tag == "tg-emoji" and not argument.isdigit():
            raise self._complaint("Invalid custom emoji identifier specified")
        self._open.append(_Open(tag, argument, self._units, len(self._text)))

    def _read_attribute(self, tag: str, begin: int) -> tuple[str, str | None]:
        start = self._at
        self._skip_to(NAME_ENDS)
        name = self._source[start : self._at].lower()
        if not name:
            raise self._complaint(f'Empty attribute name in the tag "{tag}"', begin)
        self._skip_spaces()
        if self._letter() != "=":
            self._check_not_over(f'Unclosed start tag "{tag}"', begin)
            return name, None
        self._at += 1
        self._skip_spaces()
        self._check_not_over(f'Unclosed start tag "{tag}"', begin)
        value = self._read_quoted() if self._letter() in "\"'" else self._read_token()
        self._check_not_over("Unclosed start tag", begin)
        return name, value

    def _check_not_over(self, complaint: str, begin: int) -> None:
        if self._letter() == END:
            raise self._complaint(complaint, begin)

    def _read_token(self) -> str:
        start = self._at
        while self._letter() in TOKEN_LETTERS:
            self._at += 1
        if self._letter() not in SPACES and self._letter() != ">":
            raise self._complaint("Unexpected end of name token", start)
        return self._source[start : self._at].lower()

    def _read_quoted(self) -> str:
        quote = self._letter()
        self._at += 1
        value = []
        while (letter := self._letter()) not in (quote, END):
            if letter == "&" and (decoded := self._decode()):
                value.append(decoded)
                continue
            value.append(letter)
            self._at += 1
        if self._letter() == quote:
            self._at += 1
        return "".join(value)

    def _read_end_tag(self, begin: int) -> None:
        if not self._open:
            raise self._complaint("Unexpected end tag", begin)
        self._skip_to(SPACES | {">"})
        name = self._source[begin + 2 : self._at]
        self._skip_spaces()
        if self._letter() != ">":
            raise self._complaint("Unclosed end tag", begin)
        opened = self._open.pop()
        if name and name.lower() != opened.tag:
            raise self._complaint("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{name}>"')
        if self._units > opened.offset and (entity := self._entity(opened)):
            self._found.append(entity)

    def _entity(self, opened: _Open) -> Entity | None:
        entity: Entity = {"type": TAGS[opened.tag], "offset": opened.offset, "length": self._units - opened.offset}
        if opened.tag == "a":
            url = _full_url(opened.argument or "".join(self._text[opened.start :]))
            return {**entity, "url": url} if url else None
        if opened.tag == "tg-emoji":
            return {**entity, "custom_emoji_id": opened.argument}
        if opened.tag == "blockquote" and opened.argument:
            return {**entity, "type": "expandable_blockquote"}
        if opened.tag == "code" and opened.argument:
            return {**entity, "language": opened.argument}
        return entity


def _full_url(url: str) -> str | None:
    """Return the address as the server writes it, or None when it is none and the tag is to be ignored."""
    url = url.strip()
    if url.startswith(("tg:", "mailto:", "tel:")):
        return url
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https", "ftp", "tonsite") or "." not in host.strip(".") or " " in parts.netloc:
        return None
    return parts.geturl() if parts.path or parts.query else f"{parts.geturl()}/"


def tidy(entities: list[Entity]) -> list[Entity]:
    """Sort entities, join `pre` with its `code`, and drop what stands inside code, as the server does."""
    spans = {(entity["offset"], entity["length"]) for entity in entities if entity["type"] == "pre"}
    languages = {
        (entity["offset"], entity["length"]): entity["language"]
        for entity in entities
        if entity["type"] == "code" and "language" in entity
    }
    tidied: list[Entity] = []
    last_end = 0
    for entity in sorted(entities, key=_rank):
        span = (entity["offset"], entity["length"])
        if entity["offset"] < last_end or (entity["type"] == "code" and span in spans):
            continue
        if entity["type"] == "pre" and span in languages:
            entity = {**entity, "language": languages[span]}
        elif entity["type"] == "code":
            entity = {name: value for name, value in entity.items() if name != "language"}
        if entity["type"] in ("pre", "code"):
            last_end = sum(span)
        tidied.append(entity)
    return tidied


def _rank(entity: Entity) -> tuple[int, int, bool]:
    return entity["offset"], -entity["length"], entity["type"] not in ("pre", "code")


def check_given(text: str, entities: object) -> list[Entity]:
    """Return entities that a bot gave itself instead of a parse_mode; raises ApiError when they are none."""
    if not isinstance(entities, list) or not all(isinstance(entity, dict) for entity in entities):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    length = units(text)
    for entity in entities:
        offset, size = entity.get("offset"), entity.get("length")
        if not isinstance(entity.get("type"), str) or not isinstance(offset, int) or not isinstance(size, int):
            raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
        if offset < 0 or size < 0 or offset + size > length:
            raise bad_request("ENTITY_BOUNDS_INVALID")
    return sorted((entity for entity in entities if entity["length"]), key=_rank)
