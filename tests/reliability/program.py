"""The program as its operator runs it: a process of its own, started, killed, told to end."""

import asyncio
import sys
import time
from collections import deque
from pathlib import Path

from storage.vault import Vault

ROOT = Path(__file__).parents[2]
SERVES = b"Pitwise serves."
PATIENCE_S = 30
LINES_KEPT = 40
GLANCE_S = 0.01


class Program:
    """`python -m bot run` on a folder of its own."""

    def __init__(self, folder: Path, *, token: str, api_url: str, database_url: str, **settings: object) -> None:
        key = folder / "master.key"
        if not key.exists():
            Vault.create(key)
        self._folder = folder
        given = {
            "telegram_token": token,
            "telegram_api_url": api_url,
            "database_url": database_url,
            "master_key_file": key,
            "log_level": "WARNING",
            "send_per_second": 0,
            "send_per_chat_per_second": 0,
            "member_per_minute": 0,
            **settings,
        }
        self._environment = {"PYTHONPATH": str(ROOT), **{name.upper(): str(value) for name, value in given.items()}}
        self.lines: deque[str] = deque(maxlen=LINES_KEPT)
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, code: str | None = None) -> None:
        """Start; it serves a little later. `code` is Python to run before that, such as to let something fail."""
        arguments = ("-c", f"{code}\nfrom bot.cli import main\nmain()") if code else ("-m", "bot")
        self.lines.clear()
        self._serves = asyncio.Event()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            "run",
            cwd=self._folder,
            env=self._environment,
            stderr=asyncio.subprocess.PIPE,
        )
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process and self._process.stderr
        async for line in self._process.stderr:
            self.lines.append(line.decode(errors="replace").rstrip())
            if line.startswith(SERVES):
                self._serves.set()

    async def serves(self) -> bool:
        """Wait until it serves; False when it ends before that."""
        serves = asyncio.create_task(self._serves.wait())
        await asyncio.wait({serves, self._reading}, timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
        serves.cancel()
        return self._serves.is_set()

    async def says(self, words: str) -> None:
        """Wait until these words stand in its log."""
        async with asyncio.timeout(PATIENCE_S):
            while not any(words in line for line in self.lines):  # noqa: ASYNC110 - another process has no event
                await asyncio.sleep(GLANCE_S)

    @property
    def has_ended(self) -> bool:
        """Whether it is not running."""
        return self._process is None or self._process.returncode is not None

    async def kill(self) -> int:
        """End it as a power cut does; return how it ended."""
        if self._process and not self.has_ended:
            self._process.kill()
        return await self.ended()

    async def end(self) -> tuple[int, float]:
        """Tell it to end; return its exit code and how long it took, in seconds."""
        began_s = time.monotonic()
        if self._process and not self.has_ended:
            self._process.terminate()
        return await self.ended(), round(time.monotonic() - began_s, 2)

    async def ended(self) -> int:
        """Wait for its end and return its exit code; 0 when it never began."""
        if self._process is None:
            return 0
        code = await asyncio.wait_for(self._process.wait(), PATIENCE_S)
        await self._reading
        return code
