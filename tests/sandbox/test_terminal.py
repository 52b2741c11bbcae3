import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.terminal import chat
from tests.sandbox.stand_in import standing_in

Talk = Callable[..., Awaitable[list[str]]]


@pytest.fixture
def talk(local: LocalTelegram, picture: bytes) -> Talk:
    async def talk(*typed: str, as_json: bool = True, language: str | None = "sw") -> list[str]:
        async def lines() -> AsyncIterator[str]:
            for line in typed:
                yield line

        written: list[str] = []
        async with standing_in(local, picture) as app:
            await chat(
                app, local, name="Amina", language=language, lines=lines(), write=written.append, as_json=as_json
            )
        return written

    return talk


async def answers(talk: Talk, *typed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in await talk(*typed)]


async def test_each_line_typed_gives_one_object_with_plain_text_and_buttons(talk: Talk) -> None:
    first, second = await answers(talk, "a < b & c", "")

    assert first == {
        "replies": [{"text": "You said a < b & c", "buttons": [["1 Yes", "2 No"], ["3 More"]], "photo": None}]
    }
    assert second == {"replies": []}


async def test_number_in_brackets_presses_and_yields_the_edited_message_with_its_toast(talk: Talk) -> None:
    _, pressed = await answers(talk, "hello", "[2]")

    assert {"text": "Chosen: no", "buttons": [["1 Yes", "2 No"], ["3 More"]], "photo": None} in pressed["replies"]
    assert {"text": "You pressed no", "buttons": [], "photo": None} in pressed["replies"]


async def test_without_inline_buttons_the_lasting_keyboard_is_pressed(talk: Talk) -> None:
    started, pressed = await answers(talk, "/start", "[2]")

    assert started["replies"][0]["buttons"] == [["🆘 Danger", "💰 Price"], ["❓ Topics", "🗣 Tell"]]
    assert pressed["replies"][0]["text"] == "You said 💰 Price"


@pytest.mark.parametrize("number", ["[0]", "[9]", "[999]"])
async def test_button_that_is_not_there_is_named_and_the_talk_goes_on(talk: Talk, number: str) -> None:
    wrong, right = await answers(talk, number, "hello")

    assert wrong == {"replies": [], "error": "There are no buttons."}
    assert right["replies"][0]["text"] == "You said hello"


async def test_photo_is_sent_from_a_path_and_a_sent_photo_is_named(talk: Talk, tmp_path: Path, picture: bytes) -> None:
    (tmp_path / "pit wall.png").write_bytes(picture)

    sent, received = await answers(talk, f"/photo {tmp_path / 'pit wall.png'}", "picture")

    assert sent["replies"][0]["text"] == "A photo of 640 px: None"
    assert received["replies"][0]["text"] == "A picture"
    assert received["replies"][0]["photo"]


async def test_file_that_is_missing_or_no_picture_is_said(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "note.png").write_bytes(b"hello")

    missing, wrong = await answers(talk, "/voice /no/such/file", f"/photo {tmp_path / 'note.png'}")

    assert "can't be read" in missing["error"]
    assert "is no JPEG, PNG, GIF or WebP picture" in wrong["error"]


async def test_voice_note_is_sent_from_a_path(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "note.ogg").write_bytes(b"OggS")

    (sent,) = await answers(talk, f"/voice {tmp_path / 'note.ogg'}")

    assert sent["replies"][0]["text"] == "A voice note"


async def test_message_deleted_at_once_is_not_shown(talk: Talk) -> None:
    assert await answers(talk, "delete") == [{"replies": []}]


async def test_half_a_letter_from_a_pipe_does_no_harm(talk: Talk) -> None:
    (answer,) = await answers(talk, "zebaki \ud83d")

    assert answer["replies"][0]["text"] == "You said zebaki \ufffd"


async def test_people_read_numbered_buttons_and_arabic_letters_in_their_order(talk: Talk) -> None:
    (shown,) = await talk("كيف أحرق الزئبق", as_json=False)

    assert "كيف أحرق الزئبق" in shown
    assert "[1]" in shown
    assert "[3]" in shown
    assert "<b>" not in shown


async def test_people_see_the_lasting_keyboard_in_one_line(talk: Talk) -> None:
    (shown,) = await talk("/start", as_json=False)

    assert "🆘 Danger · 💰 Price · ❓ Topics · 🗣 Tell" in shown


async def test_long_lines_are_not_broken(talk: Talk) -> None:
    long = "word " * 60

    (shown,) = await talk(long, as_json=False)

    assert long.strip() in shown.replace("\x1b[1m", "").replace("\x1b[0m", "")
