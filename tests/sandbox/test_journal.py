"""The page's journal: a browser reads on where it stopped, or is told to load again; nobody waits for a slow one."""

import asyncio
import json
from typing import Any

import pytest

from bot.sandbox.page.journal import KEPT_EVENTS, Journal


async def next_events(journal: Journal, since: str, count: int) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = []
    async for line in journal.follow(since):
        read += [json.loads(part.removeprefix("data: ")) for part in line.splitlines() if part.startswith("data: ")]
        if len(read) >= count:
            break
    return read


async def test_browser_that_comes_back_reads_on_where_it_stopped() -> None:
    journal = Journal()
    journal.add({"kind": "one"})
    position = journal.position
    journal.add({"kind": "two"})
    reading = asyncio.create_task(next_events(journal, position, 2))
    await asyncio.sleep(0)
    journal.add({"kind": "three"})

    assert await reading == [{"kind": "two"}, {"kind": "three"}]


@pytest.mark.parametrize("since", ["", "other-1", "x", "-", "{run}-999999"])
async def test_browser_of_another_time_is_told_to_load_again(since: str) -> None:
    journal = Journal()
    journal.add({"kind": "one"})

    assert await next_events(journal, since.format(run=journal.position.partition("-")[0]), 1) == [{"kind": "reload"}]


async def test_browser_that_fell_far_behind_is_told_to_load_again() -> None:
    journal = Journal()
    began = journal.position
    for number in range(KEPT_EVENTS + 5):
        journal.add({"kind": str(number)})

    assert await next_events(journal, began, 1) == [{"kind": "reload"}]


async def test_reader_that_never_reads_is_told_to_load_again_and_others_read_on() -> None:
    journal = Journal()
    stuck = journal.follow(journal.position)
    await anext(stuck)
    for number in range(KEPT_EVENTS * 2):
        position = journal.position
        journal.add({"kind": str(number)})

    assert await next_events(journal, position, 1) == [{"kind": str(KEPT_EVENTS * 2 - 1)}]
    assert "reload" in await anext(stuck)
    await stuck.aclose()  # type: ignore[attr-defined]  # it is an async generator
