"""A story that is taken back while its edition waits: all else goes out, and nothing comes twice."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.groups import digests
from tests.editions import WISHES, before_staging, editions, hold_up, publish, subscribe, take_back, turn, waiting
from tests.journeys.conversing import text_of
from tests.reliability.seams import Gate, pass_by


async def test_a_story_that_is_taken_back_before_it_is_staged_is_not_in_it(
    shop: Workshop, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(shop, group, replace(WISHES, when_empty="silence"))
    story = await publish(shop, "I regret this")
    with before_staging(shop, monkeypatch, lambda w: w.experiences.withdraw(story)):
        await turn(shop, days=1)
    await turn(shop, minutes=1)
    assert editions(group) == []


async def test_an_edition_that_waits_goes_without_a_story_that_is_taken_back_and_with_all_else(
    shop: Workshop, group: Group
) -> None:
    target = await subscribe(shop, group, replace(WISHES, languages=("en", "sw")))
    regretted = await publish(shop, "I regret this")
    await publish(shop, "We tied the ladder")
    async with shop.store.write() as w:
        gap = await w.gaps.note("where is a mask cheap", "en", "none", ["a", "b"], [], shop.clock.now().date())
        await w.gaps.pass_wording(gap.id, dict.fromkeys(("en", "sw"), "Where is a dust mask cheap?"))
    await hold_up(shop, target)
    assert ["I regret this" in one["text"] for one in await waiting(shop)] == [True, True]
    await take_back(shop, regretted)
    assert await waiting(shop) == [], "its words are gone at once"
    await publish(shop, "Told after the edition was made")
    await shop.app.jobs.send_digests()
    await turn(shop, hours=2)
    told = [text for one in group.messages if "We tied the ladder" in (text := text_of(one))]
    assert len(told) == 2
    assert all("Where is a dust mask cheap?" in text for text in told)
    assert not any("I regret this" in text_of(one) for one in group.messages)
    assert not any("Told after" in text for text in told)
    await turn(shop, days=1)
    assert len([one for one in group.messages if "Told after" in text_of(one)]) == 2
    assert len([one for one in group.messages if "We tied the ladder" in text_of(one)]) == 2


@pytest.mark.parametrize("after", range(0, 20, 2))
async def test_a_fault_while_an_edition_is_composed_once_more_neither_loses_nor_doubles_it(
    shop: Workshop, group: Group, gate: Gate, fail_at: Callable[[int], None], after: int
) -> None:
    target = await subscribe(shop, group)
    regretted = await publish(shop, "I regret this")
    await publish(shop, "We tied the ladder")
    await hold_up(shop, target)
    await take_back(shop, regretted)
    fail_at(after)
    await shop.app.jobs.send_digests()
    gate.cross = pass_by
    await shop.restart()
    await turn(shop, hours=2)
    await turn(shop, minutes=5)
    [text] = editions(group)
    assert "We tied the ladder" in text
    assert "I regret this" not in text


async def test_an_edition_of_one_story_that_is_taken_back_asks_its_group_something_instead(
    shop: Workshop, grace: Person, group: Group
) -> None:
    target = await subscribe(shop, group)
    regretted = await publish(shop, "I regret this")
    await hold_up(shop, target)
    await take_back(shop, regretted)
    await shop.app.jobs.send_digests()
    await turn(shop, hours=2)
    [text] = editions(group)
    assert "How do you test the air" in text
    grace.press(0, group.messages[-1])
    await shop.idle()
    assert "Thank you" in str((grace.answered or {}).get("text"))
    assert shop.app.turns.dead == 0


async def test_who_wants_silence_gets_none_in_place_of_a_story_that_is_taken_back(shop: Workshop, group: Group) -> None:
    target = await subscribe(shop, group, replace(WISHES, when_empty="silence"))
    regretted = await publish(shop, "I regret this")
    await hold_up(shop, target)
    await take_back(shop, regretted)
    await shop.app.jobs.send_digests()
    await turn(shop, hours=2)
    assert editions(group) == []


async def test_a_language_that_has_arrived_is_not_sent_again_when_a_story_is_taken_back(
    shop: Workshop, group: Group
) -> None:
    target = await subscribe(shop, group, replace(WISHES, languages=("en", "sw")))
    regretted = await publish(shop, "I regret this")
    await hold_up(shop, target)
    async with shop.store.write() as w:
        first, _ = [one for one in await w.outbox.waiting() if one.kind == digests.KIND]
        await w.outbox.claim([first.id])
        await w.outbox.mark_sent([(first.id, 77)])
    await take_back(shop, regretted)
    await shop.app.jobs.send_digests()
    await turn(shop, hours=2)
    assert not any(one["from"]["is_bot"] and "24" in text_of(one) for one in group.messages)
