import asyncio
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from content.errors import StoreFlaw
from storage import sqlite
from storage.database import StoreDown
from tests.storage.conftest import Opener

HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
"""


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """What a full disk does to this process; the lock and the log of the test run are small."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_stops_writing_and_the_same_store_goes_on_afterwards(tmp_path: Path, opened: Opener) -> None:
    path = tmp_path / "pitwise.db"
    store = await opened(f"sqlite:///{path}")
    kept: list[str] = []

    async def write(name: str) -> None:
        async with store.write() as w:
            await w.facts.put(name, "x" * 20_000)
        kept.append(name)

    size = max(file.stat().st_size for file in tmp_path.glob("pitwise.db*"))
    with files_no_larger_than(size + 200_000):
        with pytest.raises(StoreDown):
            for number in range(100):
                await write(f"fact {number}")
        async with store.read() as r:
            assert await r.facts.get("fact 0")
    assert 0 < len(kept) < 100
    await write("free again")
    async with store.read() as r:
        assert all([await r.facts.get(name) for name in kept])
        assert await r.facts.get(f"fact {len(kept) - 1}") is None


async def test_a_full_disk_fails_all_who_share_the_commit_and_loses_nothing_told(
    tmp_path: Path, opened: Opener
) -> None:
    store = await opened(f"sqlite:///{tmp_path / 'pitwise.db'}")
    kept: set[str] = set()

    async def write(name: str) -> None:
        async with store.write() as w:
            await w.facts.put(name, "x" * 5_000)
            await asyncio.sleep(0)
        kept.add(name)

    size = max(file.stat().st_size for file in tmp_path.glob("pitwise.db*"))
    names = [f"fact {number}" for number in range(100)]
    with files_no_larger_than(size + 100_000):
        ends = await asyncio.gather(*map(write, names), return_exceptions=True)
    assert StoreDown in {type(end) for end in ends} <= {StoreDown, type(None)}
    async with store.read() as r:
        assert {name for name in names if await r.facts.get(name)} == kept


async def test_a_file_locked_by_another_process_is_waited_for_then_told(
    tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pitwise.db"
    store = await opened(f"sqlite:///{path}")

    async def write(name: str) -> None:
        async with store.write() as w:
            await w.facts.put(name, "x")

    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with monkeypatch.context() as short:
            short.setattr(sqlite, "BUSY_PATIENCE_S", 0.1)
            ends = await asyncio.gather(*map(write, "abc"), return_exceptions=True)
            assert [type(end) for end in ends] == [StoreDown] * 3
        async with store.read() as r:
            assert await r.facts.get("a") is None
        waiting = asyncio.create_task(write("d"))
        await asyncio.sleep(0)
        holder.stdin.close()
        await waiting
    async with store.read() as r:
        assert await r.facts.get("d") == "x"


@pytest.mark.parametrize("put_there", [None, b"another file"])
async def test_nothing_is_written_into_a_file_that_was_taken_away_under_us(
    tmp_path: Path, opened: Opener, put_there: bytes | None
) -> None:
    path, aside = tmp_path / "pitwise.db", tmp_path / "aside.db"
    store = await opened(f"sqlite:///{path}")
    path.rename(aside)
    if put_there:
        path.write_bytes(put_there)
    with pytest.raises(StoreDown, match="removed or replaced"):
        async with store.write() as w:
            await w.facts.put("told", "kept")
    aside.replace(path)
    async with store.write() as w:
        await w.facts.put("told", "kept")
    async with store.read() as r:
        assert await r.facts.get("told") == "kept"


async def test_a_file_that_vanished_is_a_fault_and_not_an_empty_store(tmp_path: Path, opened: Opener) -> None:
    path, aside = tmp_path / "pitwise.db", tmp_path / "aside"
    store = await opened(f"sqlite:///{path}")
    async with store.write() as w:
        await w.facts.put("a", "1")
    store._database._drop()  # type: ignore[attr-defined]  # as after a fault: the file is opened anew
    aside.mkdir()
    for file in tmp_path.glob("pitwise.db*"):
        shutil.move(file, aside / file.name)
    with pytest.raises(StoreDown):
        async with store.write() as w:
            await w.facts.put("a", "2")
    with pytest.raises(StoreDown):
        async with store.read() as r:
            await r.facts.get("a")
    assert not path.exists()
    for file in aside.iterdir():
        shutil.move(file, tmp_path / file.name)
    async with store.read() as r:
        assert await r.facts.get("a") == "1"
    async with store.write() as w:
        await w.facts.put("a", "2")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere: step down to a user who may not."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


async def test_a_folder_that_can_not_be_written_is_refused_with_the_mend(shared_folder: Path, opened: Opener) -> None:
    shared_folder.chmod(0o555)
    for place in ("pitwise.db", "new/pitwise.db"):
        with as_nobody(), pytest.raises(StoreFlaw, match=r"pitwise\.db can't be written \(Permission denied\)"):
            await opened(f"sqlite:///{shared_folder / place}")


async def test_a_file_that_can_not_be_written_is_refused_with_the_mend(shared_folder: Path, opened: Opener) -> None:
    path = shared_folder / "pitwise.db"
    await (await opened(f"sqlite:///{path}")).close()
    for file in shared_folder.iterdir():
        file.chmod(0o444)
    with as_nobody(), pytest.raises(StoreFlaw, match=r"can't be written"):
        await opened(f"sqlite:///{path}")


async def test_a_database_is_readable_by_its_owner_only(tmp_path: Path, opened: Opener) -> None:
    store = await opened(f"sqlite:///{tmp_path / 'pitwise.db'}")
    async with store.write() as w:
        await w.facts.put("a", "1")
    assert {file.stat().st_mode & 0o077 for file in tmp_path.glob("pitwise.db*")} == {0}


@pytest.mark.parametrize("damage", [b"junk" * 2000, b"SQLite format 3\0" + b"\xff" * 5000])
async def test_a_damaged_file_is_refused_and_kept(tmp_path: Path, opened: Opener, damage: bytes) -> None:
    path = tmp_path / "pitwise.db"
    path.write_bytes(damage)
    with pytest.raises(StoreFlaw, match=r"is damaged.*restore a backup"):
        await opened(f"sqlite:///{path}")
    assert path.read_bytes() == damage


async def test_a_damaged_page_is_found_at_start(tmp_path: Path, opened: Opener) -> None:
    path = tmp_path / "pitwise.db"
    await (await opened(f"sqlite:///{path}")).close()
    content = bytearray(path.read_bytes())
    with sqlite3.connect(path) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'facts'").fetchone()[0]
    raw.close()
    content[(page - 1) * 4096 : (page - 1) * 4096 + 64] = b"\xee" * 64
    path.write_bytes(content)
    with pytest.raises(StoreFlaw, match="is damaged"):
        await opened(f"sqlite:///{path}")


async def end_connections(url: str) -> int:
    """End every connection of this test's schema but the one that asks; returns how many."""
    raw = await asyncpg.connect(url)
    ended = await raw.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    await raw.close()
    return len(ended)


async def test_a_lost_server_connection_is_told_and_mended(postgres_url: str, opened: Opener) -> None:
    store = await opened(postgres_url)
    async with store.write() as w:
        await w.facts.put("a", "1")
    with pytest.raises(StoreDown):
        async with store.write() as w:
            await w.facts.put("a", "2")
            assert await end_connections(postgres_url) >= 2
            await w.facts.put("b", "2")
    async with store.write() as w:
        assert await w.facts.get("a") == "1"
        await w.facts.put("a", "3")
    for _ in range(5):
        try:
            async with store.read() as r:
                assert await r.facts.get("a") == "3"
            break
        except StoreDown:
            continue
    else:
        pytest.fail("the readers did not come back")


async def test_losing_the_server_fails_all_who_share_and_loses_nothing_told(postgres_url: str, opened: Opener) -> None:
    store = await opened(postgres_url)
    kept: set[str] = set()

    async def write(name: str) -> None:
        async with store.write() as w:
            await w.facts.put(name, "x")
            if name == "fact 20":
                await end_connections(postgres_url)
        kept.add(name)

    names = [f"fact {number}" for number in range(60)]
    ends = await asyncio.gather(*map(write, names), return_exceptions=True)
    assert StoreDown in {type(end) for end in ends} <= {StoreDown, type(None)}
    async with store.write() as w:
        assert {name for name in names if await w.facts.get(name)} == kept
