"""The whole bot on a Telegram of this machine, with a store and a key of its own: for `demo`, `chat` and the tests."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.assembly import Pitwise, build
from bot.clock import TurnableClock
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.transport import LocalRequest
from bot.settings import Settings, load_settings
from content.market.prices.demo import demo_prices
from storage.store import Store, open_store
from storage.vault import Vault

GLANCE_S = 0.001
STEP = timedelta(hours=1)
LONGEST_STEP_S = 1.0


@dataclass
class Workshop:
    """A running bot, the Telegram it runs on and their clock."""

    app: Pitwise
    local: LocalTelegram
    clock: TurnableClock
    store: Store
    settings: Settings

    async def idle(self) -> None:
        """Wait until every update is fetched and handled and every notice is sent."""
        while len(self.local.world.updates) and not self.local.connection_lost:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(GLANCE_S)
        await self.app.idle()

    async def restart(self) -> None:
        """Stop the bot and build it anew on the same store, as after a power cut."""
        await self.app.stop()
        self.app = await build(self.settings, store=self.store, telegram=LocalRequest(self.local), clock=self.clock)
        await self.app.start()

    async def let_pass(self, time: timedelta) -> None:
        """Turn the clock on, an hour at a time: what falls due on the way comes when it is due, as where a bot runs."""
        while time > timedelta(0):
            await self.clock.turn(min(time, STEP))
            await self.clock_turned()
            # Of a lost connection, or a bot that was stopped, nothing is waited for.
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_STEP_S):
                    await self.idle()
            time -= STEP

    async def clock_turned(self) -> None:
        """Run what has fallen due."""
        await self.app.jobs.tick()
        await self.app.jobs.review()
        await self.app.jobs.send_digests()
        await self.app.jobs.send_alerts()


@asynccontextmanager
async def workshop(
    folder: Path, *, keep: bool = False, clock: TurnableClock | None = None, **given: object
) -> AsyncIterator[Workshop]:
    """Run the bot on what `folder` keeps (nothing, unless `keep`); it is never the operator's store or key.

    `given` are settings that differ from what a newcomer has.
    """
    vault = _prepare(folder, keep=keep)
    clock = clock or TurnableClock()
    local = LocalTelegram(clock=clock)
    settings = load_settings(
        **{
            "telegram_token": local.token,
            "webhook_url": "",
            "web_listen": "",
            "semantic_url": "",
            "member_per_minute": 0,
            **given,
        }
    )
    store = await open_store(f"sqlite:///{folder / 'demo.db'}", vault=vault, now=clock.now)
    try:
        await _price(store, clock)
        app = await build(settings, store=store, telegram=LocalRequest(local), clock=clock)
        shop = Workshop(app, local, clock, store, settings)
        await app.start()
        try:
            yield shop
        finally:
            await shop.app.stop()
    finally:
        await store.close()


async def _price(store: Store, clock: TurnableClock) -> None:
    """Give a store without any price the invented ones: no source is asked here."""
    async with store.write() as w:
        if not await w.quotes.latest(["gold"]):
            for price in demo_prices(clock.now()):
                await w.quotes.accept(price)


def _prepare(folder: Path, *, keep: bool) -> Vault:
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "demo.key"
    if not key.exists():
        Vault.create(key)
    return Vault.load(key)
