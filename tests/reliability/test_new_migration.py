"""The program dies at every statement of a new migration: the tables are the old ones or the new, with all in them."""

import shutil
from pathlib import Path

import pytest

from bot.clock import TurnableClock
from bot.sandbox.telegram import LocalTelegram
from storage import migrate, store
from storage.migrate import FOLDER, read_migrations
from tests.reliability.evidence import ask, count_effects
from tests.reliability.mortal import Died, Fate, life
from tests.reliability.story import MORNING, tell

NEXT = f"{max(one.number for one in read_migrations()) + 1:04}_more.sql"
MORE = """
ALTER TABLE members ADD COLUMN village TEXT;
UPDATE members SET village = 'Geita';
CREATE TABLE villages (name TEXT PRIMARY KEY, members BIGINT NOT NULL);
INSERT INTO villages (name, members) SELECT village, count(*) FROM members GROUP BY village;
DROP INDEX members_seen_on;
CREATE INDEX members_seen_on ON members (seen_on, village);
"""
STEPS = "SELECT count(*) FROM migrations"
NEW = "SELECT members FROM villages"


async def test_a_death_in_a_new_migration_leaves_the_old_tables_or_the_new(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = await tell(url)
    (steps,) = await ask(url, STEPS)
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder)
    (folder / NEXT).write_text(MORE)
    monkeypatch.setattr(store, "read_migrations", lambda: migrate.read_migrations(folder))
    died_at: list[str] = []
    while True:
        clock = TurnableClock(MORNING, running=False)
        fate = Fate(len(died_at) + 1)
        try:
            async with life(LocalTelegram(clock=clock), url, clock, fate):
                break
        except Died as death:
            died_at.append(str(death))
        is_new = (await ask(url, STEPS))[0] > steps
        assert await ask(url, NEW) == [told.effects["members"] if is_new else 0]
        assert await count_effects(url) == told.effects
        if is_new:
            break
    # Everything up to the commit was taken back; what died just after it had all of it.
    assert died_at[-1] == "committed"
    assert died_at.count("statement") > MORE.count(";")
    async with life(LocalTelegram(clock=clock), url, clock, Fate()):
        pass
