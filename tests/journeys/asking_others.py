"""What journeys of open questions share: who lets others be asked, a question that may be read, a story."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.workshop import GLANCE_S, Workshop
from handlers.members.gaps.answering import plan_asking
from handlers.members.gaps.gap import CASE_KIND
from handlers.members.stories.passing_on import published
from storage.cases import Case
from storage.experiences import Experience, Told
from storage.gaps import Gap
from storage.members import Member
from tests.journeys.conversing import LONGEST_ANSWER_S, press, say

MUSIC = "which music keeps people awake at night shift"
YES = "Yes, ask others"


async def member_of(shop: Workshop, person: Person) -> Member:
    """Return what the store knows of a person."""
    async with shop.store.read() as r:
        member = await r.members.find(person.id)
    assert member is not None
    return member


async def ask_others(shop: Workshop, person: Person, question: str = MUSIC) -> list[str]:
    """Ask what nobody knows and say yes to asking others."""
    await say(shop, person, question)
    if not any(YES in one for row in person.buttons for one in row):
        await press(shop, person, "None of these")
    return await press(shop, person, YES)


async def only_gap(shop: Workshop) -> Gap:
    """Return the one gap that is open or passed."""
    async with shop.store.read() as r:
        [gap] = await r.gaps.living()
    return gap


async def case_of(shop: Workshop, gap: Gap) -> Case | None:
    """Return the newest case about the wording of a gap."""
    async with shop.store.read() as r:
        return await r.cases.of_subject(CASE_KIND, gap.id)


async def pass_on(shop: Workshop, gap: Gap, **wordings: str) -> None:
    """Let others read a question in these words, as a moderator does."""
    async with shop.store.write() as w:
        await w.gaps.pass_wording(gap.id, wordings or {gap.language: gap.wording})
        await plan_asking(w, shop.clock.now())


async def restart(shop: Workshop) -> None:
    """Restart the bot and wait until what was published can be found again."""
    async with shop.store.read() as r:
        published = len(await r.experiences.published(-1, 500))
    await shop.restart()
    index = shop.app.services.experiences
    async with asyncio.timeout(LONGEST_ANSWER_S):
        while index.count < published:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(GLANCE_S)


async def publish(
    shop: Workshop,
    author: Person,
    story: str,
    *,
    language: str = "en",
    card: str | None = None,
    gap: Gap | None = None,
    more: Mapping[str, Any] | None = None,
    audience: Sequence[str] = ("members",),
) -> Experience:
    """Publish a story of someone, with all that follows from it."""
    await say(shop, author, "/start")
    member = await member_of(shop, author)
    now = shop.clock.now()
    shown = {"story": story, "result": "better", "month": "2026-11", **(more or {})}
    async with shop.store.write() as w:
        told = Told(language, {"story": story}, audience, "1", card, gap.id if gap else None)
        id = await w.experiences.add(member.id, f"{author.id}:{len(author.messages)}", told, now.date())
        assert id is not None
        waiting = await w.experiences.get(id)
        assert waiting is not None
        assert await w.experiences.publish(waiting, shown, card=card, now=now)
        one = await w.experiences.get(id)
        assert one is not None
        staged = await published(shop.app.services, w, one)
    shop.app.delivery.offer(staged)
    await shop.idle()
    return one
