from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import TurnableClock
from bot.sandbox.errors import ApiError
from bot.sandbox.telegram import LocalTelegram


@pytest.fixture
def paced(clock: TurnableClock) -> LocalTelegram:
    return LocalTelegram(clock=clock)


async def send_until_refused(local: LocalTelegram, chat_ids: list[int], method: str = "sendMessage") -> tuple[int, Any]:
    for count in range(1000):
        try:
            await local.call(method, {"chat_id": chat_ids[count % len(chat_ids)], "text": str(count)}, {})
        except ApiError as error:
            return count, error
    raise AssertionError("The pace was never enforced.")


async def test_one_private_chat_takes_a_burst_then_one_a_second(paced: LocalTelegram, clock: TurnableClock) -> None:
    person = paced.add_person(first_name="Amina")
    person.start()
    count, error = await send_until_refused(paced, [person.id])
    assert count == 8
    assert (error.code, error.description) == (429, "Too Many Requests: retry after 1")
    assert error.parameters == {"retry_after": 1}
    await clock.turn(timedelta(seconds=1))
    assert (await send_until_refused(paced, [person.id]))[0] == 1
    assert paced.world.refusals["sendMessage", 429] == 2


async def test_a_group_takes_twenty_a_minute(paced: LocalTelegram, clock: TurnableClock) -> None:
    person = paced.add_person(first_name="Amina")
    group = paced.add_group("Mgodi", members=[person])
    count, error = await send_until_refused(paced, [group.id])
    assert (count, error.parameters) == (20, {"retry_after": 3})
    await clock.turn(timedelta(seconds=60))
    assert (await send_until_refused(paced, [group.id]))[0] == 20


async def test_all_chats_together_take_thirty_a_second(paced: LocalTelegram, clock: TurnableClock) -> None:
    people = [paced.add_person(first_name=str(n)) for n in range(100)]
    for person in people:
        person.start()
    chat_ids = [person.id for person in people]
    assert (await send_until_refused(paced, chat_ids))[0] == 60
    await clock.turn(timedelta(seconds=1))
    assert (await send_until_refused(paced, chat_ids[60:]))[0] == 30


async def test_edits_count_too_but_a_refused_call_does_not(paced: LocalTelegram) -> None:
    person = paced.add_person(first_name="Amina")
    person.start()
    for _ in range(50):
        with pytest.raises(ApiError, match="text is empty"):
            await paced.call("sendMessage", {"chat_id": person.id, "text": ""}, {})
    sent = await paced.call("sendMessage", {"chat_id": person.id, "text": "x"}, {})
    place = {"chat_id": person.id, "message_id": sent["message_id"]}
    for number in range(7):
        await paced.call("editMessageText", {**place, "text": str(number)}, {})
    with pytest.raises(ApiError, match="retry after 1"):
        await paced.call("editMessageText", {**place, "text": "one too many"}, {})


async def test_pace_can_be_switched_off(local: LocalTelegram, updates: Callable[[], Any]) -> None:
    person = local.add_person(first_name="Amina")
    person.start()
    for number in range(200):
        await local.call("sendMessage", {"chat_id": person.id, "text": str(number)}, {})
    assert len(person.messages) == 201
