"""The webhook takes what Telegram sends and nothing else; 200 means that it is kept."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from bot.web import MOST_BODY_BYTES, web_app
from tests.journeys.conversing import from_bot

SECRET = "a-secret-of-twenty-letters"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
JSON = {"Content-Type": "application/json"}
GOOD = {HEADER: SECRET, **JSON}


@pytest.fixture
async def web(shop: Workshop) -> AsyncIterator[httpx.AsyncClient]:
    app = web_app(
        shop.app.intake,
        webhook_url="https://pitwise.example/hook/in",
        secret=SECRET,
        health=shop.app.health,
        metrics=shop.app.metrics,
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://pitwise") as client:
        yield client


async def _kept(shop: Workshop) -> int:
    async with shop.store.read() as r:
        return sum((await r.inbox.counts()).values())


def _update(person: Person, text: str = "/help", update_id: int = 77) -> dict[str, Any]:
    chat = {"id": person.id, "type": "private", "first_name": ""}
    message = {"message_id": 900_001, "date": 1_795_435_200, "chat": chat, "from": person.face, "text": text}
    return {"update_id": update_id, "message": message}


async def _meet(shop: Workshop, person: Person) -> int:
    person.say("/help")
    await shop.idle()
    return len(from_bot(person))


async def test_a_true_update_is_kept_and_answered(shop: Workshop, web: httpx.AsyncClient, grace: Person) -> None:
    before = await _meet(shop, grace)
    answer = await web.post("/hook/in", headers=GOOD, json=_update(grace))
    assert answer.status_code == 200
    await shop.idle()
    assert len(from_bot(grace)) == before + 1


async def test_the_same_update_five_times_is_answered_once(
    shop: Workshop, web: httpx.AsyncClient, grace: Person
) -> None:
    before = await _meet(shop, grace)
    for _ in range(5):
        assert (await web.post("/hook/in", headers=GOOD, json=_update(grace))).status_code == 200
    await shop.idle()
    assert len(from_bot(grace)) == before + 1


FORGED: list[tuple[str, dict[str, str], Any, int]] = [
    ("no secret", JSON, b"{}", 403),
    ("an empty secret", {**JSON, HEADER: ""}, b"{}", 403),
    ("a wrong secret", {**JSON, HEADER: SECRET[:-1] + "x"}, b"{}", 403),
    ("a secret cut short", {**JSON, HEADER: SECRET[:-1]}, b"{}", 403),
    ("a secret that is no ASCII", {**JSON, HEADER: "ünïcode"}, b"{}", 403),
    ("a form", {HEADER: SECRET, "Content-Type": "application/x-www-form-urlencoded"}, b"update_id=7", 415),
    ("no type", {HEADER: SECRET}, b"{}", 415),
    ("20 MB", GOOD, b'{"update_id": 7, "x": "' + b"y" * 20_000_000 + b'"}', 413),
    ("one byte too many", GOOD, b" " * (MOST_BODY_BYTES + 1), 413),
    ("half a JSON", GOOD, b'{"update_id": 7', 400),
    ("no UTF-8", GOOD, b'{"update_id": 7, "x": "\xff"}', 400),
    ("brackets without end", GOOD, b"[" * 100_000, 400),
    ("a list", GOOD, b"[]", 400),
    ("no id", GOOD, b"{}", 400),
    ("a written id", GOOD, b'{"update_id": "7"}', 400),
    ("nothing", GOOD, b"", 400),
]


@pytest.mark.parametrize(("headers", "body", "status"), [one[1:] for one in FORGED], ids=[one[0] for one in FORGED])
async def test_what_is_not_from_telegram_is_refused_and_not_kept(
    shop: Workshop, web: httpx.AsyncClient, headers: dict[str, str], body: bytes, status: int
) -> None:
    before = await _kept(shop)
    wire = {name: value.encode() for name, value in headers.items()}
    answer = await web.post("/hook/in", headers=wire, content=body)
    assert answer.status_code == status
    assert await _kept(shop) == before
    assert (await web.post("/hook/in", headers=GOOD, json={"update_id": 78})).status_code == 200


async def test_a_body_that_never_ends_is_not_waited_for(
    shop: Workshop, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def drip() -> AsyncIterator[bytes]:
        yield b'{"update_id": 7'
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.web.BODY_PATIENCE_S", 0.05)
    before = await _kept(shop)
    assert (await web.post("/hook/in", headers=GOOD, content=drip())).status_code == 408
    assert await _kept(shop) == before


async def test_while_the_store_is_down_telegram_is_asked_to_come_again(
    web: httpx.AsyncClient, grace: Person, shop: Workshop, break_store: Callable[[], Callable[[], None]]
) -> None:
    before = await _meet(shop, grace)
    mend = break_store()
    answer = await web.post("/hook/in", headers=GOOD, json=_update(grace))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    mend()
    assert (await web.post("/hook/in", headers=GOOD, json=_update(grace))).status_code == 200
    await shop.idle()
    assert len(from_bot(grace)) == before + 1


async def test_only_posts_to_the_hooks_own_path_are_taken(web: httpx.AsyncClient) -> None:
    assert (await web.post("/", headers=GOOD, json={"update_id": 1})).status_code == 404
    assert (await web.get("/hook/in", headers=GOOD)).status_code == 405


@pytest.mark.parametrize(("url", "secret"), [("", SECRET), ("https://pitwise.example/hook/in", "")])
async def test_without_an_address_or_a_secret_there_is_no_webhook(shop: Workshop, url: str, secret: str) -> None:
    app = web_app(shop.app.intake, webhook_url=url, secret=secret, health=shop.app.health, metrics=shop.app.metrics)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://pitwise") as client:
        for given in (GOOD, {**GOOD, HEADER: ""}):
            assert (await client.post("/hook/in", headers=given, json={"update_id": 1})).status_code == 404


async def test_health_and_metrics_tell_numbers_and_no_names(
    shop: Workshop, web: httpx.AsyncClient, grace: Person
) -> None:
    await _meet(shop, grace)
    health = (await web.get("/healthz")).json()
    assert health["ok"] is True
    assert health["waiting"] == 0
    assert health["last_update_age_s"] is not None
    metrics = (await web.get("/metrics")).text
    assert "pitwise_updates_handled_total 1.0" in metrics
    assert "Grace" not in metrics + json.dumps(health)
    assert str(grace.id) not in metrics
