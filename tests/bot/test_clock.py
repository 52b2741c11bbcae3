"""A machine whose clock is wrong goes by Telegram's, and erases nothing by a time that it can't be sure of."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.api import BotApi
from bot.clock import MOST_OFF, SystemClock, TurnableClock
from bot.request import TelegramRequest
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.bot.notices import meet
from tests.bot.test_request import FINE, TOKEN, answer, heard, server

JSON, HTML = "application/json", "text/html"
A_MINUTE = timedelta(minutes=1)


async def ask_a_server_that_is(off: timedelta, clock: SystemClock, kind: str = JSON) -> None:
    """Call a server whose clock is `off` from this machine's."""
    date = format_datetime(datetime.now(UTC) + off, usegmt=True)
    head = f"Content-Length: {len(FINE)}\r\nContent-Type: {kind}\r\nDate: {date}\r\n"

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(answer(head=head.encode()))

    async with server(talk) as address:
        api = BotApi(TOKEN, TelegramRequest(connections=1, hears_time=clock.compare), url=address)
        await api.call("getMe")
        await api.close()


@pytest.mark.parametrize("off", [timedelta(days=400), timedelta(days=-400), timedelta(hours=1)])
async def test_where_the_machines_clock_is_wrong_telegrams_is_used_until_it_is_right_again(off: timedelta) -> None:
    clock = SystemClock()
    await ask_a_server_that_is(off, clock)
    assert abs(clock.now() - datetime.now(UTC) - off) < A_MINUTE
    await ask_a_server_that_is(timedelta(0), clock)
    assert abs(clock.now() - datetime.now(UTC)) < A_MINUTE


async def test_a_clock_that_is_a_little_off_is_used_as_it_is() -> None:
    clock = SystemClock()
    await ask_a_server_that_is(MOST_OFF - A_MINUTE, clock)
    assert abs(clock.now() - datetime.now(UTC)) < A_MINUTE
    assert clock.is_compared


async def test_the_date_of_a_proxys_page_is_nobodys_clock() -> None:
    clock = SystemClock()
    await ask_a_server_that_is(timedelta(days=400), clock, HTML)
    assert not clock.is_compared
    assert abs(clock.now() - datetime.now(UTC)) < A_MINUTE


async def test_nothing_is_erased_while_nobody_knows_whether_the_clock_is_right(
    shop: Workshop, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await meet(shop, amina)
    await shop.clock.turn(timedelta(days=300))
    monkeypatch.setattr(TurnableClock, "is_compared", False)
    shop.local.fail_next("getMe", "before")
    await shop.app.jobs.keep_house()
    async with shop.store.read() as r:
        assert await r.members.find(amina.id)
    monkeypatch.setattr(TurnableClock, "is_compared", True)
    await shop.app.jobs.keep_house()
    async with shop.store.read() as r:
        assert await r.members.find(amina.id) is None


async def test_whoever_wrote_while_the_clock_stood_in_the_past_is_not_forgotten_when_it_is_right_again(
    shop: Workshop, amina: Person
) -> None:
    await meet(shop, amina)
    shop.clock._start -= timedelta(days=400)
    await meet(shop, amina)
    shop.clock._start += timedelta(days=400)
    await shop.app.jobs.keep_house()
    async with shop.store.read() as r:
        assert await r.members.find(amina.id)
