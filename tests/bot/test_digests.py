"""Digests arrive: on their day, once, each group's by itself, whatever the clock, the network and the others do."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

import bot.digests
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.schedule import Schedule, next_due
from handlers.groups import digests
from storage.database import StoreDown
from storage.experiences import Told
from storage.session import Session
from storage.subscriptions import Subscription, Wishes
from tests.journeys.conversing import text_of
from tests.reliability.seams import Gate, pass_by

DAILY = Schedule(tuple(range(7)), 8, "Africa/Accra")
WISHES = Wishes("women", ("en",), DAILY, minerals=("gold",), country="GH", currency="GHS", unit="gram")


@pytest.fixture
async def group(shop: Workshop, grace: Person) -> Group:
    group = shop.local.add_group("Miners", members=[grace])
    await shop.idle()
    return group


async def id_of(shop: Workshop, group: Group) -> int:
    async with shop.store.read() as r:
        known = await r.groups.find(group.id)
    assert known is not None
    return known.id


async def subscribe(shop: Workshop, group: Group, wishes: Wishes = WISHES) -> int:
    target, now = await id_of(shop, group), shop.clock.now()
    async with shop.store.write() as w:
        assert await w.subscriptions.add(target, wishes, next_due(wishes.schedule, now).at, now)
    return target


async def subscription(shop: Workshop, target: int) -> Subscription:
    async with shop.store.read() as r:
        one = await r.subscriptions.get(target)
    assert one is not None
    return one


async def turn(shop: Workshop, **by: float) -> None:
    await shop.clock.turn(timedelta(**by))
    await shop.app.jobs.send_digests()
    await shop.idle()


async def publish(shop: Workshop, words: str, *, gap: int | None = None, audience: str = "groups", **shown: str) -> int:
    await shop.clock.turn(timedelta(seconds=1))
    async with shop.store.write() as w:
        told = Told("en", {"story": words}, [audience], "1", gap=gap)
        id = await w.experiences.add(1, f"code-{words}", told, shop.clock.now().date())
        assert id is not None
        one = await w.experiences.get(id)
        assert one is not None
        assert await w.experiences.publish(one, {"story": words, **shown}, card=None, now=shop.clock.now())
    return id


def editions(group: Group) -> list[str]:
    return [text for one in group.messages if "News for" in (text := text_of(one))]


def buttons(group: Group) -> list[dict[str, Any]]:
    rows = [one for one in group.messages if "News for" in text_of(one)][-1]["reply_markup"]["inline_keyboard"]
    return [button for row in rows for button in row]


async def test_a_group_gets_what_is_new_at_its_hour_and_nothing_twice(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group)
    await publish(shop, "I wet the rock before drilling")
    await turn(shop, hours=19.9)
    assert editions(group) == []
    await turn(shop, hours=0.2)
    await turn(shop, minutes=1)
    assert len(editions(group)) == 1
    assert "I wet the rock before drilling" in editions(group)[0]
    assert "24 Nov 2026" in editions(group)[0]
    assert "late" not in editions(group)[0]
    await turn(shop, days=1)
    assert len(editions(group)) == 2
    assert "I wet the rock" not in editions(group)[1]
    assert "How do you test the air" in editions(group)[1]


async def test_a_group_that_wants_silence_gets_it_while_nothing_is_new(shop: Workshop, group: Group) -> None:
    target = await subscribe(shop, group, replace(WISHES, when_empty="silence"))
    await turn(shop, days=3)
    assert editions(group) == []
    await publish(shop, "We tied the ladder")
    await turn(shop, days=1)
    assert len(editions(group)) == 1
    assert (await subscription(shop, target)).unpressed == 1


async def test_two_languages_are_two_messages_of_one_edition(shop: Workshop, group: Group) -> None:
    target = await subscribe(shop, group, replace(WISHES, languages=("en", "sw"), thread=None))
    await publish(shop, "We tied the ladder")
    await turn(shop, days=1)
    assert len([one for one in group.messages if "We tied the ladder" in text_of(one)]) == 2
    assert (await subscription(shop, target)).editions == 1


async def test_a_question_is_asked_once_and_its_answer_comes_first(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group)
    async with shop.store.write() as w:
        gap = await w.gaps.note("where is a mask cheap", "en", "none", ["a", "b"], [], shop.clock.now().date())
        await w.gaps.pass_wording(gap.id, {"en": "Where is a dust mask cheap?"})
    await turn(shop, days=1)
    assert "Who knows this?" in editions(group)[0]
    assert next(one["url"] for one in buttons(group) if "I know this" in one["text"]).endswith(f"?start=g_{gap.id}")
    async with shop.store.read() as r:
        told = await r.gaps.get(gap.id)
        assert told is not None
        assert told.groups_asked == 1
    await publish(shop, "At the clinic in town", gap=gap.id)
    await turn(shop, days=1)
    assert "Who knows this?" not in editions(group)[1]
    assert "There is an answer to: “Where is a dust mask cheap?”" in editions(group)[1]
    assert editions(group)[1].count("At the clinic in town") == 1


async def test_only_what_was_agreed_to_goes_to_groups(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group, replace(WISHES, when_empty="silence"))
    await publish(shop, "Only for members", audience="members")
    await publish(shop, "About tin", mineral="tin")
    await turn(shop, days=1)
    assert editions(group) == []


async def test_a_story_that_is_taken_back_before_it_is_staged_is_not_in_it(
    shop: Workshop, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(shop, group, replace(WISHES, when_empty="silence"))
    story = await publish(shop, "I regret this")
    prepare = digests.prepare

    async def slow(*given: Any) -> Any:
        ready = await prepare(*given)
        async with shop.store.write() as w:
            await w.experiences.withdraw(story)
        return ready

    monkeypatch.setattr(bot.digests, "prepare", slow)
    await turn(shop, days=1)
    monkeypatch.setattr(bot.digests, "prepare", prepare)
    await turn(shop, minutes=1)
    assert editions(group) == []


async def hold_up(shop: Workshop, target: int) -> None:
    """Let the edition of the next day wait for an hour, as Telegram has asked for patience."""
    await shop.clock.turn(timedelta(days=1))
    async with shop.store.write() as w:
        await w.hold_target(target, shop.clock.now() + timedelta(hours=1))
    await shop.restart()
    await shop.app.jobs.send_digests()


async def take_back(shop: Workshop, story: int) -> None:
    async with shop.store.write() as w:
        assert await w.experiences.withdraw(story)


async def waiting(shop: Workshop) -> list[dict[str, Any]]:
    async with shop.store.read() as r:
        return [dict(one.call) for one in await r.outbox.waiting() if one.kind == digests.KIND]


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
    shop: Workshop, group: Group, gate: Gate, after: int
) -> None:
    target = await subscribe(shop, group)
    regretted = await publish(shop, "I regret this")
    await publish(shop, "We tied the ladder")
    await hold_up(shop, target)
    await take_back(shop, regretted)
    crossings = count()

    def fails(crossing: str) -> None:
        if next(crossings) == after and crossing != "commit":
            raise StoreDown("out of order")

    gate.cross = fails
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


async def test_a_week_offline_is_one_digest_that_says_so(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group)
    await publish(shop, "We tied the ladder")
    await shop.clock.turn(timedelta(days=7, hours=6))
    await shop.restart()
    await turn(shop, seconds=1)
    assert len(editions(group)) == 1
    assert "I was away. This also stands for 6 editions before it." in editions(group)[0]
    await turn(shop, hours=15)
    assert len(editions(group)) == 2


async def test_a_digest_names_its_day_and_says_that_it_comes_late_when_that_day_is_over(
    shop: Workshop, group: Group
) -> None:
    await subscribe(shop, group)
    await turn(shop, hours=20 + 12)
    assert "News for this group, 24 Nov 2026" in editions(group)[0]
    assert "late" not in editions(group)[0], "it is that day still"
    await turn(shop, hours=35)
    assert "This comes late: it was meant for 25 Nov 2026." in editions(group)[1]
    assert len(editions(group)) == 2


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)])
async def test_a_clock_that_was_wrong_for_a_while_sends_no_day_twice(
    shop: Workshop, group: Group, back: timedelta
) -> None:
    target = await subscribe(shop, group)
    await turn(shop, days=1)
    async with shop.store.write() as w:
        # What a restart with the clock set back finds.
        one = await subscription(shop, target)
        await w.subscriptions.replan(one, shop.clock.now() - back, one.last_period)
    await turn(shop, minutes=1)
    assert len(editions(group)) == 1
    await turn(shop, days=1)
    assert len(editions(group)) == 2


async def test_a_clock_that_was_a_year_ahead_silences_nobody(shop: Workshop, group: Group) -> None:
    target = await subscribe(shop, group)
    async with shop.store.write() as w:
        one = await subscription(shop, target)
        await w.subscriptions.replan(one, shop.clock.now() + timedelta(days=366), date(2027, 11, 24))
    await turn(shop, minutes=1)
    await turn(shop, days=1)
    assert len(editions(group)) == 1


async def test_what_was_due_before_a_restore_is_skipped_and_the_next_comes(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group)
    await shop.clock.turn(timedelta(days=3))
    async with shop.store.write() as w:
        assert await w.subscriptions.skip_overdue(shop.clock.now()) == 1
    await turn(shop, minutes=1)
    assert editions(group) == []
    await turn(shop, days=1)
    assert len(editions(group)) == 1


async def test_a_group_that_threw_us_out_gets_none_and_is_served_again_when_it_takes_us_back(
    shop: Workshop, grace: Person, group: Group
) -> None:
    await subscribe(shop, group)
    group.remove_bot(grace)
    await shop.idle()
    await turn(shop, days=2)
    group.add_bot(grace)
    await shop.idle()
    assert editions(group) == []
    await turn(shop, days=1)
    assert len(editions(group)) == 1
    assert "away" not in editions(group)[0]


async def test_a_group_that_became_a_supergroup_gets_its_digest_there(
    shop: Workshop, grace: Person, group: Group
) -> None:
    await subscribe(shop, group)
    supergroup = group.upgrade(grace)
    await shop.idle()
    await turn(shop, days=1)
    assert len(editions(supergroup)) == 1


async def test_a_bad_group_holds_up_no_other_and_comes_again(
    shop: Workshop, grace: Person, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = await subscribe(shop, group)
    other = shop.local.add_group("Others", members=[grace])
    await shop.idle()
    await subscribe(shop, other)
    prepare, tries = digests.prepare, []

    async def failing(r: Session, one: Subscription, *more: Any) -> Any:
        tries.append(one.target)
        if one.target == bad:
            raise ValueError
        return await prepare(r, one, *more)

    monkeypatch.setattr(bot.digests, "prepare", failing)
    await turn(shop, days=1)
    assert (len(editions(group)), len(editions(other))) == (0, 1)
    await turn(shop, seconds=10)
    assert tries.count(bad) == 1, "not at each tick"
    monkeypatch.setattr(bot.digests, "prepare", prepare)
    await turn(shop, minutes=2)
    assert (len(editions(group)), len(editions(other))) == (1, 1)


async def test_five_hundred_groups_due_in_the_same_second_each_get_theirs_once(shop: Workshop) -> None:
    now = shop.clock.now()
    async with shop.store.write() as w:
        targets = [(await w.groups.meet(-1_000_000 - n, guessed="en")).id for n in range(500)]
    for begin in range(0, 500, 100):
        async with shop.store.write() as w:
            for target in targets[begin : begin + 100]:
                await w.subscriptions.add(target, WISHES, now + timedelta(hours=1), now)
    await shop.clock.turn(timedelta(hours=20))
    await asyncio.gather(shop.app.jobs.send_digests(), shop.app.jobs.send_digests())
    async with shop.store.read() as r:
        assert await r.subscriptions.due(shop.clock.now(), 1) == []
        staged = [await r.subscriptions.get(target) for target in targets]
    assert {one.editions for one in staged if one} == {1}


@pytest.mark.parametrize("after", range(24))
async def test_a_fault_at_any_point_of_queueing_loses_no_edition_and_doubles_none(
    shop: Workshop, group: Group, gate: Gate, after: int
) -> None:
    await subscribe(shop, group)
    await publish(shop, "We tied the ladder")
    await shop.clock.turn(timedelta(days=1))
    crossings = count()

    def fails(crossing: str) -> None:
        # A commit that fails before it began would leave the transaction open, as no engine does.
        if next(crossings) == after and crossing != "commit":
            raise StoreDown("out of order")

    gate.cross = fails
    await shop.app.jobs.send_digests()
    gate.cross = pass_by
    await shop.idle()
    await shop.restart()
    await turn(shop, seconds=10)
    await turn(shop, minutes=5)
    assert len(editions(group)) == 1


async def test_editions_that_no_network_let_out_give_way_to_the_next(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group)
    shop.local.connection_lost = True
    for _ in range(4):
        await shop.clock.turn(timedelta(days=1))
        await shop.app.jobs.send_digests()
    shop.local.connection_lost = False
    await shop.restart()
    await turn(shop, minutes=5)
    await turn(shop, minutes=5)
    assert len(editions(group)) == 1


async def test_a_member_gets_at_most_two_unasked_messages_a_week(shop: Workshop, grace: Person) -> None:
    grace.say("/start")
    await shop.idle()
    now: datetime = shop.clock.now()
    async with shop.store.write() as w:
        member = await w.members.find(grace.id)
        assert member is not None
        wishes = replace(WISHES, kind="member")
        await w.subscriptions.add(member.id, wishes, next_due(wishes.schedule, now).at, now)
    for day in range(5):
        await publish(shop, f"Story {day}", audience="members")
        await turn(shop, days=1)
    mine = [one for one in grace.messages if "News for you" in text_of(one)]
    assert len(mine) == 2
    assert any("Fewer" in button["text"] for row in mine[0]["reply_markup"]["inline_keyboard"] for button in row)


async def test_the_chart_of_a_digest_opens_the_price_in_private(shop: Workshop, grace: Person, group: Group) -> None:
    await subscribe(shop, group)
    await turn(shop, days=1)
    link = next(one["url"] for one in buttons(group) if "Chart" in one["text"])
    grace.say(f"/start {link.partition('=')[2]}")
    await shop.idle()
    texts = [text_of(one) for one in grace.messages]
    assert any("💰 Gold" in text for text in texts)
    assert any("chart:gold:" in str(one.get("reply_markup")) for one in grace.messages)


async def test_a_member_is_told_that_a_digest_is_kept_and_forgetting_ends_it(shop: Workshop, grace: Person) -> None:
    grace.say("/start")
    await shop.idle()
    now = shop.clock.now()
    async with shop.store.write() as w:
        member = await w.members.find(grace.id)
        assert member is not None
        await w.subscriptions.add(member.id, replace(WISHES, kind="member"), next_due(DAILY, now).at, now)
    grace.say("/privacy")
    await shop.idle()
    grace.press(next(label for row in grace.buttons for label in row if "What you hold" in label))
    await shop.idle()
    assert any("your digest" in text_of(one) for one in grace.messages)
    grace.say("/forget")
    await shop.idle()
    async with shop.store.read() as r:
        assert await r.subscriptions.get(member.id) is None
