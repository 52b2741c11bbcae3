"""Keeps the index of experiences in step with the store: filled after the start, written down once a second."""

import asyncio

import structlog

from bot.clock import Clock
from content.search.experiences import ExperienceIndex
from handlers.members.passing_on import searchable
from storage.database import StoreDown
from storage.store import Store

log = structlog.get_logger()

PAGE = 500
PAUSE_S = 1.0


async def follow(store: Store, index: ExperienceIndex, clock: Clock) -> None:
    """Fill `index` with what is published, again until the store can be read; then write down what changes in it.

    Whoever publishes calls `index.add`, whoever withdraws `index.remove`; what is shown is read from the store anew.
    """
    while True:
        try:
            count = await fill(store, index)
            break
        except StoreDown:
            await clock.sleep(PAUSE_S)
    log.info("experiences.indexed", count=count)
    while True:
        await clock.sleep(PAUSE_S)
        await write_down(index)


async def fill(store: Store, index: ExperienceIndex) -> int:
    """Index every published experience, a page at a time and in a thread, so that nobody waits; return how many.

    Raises StoreDown.
    """
    after, count = -1, 0
    while True:
        async with store.read() as r:
            page = await r.experiences.published(after, PAGE)
        if not page:
            return count
        await asyncio.to_thread(index.fill, list(map(searchable, page)))
        after, count = page[-1].id, count + len(page)


async def write_down(index: ExperienceIndex) -> None:
    """Commit what waits, in a thread."""
    if index.is_behind:
        await asyncio.to_thread(index.commit)
