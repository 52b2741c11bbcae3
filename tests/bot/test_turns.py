"""One update from the inbox to its end: tried again, given up with an apology, never acted on twice."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import bot.turns
from bot.clock import TurnableClock
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop, workshop
from bot.turns import MOST_UNENDED
from content.languages import speaker
from storage.database import StoreDown
from storage.inbox import Received
from tests.bot.conftest import Until
from tests.bot.notices import meet, received
from tests.bot.updates import settled, states
from tests.conftest import NO_PACE
from tests.journeys.conversing import from_bot
from tests.reliability.seams import Gate

QUESTION = "how do I burn amalgam safely"
FAULT = RuntimeError("a canary sentence that belongs in no log")


@pytest.fixture
def fail_on(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Let hearing a text raise, so many times; returns the list of tries."""

    def fail_on(text: str, *, times: int = 1000, hangs: bool = False, error: Exception = FAULT) -> list[str]:
        tries: list[str] = []
        decide = bot.turns.Turns._decide

        async def failing(self: Any, turn: Any, update: Any) -> None:
            if turn.hearing.text == text or turn.hearing.action == text:
                tries.append(text)
                if len(tries) <= times:
                    if hangs:
                        await asyncio.Event().wait()
                    raise error
            await decide(self, turn, update)

        monkeypatch.setattr(bot.turns.Turns, "_decide", failing)
        return tries

    return fail_on


async def test_what_fails_three_times_is_a_dead_letter_with_one_apology(
    shop: Workshop, amina: Person, grace: Person, fail_on: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    await meet(shop, amina, grace)
    before = len(from_bot(amina))
    tries = fail_on("swali la canary")
    amina.say("swali la canary")
    grace.say("/help")
    await settled(shop)
    assert len(tries) == 3
    assert (await states(shop))["dead"] == 1
    assert len(from_bot(amina)) == before + 1
    apology = speaker("sw")(
        "Something went wrong here with your last message, and I could not answer it. Please send it again. "
        "If someone is in danger, press 🆘. Code {code}.",
        code="",
    )
    assert received(amina)[-1][:40] == apology[:40]
    assert len(from_bot(grace)) == 2
    assert shop.app.turns.dead == 1
    logged = "".join(capsys.readouterr())
    assert "turn.dead" in logged
    assert "canary" not in logged


async def test_what_fails_once_is_tried_again_and_answered_once(
    shop: Workshop, grace: Person, fail_on: Callable[..., list[str]]
) -> None:
    await meet(shop, grace)
    before = len(from_bot(grace))
    tries = fail_on("/privacy", times=2)
    grace.say("/privacy")
    await settled(shop)
    assert len(tries) == 3
    assert len(from_bot(grace)) == before + 1
    assert set(await states(shop)) == {"done"}


async def test_a_row_that_waits_to_be_tried_again_holds_up_nobody_behind_it(
    shop: Workshop, grace: Person, fail_on: Callable[..., list[str]], until: Until
) -> None:
    await meet(shop, grace)
    before = len(from_bot(grace))
    tries = fail_on("/privacy", times=1)
    grace.say("/privacy")
    grace.say("/help")
    await until(lambda: len(from_bot(grace)) == before + 1)
    assert len(tries) == 1
    await settled(shop)
    assert len(from_bot(grace)) == before + 2


async def test_a_press_whose_work_fails_is_answered_once_though_tried_again(
    shop: Workshop, grace: Person, fail_on: Callable[..., list[str]]
) -> None:
    grace.say(QUESTION)
    await shop.idle()
    calls = shop.local.world.calls["answerCallbackQuery"]
    source = next(
        button["callback_data"]
        for row in (grace.newest_with_buttons(grace.private) or {})["reply_markup"]["inline_keyboard"]
        for button in row
        if "Source" in button["text"]
    )
    tries = fail_on(source, times=2)
    grace.press(next(label for row in grace.buttons for label in row if "Source" in label))
    await settled(shop)
    assert len(tries) == 3
    assert shop.local.world.calls["answerCallbackQuery"] == calls + 1


async def test_a_handler_that_hangs_is_cut_off_and_others_are_answered_meanwhile(
    tmp_path: Path, clock: TurnableClock, fail_on: Callable[..., list[str]], until: Until
) -> None:
    tries = fail_on("hang", hangs=True)
    async with workshop(tmp_path / "hasty", clock=clock, handler_timeout_s=0.2, **NO_PACE) as shop:
        stuck, other = (shop.local.add_person(first_name=name, language_code="en") for name in ("A", "B"))
        await meet(shop, stuck, other)
        stuck.say("hang")
        await until(lambda: len(tries) == 1)
        other.say("/help")
        await until(lambda: len(from_bot(other)) == 2)
        assert len(tries) == 1
        await settled(shop)
        assert (await states(shop))["dead"] == 1


async def _waiting(shop: Workshop, person: Person, text: str, *, begun: int) -> None:
    """Put an update into the inbox as a program left it that died with it so often."""
    chat = {"id": person.id, "type": "private", "first_name": ""}
    message = {"message_id": 900_001, "date": 1_795_435_200, "chat": chat, "from": person.face, "text": text}
    body = f'{{"update_id": 900, "message": {json.dumps(message)}}}'.encode()
    async with shop.store.write() as w:
        await w.inbox.accept([Received(900, body, False, shop.clock.now())])
        for _ in range(begun):
            await w.inbox.begin([900])


@pytest.mark.parametrize(("begun", "state"), [(2, "done"), (4, "done"), (MOST_UNENDED, "dead")])
async def test_what_dies_with_the_program_again_and_again_is_given_up(
    shop: Workshop, grace: Person, begun: int, state: str
) -> None:
    await meet(shop, grace)
    await _waiting(shop, grace, "/help", begun=begun)
    await shop.restart()
    await shop.idle()
    async with shop.store.read() as r:
        assert await r.inbox.get_state(900) == state


async def test_faults_of_the_store_never_make_an_update_a_suspect(
    shop: Workshop, grace: Person, fail_on: Callable[..., list[str]], until: Until
) -> None:
    await meet(shop, grace)
    before = len(from_bot(grace))
    tries = fail_on("/privacy", times=MOST_UNENDED + 2, error=StoreDown("flickers"))
    grace.say("/privacy")
    for number in range(MOST_UNENDED + 1):
        await until(lambda number=number: len(tries) > number)
        await shop.clock.turn(timedelta(seconds=2))
    await until(lambda: len(tries) == MOST_UNENDED + 2)
    await shop.restart()
    await settled(shop)
    assert len(from_bot(grace)) == before + 1
    assert set(await states(shop)) == {"done"}


async def test_a_decision_whose_commit_only_seemed_to_fail_is_sent_once(
    shop: Workshop, grace: Person, gate: Gate, until: Until
) -> None:
    await meet(shop, grace)
    before = len(from_bot(grace))
    commits: list[str] = []

    def lose_third(crossing: str) -> None:
        if crossing == "committed":
            commits.append(crossing)
            if len(commits) == 3:
                raise StoreDown("the answer to COMMIT was lost")

    gate.cross = lose_third
    grace.say("/privacy")
    await until(lambda: len(commits) >= 3)
    await settled(shop)
    assert len(from_bot(grace)) == before + 1
    assert set(await states(shop)) == {"done"}
    async with shop.store.read() as r:
        assert set(await r.outbox.counts()) == {"sent"}


async def test_forget_leaves_no_trace_in_the_store_or_in_the_files(shop: Workshop, tmp_path: Path) -> None:
    canary = shop.local.add_person(first_name="Canaryname", language_code="en", username="canaryhandle")
    canary.say("canarywords how do I weigh gold")
    canary.say("/missing")
    await shop.idle()
    canary.say("canarystory of my pit")
    await shop.idle()
    canary.say("/forget")
    await shop.idle()
    async with shop.store.read() as r:
        assert await r.members.find(canary.id) is None
        assert await r.outbox.counts() == {}
    assert canary.messages == []
    for file in (tmp_path / "bot").iterdir():
        held = file.read_bytes()
        assert b"anary" not in held
        assert str(canary.id).encode() not in held
    await shop.restart()
    await shop.idle()
    assert canary.messages == []


async def test_what_can_not_even_be_apologised_for_ends_as_a_dead_letter(shop: Workshop, grace: Person) -> None:
    nobody = float("nan")
    message = {"message_id": 1, "date": 1_795_435_200, "chat": {"id": nobody, "type": "private"}, "text": "hello"}
    shop.local.inject({"message": {**message, "from": {"id": nobody, "is_bot": False, "first_name": ""}}})
    await settled(shop)
    assert await states(shop) == {"dead": 1}
    await meet(shop, grace)
    assert (await states(shop))["dead"] == 1
