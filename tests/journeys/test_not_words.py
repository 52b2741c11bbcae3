"""What is not words, what is malformed, what is old: a sensible answer or none, and never a standstill."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.clock import TurnableClock
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop, workshop
from tests.conftest import NO_PACE
from tests.journeys.conversing import do, from_bot, label, press, say

BURN = "how do I burn amalgam safely"
ACTS: dict[str, tuple[Callable[[Person], Any], str]] = {
    "photo": (lambda p: p.send_photo(b"\xff\xd8"), "did not keep this one"),
    "document": (lambda p: p.send_document(b"%PDF"), "did not keep this one"),
    "sticker": (lambda p: p.send_sticker(), "Write your question"),
    "contact": (lambda p: p.send_contact(), "do not keep phone numbers"),
    "location": (lambda p: p.send_location(), "do not keep places"),
    "poll": (lambda p: p.send_poll(), "Write your question"),
}


@pytest.mark.parametrize("kind", ACTS)
async def test_each_kind_gets_one_sensible_answer_with_the_lasting_keyboard(
    shop: Workshop, grace: Person, kind: str
) -> None:
    act, words = ACTS[kind]
    answers = await do(shop, grace, lambda: act(grace))
    assert len(answers) == 1 and words in answers[0]
    assert [one[0] for row in grace.keyboard for one in row] == ["🆘", "💰", "❓", "🗣"]
    assert "⛔" in (await say(shop, grace, BURN))[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"story": {"id": 1, "chat": {"id": 5, "type": "private"}}}, "I can't look at pictures"),
        ({"checklist": {"title": "Tools", "tasks": [{"id": 1, "text": "rope"}]}}, "Write your question"),
        ({"game": {"title": "t", "description": "d", "photo": []}}, "Write your question"),
    ],
)
async def test_what_newer_apps_can_send_is_not_met_with_silence(
    shop: Workshop, grace: Person, fields: dict[str, Any], words: str
) -> None:
    await say(shop, grace, "/start")
    answers = await do(shop, grace, lambda: shop.local.inject(_message(grace, **fields)))
    assert len(answers) == 1 and words in answers[0]


async def test_a_voice_note_leads_to_danger_or_to_pictures_at_once(shop: Workshop, grace: Person) -> None:
    assert "voice" in (await do(shop, grace, lambda: grace.send_voice(b"OggS")))[0]
    assert grace.buttons[0][0].endswith("🆘 Danger now")
    assert len([one for row in grace.buttons[1:] for one in row]) >= 5
    assert "What has happened" in (await press(shop, grace, 0))[0]
    assert "🪨" in grace.buttons[0][0]


async def test_a_caption_is_read_as_a_question(shop: Workshop, grace: Person) -> None:
    answers = await do(shop, grace, lambda: grace.send_photo(b"\xff\xd8", BURN))
    assert "retort" in answers[0]


async def test_a_forwarded_question_is_answered(shop: Workshop, grace: Person, amina: Person) -> None:
    asked = amina.say(BURN)
    await shop.idle()
    assert "retort" in (await do(shop, grace, lambda: grace.forward(asked)))[0]


async def test_an_edited_question_is_left_alone(shop: Workshop, grace: Person) -> None:
    asked = grace.say(BURN)
    await shop.idle()
    assert await do(shop, grace, lambda: grace.edit(asked, "how do I test the air")) == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 4096,
        "gold " * 819,
        "😀" * 2048,
        "\u0001" * 300,
        "ا" * 4096,
        "1" * 4096,
        "abcdefghijk" * 372,
        "بتثجحخ" * 682,
    ],
)
async def test_4096_signs_are_answered_like_any_other_text(shop: Workshop, grace: Person, text: str) -> None:
    answers = await say(shop, grace, text)
    assert all(len(answer) <= 4096 for answer in answers)
    assert "⛔" in (await say(shop, grace, BURN))[0]


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE members; --",
        "{0.__class__} {name} %s %(x)s",
        "<b>unclosed <a href='x'>",
        "\u202e\u2066\u2069\u200f\u200e",
        "/",
        "/ start",
        "//help",
        "/start@",
        "/help@SomeOtherBot",
        "@",
        "\ufeff",
        "NULL",
        "ٱلسَّلَامُ" * 50,
    ],
)
async def test_odd_texts_stop_nothing(shop: Workshop, grace: Person, text: str) -> None:
    await say(shop, grace, text)
    assert "⛔" in (await say(shop, grace, BURN))[0]
    assert shop.app.turns.dead == 0


def _message(person: Person, **fields: Any) -> dict[str, Any]:
    chat = {"id": person.id, "type": "private"}
    return {"message": {"message_id": 9_000, "date": 1_795_435_200, "chat": chat, "from": person.face, **fields}}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": ""},
        {"text": "   "},
        {"text": "\ud800 half a letter"},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "T", "address": "A"}},
        {"story": {"id": 1, "chat": {"id": 5, "type": "private"}}},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}},
        {"text": "hello", "entities": "no list"},
    ],
)
async def test_a_strange_message_holds_up_nobody(shop: Workshop, grace: Person, fields: dict[str, Any]) -> None:
    await say(shop, grace, "/start")
    await do(shop, grace, lambda: shop.local.inject(_message(grace, **fields)))
    assert "⛔" in (await say(shop, grace, BURN))[0]


@pytest.mark.parametrize(
    "update",
    [
        {"something_new": {"id": 1}},
        {"callback_query": {"id": "1"}},
        {"my_chat_member": {}},
        {"message": 5},
        {"message": None},
    ],
)
async def test_an_update_that_cannot_be_read_holds_up_nobody(
    shop: Workshop, grace: Person, update: dict[str, Any]
) -> None:
    await say(shop, grace, "/start")
    await do(shop, grace, lambda: shop.local.inject(update))
    assert "⛔" in (await say(shop, grace, BURN))[0]


@pytest.mark.parametrize("part", ["checklist", "gift", "story", "reply_to_message", "entities", "photo"])
async def test_a_cry_beside_something_that_cannot_be_read_is_answered(shop: Workshop, grace: Person, part: str) -> None:
    await say(shop, grace, "/start")
    cry = _message(grace, text="my friend is unconscious in the pit", **{part: "from a later Telegram"})
    assert "⛔" in (await do(shop, grace, lambda: shop.local.inject(cry)))[0]


@pytest.mark.parametrize("date", [1_795_435_200_000, "1795435200", -(2**40), []])
async def test_a_cry_with_a_date_that_is_none_is_answered(shop: Workshop, grace: Person, date: object) -> None:
    await say(shop, grace, "/start")
    cry = _message(grace, text="my friend is unconscious in the pit", date=date)
    assert "⛔" in (await do(shop, grace, lambda: shop.local.inject(cry)))[0]


def _press_of(person: Person, data: str) -> dict[str, Any]:
    message = {**from_bot(person)[-1], "chat": {"id": person.id, "type": "private"}}
    return {"callback_query": {"id": "77", "from": person.face, "message": message, "chat_instance": "1", "data": data}}


@pytest.mark.parametrize("data", ["menu:7", "", "x" * 64, "gone", "flow", "flow:", "privacy:x"])
async def test_a_button_from_long_ago_gets_a_fresh_menu_or_an_answer(shop: Workshop, grace: Person, data: str) -> None:
    await say(shop, grace, "/start")
    assert await do(shop, grace, lambda: shop.local.inject(_press_of(grace, data)))
    assert shop.app.turns.dead == 0


@pytest.mark.parametrize(
    "data",
    [
        "card:",
        "card:x",
        "card:999999:en",
        "card:²:en",
        "card:128:xx",
        "more:128",
        "sos:",
        "sos:²",
        "sos:999",
        "why:128:en:",
        "why:128:en:<b>",
        "helps:",
        "language:xx",
        "group:nothing:0",
        "group:emergency:²",
        "group:emergency:99999999999",
        "group:emergency:-1",
        "none-of-these:²",
        "none-of-these:99999999999999999999999",
        "none-of-these:5",
    ],
)
async def test_forged_button_data_is_no_permission_and_no_crash(shop: Workshop, grace: Person, data: str) -> None:
    await say(shop, grace, "/start")
    await do(shop, grace, lambda: shop.local.inject(_press_of(grace, data)))
    assert shop.app.turns.dead == 0
    assert "⛔" in (await say(shop, grace, BURN))[0]


async def test_an_old_card_still_works_after_a_restart(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, BURN)
    await shop.restart()
    found = label(grace, "Source")
    assert "rests on" in (await do(shop, grace, lambda: grace.press(found)))[0]


async def test_who_floods_is_told_once_and_danger_still_gets_through(tmp_path: Path, clock: TurnableClock) -> None:
    async with workshop(tmp_path / "flood", clock=clock, **NO_PACE, member_per_minute=1) as shop:
        person = shop.local.add_person(first_name="Someone", language_code="en")
        answers = [await say(shop, person, f"question {number} about football") for number in range(8)]
        told = [answer for answer in answers if answer and "You write very fast" in answer[0]]
        assert len(told) == 1 and answers[-1] == []
        assert "What has happened" in (await say(shop, person, "🆘"))[0]
        assert "⛔" in (await say(shop, person, "my brother fell in the shaft he is not answering"))[0]
