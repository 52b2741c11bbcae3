"""The offset moves only when updates are kept, and the poller ends only when it must."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.api import TokenRevoked
from bot.clock import SystemClock
from bot.intake import ALLOWED_UPDATES
from bot.polling import AnotherPoller, poll
from storage.database import StoreDown, WriteTooLong


class _Clock(SystemClock):
    """Jumps over every pause and remembers it."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return sum(self.pauses)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)


class _Script:
    """Telegram and the intake in one: answers what is written, then hangs up the test's poller."""

    def __init__(self, *answers: Any, kept: Sequence[Exception | None] = ()) -> None:
        self.answers, self.kept = list(answers), list(kept)
        self.offsets: list[int | None] = []
        self.fields: dict[str, Any] = {}
        self.accepted: list[Any] = []
        self.clock = _Clock()

    async def call(self, method: str, fields: dict[str, Any], *, read_timeout_s: float) -> Any:
        assert method == "getUpdates"
        assert read_timeout_s > fields["timeout"]
        self.fields = fields
        self.offsets.append(fields["offset"])
        if not self.answers:
            raise asyncio.CancelledError
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def accept(self, updates: Sequence[Any]) -> None:
        fault = self.kept.pop(0) if self.kept else None
        if fault:
            raise fault
        self.accepted += updates

    async def last_taken_at(self) -> None:
        return None

    async def play(self) -> None:
        with pytest.raises(asyncio.CancelledError):
            await self._poll()

    async def _poll(self) -> None:
        await poll(self, self, self.clock, timeout_s=25)  # type: ignore[arg-type]  # both in one


def _updates(*ids: int) -> list[dict[str, int]]:
    return [{"update_id": one} for one in ids]


async def test_it_starts_without_an_offset_and_moves_past_what_was_kept() -> None:
    script = _Script(_updates(5, 6), [], _updates(7))
    await script.play()
    assert script.offsets == [None, 7, 7, 8]
    assert script.fields["allowed_updates"] == list(ALLOWED_UPDATES)


@pytest.mark.parametrize("fault", [StoreDown("full"), WriteTooLong("stalled"), RuntimeError("a bug")])
async def test_the_offset_stays_while_updates_cannot_be_kept(fault: Exception) -> None:
    script = _Script(_updates(5), _updates(5), _updates(5, 6), kept=[fault, fault, None])
    await script.play()
    assert script.offsets == [None, None, None, 7]
    assert script.accepted == _updates(5, 6)
    assert all(pause >= 1 for pause in script.clock.pauses)


async def test_pauses_grow_without_a_network_and_end_with_it() -> None:
    script = _Script(*[NetworkError("down")] * 9, [], NetworkError("down"))
    await script.play()
    *growing, last = script.clock.pauses
    assert growing[0] < 2 < growing[-1]
    assert max(growing) < 15
    assert last < 2


async def test_it_never_asks_before_the_pause_that_telegram_wants_is_over() -> None:
    for _ in range(20):
        script = _Script(RetryAfter(timedelta(seconds=7)))
        await script.play()
        assert script.clock.pauses[0] >= 7


async def test_a_revoked_token_ends_it_at_once() -> None:
    script = _Script(InvalidToken("Unauthorized"), [])
    with pytest.raises(TokenRevoked):
        await script._poll()
    assert len(script.offsets) == 1


async def test_another_poller_ends_it_after_a_minute_and_not_before() -> None:
    script = _Script(*[Conflict("terminated by other getUpdates request")] * 100)
    with pytest.raises(AnotherPoller):
        await script._poll()
    assert 60 < sum(script.clock.pauses) < 80
    assert len(script.offsets) < 20


async def test_a_conflict_that_ends_is_forgotten() -> None:
    conflicts = [Conflict("other")] * 8
    script = _Script(*conflicts, [], *conflicts, [])
    await script.play()
    assert len(script.offsets) == 19


@pytest.mark.parametrize("nonsense", [None, {"a": 1}, "page", [None, 3, {"update_id": "x"}]])
async def test_nonsense_from_a_proxy_is_passed_over(nonsense: Any) -> None:
    script = _Script(nonsense, TelegramError("Invalid server response"), KeyError("result"), _updates(9))
    await script.play()
    assert script.offsets[-1] == 10
