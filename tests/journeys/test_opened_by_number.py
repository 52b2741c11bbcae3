"""/open 2: a question of the last news is opened by its number, and answered in private for the group."""

from dataclasses import replace

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from content.schedule import next_due
from handlers.members.stories.others_tried import story_text
from handlers.story_words import public
from tests.editions import WISHES, turn
from tests.journeys.conversing import from_bot, press, say, text_of
from tests.journeys.group_questions import (
    ANSWER,
    MASK,
    PUMP,
    ask_the_group,
    done,
    make_group,
    question_in,
    questions_kept,
)
from tests.journeys.news import settle
from tests.journeys.sharing import only


@pytest.fixture
async def group(shop: Workshop, grace: Person, amina: Person) -> Group:
    return await make_group(shop, grace, amina)


@pytest.mark.parametrize("written", ["/open 2", "/open@{name} 2", "/open2", "/OPEN ٢.", "/open 2 please"])
async def test_a_question_is_opened_by_its_number_in_the_last_news(
    shop: Workshop, group: Group, amina: Person, written: str
) -> None:
    _, second = await ask_the_group(shop, group, MASK, PUMP)
    said = written.format(name=shop.local.me["username"])
    [opened] = await done(shop, group, lambda: amina.say(said, group))
    assert second.passed["en"] in text_of(opened)
    assert opened["reply_markup"]["inline_keyboard"][0][0]["url"].endswith(f"?start=o_{second.id}")
    assert str(abs(group.id)) not in str(opened["reply_markup"])


async def test_a_question_calls_nobody_and_links_nowhere_in_a_group(
    shop: Workshop, group: Group, amina: Person
) -> None:
    await ask_the_group(shop, group, "Is @grace of t.me/gold or www.gold.example <b>honest</b> \u202e#buy /line?")
    [opened] = await done(shop, group, lambda: amina.say("/open 1", group))
    assert "<b>honest" in text_of(opened) and "\u202e" not in text_of(opened)
    assert opened.get("entities", []) == []


async def test_a_number_that_is_not_there_says_how_it_is_written(shop: Workshop, group: Group, amina: Person) -> None:
    [told] = await done(shop, group, lambda: amina.say("/open 1", group))
    assert text_of(told) == "The last news asked nothing."
    [gap] = await ask_the_group(shop, group, MASK)
    for written in ("/open", "/open 2", "/open 0", "/open -1", "/open 99999999999999999999", "/open one"):
        [told] = await done(shop, group, lambda said=written: amina.say(said, group))
        assert "/open 1" in text_of(told)
    assert await done(shop, group, lambda: amina.say("/open@OtherBot 1", group)) == []
    async with shop.store.write() as w:
        await w.gaps.finish(gap.id, "closed")
    [told] = await done(shop, group, lambda: amina.say("/open 1", group))
    assert "not open any more" in text_of(told)


async def test_a_cry_behind_the_number_is_heard_and_other_words_are_said_not_to_be_kept(
    shop: Workshop, group: Group, amina: Person
) -> None:
    _, second = await ask_the_group(shop, group, MASK, PUMP)
    for written in ("/open 2 my friend is unconscious in the pit", "/open2\nmy friend is unconscious in the pit"):
        [card] = await done(shop, group, lambda said=written: amina.say(said, group))
        assert "Never go down after him" in text_of(card)
    [opened] = await done(shop, group, lambda: amina.say(f"/open 2 {ANSWER}", group))
    assert second.passed["en"] in text_of(opened) and "behind the number is not kept" in text_of(opened)
    [opened] = await done(shop, group, lambda: amina.say("/open 2", group))
    assert "not kept" not in text_of(opened)


async def test_in_private_what_stands_behind_the_number_begins_the_answer(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    now = shop.clock.now()
    async with shop.store.write() as w:
        member = await w.members.find(grace.id)
        assert member is not None
        wishes = replace(WISHES, kind="member")
        assert await w.subscriptions.add(member.id, wishes, next_due(wishes.schedule, now).at, now)
        gap = await w.gaps.note(MASK, "en", "none", ["a", "b"], [], now.date())
        await w.gaps.pass_wording(gap.id, {"en": MASK})
    await turn(shop, days=1)
    assert "What came of it" in (await say(shop, grace, f"/open 1 {ANSWER}"))[-1]
    await press(shop, grace, "Better")
    async with shop.store.read() as r:
        draft = await r.drafts.find(member.id, member.id)
    assert draft is not None and (draft.answers["story"], draft.answers["gap"]) == (ANSWER, gap.id)
    assert MASK in (await say(shop, grace, "/cancel") + await say(shop, grace, "/open 1 ok"))[-1]


async def test_open_in_reply_to_older_news_means_the_questions_of_that_news(
    shop: Workshop, group: Group, amina: Person
) -> None:
    [first] = await ask_the_group(shop, group, MASK)
    older = question_in(group)
    async with shop.store.write() as w:
        gap = await w.gaps.note(PUMP, "en", "none", ["p", "q"], [], shop.clock.now().date())
        await w.gaps.pass_wording(gap.id, {"en": PUMP})
    await turn(shop, days=1)
    [opened] = await done(shop, group, lambda: amina.say("/open 1", group))
    assert PUMP in text_of(opened)
    [opened] = await done(shop, group, lambda: amina.say("/open 1", group, reply_to=older))
    assert first.passed["en"] in text_of(opened)
    # The opened question is one too: what is said to it is no answer to us.
    assert await done(shop, group, lambda: amina.say(ANSWER, group, reply_to=opened)) == []
    assert await questions_kept(shop) == []


async def test_a_member_opens_the_questions_of_their_own_news_by_number_too(shop: Workshop, grace: Person) -> None:
    assert (await say(shop, grace, "/open 1"))[0] == "The last news asked nothing."
    async with shop.store.write() as w:
        member = await w.members.find(grace.id)
        assert member is not None
        wishes, now = replace(WISHES, kind="member", when_empty="silence"), shop.clock.now()
        await w.subscriptions.add(member.id, wishes, next_due(wishes.schedule, now).at, now)
        gap = await w.gaps.note(MASK, "en", "none", ["a", "b"], [], now.date())
        await w.gaps.pass_wording(gap.id, {"en": MASK})
    await turn(shop, days=1)
    assert MASK in text_of(from_bot(grace)[-1])
    assert MASK in (await say(shop, grace, "/open 1"))[0]
    assert "What did you do" in (await press(shop, grace, "I know this"))[0]
    await say(shop, grace, "We rinse the pump each evening and oil it")
    await press(shop, grace, "Better")
    await say(shop, grace, "1 3")
    assert "of_group" not in (await only(shop)).answers


async def test_who_answers_for_the_group_is_called_a_member_of_a_group_and_no_group_is_named(
    shop: Workshop, group: Group, amina: Person
) -> None:
    _, second = await ask_the_group(shop, group, MASK, PUMP)
    [opened] = await done(shop, group, lambda: amina.say("/open 2", group))
    amina.press(0, opened)
    await settle(shop)
    shown = text_of(from_bot(amina)[0])
    told = "I note that the answer comes from a member of a group, and not of which group."
    assert second.passed["en"] in shown and speaker("sw")(told) in shown
    assert "Mimi ni Pitwise" in text_of(from_bot(amina)[1])
    await say(shop, amina, "English")
    amina.press(0, from_bot(amina)[0])
    await settle(shop)
    await say(shop, amina, "We rinse the pump each evening and oil it")
    await press(shop, amina, "Better")
    await say(shop, amina, "1 3")
    story = await only(shop)
    assert (story.gap, story.answers["of_group"]) == (second.id, True)
    assert str(abs(group.id)) not in str(story) and "gold" not in str(story)
    shown = replace(story, shown=public(story.answers, story.received_on))
    for code in CODES:
        assert speaker(code)("Told by a member of a group. A person has read it before you.") in story_text(
            shown, speaker(code)
        )


async def test_a_forwarded_link_opens_the_question_for_whoever_follows_it_and_gives_no_right(
    shop: Workshop, group: Group, amina: Person
) -> None:
    [gap] = await ask_the_group(shop, group, MASK)
    stranger = shop.local.add_person(first_name="Outside", language_code="en")
    for payload in (f"o_{gap.id}", f"g_{gap.id}"):
        stranger.start(payload)
        await settle(shop)
        assert any(MASK in text_of(one) for one in from_bot(stranger))
    for payload in ("o_", "o_x", f"o_{gap.id}0", "o_-1", "o_99999999999999999999"):
        stranger.start(payload)
        await settle(shop)
        assert "not open any more" in text_of(from_bot(stranger)[-1])
    assert shop.app.turns.dead == 0
