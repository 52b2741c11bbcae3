"""`pitwise cards preview`, `print` and `offline`: the cards as files. They read the database only if there is one."""

import asyncio
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from bot.cli.visits import reading
from bot.clock import SystemClock
from bot.settings import load_settings
from content.countries import load_countries
from content.errors import KeyFlaw, StoreFlaw
from content.guidance.holding import withhold
from content.guidance.library import Card, Library
from content.guidance.paper.offline import compose_offline
from content.guidance.paper.preview import compose_preview
from content.guidance.paper.sheets import compose_sheets
from content.languages import CODES, Speaker, speaker
from handlers.members.country import call_lines
from storage.facts import ME

_LANGUAGE = click.argument("language", type=click.Choice(CODES))
_TO = click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
_COUNTRY = click.option("--country", metavar="CODE", help="Whose emergency numbers stand there, such as TZ.")


@dataclass(frozen=True)
class Here:
    """What the database of this installation says: the bot's name, "" when not known, and the held cards."""

    name: str
    held: frozenset[str]


@click.command()
@_LANGUAGE
@_TO
@click.pass_obj
def preview(folder: Path, language: str, to: Path | None) -> None:
    """Write all cards of a language on one page for reviewers: both screens, sources, state, number."""
    held = asyncio.run(_look()).held
    page = compose_preview(Library.load(folder), speaker(language), today=_today(), held=held)
    _write(to or Path(f"pitwise-preview-{language}.html"), page)


@click.command(name="print")
@_LANGUAGE
@click.argument("card_ids", nargs=-1, metavar="[ID]...")
@_COUNTRY
@click.option("--bot", "name", help="The bot's name for the QR codes; default: the one this installation serves.")
@_TO
@click.pass_obj
def print_(
    folder: Path, language: str, card_ids: tuple[str, ...], country: str | None, name: str | None, to: Path | None
) -> None:
    """Write pocket cards (none named: all) and, without ID, the emergency poster, as a page to print on A4."""
    here, say = asyncio.run(_look()), speaker(language)
    name = (name or here.name).removeprefix("@")
    if not name:
        raise click.ClickException("The bot's name is not known here: give it with --bot NAME.")
    library = withhold(Library.load(folder), here.held)
    if unknown := set(card_ids) - library.cards.keys():
        raise click.ClickException(f"There is no card {min(unknown)} to print.")

    def link(card: Card) -> str:
        return f"https://t.me/{name}?start=c_{card.id}-{language}"

    page = compose_sheets(
        [library.cards[card_id] for card_id in card_ids] or list(library.cards.values()),
        () if card_ids else library.groups["emergency"],
        say,
        link,
        today=_today(),
        foot=_calls(say, country),
    )
    _write(to or Path(f"pitwise-print-{language}.html"), page)


@click.command()
@_LANGUAGE
@_COUNTRY
@_TO
@click.pass_obj
def offline(folder: Path, language: str, country: str | None, to: Path | None) -> None:
    """Write the emergency cards as one plain text to keep on phones without a network."""
    library, say = withhold(Library.load(folder), asyncio.run(_look()).held), speaker(language)
    text = compose_offline(library, say, today=_today(), foot=_calls(say, country))
    _write(to or Path(f"pitwise-offline-{language}.txt"), text)


def _calls(say: Speaker, country: str | None) -> list[str]:
    known = load_countries()
    if country and country.upper() not in known:
        raise click.ClickException(f"No country {country} is known; see content/countries/.")
    return call_lines(say, known[country.upper()] if country else None, _today())


async def _look() -> Here:
    try:
        async with reading(load_settings()) as store, store.read() as r:
            known = json.loads(await r.facts.get(ME) or "{}")
            return Here(str(known.get("username", "")), await r.holds.cards())
    except (StoreFlaw, KeyFlaw):
        click.echo("No database can be read here, so it is not known which cards are held back.", err=True)
        return Here("", frozenset())


def _today() -> date:
    return SystemClock().now().date()


def _write(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    click.echo(f"{file} is written ({len(content.encode()) // 1000} kB).")
