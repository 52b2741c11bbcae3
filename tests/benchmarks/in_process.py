"""Updates a second of the whole bot with Telegram in the same process: for orientation, as no wire is between."""

from pathlib import Path

from bot.assembly import build
from bot.clock import SystemClock
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.transport import LocalRequest
from bot.settings import load_settings
from storage.store import open_store
from storage.vault import Vault
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.stage import NO_PACE


async def rate_in_process(folder: Path, chats: int, seconds: float) -> float:
    """Return the answers a second for so many people who ask on and on."""
    folder.mkdir()
    clock = SystemClock()
    local = LocalTelegram(clock=clock, enforce_limits=False)
    given = {name.lower(): value for name, value in NO_PACE.items()}
    settings = load_settings(telegram_token=local.token, webhook_url="", web_listen="", **given)
    store = await open_store(f"sqlite:///{folder / 'pitwise.db'}", vault=Vault.create(folder / "master.key"))
    try:
        app = await build(settings, store=store, telegram=LocalRequest(local), clock=clock)
        await app.start()
        try:
            return await Crowd(local).rate(chats, seconds)
        finally:
            await app.stop()
    finally:
        await store.close()
