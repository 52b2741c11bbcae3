"""In a group: silent unless spoken to, short when it speaks, and nobody's private matters."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.menus import command_menus
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from tests.journeys.conversing import do, press, text_of


@pytest.fixture
async def group(shop: Workshop, grace: Person) -> Group:
    group = shop.local.add_group("Coop", members=[grace])
    await shop.idle()
    return group


async def heard(shop: Workshop, group: Group, act: Callable[[], Any]) -> list[dict[str, Any]]:
    """Do something in the group and return what the bot answered there."""
    before = {one["message_id"] for one in group.messages}
    await shop.clock.turn(timedelta(seconds=30))
    act()
    await shop.idle()
    return [one for one in group.messages if one["from"]["is_bot"] and one["message_id"] not in before]


def buttons(message: dict[str, Any]) -> list[str]:
    return [one["text"] for row in message["reply_markup"]["inline_keyboard"] for one in row]


async def test_the_whole_answer_is_in_the_language_of_the_question(shop: Workshop, group: Group, grace: Person) -> None:
    answer = (await heard(shop, group, lambda: grace.say("/ask comment brûler l'amalgame sans danger", group)))[0]
    assert "cornue" in text_of(answer)
    assert buttons(answer) == ["Voir toute la fiche"]


async def test_who_asks_for_the_price_hears_it_and_settles_the_rest_in_private(
    shop: Workshop, group: Group, grace: Person
) -> None:
    answer = (await heard(shop, group, lambda: grace.say("/ask cuanto vale el oro hoy", group)))[0]
    assert "COP" in text_of(answer)
    assert "Londres" in text_of(answer)
    assert [list(button) for row in answer["reply_markup"]["inline_keyboard"] for button in row] == [["text", "url"]]


async def test_a_greeting_is_answered_and_small_talk_is_not(shop: Workshop, group: Group, grace: Person) -> None:
    name = shop.local.me["username"]
    greeted = await heard(shop, group, lambda: grace.say(f"@{name} hello", group))
    assert "In this group" in text_of(greeted[0])
    for small in ("ok", "thanks", "yes", "no"):
        assert await heard(shop, group, lambda said=small: grace.say(said, group, reply_to=greeted[0])) == []


async def test_a_command_that_is_not_for_groups_is_answered_only_when_it_calls_the_bot(
    shop: Workshop, group: Group, grace: Person
) -> None:
    name = shop.local.me["username"]
    for command in ("privacy", "forget", "share", "mine", "nosuch"):
        assert await heard(shop, group, lambda said=command: grace.say(f"/{said}", group)) == []
        assert await heard(shop, group, lambda said=command: grace.say(f"/{said}@OtherBot", group)) == []
        [answer] = await heard(shop, group, lambda said=command: grace.say(f"/{said}@{name}", group))
        assert buttons(answer) == ["Ask in private"]


async def test_every_command_of_the_groups_menu_is_answered_there(shop: Workshop, group: Group, grace: Person) -> None:
    offered = {
        one["command"]
        for menu in command_menus()
        if menu["scope"]["type"] != "all_private_chats"
        for one in menu["commands"]
    }
    assert "sos" in offered
    for command in offered:
        assert await heard(shop, group, lambda said=command: grace.say(f"/{said}", group)) != []


@pytest.mark.parametrize("cry", ["/sos", "@{name} help", "@{name} accident"])
async def test_the_emergencies_open_in_the_group_and_so_does_the_one_that_is_pressed(
    shop: Workshop, group: Group, grace: Person, cry: str
) -> None:
    said = cry.format(name=shop.local.me["username"])
    pictures = (await heard(shop, group, lambda: grace.say(said, group)))[0]
    assert "number" not in text_of(pictures) and len(buttons(pictures)) > 2
    card = (await heard(shop, group, lambda: grace.press(0, pictures)))[0]
    assert "⛔" in text_of(card) and "📞" in text_of(card)


@pytest.mark.parametrize(
    "data", ["forget", "held", "privacy", "tell", "language:fr", "languages", "flow:send", "topics", "none-of-these:1"]
)
async def test_a_made_up_press_of_a_private_button_does_nothing_in_a_group(
    shop: Workshop, group: Group, grace: Person, data: str
) -> None:
    message = {**group.messages[-1], "chat": group.chat.face}
    made_up = {"id": "7", "from": grace.face, "message": message, "chat_instance": "1", "data": data}
    shown = list(group.messages)
    assert await heard(shop, group, lambda: shop.local.inject({"callback_query": made_up})) == []
    assert group.messages == shown
    assert shop.app.turns.dead == 0


async def test_a_question_nobody_can_answer_is_kept_without_who_asked_or_where(
    shop: Workshop, group: Group, grace: Person
) -> None:
    answer = (
        await heard(shop, group, lambda: grace.say("/ask Who fixes Kwame's rotary dryer at +233201234567?", group))
    )[0]
    assert "I kept the question without any name" in text_of(answer)
    async with shop.store.read() as r:
        [gap] = await r.questions.gaps()
    assert (gap.kind, gap.count) == ("none", 1)
    assert "dryer" in gap.wording
    assert all(secret not in gap.wording for secret in ("Kwame", "Grace", "233", "Coop"))


async def test_a_question_that_was_answered_in_the_group_is_no_gap(shop: Workshop, group: Group, grace: Person) -> None:
    await heard(shop, group, lambda: grace.say("/ask how do I burn amalgam safely", group))
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


async def test_a_danger_is_reported_in_private_where_the_group_is_led_to(
    shop: Workshop, group: Group, grace: Person, amina: Person
) -> None:
    name = shop.local.me["username"]
    for said in (
        "/hazard",
        "/hazard bad air in the pit, stay away",
        f"@{name} fake buyers in Geita with false notes, take care",
    ):
        [answer] = await heard(shop, group, lambda said=said: grace.say(said, group))
        [link] = [
            one["url"] for row in answer["reply_markup"]["inline_keyboard"] for one in row if "Report" in one["text"]
        ]
        assert link.endswith("?start=hazard")
    for said in (
        "/hazard the police is coming to the pit, run",
        f"@{name} fake buyers in Geita with false notes and soldiers beside them, take care",
    ):
        [refused] = await heard(shop, group, lambda said=said: grace.say(said, group))
        assert text_of(refused).startswith("This I do not pass on.") and "reply_markup" not in refused
    told = await do(shop, amina, lambda: amina.start("hazard"))
    assert told[0] == speaker("sw")("⚠️ Is someone in danger now?")
    assert (await press(shop, amina, 1))[0].startswith(
        speaker("sw")("⚠️ What is the danger? Press it, or type its number.")
    )
    async with shop.store.read() as r:
        assert await r.gaps.living() == []
