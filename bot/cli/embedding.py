"""`pitwise cards embed`: makes the rows of numbers that the second opinion compares a question with."""

import asyncio

import click
import numpy as np

from bot.embedding import OwnModel
from content.errors import ContentFlaw
from content.guidance.library import Library
from content.search.semantic import FILE, Meanings, sayings

BATCH = 64


@click.command()
@click.option("--anew", is_flag=True, help="Make every row anew, not only those of new or changed texts.")
def embed(anew: bool) -> None:
    """Make the rows of new and changed cards and wordings (all of them: two minutes); commit the file."""
    if not OwnModel.is_installed():
        raise click.ClickException("This needs the extra `semantic`: make semantic.")
    asyncio.run(_embed(anew))


async def _embed(anew: bool) -> None:
    model = OwnModel()
    said = sayings(Library.load())
    kept = None if anew else _kept(model.model)
    new = kept.missing(said) if kept else said
    with click.progressbar(range(0, len(new), BATCH), label=f"{len(new)} texts") as places:
        vectors = [await model.embed([one.text for one in new[at : at + BATCH]]) for at in places]
    await model.close()
    made = np.concatenate(vectors) if vectors else np.empty((0, 0), np.float32)
    meanings = kept.renewed(said, new, made) if kept else Meanings.of(model.model, new, made)
    meanings.save()
    click.echo(f"{FILE.name}: {len(meanings.rows)} rows, {len(new)} of them new")


def _kept(model: str) -> Meanings | None:
    try:
        kept = Meanings.load()
    except ContentFlaw:
        return None
    return kept if kept.model == model else None
