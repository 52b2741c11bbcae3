"""No token, name, id or sentence stands in a log line or in a byte of the database, whatever goes wrong."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

import bot.turns
from bot.clock import TurnableClock
from bot.logs import configure_logs
from bot.sandbox.errors import bad_request, forbidden, too_many_requests
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.workshop import workshop
from bot.web import web_app
from storage.database import StoreDown
from storage.sqlite import SqliteDatabase
from tests.conftest import NO_PACE
from tests.journeys.conversing import from_bot
from tests.reliability.installation import free_address, installation

SECRET = "canary-secret-of-the-webhook"
TOKEN = "7000000001:" + "Canary_" * 5
CRY = "canarycry my friend is unconscious in the pit"
SENTENCES = (
    "canarysentence how do I burn amalgam safely",
    "/missing",
    "canarystory of my pit",
    "canaryword?",
    "/privacy",
)
POISON: tuple[dict[str, Any], ...] = (
    {"message": {"message_id": "canary", "text": "canarypoison", "chat": {"id": 1, "type": "private"}}},
    {"callback_query": {"id": 3, "from": "canarypoison", "data": "canarydata"}},
)
LIBRARIES = ("httpx", "httpcore", "telegram", "telegram.ext", "uvicorn", "aiosqlite", "asyncio")


def _canary(local: LocalTelegram) -> Person:
    return local.add_person(first_name="Canaryname", language_code="en", username="canaryhandle")


def _found(text: bytes, person: Person) -> list[bytes]:
    """Return the canaries that stand in `text`."""
    return [one for one in (b"anary", str(person.id).encode()) if one in text]


def _in_files(folder: Path, person: Person) -> dict[str, list[bytes]]:
    files = [one for one in folder.iterdir() if one.is_file()]
    assert any(one.name.endswith("-wal") for one in files)
    return {one.name: found for one in files if (found := _found(one.read_bytes(), person))}


async def _forge(client: httpx.AsyncClient, path: str) -> None:
    """Send the webhook what it must refuse."""
    header, json = "X-Telegram-Bot-Api-Secret-Token", {"Content-Type": "application/json"}
    for headers, body in (
        ({**json, header: "canary-wrong-secret"}, b'{"update_id": 1, "message": {"text": "canaryforged"}}'),
        ({**json, header: SECRET}, b'{"canaryforged'),
        ({**json, header: SECRET}, b'["canaryforged"]'),
        ({header: SECRET, "Content-Type": "text/canary"}, b"canaryforged"),
    ):
        assert (await client.post(path, headers=headers, content=body)).status_code in (400, 403, 415)


@pytest.fixture
def all_logs(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Let the program tell as it does in service, at DEBUG, and every library too."""
    root, handlers = logging.getLogger(), logging.getLogger().handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("", *LIBRARIES)}
    configure_logs("DEBUG")
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()


@pytest.mark.usefixtures("all_logs")
async def test_whatever_fails_inside_no_log_line_and_no_file_holds_a_canary(
    tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decide, begin = bot.turns.Turns._decide, SqliteDatabase.begin

    async def failing(self: Any, turn: Any, update: Any) -> None:
        if turn.hearing.text == "canaryword?":
            raise RuntimeError(f"canaryfault {turn.hearing.text}")
        await decide(self, turn, update)

    async def down(self: Any) -> None:
        raise StoreDown("canaryfault")

    monkeypatch.setattr(bot.turns.Turns, "_decide", failing)
    async with workshop(tmp_path, clock=clock, **NO_PACE) as shop:
        local, person = shop.local, _canary(shop.local)
        for fault in ("after", too_many_requests(1), bad_request("can't parse canaryentities"), ValueError("canary")):
            local.fail_next("sendMessage", fault)
        for text in (*SENTENCES, CRY):
            person.say(text)
        for poison in POISON:
            local.inject(dict(poison))
        await _until_dead(shop.app.turns, clock, 2)
        app = web_app(
            shop.app.intake, webhook_url="/canary", secret=SECRET, health=shop.app.health, metrics=shop.app.metrics
        )
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://canary") as client:
            await _forge(client, "/canary")
        monkeypatch.setattr(SqliteDatabase, "begin", down)
        before = len(from_bot(person))
        person.say(CRY)
        async with asyncio.timeout(20):
            while len(from_bot(person)) == before:  # noqa: ASYNC110 - a chat has no event
                await asyncio.sleep(0.001)
        monkeypatch.setattr(SqliteDatabase, "begin", begin)
        local.fail_next("sendMessage", forbidden("canaryname has blocked the bot"))
        assert _in_files(tmp_path, person) == {}
        said = "".join(capsys.readouterr())
        assert said.count("\n") > 20
        assert {"turn.dead", "turn.failed", "intake.closed", "delivery.not_sent"} <= set(_events(said))
        assert _found(said.encode(), person) == []
        assert local.token not in said


def _events(said: str) -> list[str]:
    return [line.partition('"event": "')[2].partition('"')[0] for line in said.splitlines()]


async def _until_dead(turns: Any, clock: TurnableClock, dead: int) -> None:
    async with asyncio.timeout(20):
        while turns.dead < dead or turns.lanes.waiting or turns._timers:
            if turns._timers:
                await clock.turn(timedelta(seconds=6))
            await asyncio.sleep(0.001)


@pytest.mark.long
@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_a_whole_run_says_no_canary_on_either_stream_and_keeps_none_in_its_files(
    tmp_path: Path, way: str
) -> None:
    listen = free_address()
    settings = {"web_listen": listen, "log_level": "DEBUG", "pythondevmode": 1, "telegram_token": TOKEN}
    if way == "webhook":
        settings |= {"webhook_url": f"http://{listen}/canaryhook", "webhook_secret": SECRET}
    data = tmp_path / "data"
    data.mkdir()
    async with installation(tmp_path, **settings, database_url=f"sqlite:///{data / 'pitwise.db'}") as installed:
        local = installed.local
        local.world.token = TOKEN
        person, other = _canary(local), local.add_person(first_name="Canaryother", language_code="sw")
        local.fail_next("getMe", "before")
        await installed.start()
        for fault in ("after", too_many_requests(1), bad_request("can't parse canaryentities"), "garbage"):
            local.fail_next("sendMessage", fault)
        for text in (*SENTENCES, CRY):
            person.say(text)
        for poison in POISON:
            local.inject(dict(poison))
        await installed.until(lambda: any("⛔" in str(one.get("text")) for one in from_bot(person)))
        if way == "webhook":
            async with httpx.AsyncClient(trust_env=False) as client:
                await _forge(client, f"http://{listen}/canaryhook")
        await installed.until(lambda: "turn.dead" in installed.said())
        local.fail_next("sendMessage", forbidden("canaryname has blocked the bot"))
        other.say("canarysentence ninapimaje dhahabu")
        await installed.until(lambda: '"state": "closed"' in installed.said())
        assert _in_files(data, person) == {}
        await installed.stop()
        assert _found(installed.said().encode(), person) == []
        assert _found(b"".join(one.read_bytes() for one in data.iterdir()), person) == []
        assert "delivery.not_sent" in installed.said()
