"""The frequent words of each language (frequent.toml): they tell a language and weigh nothing in a search."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from content.files import read_toml

LANGUAGES = ("en", "fr", "sw", "es", "pt", "id", "ar")

_FILE = Path(__file__).with_name("frequent.toml")


def glue() -> Mapping[str, frozenset[str]]:
    """Return per language the small words that may be skipped inside a phrase."""
    return _lists("glue")


def plain() -> Mapping[str, frozenset[str]]:
    """Return per language ordinary words that mean nothing of ours: neither misspelt nor a form of another word."""
    return _lists("plain")


@lru_cache(maxsize=1)
def weightless() -> Mapping[str, frozenset[str]]:
    """Return per language all words that weigh nothing in a search."""
    common = _lists("common")
    return {language: small | common[language] for language, small in _lists("glue").items()}


@lru_cache(maxsize=4)
def _lists(name: str) -> Mapping[str, frozenset[str]]:
    """Return the lists called `name`; Arabic in Latin letters is Arabic."""
    table = read_toml(_FILE)
    lists = {code: frozenset(kinds[name].split()) for code, kinds in table.items()}
    lists["ar"] |= lists.pop("ar-latin")
    return lists
