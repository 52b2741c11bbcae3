"""The whole bot on a Telegram of this machine, with a store and a key of its own: what `demo` and `chat` run."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.store import Store, open_store

from bot.assembly import Pitwise, build
from bot.clock import TurnableClock
from bot.logs import configure_logs
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.transport import LocalRequest
from bot.settings import load_settings
from storage.vault import Vault


@dataclass
class Workshop:
    """A running bot, the Telegram it runs on and their clock. `restart` is what a power cut and a new start do."""

    app: Pitwise
    local: LocalTelegram
    clock: TurnableClock
    store: Store

    async def restart(self) -> None:
        """Stop the bot and build it anew on the same store."""
        await self.app.stop()
        self.app = await _built(self.local, self.store, self.clock)
        await self.app.start()

    async def clock_turned(self) -> None:
        """Run what has fallen due."""
        await self.app.jobs.tick()


@asynccontextmanager
async def workshop(folder: Path, *, keep: bool) -> AsyncIterator[Workshop]:
    """Run the bot on what `folder` keeps (nothing, unless `keep`); it is never the operator's store or key."""
    configure_logs("ERROR")
    vault = _prepare(folder, keep=keep)
    clock = TurnableClock()
    local = LocalTelegram(clock=clock)
    store = await open_store(f"sqlite:///{folder / 'demo.db'}", vault=vault)
    try:
        shop = Workshop(await _built(local, store, clock), local, clock, store)
        await shop.app.start()
        try:
            yield shop
        finally:
            await shop.app.stop()
    finally:
        await store.close()


def _prepare(folder: Path, *, keep: bool) -> Vault:
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "demo.key"
    if not key.exists():
        Vault.create(key)
    return Vault.load(key)


async def _built(local: LocalTelegram, store: Store, clock: TurnableClock) -> Pitwise:
    settings = load_settings(telegram_token=local.token, webhook_url="", web_listen="", member_per_minute=0)
    return await build(settings, store=store, telegram=LocalRequest(local), clock=clock)
