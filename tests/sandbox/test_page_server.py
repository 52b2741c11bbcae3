"""The page's server as a browser, a stranger's page and a clumsy client meet it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.clock import TurnableClock
from bot.sandbox.cast import Cast
from bot.sandbox.page import page_app
from bot.sandbox.telegram import LocalTelegram
from tests.sandbox.stand_in import StandIn, standing_in

HOME = "http://127.0.0.1:8017"


@pytest.fixture
async def stand_in(local: LocalTelegram, picture: bytes) -> AsyncIterator[StandIn]:
    async with standing_in(local, picture) as bot:
        yield bot


@pytest.fixture
async def browser(
    local: LocalTelegram, clock: TurnableClock, stand_in: StandIn, cast: Cast
) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(page_app(local, clock=clock, control=stand_in))
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        yield client


async def state(browser: httpx.AsyncClient) -> dict[str, Any]:
    return (await browser.get("/api/state")).json()


async def test_page_and_its_parts_come_from_here_and_allow_nothing_from_elsewhere(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")
    script = await browser.get("/static/main.js")

    assert page.status_code == script.status_code == 200
    assert "Demo on this machine" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert "https://" not in page.text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8017", "127.0.0.1.evil.example", "", "[::1", "10.0.0.5"]
)
async def test_foreign_host_is_refused(browser: httpx.AsyncClient, host: str) -> None:
    assert (await browser.get("/api/state", headers={"Host": host})).status_code == 403


@pytest.mark.parametrize("host", ["localhost:8017", "127.0.0.1:9", "[::1]:8017"])
async def test_this_machine_is_let_in_by_each_of_its_names(browser: httpx.AsyncClient, host: str) -> None:
    assert (await browser.get("/api/state", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8017"])
async def test_another_sites_page_is_refused(browser: httpx.AsyncClient, cast: Cast, origin: str) -> None:
    amina = cast.people["Amina"]

    answer = await browser.post("/api/say", json={"person": amina.id, "text": "hi"}, headers={"Origin": origin})

    assert answer.status_code == 403
    assert amina.messages == []


async def test_state_names_people_chats_and_what_to_try(browser: httpx.AsyncClient, cast: Cast) -> None:
    told = await state(browser)

    people = {person["name"]: person for person in told["people"]}
    assert [people[name]["direction"] for name in ("Amina", "Salma")] == ["ltr", "rtl"]
    assert all(len(people[name]["hints"]) == 3 for name in ("Amina", "Jean-Bosco", "Salma", "Marleny", "Dr Ali"))
    group = next(chat for chat in told["chats"] if chat["kind"] == "supergroup")
    assert group["title"] == "Mgodi Coop"
    assert cast.people["Amina"].id in group["members"]
    assert told["can_restart"] is True


async def test_saying_pressing_and_the_lasting_keyboard_reach_the_bot(
    browser: httpx.AsyncClient, cast: Cast, stand_in: StandIn
) -> None:
    amina = cast.people["Amina"]
    await browser.post("/api/say", json={"person": amina.id, "chat": amina.id, "text": "/start"})
    await stand_in.idle()
    await browser.post("/api/press", json={"person": amina.id, "chat": amina.id, "button": 1})
    await stand_in.idle()
    assert amina.last is not None
    assert amina.last["text"] == "You said 💰 Price"

    pressed = {"person": amina.id, "chat": amina.id, "message": amina.last["message_id"], "button": 0}
    assert (await browser.post("/api/press", json=pressed)).status_code == 200
    await stand_in.idle()

    assert amina.last["text"] == "Chosen: yes"
    gone = await browser.post("/api/press", json=pressed)
    assert (gone.status_code, gone.json()) == (400, {"error": "That button is gone."})


async def test_edit_reply_deep_link_and_block_reach_telegram(
    browser: httpx.AsyncClient, cast: Cast, stand_in: StandIn, local: LocalTelegram
) -> None:
    amina = cast.people["Amina"]
    link = f"https://t.me/{local.me['username']}?start=c_103-sw"
    await browser.post("/api/start", json={"person": amina.id, "link": link})
    await stand_in.idle()
    asked, answered = amina.messages
    assert answered["text"] == "Welcome. /start c_103-sw"

    await browser.post("/api/edit", json={"person": amina.id, "message": asked["message_id"], "text": "changed"})
    await browser.post("/api/say", json={"person": amina.id, "text": "why", "reply_to": answered["message_id"]})
    await stand_in.idle()
    await browser.post("/api/block", json={"person": amina.id, "blocked": True})

    assert amina.messages[0]["text"] == "changed"
    assert amina.messages[-2]["reply_to_message"]["message_id"] == answered["message_id"]
    assert next(person for person in (await state(browser))["people"] if person["id"] == amina.id)["blocks"] is True


@pytest.mark.parametrize("what", ["sticker", "contact", "location", "poll"])
async def test_other_kinds_of_message_can_be_sent(browser: httpx.AsyncClient, cast: Cast, what: str) -> None:
    amina = cast.people["Amina"]

    assert (await browser.post("/api/share", json={"person": amina.id, "what": what})).status_code == 200

    assert what in amina.messages[-1]


async def test_photo_voice_and_file_go_to_the_bot_and_come_back(
    browser: httpx.AsyncClient, cast: Cast, stand_in: StandIn, picture: bytes
) -> None:
    amina = cast.people["Amina"]
    told = {"person": str(amina.id), "chat": str(amina.id)}
    await browser.post("/api/photo", data={**told, "caption": "wall"}, files={"file": ("wall.png", picture)})
    await browser.post("/api/voice", data={**told, "duration_s": "4"}, files={"file": ("voice", b"OggS1234")})
    await browser.post("/api/document", data=told, files={"file": ("list.csv", b"a,b")})
    await stand_in.idle()

    sent = [message for message in amina.messages if message["from"]["id"] == amina.id]
    assert sent[0]["caption"] == "wall"
    assert sent[1]["voice"]["duration"] == 4
    photo = await browser.get(f"/api/file/{sent[0]['photo'][-1]['file_id']}")
    assert (photo.content, photo.headers["content-type"]) == (picture, "image/png")
    voice = await browser.get(f"/api/file/{sent[1]['voice']['file_id']}")
    assert voice.headers["content-type"] == "audio/ogg"


async def test_file_with_a_script_in_it_can_only_be_saved(
    browser: httpx.AsyncClient, cast: Cast, stand_in: StandIn
) -> None:
    amina = cast.people["Amina"]
    amina.say("paper")
    await stand_in.idle()
    assert amina.last is not None

    answer = await browser.get(f"/api/file/{amina.last['document']['file_id']}")

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_clock_turns_and_what_is_due_is_called(
    browser: httpx.AsyncClient, clock: TurnableClock, stand_in: StandIn
) -> None:
    before = clock.now()

    await browser.post("/api/clock", json={"seconds": 1800})

    assert (clock.now() - before).total_seconds() == 1800
    assert stand_in.turns == 1
    assert (await state(browser))["now_ms"] == int(clock.now().timestamp() * 1000)


async def test_connection_restart_and_newcomer(
    browser: httpx.AsyncClient, local: LocalTelegram, stand_in: StandIn
) -> None:
    await browser.post("/api/restart", json={})
    await browser.post("/api/connection", json={"lost": True})
    lost = (await state(browser))["connection_lost"]
    await browser.post("/api/connection", json={"lost": False})
    newcomer = (await browser.post("/api/new-person", json={"language_code": "pt"})).json()["person"]

    assert stand_in.restarts == 1
    assert local.people[newcomer].face["language_code"] == "pt"
    assert (lost, local.connection_lost) == (True, False)


async def test_commands_are_those_the_person_would_see(browser: httpx.AsyncClient, cast: Cast) -> None:
    amina = cast.people["Amina"]

    commands = (await browser.get("/api/commands", params={"person": amina.id, "chat": cast.group.id})).json()

    assert [one["command"] for one in commands] == ["start", "help"]


AMINA = 700_000_001
WRONG: list[tuple[str, Any]] = [
    ("say", {"text": "who?"}),
    ("say", {"person": "x", "text": "who?"}),
    ("say", {"person": True, "text": "who?"}),
    ("say", {"person": 1, "text": "who?"}),
    ("say", {"person": AMINA, "chat": 1, "text": "where?"}),
    ("say", {"person": AMINA, "chat": AMINA + 1, "text": "in another's chat"}),
    ("say", {"person": AMINA, "text": "  "}),
    ("say", {"person": AMINA, "text": 5}),
    ("say", {"person": AMINA, "text": "x" * 20_001}),
    ("say", {"person": AMINA, "text": "x", "reply_to": 999}),
    ("say", [1]),
    ("press", {"person": AMINA, "button": 0}),
    ("press", {"person": AMINA, "button": 0, "message": 999}),
    ("edit", {"person": AMINA, "message": 999, "text": "x"}),
    ("start", {"person": AMINA, "link": "https://evil.example/?start=x"}),
    ("start", {"person": AMINA, "link": "has space"}),
    ("start", {"person": AMINA, "link": "x" * 65}),
    ("share", {"person": AMINA, "what": "money"}),
    ("block", {"person": AMINA, "blocked": "yes"}),
    ("inline", {"person": AMINA, "chat": 1, "text": "where?"}),
    ("choose", {"person": AMINA, "number": 0}),
    ("choose", {"person": AMINA, "number": "x"}),
    ("inline-button", {"person": AMINA}),
    ("clock", {"seconds": -5}),
    ("clock", {"seconds": 10**9}),
    ("clock", {}),
    ("connection", {"lost": 1}),
    ("new-person", {"language_code": "<script>"}),
]


@pytest.mark.parametrize(("act", "values"), WRONG)
async def test_what_is_not_possible_is_refused_with_a_sentence(
    browser: httpx.AsyncClient, act: str, values: object
) -> None:
    answer = await browser.post(f"/api/{act}", json=values)

    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 50_000])
async def test_body_that_is_no_json_is_refused(browser: httpx.AsyncClient, body: bytes) -> None:
    assert (await browser.post("/api/say", content=body)).status_code == 400


async def test_bodies_too_large_or_of_unknown_length_are_not_read(browser: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"{}"

    assert (await browser.post("/api/say", content=b" " * 200_000)).status_code == 413
    assert (await browser.post("/api/say", content=endless())).status_code == 411


@pytest.mark.parametrize("content", [b"", b"no picture"])
async def test_photo_that_is_none_is_refused(browser: httpx.AsyncClient, content: bytes) -> None:
    answer = await browser.post("/api/photo", data={"person": str(AMINA)}, files={"file": ("x.png", content)})

    assert answer.status_code == 400


async def test_half_a_letter_in_a_chat_does_not_break_the_state(browser: httpx.AsyncClient, cast: Cast) -> None:
    cast.people["Amina"].say("half \ud83d a letter", cast.group)

    assert r"half \ud83d a letter" in (await browser.get("/api/state")).text
