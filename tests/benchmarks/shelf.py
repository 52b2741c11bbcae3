"""The stories of the benchmark as the store gives them: sealed until they are read. Without the engine's own time."""

import json
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date

from content.search.experiences import Searchable
from storage.experiences import Experience
from storage.vault import Vault

_KEPT = 500
_ROOM = "experiences.shown"
_DAY = date(2026, 11, 26)


class Decides(Exception):
    """Something is to be written."""


class Shelf:
    """A store that holds nothing but stories: some of them, under every id."""

    def __init__(self, rows: Iterable[Searchable]) -> None:
        self._vault = Vault({1: os.urandom(32)})
        self._rows = list(rows)[:_KEPT]
        self._sealed = [self._vault.seal(self._body(row), _ROOM) for row in self._rows]

    @property
    def experiences(self) -> "Shelf":
        """The stories."""
        return self

    @asynccontextmanager
    async def read(self) -> AsyncIterator["Shelf"]:
        """Read, as a store does."""
        yield self

    @asynccontextmanager
    async def write(self) -> AsyncIterator["Shelf"]:
        """Raise Decides: from here on it is the engine's own time."""
        raise Decides
        yield self

    async def get(self, id: int) -> Experience:
        """Return a story that anyone may read."""
        row = self._rows[id % len(self._rows)]
        shown = json.loads(self._vault.open(self._sealed[id % len(self._rows)], _ROOM))
        return Experience(
            id=id,
            state="published",
            language=row.language,
            answers={},
            shown=shown,
            card=row.card,
            gap=None,
            audience=("members",),
            consent="1",
            contact=None,
            revision=2,
            received_on=_DAY,
            publish_at=None,
            published_at=None,
            readers=9,
            helped=9,
            tried=9,
        )

    @staticmethod
    def _body(row: Searchable) -> bytes:
        told = {"story": row.text, "result": "better", "country": "TZ", "mineral": "gold", "month": "2026-11"}
        return json.dumps(told).encode()
