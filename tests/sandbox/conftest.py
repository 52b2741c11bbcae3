"""A Telegram whose clock stands still until a test turns it, and short ways to act as the bot."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import TurnableClock
from bot.sandbox.cast import Cast, demo_people
from bot.sandbox.errors import ApiError
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram

Call = Callable[..., Awaitable[Any]]
BEGIN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> TurnableClock:
    return TurnableClock(BEGIN, running=False)


@pytest.fixture
def local(clock: TurnableClock) -> LocalTelegram:
    return LocalTelegram(clock=clock, enforce_limits=False)


@pytest.fixture
def amina(local: LocalTelegram) -> Person:
    """A person who has started the bot; nothing waits for the bot."""
    amina = local.add_person(first_name="Amina", language_code="sw", username="amina_g")
    amina.start()
    local.world.updates.clear()
    return amina


@pytest.fixture
def cast(local: LocalTelegram) -> Cast:
    """The people of the demo."""
    return demo_people(local)


@pytest.fixture
def call(local: LocalTelegram) -> Call:
    async def call(method: str, /, files: dict[str, Any] | None = None, **parameters: Any) -> Any:
        return await local.call(method, parameters, files or {})

    return call


@pytest.fixture
def refusal(call: Call) -> Call:
    """Call as the bot and return code and description of the refusal that must come."""

    async def refusal(method: str, /, **parameters: Any) -> tuple[int, str]:
        with pytest.raises(ApiError) as caught:
            await call(method, **parameters)
        return caught.value.code, caught.value.description

    return refusal


@pytest.fixture
def updates(local: LocalTelegram) -> Callable[[], list[dict[str, Any]]]:
    """Return what waits for the bot, without confirming it."""
    return lambda: [waiting[2] for waiting in local.world.updates._waiting]


@pytest.fixture
def draw() -> Callable[..., bytes]:
    """Return the beginning of a PNG of some size; nobody here decodes the rest."""

    def draw(width: int = 640, height: int = 480) -> bytes:
        size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
        return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + b"\x08\x06"

    return draw


@pytest.fixture
def picture(draw: Callable[..., bytes]) -> bytes:
    return draw()
