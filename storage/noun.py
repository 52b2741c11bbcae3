"""What every noun of the store is built from: its own statements, the vault, and what time it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from storage.columns import from_json, to_json
from storage.database import Connection
from storage.statements import Statements
from storage.vault import Vault

# A sweep takes at most this many rows at once, so that it never holds the writer for long.
MOST_PRUNED = 500


@dataclass(frozen=True)
class Means:
    """What a session hands to its nouns; `next_sequence` counts on for as long as the store is open."""

    connection: Connection
    statements: Statements
    vault: Vault
    now: Callable[[], datetime]
    next_sequence: Callable[[], int]


class Noun:
    """One noun on one connection; `name` is its file of statements."""

    name: ClassVar[str]

    def __init__(self, means: Means) -> None:
        self._means = means
        self._vault = means.vault
        self._sql = means.statements.on(means.connection, self.name)

    def _seal(self, value: Any, column: str, row: object) -> bytes:
        """Seal a JSON value as the content of one column of one row."""
        return self._vault.seal(to_json(value), f"{self.name}.{column}:{row}")

    def _open(self, blob: bytes, column: str, row: object) -> Any:
        """Return what was sealed for that column of that row."""
        return from_json(self._vault.open(blob, f"{self.name}.{column}:{row}"))
