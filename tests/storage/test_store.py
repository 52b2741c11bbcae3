import asyncio
import random
from pathlib import Path

import pytest

from content.errors import KeyFlaw, StoreFlaw
from storage.database import StoreDown
from storage.inbox import AlreadyDone, Received
from storage.outbox import Notice
from storage.store import Store
from storage.vault import Vault
from tests.storage.conftest import NOON, Opener


async def test_facts_are_kept_over_a_restart(url: str, opened: Opener) -> None:
    store = await opened(url)
    async with store.write() as w:
        assert await w.facts.get("me") is None
        await w.facts.put("me", "old")
        await w.facts.put("me", "new")
    await store.close()
    await store.close()
    store = await opened(url)
    async with store.read() as r:
        assert await r.facts.get("me") == "new"


async def test_a_reader_sees_only_what_is_committed_and_can_not_write(store: Store) -> None:
    async with store.write() as w, store.read() as r:
        await w.facts.put("a", "1")
        assert await w.facts.get("a") == "1"
        assert await r.facts.get("a") is None
    async with store.read() as r:
        assert await r.facts.get("a") == "1"
        with pytest.raises(StoreDown):
            await r.facts.put("a", "2")


async def test_one_failure_among_many_shared_writes_takes_back_only_itself(store: Store) -> None:
    chance = random.Random(7)
    kept: set[str] = set()

    async def write(name: str, end: str) -> None:
        async with store.write() as w:
            await w.facts.put(name, end)
            if end == "yield":
                await asyncio.sleep(0)
            if end == "raise":
                raise ValueError(name)
            if end == "cancel":
                raise asyncio.CancelledError
        kept.add(name)

    ends = [chance.choice(["keep", "yield", "raise", "cancel"]) for _ in range(200)]
    writes = [write(f"fact {number}", end) for number, end in enumerate(ends)]
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert sum(result is None for result in results) == len(kept) == ends.count("keep") + ends.count("yield")
    async with store.read() as r:
        found = {name for name in (f"fact {number}" for number in range(200)) if await r.facts.get(name)}
    assert found == kept


async def test_a_fault_of_the_sql_inside_one_write_spares_those_who_share(store: Store) -> None:
    async def write(number: int) -> None:
        async with store.write() as w:
            await w.facts.put(f"fact {number}", "x")
            if number == 1:
                await w.facts.put("null", None)  # type: ignore[arg-type]  # the column refuses it

    ends = await asyncio.gather(*map(write, range(4)), return_exceptions=True)
    assert [end is None for end in ends] == [True, False, True, True]
    async with store.read() as r:
        assert [await r.facts.get(f"fact {number}") for number in range(4)] == ["x", None, "x", "x"]


async def test_a_hundred_races_for_one_notice_have_one_winner_each(store: Store, member: int) -> None:
    async with store.write() as w:
        call = {"method": "sendMessage", "text": "x"}
        staged = [await w.outbox.stage(Notice(member, "reply", str(number), 1, call)) for number in range(100)]

    async def claim(id: int) -> list[int]:
        async with store.write() as w:
            return await w.outbox.claim([id])

    for one in staged:
        assert one is not None
        won = await asyncio.gather(claim(one.id), claim(one.id))
        assert sorted(won) == [[], [one.id]]


async def test_a_hundred_races_to_finish_one_update_have_one_winner_each(store: Store) -> None:
    async with store.write() as w:
        await w.inbox.accept([Received(number, b"{}", False, NOON) for number in range(100)])

    async def finish(update_id: int) -> None:
        async with store.write() as w:
            await w.inbox.finish(update_id, target=None, message_id=None)

    for update_id in range(100):
        ends = await asyncio.gather(finish(update_id), finish(update_id), return_exceptions=True)
        assert sorted(type(end).__name__ for end in ends) == [AlreadyDone.__name__, "NoneType"]


async def test_a_hundred_races_to_drop_one_draft_have_one_winner_each(store: Store) -> None:
    async def drop(person: int) -> bool:
        async with store.write() as w:
            return await w.drafts.drop(7, person)

    async with store.write() as w:
        for person in range(100):
            await w.drafts.save(7, person, "share", "a", {}, NOON, revision=None)
    for person in range(100):
        assert sorted(await asyncio.gather(drop(person), drop(person))) == [False, True]


async def test_another_key_refuses_to_start_and_the_right_one_still_serves(url: str, opened: Opener) -> None:
    await (await opened(url)).close()
    with pytest.raises(KeyFlaw, match="MASTER_KEY_FILE is not the key file"):
        await opened(url, vault=Vault({1: b"x" * 32}))
    await (await opened(url, vault=Vault({1: b"k" * 32, 2: b"n" * 32}))).close()
    with pytest.raises(KeyFlaw, match="version 2"):
        await opened(url)


async def test_one_who_only_reads_opens_beside_the_owner(url: str, store: Store, opened: Opener) -> None:
    async with store.write() as w:
        await w.facts.put("a", "1")
    beside = await opened(url, read_only=True)
    async with beside.read() as r:
        assert await r.facts.get("a") == "1"
    with pytest.raises(StoreDown, match="reading only"):
        async with beside.write():
            pass
    with pytest.raises(KeyFlaw):
        await opened(url, read_only=True, vault=Vault({1: b"x" * 32}))


async def test_one_who_only_reads_makes_no_file(tmp_path: Path, opened: Opener) -> None:
    with pytest.raises(StoreFlaw, match="is not there yet"):
        await opened(f"sqlite:///{tmp_path / 'none.db'}", read_only=True)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("url", ["", "sqlite:///", "mysql://x", "sqlite:relative.db"])
async def test_a_url_of_no_kind_we_know_is_refused(url: str, opened: Opener) -> None:
    with pytest.raises(StoreFlaw, match="DATABASE_URL must be"):
        await opened(url)


async def test_a_server_that_is_not_there_names_the_mend(tmp_path: Path, opened: Opener) -> None:
    with pytest.raises(StoreFlaw, match="does not serve us"):
        await opened(f"postgresql://nobody@/none?host={tmp_path}")
