"""Digests arrive: on their day, once, each group's by itself, whatever the clock, the network and the others do."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.schedule import next_due
from tests.editions import DAILY, WISHES, editions, publish, subscribe, subscription, turn
from tests.journeys.conversing import text_of


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
