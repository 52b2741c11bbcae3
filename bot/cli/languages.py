"""`pitwise languages …`: begin a language, bring its catalogue up to date, check it. It writes only into locales."""

from collections.abc import Iterable

import click
from babel import Locale, UnknownLocaleError

from bot.cli.sentences import collect_sentences, update_catalogue
from content.catalogues import LOCALES_FOLDER, Key, catalogue_file, check_catalogue
from content.errors import CatalogueFlaw
from content.languages import LANGUAGES, Language, read_language

_NEW_LANGUAGE = """\
name = "{name}"
offered = false           # false keeps it from readers while it is being translated
place = {place}                 # in the list that people choose from
direction = "{direction}"         # ltr | rtl
locale = "{locale}"             # Babel's name: how numbers and dates are written; digits are always western
currency = "USD"          # the likeliest one of its readers
guesses = ["{code}"]          # Telegram's language codes that mean it
countries = []            # the likeliest of its readers, the likeliest first
"""


@click.group(name="languages")
def languages() -> None:
    """Begin, update and check the languages Pitwise speaks."""


@languages.command()
@click.argument("code")
def new(code: str) -> None:
    """Make the folder of a language (two or three letters) with its settings and an empty catalogue."""
    folder = LOCALES_FOLDER / code
    if folder.exists():
        raise click.ClickException(f"{folder} is already there.")
    try:
        locale = Locale.parse(code)
    except (ValueError, UnknownLocaleError) as error:
        raise click.ClickException(f"Babel knows no language {code}; take the code of the nearest one.") from error
    folder.mkdir()
    settings = _NEW_LANGUAGE.format(
        name=locale.get_display_name(),
        place=len(LANGUAGES) + 1,
        direction=locale.text_direction,
        locale=code,
        code=code,
    )
    (folder / "language.toml").write_text(settings, encoding="utf-8")
    _update(read_language(folder / "language.toml"))
    click.echo(f"See {folder}/language.toml through; translate {catalogue_file(code)}; then say offered = true.")


@languages.command()
def update() -> None:
    """Bring every catalogue up to date with what the program says, keeping its translations."""
    for language in _translated():
        _update(language)


@languages.command()
def check() -> None:
    """Print what is wrong with the catalogues, by file and line; exit 1 when an offered language is not whole."""
    sentences = collect_sentences()
    broken = False
    for language in _translated():
        found = _check(language, sentences)
        for flaw in found:
            click.echo(str(flaw))
        broken = broken or (language.offered and bool(found))
        click.echo(f"{language.code}: {len(sentences)} sentences, {len(found)} flaws")
    if broken:
        raise SystemExit(1)


def _check(language: Language, sentences: Iterable[Key]) -> list[CatalogueFlaw]:
    try:
        return check_catalogue(catalogue_file(language.code), language.locale, sentences)
    except CatalogueFlaw as unreadable:
        return [unreadable]


def _translated() -> list[Language]:
    return [language for language in LANGUAGES.values() if language.code != "en"]


def _update(language: Language) -> None:
    count, lacking = update_catalogue(catalogue_file(language.code), language.locale, collect_sentences())
    click.echo(f"{language.code}: {count} sentences, {lacking} to translate")
