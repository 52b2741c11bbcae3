"""Order within a chat, no waiting between chats, emergencies past everybody, suspects alone."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from bot.intake import Kept
from bot.lanes import Lanes, lane_of


def _text(update_id: int, chat: int, *, urgent: bool = False, runs: int = 0) -> Kept:
    body: dict[str, Any] = {"update_id": update_id, "message": {"chat": {"id": chat}, "from": {"id": chat}}}
    return Kept(update_id, body, urgent, runs)


class _Recorder:
    """Notes when an update begins; one that is named in `gates` waits until the test lets it go on."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.running = 0
        self.most_running = 0
        self.gates: dict[int, asyncio.Event] = {}
        self._changed = asyncio.Condition()

    async def until_begun(self, update_id: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: update_id in self.begun)

    async def __call__(self, kept: Kept, behind: Sequence[Kept]) -> set[int]:
        async with self._changed:
            self.begun.append(kept.update_id)
            self._changed.notify_all()
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        if gate := self.gates.get(kept.update_id):
            await gate.wait()
        else:
            await asyncio.sleep(0)
        self.running -= 1
        return set()


@pytest.fixture
def recorder() -> _Recorder:
    return _Recorder()


async def test_one_chat_is_handled_in_order(recorder: _Recorder) -> None:
    lanes = Lanes(recorder, places=8)
    lanes.put([_text(number, chat=1) for number in range(20)])
    await lanes.idle()
    assert recorder.begun == list(range(20))
    assert recorder.most_running == 1


async def test_a_slow_chat_holds_up_nobody(recorder: _Recorder) -> None:
    recorder.gates[1] = asyncio.Event()
    lanes = Lanes(recorder, places=2)
    lanes.put([_text(1, chat=1), _text(2, chat=1), _text(3, chat=2), _text(4, chat=3)])
    await recorder.until_begun(4)
    assert recorder.begun == [1, 3, 4]
    recorder.gates[1].set()
    await lanes.idle()
    assert recorder.begun == [1, 3, 4, 2]


async def test_no_more_run_at_once_than_there_are_places(recorder: _Recorder) -> None:
    lanes = Lanes(recorder, places=3)
    lanes.put([_text(number, chat=number) for number in range(30)])
    await lanes.idle()
    assert recorder.most_running == 3


async def test_an_emergency_overtakes_its_own_chat_and_full_places(recorder: _Recorder) -> None:
    recorder.gates = {1: asyncio.Event(), 2: asyncio.Event()}
    lanes = Lanes(recorder, places=2)
    lanes.put([_text(1, chat=1), _text(2, chat=2), _text(3, chat=1)])
    await recorder.until_begun(2)
    lanes.put([_text(4, chat=1, urgent=True)])
    await recorder.until_begun(4)
    assert recorder.begun == [1, 2, 4]
    for gate in recorder.gates.values():
        gate.set()
    await lanes.idle()


async def test_what_died_twice_with_the_process_runs_alone_after_all_others(recorder: _Recorder) -> None:
    recorder.gates[9] = asyncio.Event()
    lanes = Lanes(recorder, places=8)
    lanes.put([_text(9, chat=9, runs=2), *(_text(number, chat=number) for number in range(5))])
    await recorder.until_begun(9)
    assert recorder.begun[:5] == list(range(5))
    lanes.put([_text(10, chat=10)])
    await asyncio.sleep(0)
    assert recorder.running == 1
    recorder.gates[9].set()
    await lanes.idle()
    assert recorder.begun[-1] == 10


async def test_who_was_alone_in_more_crashes_runs_after_those_of_fewer(recorder: _Recorder) -> None:
    lanes = Lanes(recorder, places=8)
    lanes.put([_text(1, chat=1, runs=4), _text(2, chat=2, runs=2), _text(3, chat=3, runs=3), _text(4, chat=4, runs=2)])
    await lanes.idle()
    assert recorder.begun == [2, 4, 3, 1]


async def test_what_was_ended_with_another_is_not_handled_again() -> None:
    begun: list[int] = []

    async def sum_up(kept: Kept, behind: Sequence[Kept]) -> set[int]:
        begun.append(kept.update_id)
        return {one.update_id for one in behind if one.update_id < 3}

    lanes = Lanes(sum_up, places=1)
    lanes.put([_text(number, chat=1) for number in range(4)])
    await lanes.idle()
    assert begun == [0, 3]


def test_a_lane_is_the_chat_else_the_person() -> None:
    assert lane_of({"message": {"chat": {"id": 4}}}) == lane_of({"callback_query": {"message": {"chat": {"id": 4}}}})
    assert lane_of({"inline_query": {"from": {"id": 4}}}) != lane_of({"message": {"chat": {"id": 4}}})
    assert lane_of({"update_id": 1, "message": None}) == lane_of({"unknown": 3})
