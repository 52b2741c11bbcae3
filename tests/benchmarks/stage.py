"""A bot in a process of its own on a Telegram that this process serves over HTTP, without limits and pace."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.clock import SystemClock
from bot.sandbox.door import http_door
from bot.sandbox.serving import serve
from bot.sandbox.telegram import LocalTelegram
from tests.benchmarks.crowd import Crowd

ROOT = Path(__file__).parents[2]
NO_PACE = {
    "SEND_PER_SECOND": "0",
    "SEND_PER_CHAT_PER_SECOND": "0",
    "SEND_PER_GROUP_PER_MINUTE": "0",
    "MEMBER_PER_MINUTE": "0",
}
# As on an operator's machine, where Python keeps what it has compiled; a developer may have told it not to.
AS_SERVED = {"PYTHONDONTWRITEBYTECODE": ""}
READY_WITHIN_S = 60
GLANCE_S = 0.002


@dataclass
class Stage:
    """A running bot: its people, its process, and how long it took from nothing to its first request for updates."""

    crowd: Crowd
    process: psutil.Process
    ready_s: float

    @property
    def resident_mb(self) -> float:
        """How much memory the bot's process holds now."""
        return float(self.process.memory_info().rss) / 1e6


@asynccontextmanager
async def whole_bot(folder: Path) -> AsyncIterator[Stage]:
    """Run `python -m bot` as an operator would, with an empty database and a new key in `folder`."""
    folder.mkdir()
    settings = {
        "DATABASE_URL": f"sqlite:///{folder / 'pitwise.db'}",
        "MASTER_KEY_FILE": str(folder / "master.key"),
        "LOG_LEVEL": "ERROR",
    }
    environment = {**os.environ, **AS_SERVED, **NO_PACE, **settings, "PYTHONPATH": str(ROOT)}
    made = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "init"), env=environment, cwd=folder, stdout=asyncio.subprocess.DEVNULL
    )
    if await made.wait():
        raise RuntimeError("`python -m bot init` failed")
    async with _on_stage(["-m", "bot", "run"], environment, folder) as stage:
        yield stage


@asynccontextmanager
async def echo_bot(folder: Path) -> AsyncIterator[Stage]:
    """Run the bare echo bot."""
    folder.mkdir()
    environment = {**os.environ, **AS_SERVED, "PYTHONPATH": str(ROOT)}
    async with _on_stage(["-m", "tests.benchmarks.echo"], environment, folder, has_arguments=True) as stage:
        yield stage


@asynccontextmanager
async def _on_stage(
    command: list[str], environment: Mapping[str, str], folder: Path, *, has_arguments: bool = False
) -> AsyncIterator[Stage]:
    local = LocalTelegram(clock=SystemClock(), enforce_limits=False)
    async with serve(http_door(local)) as address:
        told = {**environment, "TELEGRAM_TOKEN": local.token, "TELEGRAM_API_URL": address}
        began_s = time.perf_counter()
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            *((address, local.token) if has_arguments else ()),
            env=told,
            cwd=folder,
            stderr=asyncio.subprocess.DEVNULL if os.environ.get("QUIET", "1") == "1" else None,
        )
        try:
            await _first_poll(local, bot)
            yield Stage(Crowd(local), psutil.Process(bot.pid), time.perf_counter() - began_s)
        finally:
            if bot.returncode is None:
                bot.terminate()
            await bot.wait()


async def _first_poll(local: LocalTelegram, bot: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(READY_WITHIN_S):
        while not local.world.calls["getUpdates"]:
            if bot.returncode is not None:
                raise RuntimeError(f"the bot ended with {bot.returncode} before it was ready")
            await asyncio.sleep(GLANCE_S)
