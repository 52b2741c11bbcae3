"""What someone was sent as an answer is doubted, or its decision taken back: they hear it, and wait for another."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.members.stories.others_tried import FLAGGED
from storage.gaps import Gap
from tests.journeys.asking_others import ask_others, only_gap, pass_on
from tests.journeys.conversing import do, from_bot, pass_by, press, say, text_of
from tests.journeys.reviewing import MODERATOR, hire

SONGS = "We sing the songs of our village and drink tea at two o'clock at night."
AGAIN = "✋ What I sent you as an answer is being checked again. Please do not do it until you hear more."


async def _told(shop: Workshop, asker: Person, teller: Person) -> Gap:
    """Let a question be asked and passed, and somebody tell what they know."""
    await ask_others(shop, asker)
    gap = await only_gap(shop)
    await pass_on(shop, gap)
    await do(shop, teller, lambda: teller.start(f"g_{gap.id}"))
    await press(shop, teller, "I know this")
    await say(shop, teller, SONGS)
    await press(shop, teller, "Better")
    await say(shop, teller, "1 3")
    return gap


async def _answered(shop: Workshop, asker: Person, teller: Person, moderator: Person) -> Gap:
    """Let a question be asked, passed and answered, and its story be published."""
    gap = await _told(shop, asker, teller)
    await say(shop, moderator, "/next")
    await press(shop, moderator, "Publish")
    assert SONGS in text_of(from_bot(asker)[-1])
    return gap


async def _state(shop: Workshop, gap: Gap) -> tuple[str, int]:
    async with shop.store.read() as r:
        known = await r.gaps.get(gap.id)
        assert known is not None
        return known.state, len(await r.gaps.askers(gap.id))


@pytest.mark.parametrize("how", ["undone", "doubted"])
async def test_whoever_was_told_hears_that_it_is_checked_again_and_what_comes_of_it(
    shop: Workshop, grace: Person, how: str
) -> None:
    joan, teller = await hire(shop, "Joan", MODERATOR), shop.local.add_person(first_name="T", language_code="en")
    gap = await _answered(shop, grace, teller, joan)
    assert await _state(shop, gap) == ("answered", 0)
    if how == "undone":
        await say(shop, joan, "/undo")
        await press(shop, joan, "published")
    else:
        async with shop.store.write() as w:
            [one] = await w.experiences.published(-1, 5)
            await w.cases.open(FLAGGED, one.id, language="en", now=shop.clock.now(), danger=1)
        await say(shop, joan, "/next")
        await press(shop, joan, "Look again")
    assert text_of(from_bot(grace)[-1]) == AGAIN
    assert await _state(shop, gap) == ("passed", 1)

    if how == "undone":
        await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    told = [text_of(one) for one in from_bot(grace)]
    assert SONGS in told[-1] and sum(SONGS in one for one in told) == 2
    assert await _state(shop, gap) == ("answered", 0)


async def test_of_an_answer_that_did_not_arrive_nothing_is_said_but_they_wait_again(
    shop: Workshop, grace: Person
) -> None:
    joan, teller = await hire(shop, "Joan", MODERATOR), shop.local.add_person(first_name="T", language_code="en")
    gap = await _told(shop, grace, teller)
    grace.block()
    await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    await say(shop, joan, "/undo")
    await press(shop, joan, "published")
    grace.unblock()
    await pass_by(shop, timedelta(hours=1))
    assert AGAIN not in [text_of(one) for one in from_bot(grace)]
    assert await _state(shop, gap) == ("passed", 1)
