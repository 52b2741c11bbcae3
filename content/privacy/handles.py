"""Finds names by which a person is reached online: @names, links to chats and profiles, e-mail addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.files import read_toml
from content.privacy.plain import Plain

_FILE = Path(__file__).with_name("handles.toml")
_AT_NAME = re.compile(r"(?<![\w.@])@ ?[^\W\d_][\w.]{3,31}(?!\w)")
_UNDERSCORED = re.compile(r"(?<![\w@/.-])[a-z][a-z\d.]{1,30}_[a-z\d_.]{0,30}[a-z\d](?![\w/])", re.IGNORECASE)
_HANDLE_SHAPE = re.compile(r".*[\d_].*|.*\w\.\w.*|@.*")
_MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]{2,64}$")
_LONGEST_BOX = 66


@dataclass(frozen=True)
class _Patterns:
    at: re.Pattern[str]
    domain: re.Pattern[str]
    links: tuple[re.Pattern[str], ...]
    on_service: re.Pattern[str]
    before_service: re.Pattern[str]
    no_handle: frozenset[str]


def either(words: str) -> str:
    """Return a pattern for any of `words`, which are split by commas; the longest comes first."""
    rows = {row.strip() for row in words.split(",") if row.strip()}
    return "|".join(re.escape(row).replace(r"\ ", r"\s") for row in sorted(rows, key=lambda row: (-len(row), row)))


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = read_toml(_FILE)
    no_handle = frozenset(words.pop("no_handle").split())
    site, at, dot, ending, provider, service, naming, linking, on = (
        either(words[name])
        for name in ("site", "at", "dot", "ending", "provider", "service", "naming", "linking", "on")
    )
    period = rf"\s?[\[(]?\s?(?:\.|\b(?:{dot})\b)\s?[\])]?\s?"
    slash = rf"\s?(?:/|\b(?:{either(words['slash'])})\b)\s?"
    link = rf"(?:\s{{0,3}}(?:(?:{linking})(?!\w)|[:=–>-]))"
    named = rf"(?:\s{{0,3}}(?:(?:{naming})(?!\w)|[:=–>-]))"
    no_link = rf"(?!(?:{linking}|{naming})(?!\w))"
    handle = rf"[\"'«“]?\s?({no_link}@?\w[\w.-]{{2,31}}(?:\s[A-Z][\w.-]{{1,31}})?)"
    return _Patterns(
        re.compile(rf"\s?[\[(<{{]?\s?(?:@|\b(?:{at})\b)\s?[\])>}}]?\s?", re.IGNORECASE),
        re.compile(rf"(?:[\w-]{{2,40}}{period}){{1,3}}(?:{ending})\b|(?:{provider})\b", re.IGNORECASE),
        (
            re.compile(rf"(?:https?://)?(?:www\.)?(?<![\w-])(?:{site})\s?/\s?[^\s<>]+", re.IGNORECASE),
            re.compile(rf"(?<!\w)(?:t|wa|telegram){period}me{slash}[^\s<>]+", re.IGNORECASE),
        ),
        re.compile(rf"(?<!\w)(?:{service})(?!\w)({link}{{0,3}}?{named}?{link}{{0,2}})\s{{0,2}}{handle}", re.IGNORECASE),
        re.compile(
            rf"(?<![\w.@])((?:(?=[\w.]{{0,31}}[\d_.])|(?<=[\"«“]))[a-z][\w.]{{3,31}})[\"'»”]?,?\s(?:(?:{on})\s){{1,2}}(?:{service})(?!\w)",
            re.IGNORECASE,
        ),
        no_handle,
    )


def handles(plain: Plain) -> Iterator[tuple[int, int]]:
    """Yield where in the plain text a handle, a link to a person, or an e-mail address stands."""
    patterns, text = _patterns(), plain.text
    for at in patterns.at.finditer(text):
        box = _MAILBOX.search(text[max(0, at.start() - _LONGEST_BOX) : at.start()])
        domain = patterns.domain.match(text, at.end())
        if box and domain:
            yield at.start() - len(box[0]), domain.end()
    for found in _AT_NAME.finditer(text):
        if " " not in found[0] or _HANDLE_SHAPE.fullmatch(found[0][2:]):
            yield found.span()
    for pattern in (*patterns.links, _UNDERSCORED):
        for found in pattern.finditer(text):
            yield found.span()
    yield from _on_services(text, patterns)


def _on_services(text: str, patterns: _Patterns) -> Iterator[tuple[int, int]]:
    """Yield what someone is called on a service: "my telegram is gold_boy7", "gold_boy7 on telegram"."""
    naming = re.compile(rf"(?<!\w)(?:{_naming()})(?!\w)|[:=>\"«“]", re.IGNORECASE)
    for found in patterns.on_service.finditer(text):
        handle = found[2]
        if handle.split()[0].casefold().strip(".") in patterns.no_handle or not re.search(r"[^\W\d_]", handle):
            continue
        if _HANDLE_SHAPE.fullmatch(handle) or naming.search(text[found.end(1) - len(found[1]) : found.start(2)]):
            yield found.span(2)
    for found in patterns.before_service.finditer(text):
        yield found.span(1)


@lru_cache(maxsize=1)
def _naming() -> str:
    return either(read_toml(_FILE)["naming"])
