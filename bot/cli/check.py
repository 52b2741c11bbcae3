"""`check`: is everything as it must be to serve? What is wrong, and the mend."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, date, datetime

import click
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.api import BotApi
from bot.cli.dated import say_countries, say_places
from bot.cli.sentences import collect_sentences
from bot.cli.visits import reading
from bot.opinion import try_opinion
from bot.prices import enabled, keys_of
from bot.settings import Settings, load_settings, missing, unknown_names
from content.catalogues import catalogue_file, check_catalogue
from content.countries import load_countries
from content.errors import NoStore, OperatorError, SettingFlaw
from content.guidance import flaws
from content.guidance.library import Library
from content.languages import CODES, LANGUAGES
from content.places import Places
from content.search.answer import Finder
from content.search.emergency import alarm
from storage.vault import Vault

Check = Callable[[Settings], Coroutine[None, None, str]]


async def _settings(settings: Settings) -> str:
    if found := missing(settings):
        raise SettingFlaw("\n".join(found))
    way = "webhook" if settings.webhook_url else "polling"
    return "\n  ! ".join([way, *unknown_names()])


async def _key(settings: Settings) -> str:
    Vault.load(settings.master_key_file)
    return str(settings.master_key_file)


async def _database(settings: Settings) -> str:
    try:
        async with reading(settings):
            return settings.database_url.partition("://")[0]
    except NoStore as none:
        return str(none)


async def _token(settings: Settings) -> str:
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise SettingFlaw("TELEGRAM_TOKEN is not set. Ask @BotFather for a token and put it into .env.")
    api = BotApi(token, HTTPXRequest(connect_timeout=10), url=settings.telegram_api_url)
    await api.open()
    try:
        me = await api.call("getMe")
    except InvalidToken:
        raise SettingFlaw("TELEGRAM_TOKEN is *** and Telegram refuses it. Ask @BotFather for a new one.") from None
    except TelegramError as error:
        raise SettingFlaw(
            f"TELEGRAM_API_URL is {settings.telegram_api_url!r} and can't be reached ({type(error).__name__}). "
            "Check the network."
        ) from None
    finally:
        await api.close()
    return f"@{me.get('username')}"


async def _locales(_settings: Settings) -> str:
    sentences = collect_sentences()
    translated = [LANGUAGES[code] for code in CODES if code != "en"]
    _refuse(
        str(flaw)
        for language in translated
        for flaw in check_catalogue(catalogue_file(language.code), language.locale, sentences)
    )
    return ", ".join(CODES)


async def _cards(_settings: Settings) -> str:
    library = Library.load()
    _refuse(f"{flaw.file}:{flaw.line}: {flaw.what}" for flaw in flaws.check(library))
    return f"{len(library.cards)} cards"


async def _search(_settings: Settings) -> str:
    finder = Finder.load(Library.load())
    finder.find("how do I sell gold", language="en")
    alarm("the pit fell in")
    return "words, concepts and what was learned"


async def _countries(_settings: Settings) -> str:
    return say_countries(load_countries(), _today())


async def _places(_settings: Settings) -> str:
    by_country = Places.load().by_country
    return say_places((place for places in by_country.values() for place in places), _today())


def _today() -> date:
    return datetime.now(UTC).date()


def _refuse(found: Iterable[str]) -> None:
    """Raise all flaws as one, each on a line of its own."""
    if said := "\n".join(found):
        raise OperatorError(said)


async def _prices(settings: Settings) -> str:
    asked = enabled(settings, keys_of(settings))
    said = f"{len(asked)} sources are asked" if asked else "no source is asked"
    try:
        async with reading(settings) as store, store.read() as r:
            failing = [one for one in (await r.price_sources.all()).values() if one.failures]
            waiting = len(await r.quotes.quarantined())
    except OperatorError:
        return said
    return f"{said}; failing: {len(failing)}; waiting for your word: {waiting}; `pitwise prices` says more"


CHECKS: dict[str, Check] = {
    "settings": _settings,
    "key": _key,
    "database": _database,
    "token": _token,
    "locales": _locales,
    "cards": _cards,
    "search": _search,
    "second opinion": try_opinion,
    "countries": _countries,
    "places": _places,
    "prices": _prices,
}


@click.command()
def check() -> None:
    """Check settings, key, database, token and content; exit 1 and name the mend when something is wrong."""
    settings = load_settings()
    said: set[str] = set()
    for name, look in CHECKS.items():
        try:
            click.echo(f"✓ {name}: {asyncio.run(look(settings))}")
        except OperatorError as flaw:
            lines = str(flaw).splitlines()
            new = [line for line in lines if line not in said]
            click.echo(f"✗ {name}: " + ("\n".join(new) or "see above"))
            said.update(lines)
    if said:
        raise SystemExit(1)
