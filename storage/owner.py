"""One program per SQLite file: a lock beside it that the system frees when its holder dies, however it dies."""

import asyncio
import fcntl
import os
from pathlib import Path

from content.errors import StoreFlaw

# A restart may overlap with the end of the program before it.
PATIENCE_S = 1.0
_PAUSE_S = 0.05


def taken(what: str) -> StoreFlaw:
    """Return the flaw of a database that another program owns."""
    return StoreFlaw(
        f"{what} is in use by another Pitwise. Stop that one first, or give this one its own DATABASE_URL."
    )


class FileOwner:
    """Holds `<database>.lock` until released."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._file: int | None = None

    async def take(self) -> None:
        """Take the lock; raises StoreFlaw when another program holds it for PATIENCE_S."""
        path = self._database.with_name(self._database.name + ".lock")
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE_S
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if loop.time() >= until:
                    self.release()
                    raise taken(str(self._database)) from None
            await asyncio.sleep(_PAUSE_S)

    def release(self) -> None:
        """Let another program have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
