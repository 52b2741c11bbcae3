"""`chat`: the whole bot in a terminal or a pipe, against a Telegram on this machine."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import click

from bot.logs import configure_logs
from bot.sandbox.terminal import chat as converse
from bot.sandbox.workshop import workshop
from content.languages import LANGUAGES


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line typed.")
@click.option("--as", "name", default="Amina", show_default=True, help="Who types.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), help="The language of that person's Telegram.")
@click.option("--keep", is_flag=True, help="Go on with what was kept last time, instead of beginning anew.")
def chat(*, as_json: bool, name: str, language: str | None, keep: bool) -> None:
    """Type at the bot: [n] presses button n; /photo FILE and /voice FILE send one."""
    asyncio.run(_chat(as_json=as_json, name=name, language=language, keep=keep))


async def _chat(*, as_json: bool, name: str, language: str | None, keep: bool) -> None:
    configure_logs("ERROR")
    async with workshop(Path("data/demo/chat"), keep=keep) as shop:
        await converse(
            shop, shop.local, name=name, language=language, lines=_typed(), write=click.echo, as_json=as_json
        )


async def _typed() -> AsyncIterator[str]:
    """Yield the lines of standard input without holding up the bot; bytes that are no UTF-8 are replaced."""
    stream = sys.stdin.buffer
    while line := await asyncio.to_thread(stream.readline):
        yield line.decode("utf-8", "replace").rstrip("\r\n")
