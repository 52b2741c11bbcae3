"""`demo`: the sandbox page in the browser."""

import asyncio
import signal
import webbrowser
from pathlib import Path

import click

from bot.logs import configure_logs
from bot.sandbox.page import demo_people, page_app
from bot.sandbox.serving import serve
from bot.sandbox.workshop import workshop

FOLDER = Path("data/demo/page")


@click.command()
@click.option("--port", default=8017, show_default=True, help="Port on 127.0.0.1; 0 takes any free one.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def demo(port: int, *, no_browser: bool) -> None:
    """Try the whole bot in the browser: demo people on this machine, no token, nothing leaves it."""
    asyncio.run(_demo(port, opens=not no_browser))


async def _demo(port: int, *, opens: bool) -> None:
    configure_logs("ERROR")
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with workshop(FOLDER, keep=False) as shop:
        demo_people(shop.local)
        try:
            async with serve(page_app(shop.local, clock=shop.clock, control=shop), port) as address:
                click.echo(
                    f"Pitwise demo: {address}  (Ctrl-C ends it; the people are invented, nothing leaves this machine)"
                )
                if opens:
                    await asyncio.to_thread(webbrowser.open, address)
                await stopped.wait()
        except OSError as error:
            raise click.ClickException(f"Port {port} can't be used ({error.strerror}). Try: --port 0") from error
