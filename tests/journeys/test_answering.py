"""/answer: who says so is asked what nobody knows, at most once a week; they may tell it, refuse, or stop."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from storage.gaps import Gap
from tests.journeys.asking_others import MUSIC, ask_others, member_of, only_gap, pass_on
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say, text_of

DAY = timedelta(days=1)
KNOW = "I know this"
ACCIDENT = (
    "A rock cut his thigh and blood was jumping. We pressed with a shirt for the whole ride to hospital and never "
    "looked under it. The doctor said that saved him."
)


@pytest.fixture
def joan(shop: Workshop) -> Person:
    return shop.local.add_person(first_name="Joan", language_code="en")


async def _be_willing(shop: Workshop, person: Person, topic: str = "Everything") -> None:
    await say(shop, person, "/answer")
    await press(shop, person, topic)


async def _passed(shop: Workshop, asker: Person, question: str = MUSIC, **wordings: str) -> Gap:
    await ask_others(shop, asker, question)
    gap = await only_gap(shop)
    await pass_on(shop, gap, **wordings)
    return gap


async def _unread(person: Person, before: int) -> list[str]:
    return [text_of(one) for one in from_bot(person)[before:]]


async def test_nobody_is_asked_who_has_not_said_so(shop: Workshop, grace: Person, joan: Person) -> None:
    await say(shop, joan, "/start")
    await _passed(shop, grace)
    before = len(from_bot(joan))
    await pass_by(shop, DAY)
    assert await _unread(joan, before) == []


async def test_topics_are_switched_and_stopping_ends_it(shop: Workshop, joan: Person) -> None:
    assert "Nobody learns who you are" in (await say(shop, joan, "/answer"))[0]
    await press(shop, joan, "Selling")
    about = (await press(shop, joan, "Papers and law"))[0]
    assert "Papers and law and 💰 Selling" in about and label(joan, "Selling").endswith("☑️ 💰 Selling")
    await press(shop, joan, "Papers and law")
    await shop.restart()
    assert "about: 💰 Selling." in (await say(shop, joan, "/answer"))[0]
    assert "/answer begins again" in (await press(shop, joan, "Ask me no more"))[0]
    member = await member_of(shop, joan)
    async with shop.store.read() as r:
        assert await r.gaps.willingness(member.id) is None


async def test_no_topic_left_is_no_and_not_everything(shop: Workshop, joan: Person) -> None:
    await _be_willing(shop, joan, "Selling")
    assert "May I ask you" in (await press(shop, joan, "Selling"))[0]
    member = await member_of(shop, joan)
    async with shop.store.read() as r:
        assert await r.gaps.willingness(member.id) is None


async def test_a_question_goes_to_who_may_be_asked_about_it_only(shop: Workshop, grace: Person, joan: Person) -> None:
    other = shop.local.add_person(first_name="Other", language_code="en")
    await _be_willing(shop, joan, "Health, safety")
    await _be_willing(shop, other, "Selling")
    before = len(from_bot(joan)), len(from_bot(other))
    await _passed(shop, grace, "is the compressor hose allowed to be green")
    await pass_by(shop, DAY)
    [asked] = await _unread(joan, before[0])
    assert "is the compressor hose allowed to be green" in asked and "Do you know it from your own work?" in asked
    assert await _unread(other, before[1]) == []


async def test_who_asked_is_not_asked_back(shop: Workshop, grace: Person) -> None:
    await _be_willing(shop, grace)
    await _passed(shop, grace)
    before = len(from_bot(grace))
    await pass_by(shop, DAY)
    assert await _unread(grace, before) == []


async def test_one_is_asked_at_most_once_a_week_and_never_the_same_twice(
    shop: Workshop, grace: Person, joan: Person
) -> None:
    await _be_willing(shop, joan)
    await _passed(shop, grace)
    async with shop.store.write() as w:
        other = await w.gaps.note("who paints stones", "en", "none", ["a", "b"], [], shop.clock.now().date())
    await pass_on(shop, other)
    before = len(from_bot(joan))
    for _ in range(6):
        await pass_by(shop, DAY)
    assert len(await _unread(joan, before)) == 1
    for _ in range(20):
        await pass_by(shop, DAY)
    asked = await _unread(joan, before)
    assert len(asked) == 2 and MUSIC in asked[0] and "who paints stones" in asked[1]


async def test_dangerous_questions_are_asked_first(shop: Workshop, joan: Person) -> None:
    await _be_willing(shop, joan)
    today = shop.clock.now().date()
    async with shop.store.write() as w:
        often = await w.gaps.note("often", "en", "none", ["a", "b"], [], today)
        await w.gaps.note("often", "en", "none", ["a", "b"], [], today)
        danger = await w.gaps.note("danger", "en", "none", ["c", "d"], [], today, danger=2)
    for gap in (often, danger):
        await pass_on(shop, gap)
    await pass_by(shop, DAY)
    assert "“danger”" in text_of(from_bot(joan)[-1])


async def test_the_words_of_ones_own_language_are_taken_when_they_are_there(
    shop: Workshop, grace: Person, joan: Person
) -> None:
    amina = shop.local.add_person(first_name="Amina", language_code="sw")
    for person in (joan, amina):
        await say(shop, person, "/answer")
        await press(shop, person, 0)
    await _passed(shop, grace, en="What keeps people awake?", sw="Nini huwaweka watu macho?")
    await pass_by(shop, DAY)
    assert "Nini huwaweka watu macho?" in text_of(from_bot(amina)[-1])
    assert "What keeps people awake?" in text_of(from_bot(joan)[-1])


async def test_who_knows_tells_and_the_story_belongs_to_the_question(
    shop: Workshop, grace: Person, joan: Person
) -> None:
    await _be_willing(shop, joan)
    gap = await _passed(shop, grace)
    await pass_by(shop, DAY)
    await press(shop, joan, KNOW)
    await shop.restart()
    await say(shop, joan, "We sing the songs of our village and drink tea at two o'clock at night.")
    await press(shop, joan, "Better")
    await say(shop, joan, "1 3")
    member = await member_of(shop, joan)
    async with shop.store.read() as r:
        [story] = await r.experiences.of(member.id)
    assert (story.gap, story.state) == (gap.id, "waiting")


async def test_an_answer_that_sounds_like_a_cry_is_asked_about_and_belongs_to_the_question_all_the_same(
    shop: Workshop, grace: Person, joan: Person
) -> None:
    gap = await _passed(shop, grace)
    await do(shop, joan, lambda: joan.start(f"g_{gap.id}"))
    await press(shop, joan, KNOW)
    (asked,) = await say(shop, joan, ACCIDENT)
    assert "Is someone in danger now?" in asked
    await press(shop, joan, "No, my story")
    await press(shop, joan, "Better")
    await say(shop, joan, "1 3")
    member = await member_of(shop, joan)
    async with shop.store.read() as r:
        [story] = await r.experiences.of(member.id)
    assert (story.gap, story.answers["story"]) == (gap.id, ACCIDENT)


async def test_not_me_and_ask_me_no_more_need_no_reason(shop: Workshop, grace: Person, joan: Person) -> None:
    await _be_willing(shop, joan)
    await _passed(shop, grace)
    await pass_by(shop, DAY)
    other = shop.local.add_person(first_name="Other", language_code="en")
    await _be_willing(shop, other)
    await pass_by(shop, DAY)
    assert await press(shop, joan, "Not me") == ["✋ Thank you. I ask others."]
    assert "/answer begins again" in (await press(shop, other, "Ask me no more"))[0]


async def test_a_link_opens_the_question_also_for_one_who_was_never_here(
    shop: Workshop, grace: Person, joan: Person
) -> None:
    gap = await _passed(shop, grace)
    opened = await do(shop, joan, lambda: joan.start(f"g_{gap.id}"))
    assert MUSIC in opened[0] and any("I am Pitwise" in text for text in opened)
    assert "What did you do" in (await press(shop, joan, KNOW))[0]


@pytest.mark.parametrize("payload", ["g_", "g_x", "g_99999999999999999999", "g_12", "g_-1"])
async def test_a_made_up_or_old_link_harms_nobody(shop: Workshop, joan: Person, payload: str) -> None:
    assert await do(shop, joan, lambda: joan.start(payload))
    assert shop.app.turns.dead == 0


async def test_a_forwarded_link_to_a_question_that_is_answered_says_so(
    shop: Workshop, grace: Person, joan: Person
) -> None:
    gap = await _passed(shop, grace)
    async with shop.store.write() as w:
        await w.gaps.finish(gap.id, "answered", shop.clock.now().date())
    for _ in range(2):
        assert "not open any more" in (await do(shop, joan, lambda: joan.start(f"g_{gap.id}")))[0]


async def test_an_unpassed_question_is_shown_to_nobody(shop: Workshop, grace: Person, joan: Person) -> None:
    await ask_others(shop, grace)
    gap = await only_gap(shop)
    opened = await do(shop, joan, lambda: joan.start(f"g_{gap.id}"))
    assert not any(MUSIC in text for text in opened)


@pytest.mark.parametrize("code", CODES)
async def test_everyone_is_asked_in_their_language_or_not_at_all(
    shop: Workshop, grace: Person, joan: Person, code: str
) -> None:
    say_it = speaker(code)
    await say(shop, joan, say_it.language.name)
    await say(shop, joan, "/answer")
    await press(shop, joan, say_it("🌍 Everything"))
    other = "en" if code != "en" else "fr"
    gap = await _passed(shop, grace, **{other: "Q of another language"})
    await pass_by(shop, DAY)
    before = len(from_bot(joan))
    async with shop.store.write() as w:
        assert await w.gaps.word(gap.id, code, "Q of mine")
    await pass_by(shop, DAY)
    [asked] = await _unread(joan, before)
    assert "Q of mine" in asked and say_it("Do you know it from your own work?") in asked
