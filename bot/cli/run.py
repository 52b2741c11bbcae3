"""`run`: serve until told to stop."""

import asyncio
import gc
import signal
import sys
from contextlib import AsyncExitStack, suppress
from typing import Any

import click
import httpx

from bot.api import TokenRevoked
from bot.assembly import build
from bot.clock import SystemClock
from bot.logs import configure_logs
from bot.polling import AnotherPoller
from bot.request import TelegramRequest
from bot.settings import Settings, load_settings, missing, unknown_names
from content.errors import SettingFlaw
from storage.database import StoreDown
from storage.store import open_store
from storage.vault import Vault

# Exit codes of sysexits.h: a supervisor need not start again before someone has mended the setting.
EXIT_CONFIG, EXIT_TRY_LATER = 78, 75
# Objects made before rings of them are looked for; by Python's own 700 the search takes a tenth of an update's time.
GARBAGE_AFTER = (10_000, 20, 20)
# For each step of a request to a price source; the whole of it has a deadline of its own.
PRICES_TIMEOUT_S = 15


@click.command()
def run() -> None:
    """Serve: by polling, or by webhook when WEBHOOK_URL is set. SIGTERM ends it cleanly."""
    settings = load_settings()
    if flaws := missing(settings):
        raise SettingFlaw("\n".join(flaws))
    for sentence in unknown_names():
        click.echo(sentence, err=True)
    configure_logs(settings.log_level)
    try:
        asyncio.run(_serve(settings))
    except TokenRevoked:
        click.echo(
            "Telegram refuses TELEGRAM_TOKEN (***). Ask @BotFather for a new one and put it into .env.", err=True
        )
        sys.exit(EXIT_CONFIG)
    except AnotherPoller:
        click.echo("Another program polls with this TELEGRAM_TOKEN. Stop it, then start again.", err=True)
        sys.exit(EXIT_TRY_LATER)
    except StoreDown as down:
        click.echo(f"The database of DATABASE_URL was lost ({down}). Mend it, then start again.", err=True)
        sys.exit(EXIT_TRY_LATER)


async def _serve(settings: Settings) -> None:
    # What is loaded now stays for good: to walk through it again and again would slow the start by a quarter, and
    # later hold up everybody for 50 ms at a time.
    gc.disable()
    vault = Vault.load(settings.master_key_file)
    clock = SystemClock()
    request = TelegramRequest(connections=settings.send_concurrency + 8, hears_time=clock.compare)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database_url, vault=vault, now=clock.now)
        stack.push_async_callback(store.close)
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=PRICES_TIMEOUT_S))
        app = await build(settings, store=store, telegram=request, clock=clock, http=http)
        if settings.listen:
            from bot.serving import serving

            await stack.enter_async_context(serving(app.web(), *settings.listen))
        stack.push_async_callback(app.stop)
        await app.start(polls=not settings.webhook_url)
        gc.freeze()
        gc.set_threshold(*GARBAGE_AFTER)
        gc.enable()
        # Whoever started it may have gone, or the disk of its log be full: it serves all the same.
        with suppress(OSError):
            click.echo("Pitwise serves. Ctrl-C or SIGTERM ends it.", err=True)
        await _first(asyncio.create_task(app.serve()), asyncio.create_task(stopped.wait()))


async def _first(*tasks: asyncio.Task[Any]) -> None:
    """Wait for the first of `tasks` to end and raise what it raised."""
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
