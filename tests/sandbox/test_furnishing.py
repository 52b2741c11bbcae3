"""What the demo's visitor finds: a team at work, and stories that say they are invented."""

from datetime import timedelta

import pytest

from bot.sandbox.cast import Cast, demo_people
from bot.sandbox.furnishing import EXAMPLES, furnish
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from content.schedule import Schedule, next_due
from storage.subscriptions import Wishes
from tests.journeys.conversing import press, say, text_of


@pytest.fixture
async def furnished(shop: Workshop) -> Cast:
    cast = demo_people(shop.local)
    await furnish(shop, cast)
    await shop.idle()
    return cast


async def test_the_moderator_may_open_the_work_and_a_miner_may_not(shop: Workshop, furnished: Cast) -> None:
    (mine,) = await say(shop, furnished.people["Halima"], "/next")
    (theirs,) = await say(shop, furnished.people["Amina"], "/next")
    assert mine.startswith("✅")
    assert theirs != mine


async def test_every_example_is_published_and_says_that_it_is_invented(shop: Workshop, furnished: Cast) -> None:
    lines = EXAMPLES.read_text(encoding="utf-8").splitlines()
    async with shop.store.read() as r:
        assert (await r.experiences.counts())["published"] == len(lines) - 1
    doctor = furnished.people["Dr Ali"]
    await say(shop, doctor, "/stories")
    await press(shop, doctor, 0)
    (story,) = await press(shop, doctor, 0)
    assert "invented example" in story
    assert "not advice" in story


async def test_the_news_of_the_demo_s_group_tell_examples_and_say_that_they_are_invented(
    shop: Workshop, furnished: Cast
) -> None:
    now, group, say_it = shop.clock.now(), furnished.group, speaker("sw")
    wishes = Wishes("cooperative", ("sw",), Schedule(tuple(range(7)), 8, "Africa/Dar_es_Salaam"), country="TZ")
    async with shop.store.write() as w:
        known = await w.groups.find(group.id)
        assert known is not None
        await w.subscriptions.add(known.id, wishes, next_due(wishes.schedule, now).at, now - timedelta(days=2))
    await shop.clock.turn(timedelta(days=1))
    await shop.clock_turned()
    await shop.idle()
    told = text_of(group.messages[-1])
    assert told.count("🧪") == 4
    assert told.count(say_it("🧪 An invented example, not a real story.")) == 1
