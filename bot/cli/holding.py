"""`pitwise cards hold` and `release`: take a card from all readers at once, beside the running program, and back."""

import asyncio
from pathlib import Path

import click

from bot.cli.visits import visit
from bot.clock import SystemClock
from storage.session import Session


@click.command()
@click.argument("card_id", metavar="[ID]", default="")
@click.option("--because", default="", help="What is the matter, for those who look at it; readers are not told.")
@click.pass_obj
def hold(folder: Path, card_id: str, because: str) -> None:
    """Show this card to nobody from now on; without ID list what is held. `run` goes on meanwhile."""
    if not card_id:
        click.echo(asyncio.run(visit(_list)))
        return
    if not (folder / card_id).is_dir():
        raise click.ClickException(f"There is no card {card_id}.")
    asyncio.run(visit(lambda w: w.holds.hold(card_id, because, SystemClock().now())))
    click.echo(f"{card_id} is held back. Show it again with: pitwise cards release {card_id}")


@click.command()
@click.argument("card_id", metavar="ID")
def release(card_id: str) -> None:
    """Show a held card again."""
    if not asyncio.run(visit(lambda w: w.holds.release(card_id))):
        raise click.ClickException(f"{card_id} was not held.")
    click.echo(f"{card_id} is shown again.")


async def _list(session: Session) -> str:
    held = await session.holds.all()
    return "\n".join(f"{one.card}  since {one.held_at:%Y-%m-%d %H:%M} UTC  {one.because}".rstrip() for one in held) or (
        "No card is held."
    )
