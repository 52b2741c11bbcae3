"""How a danger is reported, told and heard of in a journey."""

import asyncio
from datetime import timedelta

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.schedule import Schedule, next_due
from storage.hazards import CASE_KIND, Hazard
from storage.subscriptions import Wishes
from tests.journeys.conversing import press, say, text_of
from tests.journeys.sharing import code_in

DAILY = Schedule(tuple(range(7)), 8, "Africa/Dar_es_Salaam")
WISHES = Wishes("cooperative", ("sw",), DAILY, country="TZ", region="geita", when_empty="silence")
WORDS = "Kuna mnunuzi anayelipa kwa noti bandia, wiki hii ameonekana mara mbili."
ENGLISH = "A buyer pays with false notes. I have seen it twice this week near the market."


async def report(shop: Workshop, person: Person, words: str = ENGLISH, kind: str = "Fake buyer") -> str:
    """Report a danger in Geita, with no photo, and return its receipt code as it is shown."""
    await say(shop, person, "/hazard")
    await press(shop, person, "No")
    await press(shop, person, kind)
    await say(shop, person, "Tanzania")
    await press(shop, person, "Geita")
    if "bold here" in (await say(shop, person, words))[-1]:
        await press(shop, person, "Staff decide")
    await press(shop, person, "Skip")
    return code_in((await press(shop, person, "Send"))[0])


async def only(shop: Workshop) -> Hazard:
    """Return the one report that waits."""
    async with shop.store.read() as r:
        (case,) = [case async for case in r.cases.waiting(shop.clock.now()) if case.kind == CASE_KIND]
        one = await r.hazards.get(case.subject)
    assert one is not None
    return one


async def kept(shop: Workshop, person: Person) -> list[Hazard]:
    """Return what is kept of a person's reports."""
    async with shop.store.read() as r:
        member = await r.members.find(person.id)
        return await r.hazards.of(member.id) if member else []


async def group_of(shop: Workshop, name: str, wishes: Wishes = WISHES) -> Group:
    """Let a group get news each morning."""
    group = shop.local.add_group(name, members=[shop.local.add_person(first_name=name)])
    await shop.idle()
    async with shop.store.write() as w:
        known = await w.groups.find(group.id)
        assert known
        now = shop.clock.now()
        assert await w.subscriptions.add(known.id, wishes, next_due(wishes.schedule, now).at, now)
    return group


async def news_of(shop: Workshop, group: Group) -> str:
    """Let a day pass and return what the bot has sent to a group in it."""
    before = len(group.messages)
    await shop.clock.turn(timedelta(days=1))
    await shop.app.jobs.send_digests()
    async with asyncio.timeout(20):
        await shop.idle()
    return "\n".join(text_of(one) for one in group.messages[before:] if one["from"]["is_bot"])


async def tell_region(shop: Workshop, staff: Person, where: str = "✅") -> list[str]:
    """Let groups hear of what comes next."""
    await say(shop, staff, "/next")
    await press(shop, staff, "📣")
    return await press(shop, staff, where)


async def all_told(shop: Workshop) -> list[Hazard]:
    """Return all that groups hear of, or heard of and is over."""
    async with shop.store.read() as r:
        return [*await r.hazards.running(shop.clock.now()), *await r.hazards.ended(shop.clock.now())]
