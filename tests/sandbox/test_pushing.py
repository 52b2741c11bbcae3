import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import TurnableClock
from bot.sandbox.people import Person
from bot.sandbox.serving import serve
from bot.sandbox.telegram import LocalTelegram

Call = Callable[..., Awaitable[Any]]


class ImpatientClock(TurnableClock):
    """A clock on which every pause passes at once."""

    async def sleep(self, seconds: float) -> None:
        await self.turn(timedelta(seconds=seconds))


@pytest.fixture
def clock() -> TurnableClock:
    return ImpatientClock(running=False)


class Receiver:
    """A bot's webhook that answers as a test tells it and notes what came."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[Response] = []
        self._came = asyncio.Condition()

    async def take(self, request: Request) -> Response:
        async with self._came:
            self.received.append(await request.json())
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self._came.notify_all()
        return self.answers.pop(0) if self.answers else Response()

    async def wait_for(self, count: int) -> list[str]:
        async with self._came:
            await asyncio.wait_for(self._came.wait_for(lambda: len(self.received) >= count), 5)
        return [update["message"]["text"] for update in self.received]


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def address(receiver: Receiver, local: LocalTelegram) -> AsyncIterator[str]:
    async with serve(Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])) as url:
        yield f"{url}/hook"
        await local.close()


async def test_webhook_gets_waiting_and_new_updates_with_the_secret(
    call: Call, amina: Person, receiver: Receiver, address: str
) -> None:
    amina.say("waiting")
    assert await call("setWebhook", url=address, secret_token="s3cret_-") is True
    amina.say("new")
    assert await receiver.wait_for(2) == ["waiting", "new"]
    assert receiver.secrets == ["s3cret_-"] * 2


async def test_polling_is_refused_while_a_webhook_is_set(
    call: Call, refusal: Call, amina: Person, address: str
) -> None:
    await call("setWebhook", url=address)
    code, description = await refusal("getUpdates")
    assert code == 409
    assert description.startswith("Conflict: can't use getUpdates method while webhook is active")
    assert (await call("getWebhookInfo"))["url"] == address
    await call("deleteWebhook")
    assert await call("getUpdates") == []
    assert (await call("getWebhookInfo"))["url"] == ""


async def test_refused_update_is_pushed_again_and_holds_back_its_chat(
    call: Call, amina: Person, receiver: Receiver, address: str
) -> None:
    receiver.answers = [Response(status_code=500), Response(status_code=503)]
    amina.say("one")
    amina.say("two")
    await call("setWebhook", url=address)
    assert await receiver.wait_for(4) == ["one", "one", "one", "two"]
    assert "503" in (await call("getWebhookInfo"))["last_error_message"]


async def test_retry_after_is_obeyed(
    call: Call, amina: Person, receiver: Receiver, address: str, clock: TurnableClock
) -> None:
    receiver.answers = [Response(status_code=429, headers={"Retry-After": "40"})]
    begin_s = clock.monotonic()
    amina.say("one")
    await call("setWebhook", url=address)
    await receiver.wait_for(2)
    assert clock.monotonic() - begin_s >= 40


async def test_undelivered_updates_return_to_the_queue(
    call: Call, amina: Person, receiver: Receiver, address: str
) -> None:
    receiver.answers = [Response(status_code=500)] * 500
    amina.say("one")
    amina.say("two")
    await call("setWebhook", url=address)
    await receiver.wait_for(2)
    assert (await call("getWebhookInfo"))["pending_update_count"] == 2
    await call("deleteWebhook")
    assert [update["message"]["text"] for update in await call("getUpdates")] == ["one", "two"]


async def test_strange_webhook_settings_are_refused(refusal: Call) -> None:
    assert "HTTPS URL" in (await refusal("setWebhook", url="ftp://x"))[1]
    assert "unallowed characters" in (await refusal("setWebhook", url="https://x.y", secret_token="ü"))[1]
