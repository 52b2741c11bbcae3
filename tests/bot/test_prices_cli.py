"""What an operator does with prices at the terminal, beside a bot that may be serving."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from bot.cli.prices import prices
from content.market.prices.quote import Accepted, metal_quote
from storage.quotes import new_doubt
from storage.session import Session
from storage.store import open_store
from storage.vault import Vault
from tests.conftest import NOON

Run = Callable[..., Result]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `pitwise prices …` on a store of the test, at noon."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'pitwise.db'}")
    monkeypatch.setenv("MASTER_KEY_FILE", str(tmp_path / "master.key"))
    monkeypatch.setenv("COLUMNS", "160")
    Vault.create(tmp_path / "master.key")
    asyncio.run(_write(tmp_path, _quotes))

    def run(*words: str) -> Result:
        with time_machine.travel(NOON, tick=False):
            return CliRunner().invoke(prices, words, catch_exceptions=False)

    return run


async def _write(folder: Path, write: Callable[[Session], Awaitable[None]]) -> None:
    store = await open_store(f"sqlite:///{folder / 'pitwise.db'}", vault=Vault.load(folder / "master.key"))
    try:
        async with store.write() as w:
            await write(w)
    finally:
        await store.close()


async def _quotes(w: Session) -> None:
    moment = NOON - 5 * MINUTE
    quote = metal_quote("gold", Decimal("4214.7"), moment, "gold_api", "live")
    await w.quotes.keep([quote], moment)
    await w.quotes.accept(Accepted("gold", quote.value, moment, "live", "accept_single_source", ("gold_api",), moment))


def test_it_shows_what_is_believed_and_which_sources_are_not_asked_and_why(run: Run) -> None:
    shown = run().output
    assert "4214.7 USD/ozt" in shown and "gold-api.com" in shown and "accept_single_source" in shown
    assert "not asked: needs consent" in shown and "not asked: needs key" in shown
    assert run("show").output == shown


def test_it_explains_a_price(run: Run) -> None:
    said = run("explain", "XAU").output
    assert "gold-api.com: 4214.7 USD/ozt, live, of 2026-11-23 11:55 UTC; compared" in said
    assert "a second source from 4 % a day" in said
    assert run("explain", "mud").exit_code == 1


def test_an_operators_own_price_is_used_only_where_no_source_says_anything_newer(run: Run) -> None:
    assert "so theirs is shown" in run("set", "gold", "4300").output
    assert "It is shown from now on." in run("set", "tzs", "2480").output
    silver = run("set", "silver", "5000000", "--per", "kg", "--currency", "TZS")
    assert silver.output.startswith("silver: 62.708623 USD/ozt is your own price of 2026-11-23 12:00 UTC.")
    assert "60 USD/lb is your own price" in run("set", "coltan", "60").output
    shown = run().output
    assert shown.count("operator's price") == 3
    assert "2480 per USD" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gold", "135"), "That is 135.00 USD/ozt; gold is looked for between 1000 and 20000."),
        (("gold", "4200", "--per", "kg"), "That is 130.63 USD/ozt"),
        (("gold", "1e3"), "1e3 is no plain number"),
        (("gold", "4,200"), "4,200 is no plain number"),
        (("gold", "4200", "--per", "matchstick"), "--per matchstick is no unit of exact weight"),
        (("gold", "4200", "--currency", "KES"), "No rate for KES is known"),
        (("GHC", "11"), "GHC is no longer money: use GHS."),
        (("USD", "1"), "USD is neither a mineral"),
    ],
)
def test_a_slip_of_the_operators_is_refused_with_the_mend(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run("set", *words)
    assert result.exit_code == 1 and said in result.output


def test_what_waits_is_listed_and_settled_by_its_number(run: Run, tmp_path: Path) -> None:
    doubts = [
        new_doubt("gold", Decimal(value), Decimal("4214.7"), NOON, "live", ("gold_api", "goldprice"), "waiting", NOON)
        for value in ("3500", "3400")
    ]

    async def raise_first(w: Session) -> None:
        await w.quotes.doubt(doubts[0])

    async def raise_second(w: Session) -> None:
        await w.quotes.doubt(new_doubt("tin", Decimal(1), Decimal(2), NOON, "monthly", ("fred",), "waiting", NOON))

    asyncio.run(_write(tmp_path, raise_first))
    assert "Not believed yet" in run().output and str(doubts[0].id) in run().output
    assert run("accept", str(doubts[0].id)).output == "gold: 3500 is shown from now on.\n"
    assert "3500 USD/ozt" in run().output
    assert run("refuse", str(doubts[0].id)).exit_code == 1
    asyncio.run(_write(tmp_path, raise_second))
    assert "fred" in run().output


def test_with_no_source_to_ask_it_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRICE_SOURCES", "none")
    assert run("refresh").output == "No source is asked: PRICE_SOURCES is none.\n"
