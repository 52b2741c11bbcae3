"""What people do to a bot: press ten thousand times, flood, write while it is away, write out of order, forge."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import TurnableClock
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop, workshop
from tests.bot.notices import meet, received
from tests.bot.updates import settled, states
from tests.conftest import NO_PACE
from tests.journeys.conversing import do, from_bot, label, say

BURN = "how do I burn amalgam safely"
CRY = "my friend is unconscious in the pit"


async def _times(shop: Workshop) -> int:
    async with shop.store.write() as w:
        [row] = await w._means.connection.fetch("SELECT COALESCE(SUM(times), 0) AS times FROM feedback", ())
    return int(row["times"])


def _press(person: Person, action: str, number: int) -> dict[str, Any]:
    message = person.newest_with_buttons(person.private)
    query = {"id": str(number), "from": person.face, "message": message, "data": action, "chat_instance": "1"}
    return {"update_id": 910_000_000 + number, "callback_query": query}


def _action(person: Person, words: str) -> str:
    message = person.newest_with_buttons(person.private) or {}
    buttons = [one for row in message["reply_markup"]["inline_keyboard"] for one in row]
    return str(next(one["callback_data"] for one in buttons if words in one["text"]))


@pytest.mark.long
async def test_ten_thousand_presses_of_one_button_have_one_effect_and_delay_nobody(
    shop: Workshop, amina: Person, grace: Person
) -> None:
    await say(shop, grace, BURN)
    await meet(shop, amina)
    before, answers = len(from_bot(grace)), shop.local.world.calls["answerCallbackQuery"]
    presses = [_press(grace, _action(grace, "✅"), number) for number in range(10_000)]
    for at in range(0, len(presses), 100):
        await shop.app.intake.accept(presses[at : at + 100])
    amina.say("/help")
    while len(from_bot(amina)) < 2:
        await _breathe()
    # Whoever asks meanwhile is answered while almost all of the presses still wait.
    assert shop.app.turns.lanes.waiting > 5_000
    await shop.idle()
    assert await _times(shop) == 1
    assert len(from_bot(grace)) == before + 1
    assert shop.local.world.calls["answerCallbackQuery"] - answers <= 10_000
    assert len(shop.app.presses._answered) <= 1_000
    assert not shop.app.presses._open


async def _breathe() -> None:
    await asyncio.sleep(0.001)


async def test_one_who_floods_is_told_once_and_neither_delays_others_nor_is_left_in_danger(
    tmp_path: Path, clock: TurnableClock
) -> None:
    async with workshop(tmp_path, clock=clock, member_per_minute=30, **NO_PACE) as shop:
        shop.local.world.pace.enforced = False
        flooder, other = (shop.local.add_person(first_name=name, language_code="en") for name in ("A", "B"))
        await meet(shop, flooder, other)
        for _ in range(1_000):
            flooder.say("/help")
        other.say("/help")
        await shop.idle()
        assert len(from_bot(other)) == 2
        texts = received(flooder)
        assert texts.count("You write very fast. I answer again in a minute. 🆘 always works.") == 1
        assert len(texts) == 30 + 1
        flooder.say(CRY)
        await shop.idle()
        assert "⛔" in received(flooder)[-1]
        async with shop.store.read() as r:
            assert (await r.inbox.counts())["refused"] == 1_001 - 30
        await clock.turn(timedelta(minutes=1))
        flooder.say("/help")
        await shop.idle()
        assert "You write very fast" not in received(flooder)[-1]


async def test_a_day_without_a_network_loses_nothing_that_telegram_still_has(
    shop: Workshop, amina: Person, grace: Person
) -> None:
    shop.local.world.pace.enforced = False
    await meet(shop, amina, grace)
    shop.local.connection_lost = True
    for hour in range(23):
        (amina if hour % 2 else grace).say("/privacy")
        await shop.clock.turn(timedelta(hours=1))
    shop.local.connection_lost = False
    for _ in range(4):
        await shop.clock.turn(timedelta(seconds=40))
        await _breathe()
    await shop.idle()
    assert len(from_bot(amina)) + len(from_bot(grace)) == 2 + 23
    async with shop.store.read() as r:
        assert set(await r.inbox.counts()) == {"done"}


@pytest.mark.parametrize(("hours", "told"), [(23, 0), (25, 1)])
@pytest.mark.parametrize("restarts", [False, True])
async def test_an_absence_in_which_telegram_has_lost_updates_is_told_to_the_operator(
    shop: Workshop, grace: Person, capsys: pytest.CaptureFixture[str], hours: int, told: int, restarts: bool
) -> None:
    await meet(shop, grace)
    shop.local.connection_lost = True
    await shop.clock.turn(timedelta(hours=hours))
    if restarts:
        await shop.restart()
    shop.local.connection_lost = False
    for _ in range(4):
        await shop.clock.turn(timedelta(seconds=40))
        await _breathe()
    await meet(shop, grace)
    assert "".join(capsys.readouterr()).count("poll.gap") == told


@pytest.mark.parametrize("seed", range(8))
async def test_updates_out_of_order_and_whole_batches_once_more_leave_the_same_state(shop: Workshop, seed: int) -> None:
    shop.local.world.pace.enforced = False
    people = [shop.local.add_person(first_name=str(place), language_code="en") for place in range(3)]
    for person in people:
        person.start()
    await shop.idle()
    updates = []
    for place in range(30):
        person = people[place % 3]
        chat = {"id": person.id, "type": "private", "first_name": ""}
        date = int(shop.clock.now().timestamp())
        message = {"message_id": 900_000 + place, "date": date, "chat": chat, "from": person.face, "text": "/privacy"}
        updates.append({"update_id": 910_000_000 + place, "message": message})
    shaken = random.Random(seed)
    before = [len(from_bot(person)) for person in people]
    for _ in range(3):
        shaken.shuffle(updates)
        for at in range(0, len(updates), 7):
            await shop.app.intake.accept(updates[at : at + 7])
    await shop.idle()
    assert [len(from_bot(person)) for person in people] == [count + 10 for count in before]
    async with shop.store.read() as r:
        assert set(await r.inbox.counts()) == {"done"}
        assert set(await r.outbox.counts()) == {"sent"}


FORGED = ("nothing", "card:", "card:99999", "card:-1", "helps:103:xx", "why:103:en:made-up", "language:xx", "sos:1:zz")
STRANGE = (
    "group:law:999999999999",
    "group:nothing:0",
    "more:١٠٣:en",
    "flow:answer:x",
    "help-wanted",
    "not:" + "9" * 60,
    f"none-of-these:{2**63}",
    "none-of-these:7",
)


@pytest.mark.parametrize("action", ["", *FORGED, *STRANGE])
async def test_a_forged_button_does_no_more_than_a_true_one_could(shop: Workshop, grace: Person, action: str) -> None:
    await say(shop, grace, BURN)
    before = len(from_bot(grace))

    def forge() -> None:
        shop.local.inject(_press(grace, action, 1))

    told = await do(shop, grace, forge)
    assert len(told) <= 1
    assert len(from_bot(grace)) <= before + 1
    assert await _times(shop) <= 1
    async with shop.store.read() as r:
        member = await r.members.find(grace.id)
        assert set(await r.inbox.counts()) == {"done"}
    assert member is not None
    assert member.language is None


@pytest.mark.parametrize(
    "action", ["card:103", "helps:103:en", "sos:1:en", "helped", "safe", "emergencies", "tell", ""]
)
async def test_a_button_without_a_chat_acts_on_nobody_and_fails_nowhere(
    shop: Workshop, grace: Person, action: str
) -> None:
    query = {"id": "1", "from": grace.face, "data": action, "chat_instance": "1", "inline_message_id": "x"}
    shop.local.inject({"callback_query": query})
    await settled(shop)
    assert await states(shop) == {"done": 1}
    assert from_bot(grace) == []


async def test_markup_in_what_people_write_is_quoted_and_never_acts(shop: Workshop, grace: Person) -> None:
    await meet(shop, grace)
    shop.local.connection_lost = True
    for number in range(4):
        grace.say(f'<b>{number}</b> <a href="tg://user?id=1">how do I</a> & burn <i>amalgam safely')
    await shop.clock.turn(timedelta(minutes=20))
    shop.local.connection_lost = False
    for _ in range(3):
        await shop.clock.turn(timedelta(seconds=40))
        await _breathe()
    await shop.idle()
    [summary] = [one for one in from_bot(grace) if "I was away" in str(one.get("text"))]
    assert "<b>0</b> <a href" in summary["text"]
    # A bare address is a link in every chat; nothing else of it is.
    assert {one["type"] for one in summary.get("entities", ())} <= {"url"}
    async with shop.store.read() as r:
        assert set(await r.outbox.counts()) == {"sent"}


async def test_an_edited_question_gets_no_second_answer(shop: Workshop, grace: Person) -> None:
    question = grace.say(BURN)
    await shop.idle()
    before = len(from_bot(grace))
    grace.edit(question, BURN + " please")
    await shop.idle()
    assert len(from_bot(grace)) == before
    assert label(grace, "✅")


async def test_an_edited_digit_or_word_does_not_press_a_button_once_more(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    typed = grace.say("/topics")
    await shop.idle()
    before = len(from_bot(grace))
    for text in ("2", "Français", "/topics"):
        grace.edit(typed, text)
        await shop.idle()
    assert len(from_bot(grace)) == before
    grace.edit(typed, "help")
    await shop.idle()
    assert len(from_bot(grace)) == before + 1
