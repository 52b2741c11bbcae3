"""Copies of a SQLite database as files: made beside the running program, whole or not at all, and checked."""

import hashlib
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosql

from content.errors import StoreFlaw
from storage.columns import from_ms
from storage.erased import Mark
from storage.statements import FOLDER

KEPT_DAYS = 30
_ERASED: Any = aiosql.from_path(FOLDER / "erased.sql", "sqlite3")
_STAMP = "%Y%m%dT%H%M%S"
_PAGES_AT_ONCE = 1_000
_CHUNK = 1 << 20
_BESIDE = ("-wal", "-shm", "-journal")


def copy(source: Path, target: Path) -> None:
    """Copy a database, also one in use, to a file that is not there yet; raises StoreFlaw when it is not whole.

    Nobody else may read the copy. Its checksum stands beside it.
    """
    if not source.is_file():
        raise StoreFlaw(f"{source} is not there.")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(_reading(source)) as read, closing(sqlite3.connect(part)) as written:
            read.backup(written, pages=_PAGES_AT_ONCE)
            # A copy is one file: no log stands beside it.
            written.execute("PRAGMA journal_mode = DELETE")
            answer = written.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if answer != "ok":
            raise StoreFlaw(f"{source} is damaged ({answer}). Take an older copy.")
        _sync(part)
        _checksum_file(target).write_text(f"{_digest(part)}  {target.name}\n", encoding="ascii")
        os.replace(part, target)
    except sqlite3.Error as fault:
        raise StoreFlaw(f"{source} can't be copied ({fault}).") from fault
    except OSError as fault:
        raise StoreFlaw(f"{target} can't be written ({fault.strerror}).") from fault
    finally:
        part.unlink(missing_ok=True)


def verify(file: Path) -> None:
    """Raise StoreFlaw when a copy is not what its checksum says; one without a checksum can't be compared."""
    beside = _checksum_file(file)
    if beside.is_file() and beside.read_text("ascii").split()[0] != _digest(file):
        raise StoreFlaw(f"{file} is damaged: it is not what {beside.name} says. Take another copy.")


def name_of(now: datetime) -> str:
    """Return how a copy that is made now is called."""
    return f"pitwise-{now:{_STAMP}}.db"


def newest_first(folder: Path) -> list[Path]:
    """Return the copies in a folder."""
    return sorted((one for one in folder.glob("pitwise-*.db") if _made_at(one)), reverse=True)


def drop_old(folder: Path, now: datetime) -> int:
    """Delete copies that are older than KEPT_DAYS, as what people erase stays in them; returns how many."""
    old = [one for one in newest_first(folder) if (made := _made_at(one)) and (now - made).days >= KEPT_DAYS]
    for file in old:
        file.unlink()
        _checksum_file(file).unlink(missing_ok=True)
    return len(old)


def _made_at(file: Path) -> datetime | None:
    try:
        return datetime.strptime(file.stem.partition("-")[2], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def marks_in(file: Path) -> list[Mark] | None:
    """Return what a database notes as erased, whatever its version; None when that can't be read."""
    try:
        with closing(_reading(file)) as read:
            read.row_factory = sqlite3.Row
            return [Mark(row["kind"], row["id"], from_ms(row["at"])) for row in _ERASED.all(read)]
    except sqlite3.Error:
        return None


def take_place(fresh: Path, database: Path, now: datetime) -> Path | None:
    """Put `fresh` in a database's place at one stroke; returns where the one that was there is kept, if one was."""
    aside = database.with_name(f"{database.name}.before-{now:{_STAMP}}") if database.is_file() else None
    if aside:
        for ending in _BESIDE:
            if (beside := database.with_name(database.name + ending)).exists():
                os.replace(beside, aside.with_name(aside.name + ending))
        os.link(database, aside)
    os.replace(fresh, database)
    return aside


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _checksum_file(file: Path) -> Path:
    return file.with_name(file.name + ".sha256")


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _sync(file: Path) -> None:
    with file.open("rb") as content:
        os.fsync(content.fileno())
