"""A week-old copy is put back: nothing old is sent, and what people erased meanwhile is erased again."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import bot.cli.backup
import bot.cli.restore
from bot.cli.backup import backup
from bot.cli.restore import restore
from bot.clock import TurnableClock
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop, workshop
from content.errors import StoreFlaw
from storage.copies import newest_first
from storage.team import Grant
from tests.bot.notices import member_id_of, states
from tests.conftest import NO_PACE, NOON
from tests.editions import editions, publish, subscribe, turn
from tests.journeys.conversing import from_bot, say
from tests.journeys.reviewing import hire, staff_of, tell

WEEK = timedelta(days=7)


class Place:
    """The files of an operator, and a bot on them that is there while it is needed."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.copies = folder / "bot", folder / "copies"
        self.now = NOON
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{self.database}")
        monkeypatch.setenv("MASTER_KEY_FILE", str(self.folder / "demo.key"))
        monkeypatch.setattr(bot.cli.backup, "SystemClock", lambda: TurnableClock(self.now, running=False))
        monkeypatch.setattr(bot.cli.restore, "SystemClock", lambda: TurnableClock(self.now, running=False))

    @property
    def database(self) -> Path:
        return self.folder / "demo.db"

    @asynccontextmanager
    async def serving(self, **more: Any) -> AsyncIterator[Workshop]:
        clock = TurnableClock(self.now, running=False)
        async with workshop(self.folder, keep=True, clock=clock, **NO_PACE, **more) as shop:
            yield shop
            self.now = shop.clock.now()

    @property
    def newest(self) -> Path:
        return newest_first(self.copies)[0]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


async def command(what: Any, *arguments: object) -> Result:
    """Run a command as another program would: it has a loop of its own."""
    done = await asyncio.to_thread(CliRunner().invoke, what, [str(one) for one in arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


async def _people(shop: Workshop) -> tuple[Person, Person, Group]:
    grace = shop.local.add_person(first_name="Grace", language_code="en")
    amina = shop.local.add_person(first_name="Amina", language_code="sw")
    group = shop.local.add_group("Miners", members=[grace])
    await shop.idle()
    await say(shop, grace, "/start")
    return grace, amina, group


async def test_a_week_old_copy_sends_no_digest_again_and_erases_again_who_asked_for_it(place: Place) -> None:
    async with place.serving() as shop:
        grace, amina, group = await _people(shop)
        await subscribe(shop, group)
        await publish(shop, "We tied the ladder")
        case = await tell(shop, amina)
        joan = await hire(shop, "Joan", Grant("administrator"))
        number = (await staff_of(shop, joan)).member
        gone = await member_id_of(shop, grace)
        told = await say(shop, amina, "/mine")
        assert told
        await command(backup, place.copies)
        week_old = place.newest
        for _ in range(7):
            await turn(shop, days=1)
        assert len(editions(group)) == 7
        await say(shop, grace, "/forget")
        async with shop.store.write() as w:
            await w.experiences.withdraw(case.subject)
            await w.team.remove(number)
    said = (await command(restore, week_old)).output
    assert "Erased again: 3." in said
    assert "Digests skipped: 1." in said
    async with place.serving() as shop:
        group = shop.local.add_group("Miners", members=[shop.local.add_person(first_name="Grace")])
        await shop.idle()
        async with shop.store.read() as r:
            assert await r.members.get(gone) is None
            assert await r.team.find(number) is None
            story = await r.experiences.get(case.subject)
            assert story is not None
            assert (story.state, story.contact) == ("withdrawn", None)
        before = (await states(shop)).get("sent", 0)
        await shop.app.jobs.send_digests()
        await shop.idle()
        assert (await states(shop)).get("sent", 0) == before
        [target] = [one for one in await _due(shop)]
        assert target.next_due_at is not None
        assert target.next_due_at > shop.clock.now()
        # What was news in the lost week is not told as new.
        await shop.clock.turn(timedelta(days=1))
        await shop.app.jobs.send_digests()
        async with shop.store.read() as r:
            [waiting] = [one for one in await r.outbox.waiting() if one.kind == "digest"]
        assert "ladder" not in str(waiting.call)


async def _due(shop: Workshop) -> list[Any]:
    async with shop.store.read() as r:
        return await r.subscriptions.page(0, 10)


async def test_what_waited_in_the_copy_is_not_sent_a_week_later(place: Place) -> None:
    async with place.serving() as shop:
        grace, _, group = await _people(shop)
        await subscribe(shop, group)
        shop.local.connection_lost = True
        await shop.clock.turn(timedelta(days=1))
        await shop.app.jobs.send_digests()
        await command(backup, place.copies)
    place.now += WEEK
    said = (await command(restore, place.newest)).output
    assert "Messages not sent any more: 1." in said
    async with place.serving() as shop:
        assert (await states(shop)).get("waiting") is None
        assert from_bot(grace)


async def test_a_copy_is_made_beside_the_running_program_and_old_ones_go(place: Place) -> None:
    async with place.serving() as shop:
        await _people(shop)
        said = (await command(backup, place.copies)).output
        assert "whole." in said
        first = place.newest
        assert oct(first.stat().st_mode)[-3:] == "600"
        place.now += timedelta(days=31)
        said = (await command(backup, place.copies)).output
        assert "are deleted: 1." in said
        assert not first.exists()
        assert len(list(place.copies.iterdir())) == 2


async def test_a_damaged_copy_and_a_running_program_are_refused_and_nothing_changes(place: Place) -> None:
    async with place.serving() as shop:
        await _people(shop)
        await command(backup, place.copies)
        with pytest.raises(StoreFlaw, match="in use by another"):
            await command(restore, place.newest)
    before = place.database.read_bytes()
    content = bytearray(place.newest.read_bytes())
    content[len(content) // 2] ^= 1
    place.newest.write_bytes(bytes(content))
    with pytest.raises(StoreFlaw, match="Take another copy"):
        await command(restore, place.newest)
    assert place.database.read_bytes() == before
    place.newest.with_name(f"{place.newest.name}.sha256").unlink()
    place.newest.write_bytes(b"no database at all")
    with pytest.raises(StoreFlaw):
        await command(restore, place.newest)
    assert place.database.read_bytes() == before
    assert not list(place.folder.glob("*.restoring*"))


async def test_where_the_database_is_lost_newer_copies_say_what_was_erased(place: Place) -> None:
    async with place.serving() as shop:
        grace, _, _ = await _people(shop)
        gone = await member_id_of(shop, grace)
        await command(backup, place.copies)
        old = place.newest
        await say(shop, grace, "/forget")
        place.now += timedelta(hours=1)
        await command(backup, place.copies)
    place.database.write_bytes(b"x" * 4096)
    said = (await command(restore, old)).output
    assert f"not known: {place.database}" in said
    assert "Erased again: 1." in said
    with closing(sqlite3.connect(place.database)) as read:
        assert read.execute("SELECT count(*) FROM members WHERE id = ?", (gone,)).fetchone() == (0,)
