"""A group lives with its news for weeks: they come on their day, and administrators steer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.digest.questions import QUESTIONS
from content.guidance.library import Library
from content.languages import speaker
from storage.experiences import CASE_KIND as EXPERIENCE
from storage.hazards import Reported
from storage.team import Grant
from tests.editions import WISHES, publish, subscribe, turn
from tests.journeys.conversing import from_bot, text_of
from tests.journeys.news import editions, labels, newest, press, press_under, set_up, settle, subscription, told, write
from tests.journeys.reviewing import MODERATOR, hire

FIRST_MONDAY = date(2026, 11, 30)
EIGHT = datetime(2026, 11, 30, 8, tzinfo=UTC)


@pytest.fixture
async def group(shop: Workshop, grace: Person, women: list[Person]) -> Group:
    group = shop.local.add_group("Women of Tarkwa", members=women, admins=[grace])
    await settle(shop)
    return group


async def _pass_question(shop: Workshop, wording: str) -> int:
    async with shop.store.write() as w:
        gap = await w.gaps.note(wording, "en", "none", wording.split()[:2], [], shop.clock.now().date())
        assert await w.gaps.pass_wording(gap.id, dict.fromkeys(("en", "sw", "ar"), wording))
    return gap.id


async def _look_for(shop: Workshop, card: str, people: int) -> None:
    async with shop.store.write() as w:
        for number in range(people):
            assert await w.themes.count(card, "GH", number, shop.clock.now())


async def _warn(shop: Workshop) -> None:
    """Let the team tell the whole country of a danger that someone reported."""
    async with shop.store.write() as w:
        report = Reported("air", "GH", "", "en", {"words": "Two fainted in the old shaft"})
        id = await w.hazards.add(1, "danger", report, shop.clock.now().date())
        assert id is not None
        one = await w.hazards.get(id)
        assert one is not None
        now = shop.clock.now()
        ends_at = now + timedelta(days=14)
        assert await w.hazards.tell(one, {"words": "Two fainted"}, "country", now=now, ends_at=ends_at)


async def _week(shop: Workshop, group: Group, code: str, number: int) -> dict[str, Any]:
    """Turn the clock to eight of a Monday and return the edition of that day."""
    day = FIRST_MONDAY + timedelta(days=7 * number)
    await turn(shop, seconds=(EIGHT + timedelta(days=7 * number) - shop.clock.now()).total_seconds())
    [edition] = editions(group, code, day)
    return edition


@pytest.mark.parametrize(("code", "name"), [("en", ""), ("sw", "Kiswahili"), ("ar", "العربية")])
async def test_grace_gives_her_women_a_monday_at_eight_for_weeks(
    shop: Workshop, grace: Person, group: Group, women: list[Person], code: str, name: str
) -> None:
    say = speaker(code)
    await set_up(shop, grace, group)
    await press(shop, grace, group, "Days")
    for day in ("Monday", "Saturday"):
        await press(shop, grace, group, day)
    await press(shop, grace, group, "Back")
    if name:
        await press(shop, grace, group, "Language")
        await press(shop, grace, group, name)
        await press(shop, grace, group, "English")
    await publish(shop, "We share one retort")
    props = await _pass_question(shop, "How deep without props?")
    await _pass_question(shop, "Where is a mask cheap?")
    await shop.clock.turn(EIGHT - timedelta(days=2) - shop.clock.now())
    await _look_for(shop, "mkt-weigh", 6)
    await _look_for(shop, "fin-vsla", 4)
    async with shop.store.write() as w:
        await w.cases.open(EXPERIENCE, 1, language="en", now=shop.clock.now())
    await turn(shop, seconds=(EIGHT - timedelta(minutes=10) - shop.clock.now()).total_seconds())
    assert editions(group, code, FIRST_MONDAY) == []

    first = await _week(shop, group, code, 0)
    told = text_of(first)
    assert "We share one retort" in told
    assert "How deep without props?" in told and "Where is a mask cheap?" in told
    assert say("📈 Chart") in " ".join(labels(first))
    titles = {id: Library.load().cards[id].text(code)[0].title for id in ("mkt-weigh", "fin-vsla")}
    assert f"{titles['mkt-weigh']} · {say.number(6)}" in told
    assert titles["fin-vsla"] not in told, "four people are too few to be told"
    assert f"{say('Waiting for a check')} · {say('fewer than 5')}" in told
    useful, useless = say("👍 Useful"), say("👎 Not useful")
    assert say("👍 Thank you. It counts, without your name.") in await press_under(shop, women[0], first, useful)
    assert say("You have answered this already.") in await press_under(shop, women[0], first, useless)
    await press_under(shop, women[1], first, useless)
    one = await subscription(shop, group)
    assert one is not None
    async with shop.store.read() as r:
        assert await r.editions.presses(one.target, FIRST_MONDAY) == {"useful:yes": 1, "useful:no": 1}

    await publish(shop, "Props from two metres on", gap=props)
    await _warn(shop)
    second = text_of(await _week(shop, group, code, 1))
    danger, answer = second.index("⚠️"), second.index("✅")
    assert danger < answer < second.index("Props from two metres on")
    assert "Two fainted" in second or code != "en"
    assert "Where is a mask cheap?" not in second

    third = await _week(shop, group, code, 2)
    assert say("How do you test the air before you go down?") in text_of(third)
    fan = say("💨 We blow air in")
    for person in women:
        assert "5" in await press_under(shop, person, third, fan)

    line = await write(shop, grace, group, "/line Meeting <b>Friday</b>, call @grace t.me/x")
    assert "@grace" not in line
    await publish(shop, "We wet the rock")
    fourth = await _week(shop, group, code, 3)
    told = text_of(fourth)
    assert "We wet the rock" in told
    assert "We share one retort" not in told and "Props" not in told
    assert f"{fan} · {say.number(5)}" in told
    assert "Meeting <b>Friday<" in told
    assert not {"mention", "url", "text_link"} & {one["type"] for one in fourth.get("entities", ())}

    asked = say("Nobody has pressed a button under the last news here. Administrators: what shall I change?")
    for week, question in ((4, "roof"), (5, "dust")):
        told = text_of(await _week(shop, group, code, week))
        assert say(QUESTIONS[question].text) in told
        assert f"{fan} · {say.number(5)}" not in told, "the answers were told once"
    assert not any(asked in text_of(one) for one in group.messages)
    await _week(shop, group, code, 6)
    assert [text_of(one) for one in group.messages].count(asked) == 1
    assert say("Every 2 weeks") in await press(shop, grace, group, say("🐢 Fewer"))
    assert all("W0" not in text_of(one) and "Grace" not in text_of(one) for one in group.messages)


async def test_the_first_news_of_a_group_look_two_weeks_back(shop: Workshop, grace: Person, group: Group) -> None:
    await publish(shop, "Told long ago")
    await shop.clock.turn(timedelta(days=10))
    await publish(shop, "Told last week")
    await shop.clock.turn(timedelta(days=6))
    await set_up(shop, grace, group)
    shown = await press(shop, grace, group, "See the next one")
    assert "Told last week" in shown
    assert "Told long ago" not in shown


async def test_digest_shows_the_next_one_as_it_will_be(shop: Workshop, grace: Person, group: Group) -> None:
    await subscribe(shop, group, replace(WISHES, minerals=(), languages=("en", "sw")))
    await publish(shop, "We tied the ladder")
    await shop.clock.turn(timedelta(minutes=6))
    shown = await write(shop, grace, group, "/digest")
    await turn(shop, hours=19.9)
    [preview, sent] = editions(group, "en", date(2026, 11, 24))
    assert text_of(preview) == shown
    other = next(one for one in group.messages if "Habari" in text_of(one) and one is not preview)
    assert text_of(sent) in shown
    assert text_of(other) in shown
    assert "We tied the ladder" in shown


async def test_an_edition_is_sent_now_once_a_day_and_paused_until_someone_goes_on(
    shop: Workshop, grace: Person, group: Group
) -> None:
    await subscribe(shop, group)
    await write(shop, grace, group, "/digest")
    panel = newest(group)
    await press_under(shop, grace, panel, "Send it now")
    assert len(editions(group, "en", date(2026, 11, 23))) == 1
    await write(shop, grace, group, "/digest")
    panel = newest(group)
    assert "sent already" in await press_under(shop, grace, panel, "Send it now")
    assert "Paused" in await press(shop, grace, group, "Pause")
    await turn(shop, days=2)
    assert editions(group, "en", date(2026, 11, 25)) == []
    await press(shop, grace, group, "Go on")
    await turn(shop, days=1)
    assert len(editions(group, "en", date(2026, 11, 26))) == 1


async def test_the_text_for_whatsapp_goes_in_private_to_who_has_talked_to_the_bot(
    shop: Workshop, grace: Person, group: Group
) -> None:
    await subscribe(shop, group, replace(WISHES, own_line="a < b"))
    await publish(shop, "We tied the ladder & the rope")
    await shop.clock.turn(timedelta(minutes=6))
    await write(shop, grace, group, "/digest")
    shown = list(group.messages)
    await press(shop, grace, group, "WhatsApp")
    assert "only to who has written to me" in told(grace)
    # The group does not see who has, and who has not.
    assert group.messages == shown
    assert from_bot(grace) == []
    grace.start("digest")
    await settle(shop)
    await write(shop, grace, group, "/digest")
    await press_under(shop, grace, newest(group), "WhatsApp")
    text = text_of(from_bot(grace)[-1])
    assert "We tied the ladder & the rope" in text
    assert "a < b" in text
    assert "<b>" not in text
    assert "entities" not in from_bot(grace)[-1] or {one["type"] for one in from_bot(grace)[-1]["entities"]} == {"url"}


async def test_the_team_s_leaders_hear_once_that_a_group_took_the_bot_out(
    shop: Workshop, group: Group, grace: Person
) -> None:
    leader = await hire(shop, "L", Grant("administrator"))
    other = await hire(shop, "M", MODERATOR)
    await set_up(shop, grace, group)
    for _ in range(2):
        group.remove_bot(grace)
        await settle(shop)
        group.add_bot(grace)
        await settle(shop)
    [said] = [text_of(one) for one in from_bot(leader) if "taken me out" in text_of(one)]
    assert "Women's group, Ghana" in said
    assert "Tarkwa" not in said
    assert not any("taken me out" in text_of(one) for one in from_bot(other))


async def test_settings_survive_whatever_happens_to_a_group(shop: Workshop, grace: Person, group: Group) -> None:
    await set_up(shop, grace, group)
    before = await subscription(shop, group)
    assert before is not None
    group.rename("<i>New</i> \u202e@all", grace)
    for change in (group.promote_bot, group.demote_bot, group.mute_bot):
        change(grace)
    group.mute_bot(grace, muted=False)
    group.remove_bot(grace)
    await settle(shop)
    group.add_bot(grace)
    await settle(shop)
    assert labels(newest(group)) == ["⚙️ Change the news"]
    moved = group.upgrade(grace)
    await settle(shop)
    after = await subscription(shop, moved)
    assert after is not None
    assert after.wishes == before.wishes


async def test_an_own_line_that_is_too_long_is_not_kept(shop: Workshop, grace: Person, group: Group) -> None:
    await subscribe(shop, group)
    assert "room for 200" in await write(shop, grace, group, "/line " + "x" * 201)
    await write(shop, grace, group, "/line " + "x" * 200)
    one = await subscription(shop, group)
    assert one is not None
    assert one.wishes.own_line == "x" * 200
    assert "/line" in await write(shop, grace, group, "/line \u200b\u2060"), "what nobody sees is no line"
    assert await subscription(shop, group) == one
    assert "taken out" in await write(shop, grace, group, "/line -\u200b")


async def test_a_member_s_line_is_refused_in_words(
    shop: Workshop, grace: Person, group: Group, women: list[Person]
) -> None:
    await subscribe(shop, group)
    assert "Only an administrator" in await write(shop, women[0], group, "/line Buy from me")
    one = await subscription(shop, group)
    assert one is not None
    assert one.wishes.own_line == ""
