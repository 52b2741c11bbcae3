"""Catalogues: the translated sentences of a language, read from its .po file. It knows no reader and no sentence.

What can't be trusted is left out, so that the English sentence is said instead: fuzzy entries, empty ones, plural
forms that are not whole, placeholders that differ from the key's.
"""

import gettext
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from content.errors import CatalogueFlaw

LOCALES_FOLDER = Path(__file__).parents[1] / "locales"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Key = str | tuple[str, str]


@dataclass(frozen=True)
class Catalogue:
    """Sentences by their English key; counted ones by the key for one thing, with a form for each plural index."""

    sentences: Mapping[str, str]
    counted: Mapping[str, tuple[str, ...]]
    plural_index: Callable[[int], int]


def catalogue_file(code: str) -> Path:
    """Return where the catalogue of a language is kept."""
    return LOCALES_FOLDER / code / "LC_MESSAGES" / "messages.po"


def fill(sentence: str, values: Mapping[str, str]) -> str:
    """Return `sentence` with each {name} replaced by its value; raises KeyError when a value is not given."""
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], sentence)


def read_messages(file: Path, code: str) -> Catalog:
    """Return what stands in a .po file; raises CatalogueFlaw when it is missing or can't be read."""
    try:
        with file.open(encoding="utf-8") as source:
            return read_po(source, locale=code, abort_invalid=True)
    except FileNotFoundError as error:
        raise CatalogueFlaw(file, 0, "is missing; `languages update` writes it") from error
    except UnicodeDecodeError as error:
        raise CatalogueFlaw(file, 0, f"is not UTF-8 (byte {error.start})") from error
    except PoFileError as error:
        raise CatalogueFlaw(file, error.lineno + 1, str(error)) from error


def load_catalogue(file: Path, code: str) -> Catalogue:
    """Return the sentences of `file` that can be said; raises CatalogueFlaw when there is not a single one."""
    messages = read_messages(file, code)
    sound = [message for message in messages if message.id and not any(_flaws_of(message, messages.num_plurals))]
    if not sound:
        raise CatalogueFlaw(file, 0, "holds no translated sentence, yet its language is offered")
    return Catalogue(
        MappingProxyType({message.id: str(message.string) for message in sound if isinstance(message.id, str)}),
        MappingProxyType({message.id[0]: _forms(message) for message in sound if not isinstance(message.id, str)}),
        _read_plural_rule(file, messages),
    )


def check_catalogue(file: Path, code: str, wanted: Iterable[Key]) -> list[CatalogueFlaw]:
    """Return all that keeps the catalogue from saying every sentence in `wanted`, by line."""
    messages = read_messages(file, code)
    flaws = [
        CatalogueFlaw(file, message.lineno or 0, f"{what}: {_short(message.id)}")
        for message in messages
        if message.id
        for what in _flaws_of(message, messages.num_plurals)
    ]
    kept = {message.id for message in messages if message.id}
    expected = set(wanted)
    gone = sorted(kept - expected, key=str)
    unknown = sorted(expected - kept, key=str)
    flaws += [CatalogueFlaw(file, 0, f"no longer said anywhere, run `languages update`: {_short(key)}") for key in gone]
    flaws += [CatalogueFlaw(file, 0, f"not in the catalogue, run `languages update`: {_short(key)}") for key in unknown]
    return flaws


def _read_plural_rule(file: Path, messages: Catalog) -> Callable[[int], int]:
    try:
        rule = gettext.c2py(messages.plural_expr)
        known = all(0 <= rule(n) < messages.num_plurals for n in range(200))
    except (ValueError, ZeroDivisionError) as error:
        raise CatalogueFlaw(file, 0, f"Plural-Forms can't be read: {error}") from error
    if not known:
        raise CatalogueFlaw(file, 0, "Plural-Forms chooses forms beyond its nplurals")
    return rule


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _flaws_of(message: Message, plurals: int) -> Iterator[str]:
    if message.fuzzy:
        yield "marked fuzzy"
    if isinstance(message.id, str):
        if not message.string:
            yield "not translated"
        elif _names(str(message.string)) != _names(message.id):
            yield "placeholders differ from the English"
        return
    forms = _forms(message)
    if len(forms) != plurals or not all(forms):
        yield f"needs {plurals} plural forms, each with words"
        return
    allowed = _names(message.id[1])
    # A form for one or two things may leave the number out: many languages have a word for it.
    if any(not allowed - {"n"} <= _names(form) <= allowed for form in forms):
        yield "placeholders differ from the English"


def _names(sentence: str) -> frozenset[str]:
    if sentence.count("{") != sentence.count("}") or sentence.count("{") != len(_PLACEHOLDER.findall(sentence)):
        return frozenset(["a brace that opens no placeholder"])
    return frozenset(_PLACEHOLDER.findall(sentence))


def _short(key: object) -> str:
    first = key if isinstance(key, str) else key[0] if isinstance(key, tuple) else str(key)
    return first if len(first) <= 60 else first[:59] + "…"
