"""How someone shares a story in a journey, and what is then kept of it."""

import re
from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from storage.cases import Case
from storage.experiences import CASE_KIND, Experience
from tests.journeys.conversing import press, say

STORY = "We tried a new carpet in our sluice last year and got more gold each week."


async def share(shop: Workshop, person: Person, story: str = STORY) -> str:
    """Tell a story, better, for all members, and return its receipt code as it is shown."""
    await say(shop, person, "/share")
    await say(shop, person, story)
    await press(shop, person, "Better")
    return code_in((await say(shop, person, "1 3"))[0])


async def add_part(shop: Workshop, person: Person, part: str) -> str:
    """Begin to add a part to the story that was just sent, and return what is asked."""
    await press(shop, person, "Add more")
    return (await press(shop, person, part))[0]


def code_in(text: str) -> str:
    """Return the receipt code in a message."""
    found = re.search(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b", text)
    assert found, text
    return found[0]


async def stories(shop: Workshop) -> list[Experience]:
    """Return all stories that were not taken back, of whoever."""
    async with shop.store.read() as r:
        ids = [case.subject async for case in r.cases.waiting(shop.clock.now()) if case.kind == CASE_KIND]
        found = [await r.experiences.get(id) for id in ids]
    return [one for one in found if one is not None]


async def case_of(shop: Workshop, story: Experience) -> Case:
    """Return the case about a story."""
    async with shop.store.read() as r:
        found = await r.cases.of_subject(CASE_KIND, story.id)
    assert found is not None
    return found


async def only(shop: Workshop) -> Experience:
    """Return the one story that waits."""
    (one,) = await stories(shop)
    return one


async def story_now(shop: Workshop, story: Experience) -> Experience:
    """Return a story as it stands in the store now."""
    async with shop.store.read() as r:
        now = await r.experiences.get(story.id)
    assert now is not None
    return now


def answers_of(story: Experience) -> dict[str, Any]:
    """Return what is kept of a story."""
    return dict(story.answers)
