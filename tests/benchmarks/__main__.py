"""`make bench`: measures within one run, and prints how fast this machine's disk syncs beside it."""

import asyncio
import os
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext, MessageHandler, filters

from bot.clock import TurnableClock
from bot.logs import configure_logs
from bot.sandbox.door import http_door
from bot.sandbox.serving import serve
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.workshop import workshop
from content.guidance.library import Library
from content.search.answer import Finder

NO_PACE = {"send_per_second": 0, "send_per_chat_per_second": 0, "send_per_group_per_minute": 0}
CHATS = (1, 16, 64, 256)
MESSAGES = 512
QUESTIONS = ("how do I burn amalgam safely", "cornue", "bei ya dhahabu", "como pruebo el aire", "كيف افحص الهواء")


def sync_ms(folder: Path) -> float:
    """Return the median time of writing and syncing 4 kB, in milliseconds."""
    times = []
    with (folder / "sync").open("wb") as file:
        for _ in range(50):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return sorted(times)[25] * 1000


def find_ms() -> tuple[float, float]:
    """Return p50 and p99 of finding an answer, in milliseconds."""
    finder, times = Finder.load(Library.load()), []
    for _ in range(100):
        for question in QUESTIONS:
            began = time.perf_counter()
            finder.find(question, language="en")
            times.append(time.perf_counter() - began)
    times.sort()
    return times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000


async def ours(folder: Path, chats: int) -> tuple[float, float]:
    """Return seconds from nothing to ready, and updates a second through the whole bot, in process."""
    began = time.perf_counter()
    async with workshop(folder, clock=TurnableClock(), **NO_PACE) as shop:
        ready_s = time.perf_counter() - began
        return ready_s, await _rate(shop.local, chats, shop.idle)


async def bare(chats: int) -> float:
    """Return updates a second of PTB's own echo bot with its default request, over the HTTP door."""
    local = LocalTelegram(clock=TurnableClock(), enforce_limits=False)
    async with serve(http_door(local), 0) as address:
        app: Application[object, object, object, object, object, object] = (
            ApplicationBuilder().token(local.token).base_url(f"{address}/bot").concurrent_updates(True).build()
        )
        app.add_handler(MessageHandler(filters.TEXT, _echo))
        async with app:
            await app.start()
            await app.updater.start_polling()
            rate = await _rate(local, chats, None)
            await app.updater.stop()
            await app.stop()
    return rate


async def _echo(update: Update, _context: CallbackContext[object, object, object, object]) -> None:
    await update.effective_message.reply_text(update.effective_message.text)


async def _rate(local: LocalTelegram, chats: int, idle: Callable[[], Awaitable[None]] | None) -> float:
    people = [local.add_person(first_name=f"P{number}", language_code="en") for number in range(chats)]
    began = time.perf_counter()
    for number in range(MESSAGES):
        people[number % chats].say("how do I burn amalgam safely")
    if idle is not None:
        await idle()
    else:
        while local.world.calls["sendMessage"] < MESSAGES:  # noqa: ASYNC110 - a stranger's bot has no event for it
            await asyncio.sleep(0.002)
    return MESSAGES / (time.perf_counter() - began)


@click.command()
def main() -> None:
    """Measure and print one table."""
    configure_logs("ERROR")
    table = Table("what", "measured")
    with tempfile.TemporaryDirectory() as folder:
        table.add_row("disk sync of 4 kB, median", f"{sync_ms(Path(folder)):.2f} ms")
        p50, p99 = find_ms()
        table.add_row("an answer found, p50 / p99", f"{p50:.2f} / {p99:.2f} ms")
        for chats in CHATS:
            ready_s, own = asyncio.run(ours(Path(folder) / "bot", chats))
            echo = asyncio.run(bare(chats))
            table.add_row(
                f"updates/s, {chats} chats: whole bot in process / bare PTB echo over HTTP", f"{own:.0f} / {echo:.0f}"
            )
        table.add_row("start to ready", f"{ready_s:.2f} s")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.add_row("peak memory of this run", f"{peak_mb:.0f} MB")
    Console().print(table)


main()
