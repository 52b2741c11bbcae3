"""`backup`: copies the database beside the running program into a folder, checked, and deletes copies that are old."""

from datetime import datetime
from pathlib import Path

import click

from bot.clock import SystemClock
from bot.settings import load_settings
from content.errors import SettingFlaw
from storage.copies import KEPT_DAYS, copy, drop_old, name_of

SQLITE = "sqlite:///"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    """Copy the database into FOLDER, also while `run` serves, and delete copies there that are 30 days old.

    The copy is read once more, and its checksum stands beside it. Without the master key it can't be read: keep that
    elsewhere.
    """
    now = SystemClock().now()
    target = folder / name_of(now)
    folder.mkdir(parents=True, exist_ok=True)
    copy(database_file(), target)
    click.echo(f"{target}: {target.stat().st_size:,} bytes, whole.")
    _say_dropped(folder, now)


def _say_dropped(folder: Path, now: datetime) -> None:
    if gone := drop_old(folder, now):
        click.echo(f"Copies of {KEPT_DAYS} days and more are deleted: {gone}.")


def database_file() -> Path:
    """Return the file of the database; raises SettingFlaw when it is a server's."""
    url = load_settings().database_url
    if not url.startswith(SQLITE):
        raise SettingFlaw(
            "DATABASE_URL is a PostgreSQL: copy it with pg_dump, put it back with pg_restore into an empty database, "
            "point DATABASE_URL there and run `python -m bot restore --in-place` before you start."
        )
    return Path(url.removeprefix(SQLITE))
