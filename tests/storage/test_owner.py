import subprocess
import sys
from pathlib import Path

import pytest

from content.errors import StoreFlaw
from tests.storage.conftest import Opener

OWNER = """
import asyncio, sys
from storage.store import open_store
from storage.vault import Vault

async def own():
    store = await open_store(sys.argv[1], vault=Vault({1: b"k" * 32}))
    print("owned", flush=True)
    await asyncio.Event().wait()

asyncio.run(own())
"""


async def test_a_second_program_is_refused_until_the_first_is_killed(url: str, opened: Opener) -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", OWNER, url], cwd=root, stdout=subprocess.PIPE) as first:
        try:
            assert first.stdout is not None
            assert first.stdout.readline() == b"owned\n"
            with pytest.raises(StoreFlaw, match="in use by another Pitwise"):
                await opened(url)
        finally:
            first.kill()
    await (await opened(url)).close()


async def test_a_closed_store_can_be_opened_at_once(url: str, opened: Opener) -> None:
    for _ in range(3):
        await (await opened(url)).close()


async def test_a_start_that_failed_frees_the_database(url: str, opened: Opener) -> None:
    store = await opened(url)
    with pytest.raises(StoreFlaw, match="in use"):
        await opened(url)
    await store.close()
    await (await opened(url)).close()
