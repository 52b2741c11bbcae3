"""The team's screens over a full store: 10,000 open cases and 100,000 published stories; run by hand, takes minutes.

`python -m tests.benchmarks.queue [cases] [stories]` prints how long each screen took, from the press to the reply.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median

import click

from bot.clock import TurnableClock
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop, workshop
from content.search.experiences import Searchable
from storage.experiences import CASE_KIND, Told
from storage.team import EVERYTHING
from tests.benchmarks.stories import stories
from tests.journeys.conversing import do, say

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NO_PACE = {"send_per_second": 0, "send_per_chat_per_second": 0, "send_per_group_per_minute": 0}
AT_ONCE = 200
TIMES = 20


async def main(cases: int, published: int) -> None:
    """Fill a store of its own, then press through the screens."""
    with tempfile.TemporaryDirectory() as folder:
        clock = TurnableClock(NOON, running=False)
        async with workshop(Path(folder) / "bot", clock=clock, **NO_PACE) as shop:
            begun = time.perf_counter()
            rows = await _publish(shop, stories(published))
            await _open(shop, stories(cases))
            click.echo(f"{published} stories and {cases} cases written in {time.perf_counter() - begun:.0f} s")
            begun = time.perf_counter()
            await asyncio.to_thread(shop.app.services.experiences.fill, rows)
            click.echo(f"stories indexed in {time.perf_counter() - begun:.1f} s")
            await _measure(shop)


async def _publish(shop: Workshop, rows: Iterator[Searchable]) -> list[Searchable]:
    found = []
    while batch := list(islice(rows, AT_ONCE)):
        async with shop.store.write() as w:
            for row in batch:
                id = await w.experiences.add(1, f"p{row.id}", _told(row), NOON.date())
                one = await w.experiences.get(id or 0)
                assert one is not None
                await w.experiences.publish(one, one.answers, card=row.card, now=NOON)
                found.append(replace(row, id=one.id))
    return found


async def _open(shop: Workshop, rows: Iterator[Searchable]) -> None:
    while batch := list(islice(rows, AT_ONCE)):
        async with shop.store.write() as w:
            for row in batch:
                id = await w.experiences.add(1, f"c{row.id}", _told(row), NOON.date())
                assert id is not None
                danger, field = (2, "doctor") if row.id % 10 == 0 else (0, "")
                flags = ["medical-cure"] if danger else []
                await w.cases.open(
                    CASE_KIND, id, language=row.language, now=NOON, danger=danger, field=field, flags=flags
                )


def _told(row: Searchable) -> Told:
    return Told(row.language, {"story": row.text, "result": "better"}, ["members"], "1", card=row.card)


async def _measure(shop: Workshop) -> None:
    for languages in (["en", "fr", "sw", "es", "pt", "id", "ar"], ["id"]):
        joan = await _hire(shop, languages)
        click.echo(f"reads {' '.join(languages)}")
        await _screen("/next, one that is open", TIMES, lambda joan=joan: say(shop, joan, "/next"))
        await _screen(
            "agree or publish, and the next", TIMES, lambda joan=joan: _press(shop, joan, "case-mask", "case-publish")
        )
        await _screen("skip, and the next", TIMES, lambda joan=joan: _press(shop, joan, "next-skip"))
        await _screen("reject: why", TIMES, lambda joan=joan: _press(shop, joan, "case-reject"))
        await _screen("/undo", TIMES, lambda joan=joan: say(shop, joan, "/undo"))
        await _screen("/team", TIMES, lambda joan=joan: say(shop, joan, "/team"))
    await _screen("pings to all", 5, shop.app.jobs.review)


async def _press(shop: Workshop, person: Person, *actions: str) -> list[str]:
    """Press the button of the newest case that does one of these."""
    message = next(one for one in reversed(person.messages) if "📂" in str(one.get("text")))
    rows = message["reply_markup"]["inline_keyboard"]
    place = next(
        place
        for place, one in enumerate(button for row in rows for button in row)
        if one["callback_data"].startswith(actions)
    )
    return await do(shop, person, lambda: person.press(place, message))


async def _hire(shop: Workshop, languages: list[str]) -> Person:
    person = shop.local.add_person(first_name="Joan", language_code="en")
    async with shop.store.write() as w:
        payload = "s_" + await w.team.invite(EVERYTHING, shop.clock.now())
    await do(shop, person, lambda: person.start(payload))
    async with shop.store.write() as w:
        member = await w.members.find(person.id)
        assert member is not None
        staff = await w.team.find(member.id)
        assert staff is not None
        await w.team.set_hours(member.id, 0, 0)
        await w.team.set_languages(staff, languages)
    return person


async def _screen(name: str, times: int, act: Callable[[], Awaitable[object]]) -> None:
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        await act()
        took.append((time.perf_counter() - begun) * 1000)
    click.echo(f"  {name}: median {median(took):.1f} ms, slowest {max(took):.1f} ms")


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    asyncio.run(main(*(given or [10_000, 100_000])))
