import asyncio
from pathlib import Path

import pytest

from content.errors import KeyFlaw, StoreFlaw
from storage.holds import Hold
from storage.store import Store, visit_store
from storage.vault import Vault
from tests.storage.conftest import NOON, Opener


async def test_a_card_is_held_with_its_reason_until_it_is_released(store: Store) -> None:
    async with store.write() as w:
        assert await w.holds.cards() == frozenset()
        await w.holds.hold("emg-fall", "the dose is wrong", NOON)
        await w.holds.hold("hs-noise", "", NOON)
        await w.holds.hold("emg-fall", "the dose is right", NOON)
    async with store.read() as r:
        assert await r.holds.cards() == {"emg-fall", "hs-noise"}
        assert await r.holds.all() == [Hold("emg-fall", "the dose is right", NOON), Hold("hs-noise", "", NOON)]
    async with store.write() as w:
        assert [await w.holds.release("emg-fall"), await w.holds.release("emg-fall")] == [True, False]
    async with store.read() as r:
        assert await r.holds.cards() == {"hs-noise"}


async def test_a_visitor_writes_beside_the_owner_who_sees_it_at_once(url: str, store: Store, vault: Vault) -> None:
    visitor = await visit_store(url, vault=vault)
    async with visitor.write() as w:
        await w.holds.hold("hs-noise", "", NOON)
    await visitor.close()
    async with store.read() as r:
        assert await r.holds.cards() == {"hs-noise"}
    async with store.write() as w:
        assert await w.holds.release("hs-noise")


async def test_owner_and_visitor_wait_for_each_other(url: str, store: Store, vault: Vault) -> None:
    visitor = await visit_store(url, vault=vault)

    async def write(who: Store, names: list[str]) -> None:
        for name in names:
            async with who.write() as w:
                await w.holds.hold(name, "", NOON)
                await asyncio.sleep(0.005)

    await asyncio.gather(
        write(store, [f"own-{number}" for number in range(10)]),
        write(visitor, [f"visit-{number}" for number in range(10)]),
    )
    await visitor.close()
    async with store.read() as r:
        assert len(await r.holds.cards()) == 20


async def test_a_visitor_leaves_the_owners_claims_alone(url: str, store: Store, vault: Vault, member: int) -> None:
    async with store.write() as w:
        job = await w.jobs.plan("emergency-follow-up", member, NOON, {}, unique="one")
        assert await w.jobs.claim(job, NOON)
    await (await visit_store(url, vault=vault)).close()
    async with store.write() as w:
        assert not await w.jobs.claim(job, NOON)


async def test_a_visitor_needs_the_same_key_and_a_database_that_is_there(
    url: str, store: Store, opened: Opener, tmp_path: Path
) -> None:
    with pytest.raises(KeyFlaw):
        await visit_store(url, vault=Vault({1: b"x" * 32}))
    with pytest.raises(StoreFlaw, match=r"none\.db is not there"):
        await visit_store(f"sqlite:///{tmp_path}/none.db", vault=Vault({1: b"k" * 32}))
