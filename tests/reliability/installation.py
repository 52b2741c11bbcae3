"""Pitwise as an operator installs it: a folder, settings, `python -m bot run` as a process; what it says is kept."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import SystemClock
from bot.sandbox.door import http_door
from bot.sandbox.serving import serve
from bot.sandbox.telegram import LocalTelegram
from storage.vault import Vault

ROOT = Path(__file__).parents[2]
GLANCE_S = 0.02
PATIENCE_S = 30


class Counted:
    """A door that counts who knocks."""

    def __init__(self, door: ASGIApp) -> None:
        self._door = door
        self.knocks = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.knocks += 1
        await self._door(scope, receive, send)


class Installation:
    """One folder and its program. `settings` are set over what a newcomer has."""

    def __init__(self, folder: Path, local: LocalTelegram, url: str, door: Counted, **settings: object) -> None:
        self.folder, self.local, self.url, self.door = folder, local, url, door
        self.key = folder / "master.key"
        self.database = folder / "pitwise.db"
        Vault.create(self.key)
        self.settings: dict[str, object] = {
            "telegram_token": local.token,
            "telegram_api_url": url,
            "database_url": f"sqlite:///{self.database}",
            "master_key_file": self.key,
            "send_per_chat_per_second": 0,
            **settings,
        }
        self._output = folder / "output.txt"
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the program and wait until it serves or has ended."""
        self.process = await self.launch()
        await self.until(lambda: "Pitwise serves." in self.said() or self.has_ended)

    async def launch(self, streams: str = "") -> asyncio.subprocess.Process:
        """Start the program; what it says goes on in one file, unless `streams` redirects it as a shell does."""
        given = {name.upper(): str(value) for name, value in self.settings.items()}
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **given}
        with self._output.open("ab") as output:
            program = (sys.executable, "-m", "bot", "run")
            if streams:
                program = ("/bin/sh", "-c", f'exec "$@" {streams}', "sh", *program)
            return await asyncio.create_subprocess_exec(
                *program, cwd=self.folder, env=environment, stdout=output, stderr=output
            )

    @property
    def has_ended(self) -> bool:
        """Whether the program has ended."""
        return self.process is not None and self.process.returncode is not None

    def said(self) -> str:
        """Return everything the program has said on either stream."""
        return self._output.read_text(encoding="utf-8", errors="replace") if self._output.exists() else ""

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds; the test fails with what was said when it does not come true."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not condition():  # noqa: ASYNC110 - another process has no event here
                    await asyncio.sleep(GLANCE_S)
        except TimeoutError:
            raise AssertionError(self.said()[-2000:]) from None

    async def ended(self) -> int:
        """Wait for the program's own end and return its exit code."""
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), PATIENCE_S)

    async def stop(self) -> tuple[int, float]:
        """Send SIGTERM; return the exit code and the seconds it took."""
        assert self.process is not None
        began_s = time.monotonic()
        self.process.terminate()
        return await self.ended(), time.monotonic() - began_s


@asynccontextmanager
async def installation(folder: Path, **settings: object) -> AsyncIterator[Installation]:
    """Open a Telegram of this machine over HTTP and install Pitwise beside it; nothing is left running."""
    local = LocalTelegram(clock=SystemClock(), enforce_limits=False)
    door = Counted(http_door(local))
    async with serve(door) as url:
        installed = Installation(folder, local, url, door, **settings)
        try:
            yield installed
        finally:
            if installed.process is not None and not installed.has_ended:
                installed.process.kill()
                await installed.process.wait()
            await local.close()


def free_address() -> str:
    """Return a host:port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return f"127.0.0.1:{found.getsockname()[1]}"
