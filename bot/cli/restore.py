"""`restore`: puts a copy of the database in its place, erases again what was erased since, and sends nothing old."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import click

from bot.cli.backup import database_file
from bot.clock import SystemClock
from bot.settings import load_settings
from storage.copies import copy, marks_in, newest_first, take_place, verify
from storage.erased import Mark
from storage.owner import FileOwner
from storage.restoring import Settled, settle
from storage.store import open_store
from storage.vault import Vault


@click.command()
@click.argument("copied", metavar="[COPY]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--in-place", is_flag=True, help="The copy is in its place already, as with pg_restore: only settle it.")
def restore(copied: Path | None, in_place: bool) -> None:
    """Put COPY in the place of the database, while `run` is stopped; the one that was there is kept beside it.

    What people erased since is erased again, as far as the database that was there, or newer copies beside COPY, can
    be read. What waited to be sent in the copy, and digests that have fallen due since, are not sent.
    """
    if in_place == (copied is not None):
        raise click.UsageError("Name a copy, or say --in-place.")
    for line in asyncio.run(_settle_in_place() if copied is None else _put_back(copied)):
        click.echo(line)


async def _put_back(copied: Path) -> list[str]:
    database, now = database_file(), SystemClock().now()
    owner, fresh = FileOwner(database), database.with_name(f"{database.name}.restoring")
    database.parent.mkdir(parents=True, exist_ok=True)
    await owner.take()
    try:
        verify(copied)
        newer = [one for one in newest_first(copied.parent) if one.name > copied.name]
        marks, unread = _newest_marks(one for one in (database, *newer) if one.is_file())
        _clear(fresh)
        copy(copied, fresh)
        settled = await _settle(f"sqlite:///{fresh}", marks or ())
        aside = take_place(fresh, database, now)
    finally:
        _clear(fresh)
        owner.release()
    lines = [*_told(settled), *(f"Not readable, so what was erased last in it is not known: {one}" for one in unread)]
    if marks is None:
        lines.append("No newer database can be read: what was erased since this copy is not known.")
    if aside is not None:
        lines.append(f"The database that was there is {aside}: delete it when all is well.")
    return [*lines, "Now `python -m bot check`, then start."]


def _clear(fresh: Path) -> None:
    """Delete what an attempt has left: another copy's log would spoil this one."""
    for left in fresh.parent.glob(f"{fresh.name}*"):
        left.unlink()


async def _settle_in_place() -> list[str]:
    return _told(await _settle(load_settings().database_url, []))


async def _settle(url: str, marks: Iterable[Mark]) -> Settled:
    clock = SystemClock()
    store = await open_store(url, vault=Vault.load(load_settings().master_key_file), now=clock.now)
    try:
        async with store.read() as r:
            own = await r.erased.all()
        return await settle(store, [*own, *marks], clock.now())
    finally:
        await store.close()


def _newest_marks(files: Iterable[Path]) -> tuple[list[Mark] | None, list[Path]]:
    """Return what the first of these that can be read notes as erased, and those before it that can't be."""
    unread: list[Path] = []
    for file in files:
        if (found := marks_in(file)) is not None:
            return found, unread
        unread.append(file)
    return None, unread


def _told(done: Settled) -> list[str]:
    return [
        f"Erased again: {done.erased}. Messages not sent any more: {done.unsent}. Digests skipped: {done.skipped}. "
        f"Alerts stopped: {done.stopped}."
    ]
