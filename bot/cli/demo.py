"""`demo`: the sandbox page in the browser, with our bot behind it or with a door for somebody else's."""

import asyncio
import signal
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import click
from starlette.applications import Starlette

from bot.clock import TurnableClock
from bot.logs import configure_logs
from bot.sandbox.door import http_door
from bot.sandbox.furnishing import furnish
from bot.sandbox.page import demo_people, page_app
from bot.sandbox.serving import serve
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.workshop import workshop

FOLDER = Path("data/demo/page")


@click.command()
@click.option("--port", default=8017, show_default=True, help="Port on 127.0.0.1; 0 takes any free one.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--door", type=int, help="Run no bot here; open a Bot API on this port for any client (0: any free port)."
)
def demo(port: int, *, no_browser: bool, door: int | None) -> None:
    """Try the whole bot in the browser: demo people on this machine, no token, nothing leaves it."""
    behind = _our_bot() if door is None else _open_door(door)
    try:
        asyncio.run(_demo(port, behind, opens=not no_browser))
    except OSError as error:
        raise click.ClickException(f"A port can't be used ({error.strerror}). Try: --port 0") from error


async def _demo(port: int, behind: AbstractAsyncContextManager[Starlette], *, opens: bool) -> None:
    configure_logs("ERROR")
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with behind as page, serve(page, port) as address:
        click.echo(f"Pitwise demo: {address}  (Ctrl-C ends it; the people are invented, nothing leaves this machine)")
        if opens:
            await asyncio.to_thread(webbrowser.open, address)
        await stopped.wait()


@asynccontextmanager
async def _our_bot() -> AsyncIterator[Starlette]:
    """Run our bot and return its page."""
    async with workshop(FOLDER, keep=False) as shop:
        await furnish(shop, demo_people(shop.local))
        yield page_app(shop.local, clock=shop.clock, control=shop)


@asynccontextmanager
async def _open_door(port: int) -> AsyncIterator[Starlette]:
    """Open a Bot API for any client, such as curl or `run` with TELEGRAM_API_URL, and return the people's page."""
    clock = TurnableClock()
    local = LocalTelegram(clock=clock)
    demo_people(local)
    async with serve(http_door(local), port) as url:
        click.echo(f"TELEGRAM_API_URL={url}\nTELEGRAM_TOKEN={local.token}")
        yield page_app(local, clock=clock)
