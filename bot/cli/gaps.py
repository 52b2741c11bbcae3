"""`gaps`: what people asked that nobody can answer yet."""

import asyncio

import click
from rich.console import Console
from rich.table import Table

from bot.settings import load_settings
from storage.store import open_store
from storage.vault import Vault


@click.command()
@click.option("--language", help="Only gaps written in this language.")
def gaps(language: str | None) -> None:
    """List open questions, most often asked first; their wording is without names and numbers."""
    asyncio.run(_list(language))


async def _list(language: str | None) -> None:
    settings = load_settings()
    store = await open_store(settings.database_url, vault=Vault.load(settings.master_key_file), read_only=True)
    try:
        async with store.read() as r:
            found = await r.questions.gaps(language)
    finally:
        await store.close()
    table = Table("times", "language", "kind", "since", "wording")
    for gap in found:
        table.add_row(str(gap.count), gap.language, gap.kind, gap.first_day.isoformat(), gap.wording)
    Console().print(table if found else "No open question is kept.")
