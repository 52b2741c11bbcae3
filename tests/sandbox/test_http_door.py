import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import Conflict, NetworkError

from bot.sandbox.door import http_door
from bot.sandbox.people import Person
from bot.sandbox.serving import serve
from bot.sandbox.telegram import LocalTelegram


@dataclass
class Door:
    """The address of the door, and the ways of strangers to knock."""

    url: str
    token: str

    def at(self, method: str) -> str:
        return f"{self.url}/bot{self.token}/{method}"

    async def curl(self, *arguments: str) -> dict[str, Any]:
        curl = await asyncio.create_subprocess_exec("curl", "-sS", *arguments, stdout=asyncio.subprocess.PIPE)
        output, _ = await curl.communicate()
        answer: dict[str, Any] = json.loads(output)
        return answer


@pytest.fixture
async def door(local: LocalTelegram) -> AsyncIterator[Door]:
    async with serve(http_door(local)) as url:
        yield Door(url, local.token)


@pytest.fixture
async def bot(door: Door) -> AsyncIterator[Bot]:
    async with Bot(door.token, base_url=f"{door.url}/bot", base_file_url=f"{door.url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def test_ptb_polls_and_answers_over_http(bot: Bot, amina: Person) -> None:
    poll = asyncio.ensure_future(bot.get_updates(timeout=20))
    await bot.get_me()
    amina.say("habari")
    (update,) = await asyncio.wait_for(poll, 5)
    assert update.message
    await update.message.reply_text(f"{update.message.text}!")
    assert amina.last
    assert amina.last["text"] == "habari!"
    assert await bot.get_updates(offset=update.update_id + 1) == ()


async def test_ptb_sends_and_fetches_files_over_http(bot: Bot, amina: Person, picture: bytes) -> None:
    sent = await bot.send_photo(amina.id, picture, caption="é")
    file = await bot.get_file(sent.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == picture
    assert amina.last and amina.last["caption"] == "é"


async def test_ptb_is_served_by_webhook(bot: Bot, amina: Person, local: LocalTelegram) -> None:
    came: asyncio.Queue[tuple[Any, str | None]] = asyncio.Queue()

    async def hook(request: Request) -> Response:
        came.put_nowait((await request.json(), request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return Response()

    async with serve(Starlette(routes=[Route("/hook", hook, methods=["POST"])])) as url:
        await bot.set_webhook(f"{url}/hook", secret_token="abc")
        said = amina.say("by webhook")
        body, secret = await asyncio.wait_for(came.get(), 5)
        assert (body["message"], secret) == (said, "abc")
        with pytest.raises(Conflict):
            await bot.get_updates()
        assert (await bot.get_webhook_info()).url == f"{url}/hook"
        await bot.delete_webhook()


async def test_curl_gets_and_posts(door: Door, amina: Person, tmp_path: Any) -> None:
    assert (await door.curl(door.at("getMe")))["result"]["is_bot"] is True
    sent = await door.curl(
        "-G",
        "-d",
        f"chat_id={amina.id}",
        "--data-urlencode",
        "text=<b>é</b>",
        "-d",
        "parse_mode=HTML",
        door.at("sendMessage"),
    )
    assert sent["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    sent = await door.curl(
        "-d",
        f"chat_id={amina.id}",
        "-d",
        'reply_markup={"keyboard":[["a"]]}',
        "-d",
        "text=form",
        door.at("sendmessage"),
    )
    assert (sent["result"]["text"], amina.keyboard) == ("form", [["a"]])
    body = json.dumps({"chat_id": amina.id, "text": "json", "reply_markup": {"remove_keyboard": True}})
    await door.curl("-H", "Content-Type: application/json", "-d", body, door.at("sendMessage"))
    assert amina.keyboard == []
    (tmp_path / "prices.csv").write_text("gold;1")
    sent = await door.curl(
        "-F", f"chat_id={amina.id}", "-F", f"document=@{tmp_path}/prices.csv", door.at("sendDocument")
    )
    assert sent["result"]["document"]["file_name"] == "prices.csv"


async def test_album_uploads_by_attach_names(
    door: Door, client: httpx.AsyncClient, amina: Person, picture: bytes
) -> None:
    media = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}]
    files = {"a": ("a.png", picture), "b": ("b.png", picture)}
    answer = await client.post(
        door.at("sendMediaGroup"), data={"chat_id": str(amina.id), "media": json.dumps(media)}, files=files
    )
    assert len(answer.json()["result"]) == 2


async def test_refusals_have_telegrams_status_and_body(door: Door, client: httpx.AsyncClient, amina: Person) -> None:
    answer = await client.post(door.at("sendMessage"), json={"chat_id": amina.id, "text": ""})
    assert answer.status_code == 400
    assert answer.json() == {"ok": False, "error_code": 400, "description": "Bad Request: message text is empty"}
    wrong = door.at("getMe").replace(door.token, "1234567:" + "x" * 35)
    assert (await client.get(wrong)).json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    for url in (f"{door.url}/botnonsense/getMe", f"{door.url}/elsewhere", door.at("getGold")):
        answer = await client.get(url)
        assert (answer.status_code, answer.json()["ok"]) == (404, False)
    for body in ("{", "[1]", '"x"', "9" * 5000):
        answer = await client.post(door.at("getMe"), content=body, headers={"Content-Type": "application/json"})
        assert answer.json()["description"] == "Bad Request: can't parse JSON object"
    broken = {"Content-Type": "multipart/form-data"}
    assert (await client.post(door.at("getMe"), content=b"--x", headers=broken)).status_code == 400


async def test_bodies_over_50_megabytes_are_too_large(door: Door, client: httpx.AsyncClient, amina: Person) -> None:
    huge = bytes(52 * 1024 * 1024)
    answer = await client.post(door.at("sendDocument"), data={"chat_id": str(amina.id)}, files={"document": huge})
    assert (answer.status_code, answer.json()["description"]) == (413, "Request Entity Too Large")


async def test_dead_network_closes_the_connection_without_an_answer(
    bot: Bot, door: Door, client: httpx.AsyncClient, local: LocalTelegram, amina: Person
) -> None:
    local.connection_lost = True
    with pytest.raises(NetworkError, match=r"RemoteProtocolError|ReadError"):
        await bot.send_message(amina.id, "x")
    with pytest.raises(httpx.TransportError):
        await client.get(door.at("getMe").replace(door.token, "another"))
    local.connection_lost = False
    local.fail_next("sendMessage", "after")
    with pytest.raises(NetworkError, match=r"RemoteProtocolError|ReadError"):
        await bot.send_message(amina.id, "accepted")
    await bot.send_message(amina.id, "well")
    assert [message["text"] for message in amina.messages] == ["/start", "accepted", "well"]


async def test_taken_port_is_refused(door: Door) -> None:
    with pytest.raises(OSError, match="in use"):
        async with serve(Starlette(), port=int(door.url.rpartition(":")[2])):
            pass


async def test_leaving_cuts_off_long_polls_at_once(local: LocalTelegram, client: httpx.AsyncClient) -> None:
    async with serve(http_door(local)) as url:
        poll = asyncio.ensure_future(client.get(f"{url}/bot{local.token}/getUpdates?timeout=50", timeout=60))
        await client.get(f"{url}/bot{local.token}/getMe")
    with pytest.raises(httpx.TransportError):
        await poll
