"""What journeys of questions in a group's news share: a group, its news, what the bot then wrote or kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.groups.answered import GROUP_ANSWER
from storage.gaps import Gap
from tests.editions import subscribe, turn
from tests.journeys.conversing import text_of
from tests.journeys.news import settle

MASK, PUMP = "Where is a dust mask cheap?", "How do you keep the pump from rusting?"
ANSWER = "The clinic in town sells masks for two dollars, mine lasted a year"
WAY = "Answers reach the asker through the button."


async def make_group(shop: Workshop, administrator: Person, member: Person) -> Group:
    """Add the bot to a group whose name calls people, links and turns the direction."""
    group = shop.local.add_group(
        "<b>@gold</b> t.me/x \u202e", members=[member], admins=[administrator], kind="supergroup"
    )
    await settle(shop)
    return group


async def ask_the_group(shop: Workshop, group: Group, *wordings: str) -> list[Gap]:
    """Let the group's news ask these questions, and return them by their numbers."""
    await subscribe(shop, group)
    async with shop.store.write() as w:
        for at, words in enumerate(wordings):
            about = [f"thing{at}", f"other{at}"]
            gap = await w.gaps.note(words, "en", "none", about, [], shop.clock.now().date())
            await w.gaps.pass_wording(gap.id, {"en": words})
    await turn(shop, days=1)
    text = text_of(question_in(group)).replace("\u2060", "")
    async with shop.store.read() as r:
        living = await r.gaps.living()
    return sorted(living, key=lambda gap: text.find(gap.passed["en"]))


def question_in(group: Group) -> dict[str, Any]:
    """Return the newest edition, as it reads now."""
    return [one for one in group.messages if "News for" in text_of(one)][-1]


async def done(shop: Workshop, group: Group, act: Callable[[], Any]) -> list[dict[str, Any]]:
    """Do something, and return what the bot newly wrote in the group."""
    before = {one["message_id"] for one in group.messages}
    await shop.clock.turn(timedelta(seconds=15))
    act()
    await settle(shop)
    ours = shop.local.me["id"]
    return [one for one in group.messages if one["from"]["id"] == ours and one["message_id"] not in before]


async def planned(shop: Workshop, kind: str = GROUP_ANSWER) -> list[Any]:
    async with shop.store.read() as r:
        later = shop.clock.now() + timedelta(days=2)
        return [job.detail for job in await r.jobs.due(later, 100) if job.kind == kind]


async def questions_kept(shop: Workshop) -> list[str]:
    async with shop.store.read() as r:
        return [gap.wording for gap in await r.questions.gaps()]
