import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

import bot.request
from bot.api import BotApi, fate_of
from bot.clock import TurnableClock
from bot.request import TelegramRequest
from bot.sandbox.door import http_door
from bot.sandbox.errors import ApiError
from bot.sandbox.serving import serve
from bot.sandbox.telegram import LocalTelegram
from content.errors import FileTooLarge

TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
FINE = b'{"ok":true,"result":"fine"}'

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def answer(body: bytes = FINE, *, head: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + (head or b"Content-Length: %d\r\n" % len(body)) + b"\r\n" + body


async def heard(reader: asyncio.StreamReader) -> bytes:
    """Read one whole request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    return head + await reader.readexactly(length)


@asynccontextmanager
async def server(talk: Talk) -> AsyncIterator[str]:
    """A server that says what `talk` says and hangs up when that ends."""

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(meet, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def api_of(address: str) -> AsyncIterator[BotApi]:
    api = BotApi(TOKEN, TelegramRequest(connections=2), url=address)
    await api.open()
    try:
        yield api
    finally:
        await api.close()


def saying(*pieces: bytes) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return talk


@pytest.fixture
async def local() -> LocalTelegram:
    return LocalTelegram(clock=TurnableClock())


async def test_calls_and_their_errors_are_those_of_ptbs_own_transport(local: LocalTelegram) -> None:
    amina = local.add_person(first_name="Amina")
    amina.say("hello")
    async with serve(http_door(local)) as address:
        api = BotApi(local.token, TelegramRequest(connections=2), url=address)
        sent = await api.call("sendMessage", {"chat_id": amina.id, "text": "المنجم ⛏", "parse_mode": None})
        assert sent["text"] == "المنجم ⛏"
        with pytest.raises(BadRequest, match="Chat not found"):
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
        local.fail_next("sendMessage", ApiError(429, "Too Many Requests: retry after 7", {"retry_after": 7}))
        with pytest.raises(RetryAfter):
            await api.call("sendMessage", {"chat_id": amina.id, "text": "x"})
        await api.close()


async def test_half_a_character_does_not_hold_up_the_message_around_it(local: LocalTelegram) -> None:
    amina = local.add_person(first_name="Amina")
    amina.say("hello")
    async with serve(http_door(local)) as address:
        api = BotApi(local.token, TelegramRequest(connections=2), url=address)
        sent = await api.call("sendMessage", {"chat_id": amina.id, "text": "gold \ud83d"})
        assert sent["text"] == "gold ?"
        await api.close()


async def test_a_file_still_goes_up(local: LocalTelegram) -> None:
    amina = local.add_person(first_name="Amina")
    amina.say("hello")
    async with serve(http_door(local)) as address:
        request = TelegramRequest(connections=2)
        async with Bot(local.token, f"{address}/bot", request=request, get_updates_request=request) as bot:
            assert (await bot.send_document(amina.id, b"a;b", filename="prices.csv")).document


async def test_one_connection_serves_many_calls_and_a_closed_one_is_replaced() -> None:
    met = []
    closed = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(writer)
        for _ in range(2):
            await heard(reader)
            writer.write(answer())
        writer.write_eof()
        await reader.read()
        closed.set()

    async with server(talk) as address, api_of(address) as api:
        assert [await api.call("getMe"), await api.call("getMe")] == ["fine", "fine"]
        assert len(met) == 1
        await closed.wait()
        assert await api.call("getMe") == "fine"
        assert len(met) == 2


@pytest.mark.parametrize(
    "pieces",
    [
        (answer()[:9], answer()[9:40], answer()[40:]),
        (
            answer(b"5\r\n" + FINE[:5] + b"\r\n", head=b"Transfer-Encoding: chunked\r\n"),
            b"16\r\n" + FINE[5:],
            b"\r\n0\r\n\r\n",
        ),
        (answer(head=b"Connection: close\r\n"),),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n", answer()),
    ],
    ids=["in pieces", "in chunks", "ended by the end of the connection", "after a hint"],
)
async def test_an_answer_is_read_however_the_server_frames_it(pieces: tuple[bytes, ...]) -> None:
    async with server(saying(*pieces)) as address, api_of(address) as api:
        assert await api.call("getMe") == "fine"


@pytest.mark.parametrize(
    ("pieces", "cause"),
    [
        ((), aiohttp.ServerDisconnectedError),
        ((answer()[:-3],), aiohttp.ClientPayloadError),
        ((b"220 mail.example ESMTP\r\n\r\n",), aiohttp.ClientResponseError),
    ],
    ids=["no answer", "half an answer", "no HTTP"],
)
async def test_a_send_without_a_whole_answer_may_have_arrived(
    pieces: tuple[bytes, ...], cause: type[Exception]
) -> None:
    async with server(saying(*pieces)) as address, api_of(address) as api:
        with pytest.raises(NetworkError) as lost:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
    assert isinstance(lost.value.__cause__, cause)
    assert fate_of(lost.value) == "unknown"


@pytest.mark.parametrize("body", [b'{"ok":true}', b"[]", b"<html>Log in to this network</html>"])
async def test_an_answer_that_holds_no_result_is_a_failure_that_passes(body: bytes) -> None:
    async with server(saying(answer(body))) as address, api_of(address) as api:
        with pytest.raises(TelegramError) as failed:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
    assert fate_of(failed.value) == "failing"


async def test_a_send_that_is_not_answered_in_time_may_have_arrived() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        await reader.read()

    async with server(talk) as address, api_of(address) as api:
        with pytest.raises(TimedOut) as late:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"}, read_timeout_s=0.01)
    assert isinstance(late.value.__cause__, aiohttp.SocketTimeoutError)
    assert fate_of(late.value) == "unknown"


async def test_a_refused_connection_means_that_nothing_was_sent() -> None:
    async with server(saying()) as address:
        pass
    async with api_of(address) as api:
        with pytest.raises(NetworkError) as refused:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
    assert isinstance(refused.value.__cause__, aiohttp.ClientConnectorError)
    assert fate_of(refused.value) == "unsent"


async def test_when_every_connection_is_busy_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        asked.set()
        await reader.read()

    monkeypatch.setattr(bot.request, "CONNECT_S", 0.01)
    async with server(talk) as address:
        api = BotApi(TOKEN, TelegramRequest(connections=1), url=address)
        first = asyncio.create_task(api.call("getMe"))
        await asked.wait()
        with pytest.raises(TimedOut) as busy:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
        assert fate_of(busy.value) == "unsent"
        first.cancel()
        await asyncio.wait([first])
        await api.close()


async def test_a_call_that_was_given_up_does_not_answer_the_next_one() -> None:
    asked = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await heard(reader)
        asked.set()
        if b"first" in request:
            await reader.read()
        writer.write(answer())

    async with server(talk) as address, api_of(address) as api:
        first = asyncio.create_task(api.call("sendMessage", {"text": "first"}))
        await asked.wait()
        first.cancel()
        await asyncio.wait([first])
        assert await api.call("sendMessage", {"text": "second"}) == "fine"


async def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await heard(reader))
        writer.write(answer())

    async with server(talk) as proxy:
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", proxy)
        async with api_of("http://telegram.example") as api:
            assert await api.call("getMe") == "fine"
    assert seen[0].startswith(b"POST http://telegram.example/bot")


async def test_a_file_is_fetched_over_http_and_only_when_it_is_small_enough() -> None:
    local, content = LocalTelegram(clock=TurnableClock()), b"abc" * 50_000
    file = local.world.files.keep("photo", content)
    async with serve(http_door(local)) as address:
        api = BotApi(local.token, TelegramRequest(connections=2), url=address)
        await api.open()
        try:
            assert await api.download(file.id, len(content)) == content
            with pytest.raises(FileTooLarge):
                await api.download(file.id, len(content) - 1)
        finally:
            await api.close()


async def test_what_never_ends_is_given_up_when_it_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.request, "MOST_BYTES", 1_000_000)
    sent = 0

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await heard(reader)
        writer.write(answer(head=b"Content-Length: 99999999999\r\n")[: -len(FINE)])
        while True:
            writer.write(b"x" * 65_536)
            sent += 65_536
            await writer.drain()

    async with server(pour) as address, api_of(address) as api:
        with pytest.raises(NetworkError):
            await api.call("getMe")
    assert sent < 30_000_000
