"""`pitwise prices`: what is believed and why, asking sources now, an operator's own figure and their word on doubts.

All of it works beside `run`, which reads the store anew at each refresh.
"""

import asyncio
from datetime import datetime

import click
import httpx
from rich.console import Console
from rich.table import Table

from bot.cli.visits import read, visit, visiting
from bot.clock import SystemClock
from bot.prices import PriceFeed, believe
from bot.settings import Settings, load_settings
from content.market.minerals import find_mineral
from content.market.prices.calendar import age_of
from content.market.prices.choosing import mixed_up_sources, peg_rate, weigh
from content.market.prices.explaining import explain
from content.market.prices.own_price import Refused, own_quote, read_series
from content.market.prices.quote import PER_UNIT, Accepted
from content.market.prices.reading import needed
from content.market.prices.sources import NAMES, SOURCES
from storage.price_sources import Asked
from storage.quotes import Doubt
from storage.session import Session


@click.group(invoke_without_command=True)
@click.pass_context
def prices(ctx: click.Context) -> None:
    """Show what minerals and money cost; without a subcommand the same as `show`."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show)


@prices.command()
def show() -> None:
    """Show what is believed, what waits for your word, and how it stands with each source."""
    console = Console()
    for table in asyncio.run(read(_tables)):
        console.print(table)


@prices.command(name="explain")
@click.argument("name", metavar="MINERAL|CURRENCY")
def explain_(name: str) -> None:
    """Say why a price is what it is: who said what, what was set aside and why, what was decided."""
    series = _series(name)
    click.echo("\n".join(asyncio.run(read(lambda r: _explain(r, series)))))


@prices.command()
def refresh() -> None:
    """Ask every source now and show what came of it."""
    heard = asyncio.run(_refresh(load_settings()))
    for source, quotes, requests, fault in heard:
        click.echo(f"{NAMES[source]:34} {quotes:4} quotes, {requests} requests  {fault}".rstrip())
    if not heard:
        click.echo("No source is asked: PRICE_SOURCES is none.")


@prices.command(name="set")
@click.argument("name", metavar="MINERAL|CURRENCY")
@click.argument("value")
@click.option(
    "--per", default="", help="The unit of a mineral's price, such as ozt, g, kg, t, lb; default: its usual one."
)
@click.option("--currency", default="USD", show_default=True, help="The money of a mineral's price.")
def set_(name: str, value: str, per: str, currency: str) -> None:
    """Give a price (gold 4200 --per ozt) or a rate per USD (TZS 2480) of your own.

    It is used where no source says anything newer, and people are told that it is yours and of when.
    """
    click.echo(asyncio.run(visit(lambda w: _set(w, _series(name), value, per, currency.upper()))))


@prices.command()
@click.argument("number", type=int, metavar="ID")
def accept(number: int) -> None:
    """Believe a value that waits for your word (`show` lists them)."""
    _settle(number, is_accepted=True)


@prices.command()
@click.argument("number", type=int, metavar="ID")
def refuse(number: int) -> None:
    """Refuse a value that waits for your word; the last good one stays."""
    _settle(number, is_accepted=False)


def _settle(number: int, *, is_accepted: bool) -> None:
    doubt = asyncio.run(visit(lambda w: w.quotes.settle(number, is_accepted, SystemClock().now())))
    if doubt is None:
        raise click.ClickException(f"Nothing with the number {number} waits. `pitwise prices show` lists what does.")
    said = "is shown from now on" if is_accepted else "is not shown"
    click.echo(f"{doubt.series}: {doubt.value:f} {said}.")


def _series(name: str) -> str:
    try:
        return read_series(name)
    except Refused as refused:
        raise click.ClickException(str(refused)) from None


async def _set(w: Session, series: str, value: str, per: str, currency: str) -> str:
    now = SystemClock().now()
    try:
        rates = await w.quotes.latest(needed((), [currency]))
        quote = own_quote(series, value, per, currency, rates, now)
    except Refused as refused:
        raise click.ClickException(str(refused)) from None
    await w.quotes.keep([quote], now)
    await believe(w, [series], now)
    believed = (await w.quotes.latest([series])).get(series)
    is_used = believed is not None and believed.sources == (quote.source,)
    used = "It is shown from now on." if is_used else "It is kept; sources say something newer, so theirs is shown."
    return f"{series}: {quote.value.normalize():f} {quote.unit} is your own price of {now:%Y-%m-%d %H:%M} UTC. {used}"


async def _explain(r: Session, series: str) -> list[str]:
    now = SystemClock().now()
    held, latest = await r.quotes.held(), await r.quotes.latest()
    weighed = weigh(
        series,
        held.get(series, ()),
        latest.get(series),
        now,
        mixed_up=mixed_up_sources(held),
        peg_rate=peg_rate(series, latest),
    )
    return explain(weighed, held.get(series, ()), latest.get(series), now)


async def _tables(r: Session) -> list[Table]:
    now = SystemClock().now()
    latest, doubts, asked = await r.quotes.latest(), await r.quotes.doubts(), await r.price_sources.all()
    tables = [_believed(latest, now)]
    if doubts:
        tables.append(_doubted(doubts))
    return [*tables, _sources(asked, now)]


def _believed(latest: dict[str, Accepted], now: datetime) -> Table:
    table = Table("what", "value", "of (UTC)", "age", "kind", "decision", "sources", title="Believed")
    for series, one in latest.items():
        mineral = find_mineral(series)
        unit = f"USD/{PER_UNIT[mineral.quoted_unit]}" if mineral else "per USD"
        names = ", ".join(NAMES.get(source, source) for source in one.sources)
        age = age_of(one.as_of, one.kind, now)
        table.add_row(
            series, f"{one.value:f} {unit}", f"{one.as_of:%Y-%m-%d %H:%M}", age, one.kind, one.decision, names
        )
    return table


def _doubted(doubts: list[Doubt]) -> Table:
    table = Table("id", "what", "said", "last good", "of (UTC)", "state", "sources", title="Not believed yet")
    for one in doubts:
        values = (f"{one.value:f}", f"{one.last_good:f}", f"{one.as_of:%Y-%m-%d %H:%M}")
        table.add_row(str(one.id), one.series, *values, one.state, ", ".join(one.sources))
    return table


def _sources(asked: dict[str, Asked], now: datetime) -> Table:
    table = Table("source", "worked (UTC)", "next (UTC)", "requests today", "fault", title="Sources")
    for key, source in SOURCES.items():
        one = asked.get(key)
        if one is None:
            table.add_row(
                source.name, "", "", "0", "" if source.needs == "nothing" else f"not asked: needs {source.needs}"
            )
            continue
        worked = f"{one.worked_at:%Y-%m-%d %H:%M}" if one.worked_at else "never"
        today = str(one.requests if one.day == now.date() else 0)
        table.add_row(source.name, worked, f"{one.next_at:%H:%M}", today, one.fault)
    return table


async def _refresh(settings: Settings) -> list[tuple[str, int, int, str]]:
    async with visiting(settings) as store, httpx.AsyncClient(timeout=15) as client:
        heard = await PriceFeed(store, SystemClock(), settings, client).refresh(at_once=True)
    return [(one.source.key, len(one.quotes), one.requests, one.fault) for one in heard]
