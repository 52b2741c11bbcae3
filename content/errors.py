"""The exceptions of Pitwise. It knows no one's words: sentences are put into a language in handlers/failures.py.

PitwiseError
├── MemberError          the person can act on it; carries a sentence and its values
├── FileTooLarge         a file is larger than who asked for it can take
└── OperatorError        the operator can act on it; the message names the thing, its value (no secret) and the mend
    ├── SettingFlaw      a setting is wrong
    ├── KeyFlaw          the master key is missing or is not the one that sealed this store
    ├── StoreFlaw        the database can't be used: newer schema, damaged, read-only, owned by another process
    │   └── NoStore          there is no database yet
    └── ContentFlaw      a file of ours is wrong
        ├── CardFlaw         a card or glossary file
        ├── CatalogueFlaw    a language or its catalogue
        └── CountryFlaw      a country's numbers or places
"""

from pathlib import Path


class PitwiseError(Exception):
    """The root: everything that we raise on purpose."""


class MemberError(PitwiseError):
    """Something the person who wrote can put right; `sentence` is the English key of what to say."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


class FileTooLarge(PitwiseError):
    """A file is larger than who asked for it can take."""


class OperatorError(PitwiseError):
    """Something the operator can put right; the message holds the mend."""


class SettingFlaw(OperatorError):
    """A setting is missing or can't be read."""


class KeyFlaw(OperatorError):
    """The master key is missing, unreadable or another one."""


class StoreFlaw(OperatorError):
    """The database refuses: newer, damaged, read-only or in use."""


class NoStore(StoreFlaw):
    """There is no database yet; the first run makes it."""


class ContentFlaw(OperatorError):
    """A content file is wrong at a line; line 0 means the file as a whole."""

    def __init__(self, file: Path, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")
        self.file = file
        self.line = line
        self.what = what


class CardFlaw(ContentFlaw):
    """A card or a glossary file is wrong."""


class CatalogueFlaw(ContentFlaw):
    """A language's settings or its catalogue are wrong."""


class CountryFlaw(ContentFlaw):
    """What we know of a country, its numbers or its places, is wrong."""
