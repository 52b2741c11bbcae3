"""How the program ends when it is told to, when another owns its database, and when one update kills it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.reliability.evidence import DEAD, ask, count_effects
from tests.reliability.kills import killing
from tests.reliability.program import Program

pytestmark = pytest.mark.long
LONGEST_END_S = 5
# What the process does with these words, on a line of its own so that no other text of the scripts holds them.
DEADLY = "what does the deadly stone do"
KILLER = f"""
import os
from content.search.answer import Finder
find = Finder.find
def find_or_die(self, text, **given):
    if {DEADLY!r} in text:
        os._exit(86)
    return find(self, text, **given)
Finder.find = find_or_die
"""


async def test_told_to_end_under_load_it_ends_within_five_seconds_and_repeats_nothing(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with killing(tmp_path, sqlite_url, updates=200, seed=4) as run:
        ends = await run.end_often(10)
        toll = await run.kill_often(0)
    assert {code for code, _ in ends} == {0}
    assert max(seconds for _, seconds in ends) < LONGEST_END_S
    assert toll.flaws == {}
    assert toll.copies == 0


async def test_a_second_program_on_one_database_leaves_at_once_and_names_the_mend(tmp_path: Path, url: str) -> None:
    async with killing(tmp_path, url, updates=10, seed=5) as run:
        await run.program.start()
        assert await run.program.serves()
        second = Program(tmp_path, token=run.local.token, api_url=run.api_url, database_url=url)
        await second.start()
        assert await second.ended() == 2
        assert "Stop that one first" in second.lines[-1]
        await run.end()
        assert (await run.kill_often(0)).flaws == {}


async def test_a_locked_file_delays_answers_until_it_is_free_and_does_not_delay_the_end(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with killing(tmp_path, sqlite_url, updates=9, seed=7) as run:
        await run.program.start()
        assert await run.program.serves()
        with locked(sqlite_url):
            run.crowd.release(1)
            await run.program.says("intake.closed")
            assert run.crowd.unread
        assert await run.go_on()
        with locked(sqlite_url):
            code, seconds = await run.end()
        assert (code, seconds < LONGEST_END_S) == (0, True)
        assert (await run.kill_often(0)).flaws == {}


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold the file as another program would."""
    holder = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


async def test_one_deadly_update_among_a_hundred_takes_none_of_the_others_with_it(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with killing(tmp_path, sqlite_url, updates=99, seed=6) as run:
        stranger = run.local.add_person(first_name="Deadly", language_code="en")
        run.crowd.release(25)
        stranger.say(DEADLY)
        deaths = await run.restart_until_quiet(KILLER)
        (dead,) = await ask(sqlite_url, DEAD)
        found, due = await count_effects(sqlite_url), run.crowd.effects()
    assert run.crowd.is_through
    assert (dead, found["updates done"]) == (1, due["updates done"])
    assert deaths == 5
