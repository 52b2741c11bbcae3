import asyncio
from datetime import timedelta

import pytest

from bot import warmup
from bot.clock import TurnableClock
from bot.warmup import AFTER_S, warm_up
from content.privacy.names import _lists
from content.reviewing import read_lists


async def test_the_lists_of_the_review_are_read_a_moment_after_the_start(
    clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(warmup, "read_lists", lambda: read.append("read"))
    warming = asyncio.create_task(warm_up(clock))
    await asyncio.sleep(0)
    await clock.turn(timedelta(seconds=AFTER_S / 2))
    assert read == []
    await clock.turn(timedelta(seconds=AFTER_S))
    await warming
    assert read == ["read"]


def test_reading_them_reads_them_all() -> None:
    _lists.cache_clear()
    read_lists()
    assert _lists.cache_info().currsize == 1
