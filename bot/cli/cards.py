"""`pitwise cards …`: begin, look at, accept and check cards. It writes only into content/guidance/cards."""

import html
import re
from datetime import timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text as RichText

from bot.cli.embedding import embed
from bot.cli.holding import hold, release
from bot.cli.printing import offline, preview, print_
from bot.cli.signing import name_signature, sign, signatures
from bot.clock import SystemClock
from content.guidance import flaws
from content.guidance.catalogue import Entry, read_catalogue
from content.guidance.library import CARDS_FOLDER, Card, Library, read_card
from content.guidance.markup import render
from content.guidance.texts import read_text
from content.guidance.translations import accept
from content.guidance.trust import lapsed
from content.languages import CODES, LANGUAGES, speaker

REVIEW_AFTER = timedelta(days=183)

_STYLES = {"<b>": "bold", "</b>": "", "<i>": "italic", "</i>": ""}
_NEW_CARD = """\
number = {entry.number}
group = "{entry.group}"
danger = "{entry.danger}"
checkers = [{checkers}]
written = {today}
review_by = {review_by}
pictogram = ""                  # one emoji, for those who read little
related = []                    # ids from content/guidance/catalogue.tsv

[[sources]]
title = ""                      # author, year, title, as it can be found again
figures = []                    # the figures in the texts that rest on it, as strings
"""
_NEW_TEXT = """\
keywords: what people type, also slang, misspelt, in lower case

# The title, at most 60 characters
! Never …
- One step, verb first.
- One more step.
"""


@click.group(name="cards")
@click.pass_context
def cards(context: click.Context) -> None:
    """Write, look at, translate, check, sign, hold, print and embed the cards."""
    context.obj = CARDS_FOLDER


for command in (sign, signatures, hold, release, preview, print_, offline, embed):
    cards.add_command(command)


@cards.command()
@click.argument("card_id", metavar="ID")
def new(card_id: str) -> None:
    """Make the folder of a planned card, with card.toml and en.md to fill."""
    entry = read_catalogue().get(card_id)
    if entry is None:
        raise click.ClickException(f"{card_id} is not planned: add its line to content/guidance/catalogue.tsv first.")
    folder = CARDS_FOLDER / card_id
    if folder.exists():
        raise click.ClickException(f"{folder} is already there.")
    folder.mkdir()
    (folder / "card.toml").write_text(_fill_new(entry), encoding="utf-8")
    (folder / "en.md").write_text(_NEW_TEXT, encoding="utf-8")
    click.echo(f"Fill {folder}/card.toml and en.md, then: pitwise cards show {card_id}")


@cards.command()
@click.argument("card_id", metavar="ID")
@click.argument("language", default="en", type=click.Choice(list(LANGUAGES)))
def show(card_id: str, language: str) -> None:
    """Show a card as its reader sees it: first screen, second screen, sources."""
    card, console = _find(card_id), Console()
    rendered = render(card, language, speaker(language), today=SystemClock().now().date())
    for screen in (rendered.first, rendered.more):
        if screen is not None:
            console.print(_styled(screen))
            console.rule()
    for source in card.sources:
        console.print(f"{source.title} [{', '.join(source.figures)}]", markup=False)


@cards.command()
@click.argument("language", required=False, type=click.Choice([code for code in LANGUAGES if code != "en"]))
def stale(language: str | None) -> None:
    """List the translations that are missing or older than their English text, and signatures of older texts."""
    wanted = [language] if language else [code for code in CODES if code != "en"]
    for card in Library.load(CARDS_FOLDER).cards.values():
        for code in wanted:
            state = card.text(code)[1]
            if state != "current":
                click.echo(f"{state:8} {code} {card.id}")
        for signature in lapsed(card, [language] if language else CODES):
            click.echo(f"unsigned {signature.language} {card.id} ({name_signature(signature)})")


@cards.command(name="accept")
@click.argument("card_id", metavar="ID")
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]...")
def accept_translation(card_id: str, languages: tuple[str, ...]) -> None:
    """Say that these translations (none named: all the card has) follow the English text as it is now."""
    folder = _existing(card_id)
    files = [folder / f"{code}.md" for code in languages] or sorted(set(folder.glob("*.md")) - {folder / "en.md"})
    stamp = read_text(folder / "en.md", "en").stamp
    for file in files:
        if not file.exists():
            raise click.ClickException(f"There is no {file}.")
        file.write_text(accept(file.read_text(encoding="utf-8"), stamp), encoding="utf-8")
        read_text(file, file.stem)
        click.echo(f"{card_id}/{file.name} follows {stamp}")


@cards.command()
@click.argument("card_ids", nargs=-1, metavar="[ID]...")
def check(card_ids: tuple[str, ...]) -> None:
    """Print what is wrong with the cards (none named: all), by file and line; exit 1 when anything is."""
    chosen = [_find(card_id) for card_id in card_ids] or list(Library.load(CARDS_FOLDER).cards.values())
    found = [flaw for card in chosen for flaw in flaws.check_card(card)]
    if not card_ids:
        found += flaws.check_pictograms(Library.load(CARDS_FOLDER))
    for flaw in found:
        click.echo(f"{flaw.file}:{flaw.line}: {flaw.what}")
    for card in chosen:
        for one in lapsed(card, CODES):
            click.echo(f"{card.file(one.language)}: no longer signed by {name_signature(one)}: the text has changed")
    click.echo(f"{len(chosen)} cards, {len(found)} flaws")
    if found:
        raise SystemExit(1)


def _fill_new(entry: Entry) -> str:
    today = SystemClock().now().date()
    checkers = ", ".join(f'"{checker}"' for checker in entry.checkers)
    return _NEW_CARD.format(entry=entry, checkers=checkers, today=today, review_by=today + REVIEW_AFTER)


def _find(card_id: str) -> Card:
    return read_card(_existing(card_id))


def _existing(card_id: str) -> Path:
    folder = CARDS_FOLDER / card_id
    if not folder.is_dir():
        raise click.ClickException(f"There is no card {card_id}.")
    return folder


def _styled(screen: str) -> RichText:
    """Return a message's HTML as the terminal's bold and italic."""
    text, style = RichText(), ""
    for part in re.split(r"(</?[bi]>)", screen):
        if part in _STYLES:
            style = _STYLES[part]
        else:
            text.append(html.unescape(part), style)
    return text
