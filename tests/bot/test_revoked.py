"""A token that Telegram no longer knows ends the program, whichever way updates come in, and loses nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.api import TokenRevoked
from bot.assembly import Pitwise, build
from bot.clock import TurnableClock
from bot.sandbox.errors import ApiError
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.transport import LocalRequest
from bot.sandbox.workshop import Workshop
from bot.settings import load_settings
from storage.store import open_store
from storage.vault import Vault
from tests.bot.conftest import Until
from tests.bot.notices import meet, received, stage, state, words
from tests.conftest import NO_PACE

REVOKED = ApiError(401, "Unauthorized")
UNKNOWN = ApiError(404, "Not Found: method not found")


class _Counted(LocalRequest):
    """Counts what is asked of Telegram."""

    asked = 0

    async def do_request(self, *arguments: Any, **more: Any) -> tuple[int, bytes]:
        self.asked += 1
        return await super().do_request(*arguments, **more)


@asynccontextmanager
async def _by_webhook(folder: Path, clock: TurnableClock, token: str = "") -> AsyncIterator[tuple[Pitwise, _Counted]]:
    """Run the bot as behind a webhook: nobody polls."""
    local = LocalTelegram(clock=clock)
    settings = load_settings(
        telegram_token=token or local.token,
        webhook_url="https://pitwise.example/hook",
        webhook_secret="a-secret-of-twenty-letters",
        **NO_PACE,
    )
    Vault.create(folder / "key")
    store = await open_store(f"sqlite:///{folder / 'bot.db'}", vault=Vault.load(folder / "key"), now=clock.now)
    request = _Counted(local)
    app = await build(settings, store=store, telegram=request, clock=clock)
    try:
        await app.start(polls=False)
        yield app, request
    finally:
        await app.stop()
        await store.close()


async def test_by_webhook_a_revoked_token_ends_the_program_at_its_first_call(
    tmp_path: Path, clock: TurnableClock
) -> None:
    revoked = "7000000001:" + "r" * 35
    async with _by_webhook(tmp_path, clock, revoked) as (app, request):
        with pytest.raises(TokenRevoked):
            await app.serve()
        assert request.asked == 1


async def test_a_token_revoked_while_the_bot_serves_ends_the_program_and_keeps_what_waits(
    shop: Workshop, grace: Person
) -> None:
    await meet(shop, grace)
    shop.local.fail_next("sendMessage", REVOKED)
    notice = await stage(shop, grace, words("later"))
    with pytest.raises(TokenRevoked):
        await shop.app.serve()
    assert (await shop.app.health())["ok"] is False
    assert await state(shop, notice) == "waiting"
    await shop.restart()
    await shop.clock.turn(timedelta(seconds=61))
    await shop.idle()
    assert received(grace).count("later") == 1


async def test_a_store_that_is_down_at_the_start_does_not_end_the_program(
    tmp_path: Path, clock: TurnableClock, break_store: Callable[[], Callable[[], None]], until: Until
) -> None:
    async with _by_webhook(tmp_path, clock) as (app, request):
        mend = break_store()
        await until(lambda: request.asked == 1)
        for _ in range(50):
            await asyncio.sleep(0)
        assert request.asked == 1
        mend()
        await clock.turn(timedelta(seconds=31))
        await until(lambda: request.asked > 2)
        assert app.ended is not None
        assert not app.ended.done()


@pytest.mark.parametrize("refusal", [UNKNOWN, ApiError(400, "Bad Request: not supported")])
async def test_a_server_of_another_maker_that_lacks_menus_and_webhooks_serves_all_the_same(
    shop: Workshop, grace: Person, refusal: ApiError
) -> None:
    for method in ("deleteWebhook", "setMyCommands", "answerCallbackQuery", "sendChatAction"):
        shop.local.fail_next(method, refusal, times=100)
    await shop.restart()
    assert shop.app.ended is not None
    await meet(shop, grace)
    grace.say("how do I burn amalgam safely")
    await shop.idle()
    grace.press(0)
    await shop.idle()
    assert "retort" in received(grace)[-1].casefold()
    assert not shop.app.ended.done()
