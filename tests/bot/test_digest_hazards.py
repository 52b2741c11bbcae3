"""Dangers in digests: each group hears of each once, near it, in its language; what is taken back goes no further."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.schedule import next_due
from storage.hazards import Hazard, Reach, Reported
from tests.editions import WISHES, before_staging, editions, hold_up, subscribe, turn, waiting
from tests.journeys.conversing import from_bot, say, text_of
from tests.journeys.news import settle

HERE = replace(WISHES, region="ashanti", when_empty="silence")
WORDS = "Caps lie beside the path."
KIND = "Explosives lie about"


@pytest.fixture
async def group(shop: Workshop, grace: Person) -> Group:
    group = shop.local.add_group("Miners", members=[grace])
    await shop.idle()
    return group


async def danger(
    shop: Workshop, words: str = WORDS, *, kind: str = "explosives", region: str = "ashanti", reach: Reach = "region"
) -> Hazard:
    """Let groups hear of a danger for two weeks."""
    now = shop.clock.now()
    async with shop.store.write() as w:
        told = Reported(kind, "GH", region, "en", {"words": words})
        id = await w.hazards.add(1, f"code {words} {now}", told, now.date())
        one = await w.hazards.get(id) if id else None
        assert one
        assert await w.hazards.tell(one, {"words": words}, reach, now=now, ends_at=now + timedelta(days=14))
    return one


async def test_who_named_no_region_hears_of_the_country_and_nobody_of_another_one(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group, replace(HERE, region=None))
    await danger(shop, region="western")
    await turn(shop, days=1)
    assert "Danger near Western: Explosives" in editions(group)[0]


async def test_a_danger_of_the_whole_country_reaches_every_region(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group, HERE)
    await danger(shop, "elsewhere", region="western")
    await danger(shop, region="western", reach="country")
    await turn(shop, days=1)
    assert "Danger in Ghana: Explosives" in editions(group)[0]
    assert "elsewhere" not in editions(group)[0]


async def test_three_dangers_are_told_at_once_and_the_others_next_time(shop: Workshop, group: Group) -> None:
    await subscribe(shop, group, HERE)
    for number in range(5):
        await danger(shop, f"Number {number} of five.")
        await shop.clock.turn(timedelta(seconds=1))
    await turn(shop, days=1)
    await turn(shop, days=1)
    assert [text.count("Danger near Ashanti") for text in editions(group)] == [3, 2]
    assert all("".join(editions(group)).count(f"Number {number} of five") == 1 for number in range(5))


async def test_what_has_ended_by_itself_is_told_no_more(shop: Workshop, group: Group) -> None:
    await danger(shop)
    await shop.clock.turn(timedelta(days=14))
    await subscribe(shop, group, HERE)
    await turn(shop, days=1)
    assert editions(group) == []


async def test_in_two_languages_the_words_go_into_both_and_say_whose_language_it_is(
    shop: Workshop, group: Group
) -> None:
    await subscribe(shop, group, replace(HERE, languages=("fr", "en")))
    await danger(shop)
    await turn(shop, days=1)
    told = [text_of(one) for one in group.messages if WORDS in text_of(one)]
    assert len(told) == 2
    assert sum("(en anglais)" in text for text in told) == 1


async def test_a_danger_that_is_over_before_it_is_staged_is_not_in_it(
    shop: Workshop, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(shop, group, HERE)
    one = await danger(shop)
    with before_staging(shop, monkeypatch, lambda w: w.hazards.be_over(one.id)):
        await turn(shop, days=1)
    await turn(shop, minutes=1)
    assert editions(group) == []


async def test_an_edition_that_waits_goes_without_a_danger_that_is_taken_back_and_ends_no_warning(
    shop: Workshop, group: Group
) -> None:
    target = await subscribe(shop, group, HERE)
    one = await danger(shop)
    await danger(shop, "The bank is cracking.", kind="ground")
    await hold_up(shop, target)
    assert [WORDS in notice["text"] for notice in await waiting(shop)] == [True]
    async with shop.store.write() as w:
        assert await w.hazards.withdraw(one.id)
    assert await waiting(shop) == []
    await shop.app.jobs.send_digests()
    await turn(shop, hours=2)
    [text] = editions(group)
    assert "The bank is cracking." in text
    assert KIND not in text
    await turn(shop, days=1)
    assert len(editions(group)) == 1


async def test_a_danger_of_an_edition_that_did_not_arrive_is_told_again(
    shop: Workshop, group: Group, grace: Person
) -> None:
    await subscribe(shop, group, HERE)
    await danger(shop)
    group.mute_bot(grace)
    await settle(shop)
    await turn(shop, days=1)
    assert editions(group) == []
    group.mute_bot(grace, muted=False)
    await settle(shop)
    await turn(shop, days=1)
    assert sum(WORDS in text for text in editions(group)) == 1
    await turn(shop, days=1)
    assert sum(WORDS in text for text in editions(group)) == 1


async def test_a_member_s_own_digest_tells_of_what_is_near_them(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    async with shop.store.write() as w:
        member, now = await w.members.find(grace.id), shop.clock.now()
        assert member
        mine = replace(HERE, kind="member")
        assert await w.subscriptions.add(member.id, mine, next_due(mine.schedule, now).at, now)
    await danger(shop)
    await danger(shop, "Elsewhere.", region="western")
    await turn(shop, days=1)
    told = "\n".join(text_of(one) for one in from_bot(grace))
    assert WORDS in told
    assert "Elsewhere." not in told
