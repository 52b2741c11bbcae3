"""Keeps the index of experiences in step with the store: filled after the start, written down once a second."""

import asyncio
from collections.abc import Iterator

import structlog

from bot.clock import Clock
from content.search.experiences import ExperienceIndex, Searchable
from storage.database import StoreDown
from storage.experiences import Experience
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


def searchable(one: Experience) -> Searchable:
    """Return what an experience is found by: all words that are shown of it, and its card."""
    return Searchable(one.id, one.language, " ".join(_words(one.shown or {})), one.card)


def _words(shown: object) -> Iterator[str]:
    """Yield every text in what is shown, whatever its steps are called."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, dict):
        for value in shown.values():
            yield from _words(value)
    elif isinstance(shown, list | tuple):
        for value in shown:
            yield from _words(value)
