"""The program is killed again and again while people write to it; each reads everything, in the end."""

import socket
from pathlib import Path

import pytest

from tests.reliability.kills import Toll, killing

pytestmark = pytest.mark.long
SEND_CONCURRENCY = 8


def assert_kept(toll: Toll, kills: int, updates: int) -> None:
    assert toll.flaws == {}
    assert toll.kills == kills
    assert toll.updates >= updates
    # A run in which nothing was ever under way would prove nothing.
    assert 0 < max(toll.in_flight) <= SEND_CONCURRENCY
    assert sum(toll.repeats) > 0


async def test_forty_kills_lose_nothing_and_double_nothing(tmp_path: Path, sqlite_url: str) -> None:
    async with killing(tmp_path, sqlite_url, updates=400, seed=1) as run:
        assert_kept(await run.kill_often(40), 40, 400)


async def test_ten_kills_lose_nothing_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    async with killing(tmp_path, postgres_url, updates=150, seed=2) as run:
        assert_kept(await run.kill_often(10), 10, 150)


async def test_ten_kills_lose_nothing_by_webhook(tmp_path: Path, sqlite_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    webhook = {"web_listen": listen, "webhook_url": f"http://{listen}/hook", "webhook_secret": "a" * 32}
    async with killing(tmp_path, sqlite_url, updates=150, seed=3, **webhook) as run:
        assert_kept(await run.kill_often(10), 10, 150)
        assert run.local.world.calls["getUpdates"] == 0
