"""Stories that are hard to read: they say so first, and stop at one's daily cap."""

from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from storage.team import Grant
from tests.journeys.conversing import do, press, say
from tests.journeys.reviewing import MODERATOR, case_now, hire, tell


async def test_distressing_stories_say_so_first_and_stop_at_the_daily_cap(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    async with shop.store.write() as w:
        member = await w.members.find(joan.id)
        assert member
        await w.team.set_daily_cap(member.id, 1)
    first = await tell(shop, amina, "He beat her every pay day.", flags=["gbv"])
    second = await tell(shop, amina, "The child carries the sacks.", flags=["child-labour"])
    warned = (await say(shop, joan, "/next"))[0]
    assert "hard to read: violence against someone" in warned and "beat" not in warned
    assert "He beat her" in (await press(shop, joan, "Open"))[0]
    agreed = await press(shop, joan, "Agree")
    assert "Nothing waits" in agreed[-1]
    assert (await case_now(shop, first)).first_by is not None
    assert (await case_now(shop, second)).claimed_by is None


async def test_a_distressing_story_that_a_reader_doubts_says_so_first_too(shop: Workshop, amina: Person) -> None:
    joan, ann = await hire(shop, "Joan", MODERATOR), await hire(shop, "Ann", Grant("expert", "social"))
    case = await tell(shop, amina, "He beat her every pay day, and we went to the chief.", flags=["gbv"])
    for person, button in ((joan, "Agree"), (ann, "Publish")):
        await say(shop, person, "/next")
        await press(shop, person, "Open")
        await press(shop, person, button)
    await say(shop, amina, "English")
    await say(shop, amina, "/topics")
    message: Any = amina.newest_with_buttons(amina.private)
    message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = f"lived-flag:{case.subject}"
    assert "A person looks at it now" in (await do(shop, amina, lambda: amina.press(0, message)))[0]
    warned = (await say(shop, joan, "/next"))[0]
    assert "hard to read" in warned and "beat" not in warned
    assert "He beat her" in (await press(shop, joan, "Open"))[0]
    assert "the story stays" in (await press(shop, joan, "Leave it"))[0]
