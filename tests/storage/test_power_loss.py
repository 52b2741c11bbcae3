"""The plug is pulled, or the disk decays: what was told durable is there, whole, or the damage is told."""

import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content.errors import KeyFlaw, StoreFlaw
from storage.database import StoreDown
from storage.store import open_store
from storage.vault import Vault
from tests.reliability.seams import Gate, pass_by, seamed_store
from tests.storage.conftest import NOON

WRITES = 12
FRAME_BYTES, WAL_HEAD_BYTES = 4096 + 24, 32


async def _numbers(folder: Path, vault: Vault) -> list[int]:
    """Open a copy as the next start does and return which of the writes are in it."""
    store = await open_store(f"sqlite:///{folder / 'pitwise.db'}", vault=vault)
    try:
        async with store.read() as r:
            return [number for number in range(WRITES) if await r.facts.get(f"write {number}")]
    finally:
        await store.close()


def _copied(source: Path, target: Path) -> Path:
    """Copy what a disk would hold: the database and its log; the shared memory is lost with the power."""
    target.mkdir()
    for name in ("pitwise.db", "pitwise.db-wal"):
        if (source / name).exists():
            shutil.copy(source / name, target / name)
    return target


async def test_at_whichever_write_the_power_goes_what_was_told_durable_is_there_and_nothing_half(
    tmp_path: Path, vault: Vault
) -> None:
    gate, live, copies = Gate(), tmp_path / "live", list[tuple[Path, int]]()
    live.mkdir()
    told = 0

    def pull_plug(_crossing: str) -> None:
        copies.append((_copied(live, tmp_path / str(len(copies))), told))

    with seamed_store(gate):
        store = await open_store(f"sqlite:///{live / 'pitwise.db'}", vault=vault)
        gate.cross = pull_plug
        for number in range(WRITES):
            async with store.write() as w:
                await w.facts.put(f"write {number}", "x" * 3000)
                await w.facts.put("newest", str(number))
            told = number + 1
        gate.cross = pass_by
        await store.close()
    assert len(copies) >= WRITES * 4
    for copy, told_then in copies:
        assert await _numbers(copy, vault) in (list(range(told_then)), list(range(told_then + 1)))


async def test_a_log_cut_off_anywhere_leaves_a_beginning_of_what_was_written(tmp_path: Path, vault: Vault) -> None:
    live = tmp_path / "live"
    live.mkdir()
    store = await open_store(f"sqlite:///{live / 'pitwise.db'}", vault=vault)
    for number in range(WRITES):
        async with store.write() as w:
            await w.facts.put(f"write {number}", "x" * 3000)
    whole = _copied(live, tmp_path / "whole")
    await store.close()
    log = (whole / "pitwise.db-wal").read_bytes()
    frames = (len(log) - WAL_HEAD_BYTES) // FRAME_BYTES
    known = 0
    for frame in range(frames - 2 * WRITES, frames + 1):
        for cut in (0, 1000):
            copy = _copied(whole, tmp_path / f"cut-{frame}-{cut}")
            end = WAL_HEAD_BYTES + frame * FRAME_BYTES + cut
            (copy / "pitwise.db-wal").write_bytes(log[:end])
            numbers = await _numbers(copy, vault)
            assert numbers == list(range(len(numbers)))
            assert len(numbers) >= known
            known = len(numbers)
    assert known == WRITES


@pytest.fixture
async def filled(tmp_path: Path, vault: Vault) -> AsyncIterator[tuple[Path, dict[int, dict[str, str]]]]:
    """A closed database full of sealed drafts, and what stands in them."""
    path, drafts = tmp_path / "pitwise.db", dict[int, dict[str, str]]()
    store = await open_store(f"sqlite:///{path}", vault=vault)
    async with store.write() as w:
        for number in range(60):
            drafts[number] = {"text": f"{number} " * 100}
            await w.drafts.save(number, number, "share", "what", drafts[number], NOON, revision=None)
    await store.close()
    yield path, drafts


@pytest.mark.parametrize("part", range(4))
async def test_a_decayed_disk_is_found_and_never_read_as_something_else(
    filled: tuple[Path, dict[int, dict[str, str]]], vault: Vault, part: int
) -> None:
    path, drafts = filled
    whole = path.read_bytes()
    dice = random.Random(part)
    found = 0
    for _ in range(50):
        at = dice.randrange(len(whole) - 64)
        path.write_bytes(whole[:at] + bytes(dice.randrange(256) for _ in range(64)) + whole[at + 64 :])
        try:
            store = await open_store(f"sqlite:///{path}", vault=vault)
        except (StoreFlaw, KeyFlaw):
            found += 1
            continue
        try:
            async with store.read() as r:
                for number, answers in drafts.items():
                    draft = await r.drafts.find(number, number)
                    assert draft is None or draft.answers == answers
        except (StoreDown, StoreFlaw, KeyFlaw):
            found += 1
        finally:
            await store.close()
    assert found
