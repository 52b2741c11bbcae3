"""What nobody asked for: whether a card was tried, news of one's story; few a week, fewer by one tap."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from tests.journeys.asking_others import member_of, publish
from tests.journeys.conversing import from_bot, label, pass_by, press, say, text_of
from tests.journeys.reviewing import MODERATOR, hire, tell

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
ASKED = "A week ago this card seemed useful to you"


@pytest.fixture
def pedro(shop: Workshop) -> Person:
    return shop.local.add_person(first_name="Pedro", language_code="en")


async def _after(shop: Workshop, person: Person, time: timedelta) -> list[str]:
    before = len(from_bot(person))
    await pass_by(shop, time)
    return [text_of(one) for one in from_bot(person)[before:]]


async def _count(shop: Workshop, verdict: str) -> int:
    async with shop.store.read() as r:
        return sum(row[-1] for row in await r.questions.feedback_counts() if row[2] == verdict)


@pytest.mark.parametrize("button", ["It helps", "Save"])
async def test_a_week_after_a_card_helped_or_was_saved_one_tap_is_asked_for(
    shop: Workshop, grace: Person, button: str
) -> None:
    await say(shop, grace, "128")
    await press(shop, grace, button)
    assert await _after(shop, grace, 6 * DAY) == []
    [asked] = await _after(shop, grace, DAY)
    assert asked.startswith(ASKED) and "retort" in asked
    assert "Would you tell others how it went?" in (await press(shop, grace, "Yes, tried it"))[0]
    assert await _count(shop, "tried") == 1
    assert "What did you do" in (await press(shop, grace, "Tell how it went"))[0]


async def test_not_yet_shows_the_card_again_and_asks_no_more(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "128")
    await press(shop, grace, "It helps")
    await pass_by(shop, WEEK)
    await press(shop, grace, "Not yet")
    assert "retort" in (await press(shop, grace, 0))[0]
    assert await _count(shop, "untried") == 1
    assert await _after(shop, grace, 4 * WEEK) == []


@pytest.mark.parametrize("card", ["hs-gbv", "emg-fall"])
async def test_what_could_betray_someone_and_what_nobody_tries_is_not_asked(
    shop: Workshop, grace: Person, card: str
) -> None:
    await say(shop, grace, str(shop.app.services.library.cards[card].number))
    await press(shop, grace, "It helps")
    assert await _after(shop, grace, 2 * WEEK) == []


async def test_many_saved_cards_make_one_question(shop: Workshop, grace: Person) -> None:
    for card in ("128", "129", "131"):
        await say(shop, grace, card)
        await press(shop, grace, "Save")
    assert len(await _after(shop, grace, WEEK)) == 1


async def test_fewer_goes_down_to_none_and_back(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "128")
    await press(shop, grace, "It helps")
    await pass_by(shop, WEEK)
    assert "at most once a week" in (await press(shop, grace, "Fewer messages"))[0]
    await say(shop, grace, "129")
    await press(shop, grace, "It helps")
    await pass_by(shop, WEEK)
    await pass_by(shop, DAY)
    assert "never write unasked" in (await press(shop, grace, "Fewer messages"))[0]
    await say(shop, grace, "131")
    await press(shop, grace, "It helps")
    assert await _after(shop, grace, WEEK) == []
    await say(shop, grace, "128")
    member = await member_of(shop, grace)
    async with shop.store.write() as w:
        assert await w.unasked.most(member.id) == 0
        await w.unasked.set_most(member.id, 1)
    await press(shop, grace, "It helps")
    await pass_by(shop, WEEK)
    await press(shop, grace, "Fewer messages")
    assert "as before" in (await press(shop, grace, "As before"))[0]


async def test_nobody_gets_a_third_unasked_message_in_a_week(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "128")
    await press(shop, grace, "It helps")
    member = await member_of(shop, grace)
    async with shop.store.write() as w:
        for _ in range(2):
            assert await w.unasked.note(member.id, shop.clock.now() + 6 * DAY)
    assert await _after(shop, grace, WEEK) == []


async def test_a_question_in_the_middle_of_a_flow_takes_no_answer_of_it(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "128")
    await press(shop, grace, "It helps")
    await pass_by(shop, 6 * DAY)
    await say(shop, grace, "/share")
    await say(shop, grace, "We put a new carpet on the sluice and washed the sand twice a day.")
    [asked] = await _after(shop, grace, DAY)
    assert asked.startswith(ASKED)
    await say(shop, grace, "1")
    async with shop.store.read() as r:
        draft = await r.drafts.find((await member_of(shop, grace)).id, (await member_of(shop, grace)).id)
    assert draft is not None and draft.answers.get("result") == "better"
    assert await _count(shop, "tried") == 0


async def test_an_author_hears_monthly_what_has_changed_and_nothing_else(shop: Workshop, pedro: Person) -> None:
    one = await publish(shop, pedro, "We built a retort of two pipes.", card="hs-mercury-retort")
    assert await _after(shop, pedro, 29 * DAY) == []
    async with shop.store.write() as w:
        for member in range(3):
            await w.experiences.react(one.id, member, "helped")
        await w.experiences.count(one.id, "reader")
    [news] = await _after(shop, pedro, DAY)
    assert news.startswith("📖 News of your story of 23 Nov 2026:")
    assert "1 person read it." in news and "3 people say it helped." in news and "tried" not in news
    assert await _after(shop, pedro, 31 * DAY) == []
    async with shop.store.write() as w:
        await w.experiences.react(one.id, 9, "tried")
    [news] = await _after(shop, pedro, 31 * DAY)
    assert "1 person tried it too." in news
    assert "📖" in (await press(shop, pedro, "My story"))[0]


async def test_an_author_of_two_stories_hears_of_both_in_one_message_a_month(shop: Workshop, pedro: Person) -> None:
    first = await publish(shop, pedro, "We built a retort of two pipes.")
    await pass_by(shop, 10 * DAY)
    second = await publish(shop, pedro, "We wash the sand twice.")
    async with shop.store.write() as w:
        for one in (first, second):
            await w.experiences.count(one.id, "reader")
    [news] = await _after(shop, pedro, 20 * DAY)
    assert "your story of 23 Nov 2026:" in news and "your story of 3 Dec 2026:" in news
    assert await _after(shop, pedro, 29 * DAY) == []
    async with shop.store.write() as w:
        await w.experiences.react(second.id, 9, "helped")
    [news] = await _after(shop, pedro, 2 * DAY)
    assert "3 Dec 2026" in news and "23 Nov 2026" not in news and "1 person says it helped." in news


async def test_a_story_that_was_put_back_and_goes_out_again_is_told_of_once_a_month(
    shop: Workshop, pedro: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, pedro)
    await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    await shop.clock.turn(timedelta(hours=20))
    await say(shop, joan, "/undo")
    await press(shop, joan, case.number)
    await say(shop, joan, "/next")
    await press(shop, joan, "Publish")
    async with shop.store.write() as w:
        await w.experiences.count(case.subject, "reader")
    assert len(await _after(shop, pedro, 30 * DAY)) == 1
    assert await _after(shop, pedro, 5 * DAY) == []


async def test_news_that_finds_no_room_this_week_comes_next_week(shop: Workshop, pedro: Person) -> None:
    one = await publish(shop, pedro, "We built a retort of two pipes.")
    member = await member_of(shop, pedro)
    async with shop.store.write() as w:
        await w.experiences.count(one.id, "reader")
        for _ in range(2):
            await w.unasked.note(member.id, shop.clock.now() + 29 * DAY)
    assert await _after(shop, pedro, 30 * DAY) == []
    assert len(await _after(shop, pedro, WEEK)) == 1


async def test_who_took_the_story_back_or_was_forgotten_hears_nothing(shop: Workshop, pedro: Person) -> None:
    one = await publish(shop, pedro, "We built a retort of two pipes.")
    async with shop.store.write() as w:
        await w.experiences.count(one.id, "reader")
        await w.experiences.withdraw(one.id)
    assert await _after(shop, pedro, 40 * DAY) == []


@pytest.mark.parametrize("code", CODES)
async def test_each_is_in_the_language_of_its_reader(shop: Workshop, grace: Person, code: str) -> None:
    say_it = speaker(code)
    await say(shop, grace, say_it.language.name)
    await say(shop, grace, "128")
    await press(shop, grace, say_it("✅ It helps"))
    one = await publish(shop, grace, "We built a retort of two pipes.")
    [asked] = await _after(shop, grace, WEEK)
    before, after = say_it("A week ago this card seemed useful to you: {title}. Did you try it?").split("{title}")
    assert asked.startswith(before) and after in asked
    async with shop.store.write() as w:
        await w.experiences.count(one.id, "reader")
    news = "".join(await _after(shop, grace, 24 * DAY))
    assert say_it.say_count("{n} person read it.", "{n} people read it.", 1) in news


async def test_nothing_that_can_wait_comes_in_the_night(shop: Workshop, grace: Person, pedro: Person) -> None:
    await pass_by(shop, timedelta(hours=11))
    await say(shop, grace, "128")
    await press(shop, grace, "It helps")
    assert await _after(shop, grace, WEEK) == [], "it is 23:00, by UTC, as nobody knows where she is"
    [asked] = await _after(shop, grace, timedelta(hours=8))
    assert asked.startswith(ASKED)


async def test_news_of_ones_story_waits_for_the_morning_of_its_author(shop: Workshop, pedro: Person) -> None:
    await say(shop, pedro, "/start")
    async with shop.store.write() as w:
        await w.members.set_country((await member_of(shop, pedro)).id, "PE")
    await pass_by(shop, timedelta(hours=15))
    await publish(shop, pedro, "I wet the rock")
    assert not any("Your story is out" in text_of(one) for one in from_bot(pedro)), "it is 22:00 in Lima"
    told = [text for _ in range(9) for text in await _after(shop, pedro, timedelta(hours=1))]
    assert any("Your story is out" in text for text in told)


async def test_a_number_that_is_typed_at_night_means_what_is_seen_and_not_what_waits(
    shop: Workshop, pedro: Person
) -> None:
    await say(shop, pedro, "/start")
    async with shop.store.write() as w:
        await w.members.set_country((await member_of(shop, pedro)).id, "PE")
    await pass_by(shop, timedelta(hours=15))
    # He has begun once more, and sees the languages, when his story is published.
    await publish(shop, pedro, "I wet the rock")
    assert label(pedro, "English").startswith("1")
    assert "I speak English" in (await say(shop, pedro, "1"))[0]
