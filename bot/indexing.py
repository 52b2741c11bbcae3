"""Keeps the index of experiences in step with the store: filled after the start, written down once a second."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog

from bot.clock import Clock
from content.search.experiences import ExperienceIndex, Searchable
from handlers.members.stories.others_tried import is_open
from handlers.members.stories.passing_on import searchable
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


async def fill(store: Store, index: ExperienceIndex, *, keeps: bool = True) -> int:
    """Index every story that members may read, a page at a time and in a thread, so that nobody waits; return how many.

    Concepts that are not kept beside a story yet are heard and kept, so that no later start hears them anew, unless
    the store `keeps` nothing. Raises StoreDown.
    """
    after, count = -1, 0
    while True:
        async with store.read() as r:
            page = await r.experiences.published(after, PAGE)
        if not page:
            return count
        rows = await asyncio.to_thread(_index, index, [one for one in page if is_open(one)])
        if keeps:
            await _keep_concepts(store, page, rows)
        after, count = page[-1].id, count + len(rows)


def _index(index: ExperienceIndex, page: Sequence[Experience]) -> list[Searchable]:
    rows = list(map(searchable, page))
    index.fill(rows)
    return rows


async def _keep_concepts(store: Store, page: Sequence[Experience], rows: Sequence[Searchable]) -> None:
    unheard = {one.id for one in page if one.concepts is None}
    heard = [row for row in rows if row.id in unheard and row.concepts is not None]
    if not heard:
        return
    with suppress(StoreDown):  # the next start hears them again
        async with store.write() as w:
            for row in heard:
                await w.experiences.keep_concepts(row.id, row.concepts or ())


async def write_down(index: ExperienceIndex) -> None:
    """Commit what waits, in a thread."""
    if index.is_behind:
        await asyncio.to_thread(index.commit)
