"""`init`: make the master key, once."""

import click

from bot.settings import load_settings
from storage.vault import Vault


@click.command()
def init() -> None:
    """Make the master key (once) and say what to do next."""
    settings = load_settings()
    path = settings.master_key_file
    Vault.create(path)
    click.echo(f"The master key is in {path}. It seals what people write.")
    click.echo("Keep a copy of it away from the database and its backups: without it nothing can be read again.")
    if not settings.telegram_token.get_secret_value():
        click.echo(
            "Next: put TELEGRAM_TOKEN=… from @BotFather into .env, then `python -m bot check` and `python -m bot run`."
        )
