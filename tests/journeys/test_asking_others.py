"""May I ask others? Kept, counted with its like, told after two weeks, told of the end; forgotten when one is."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from handlers.members.gaps.asking_others import begin_waiting
from tests.conftest import NOON
from tests.journeys.asking_others import MUSIC, YES, ask_others, case_of, member_of, only_gap, pass_on
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say, text_of
from tests.journeys.reviewing import MODERATOR, hire

DAY = timedelta(days=1)


async def _waiting(shop: Workshop, person: Person) -> int:
    member = await member_of(shop, person)
    async with shop.store.read() as r:
        return len(await r.gaps.asked_by(member.id))


async def test_a_yes_keeps_who_asks_and_lets_a_person_look_at_the_wording(shop: Workshop, grace: Person) -> None:
    promised = (await ask_others(shop, grace))[0]
    assert "without your name" in promised and "It often takes some weeks, and sometimes nobody knows." in promised
    gap = await only_gap(shop)
    case = await case_of(shop, gap)
    assert (gap.state, gap.wording, gap.times) == ("open", MUSIC, 1)
    assert case is not None and (case.state, case.language) == ("open", "en")
    assert await _waiting(shop, grace) == 1


async def test_without_a_yes_a_gap_is_counted_and_nobody_is_kept(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, MUSIC)
    assert await _waiting(shop, grace) == 0 and await case_of(shop, await only_gap(shop)) is None


async def test_pressing_twice_waits_once(shop: Workshop, grace: Person) -> None:
    await ask_others(shop, grace)
    await say(shop, grace, MUSIC)
    assert await press(shop, grace, YES) == ["I am asking already. You hear from me here."]
    assert await _waiting(shop, grace) == 1 and (await only_gap(shop)).times == 2


async def test_how_long_it_takes_is_measured_when_enough_was_answered(shop: Workshop, grace: Person) -> None:
    async with shop.store.write() as w:
        for number in range(5):
            gap = await w.gaps.note(f"q{number}", "en", "none", [f"a{number}", f"b{number}"], [], NOON.date())
            await w.gaps.finish(gap.id, "answered", NOON.date() + 3 * DAY)
    assert "It usually takes 3 days." in (await ask_others(shop, grace))[0]


async def test_a_dangerous_question_weighs_more(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "which football team won yesterday")
    await say(shop, grace, "is the compressor hose allowed to be green")
    await press(shop, grace, "None of these")
    async with shop.store.read() as r:
        first, second = await r.gaps.living()
    assert (first.danger, second.danger) == (1, 0) and "compressor" in first.wording


async def test_a_card_that_is_wrong_leaves_its_question_open(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "how do I burn amalgam safely")
    await press(shop, grace, "❌")
    assert "May I ask other people?" in (await press(shop, grace, "wrong"))[0]
    gap = await only_gap(shop)
    assert (gap.kind, gap.wording, gap.danger) == ("not-helpful", "how do I burn amalgam safely", 1)
    await press(shop, grace, YES)
    assert await _waiting(shop, grace) == 1


async def test_a_card_that_was_only_opened_leaves_no_question(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "128")
    await press(shop, grace, "❌")
    await press(shop, grace, "wrong")
    async with shop.store.read() as r:
        assert await r.gaps.living() == []


async def test_an_unknown_place_is_asked_about_in_words(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/country")
    await press(shop, grace, "Ghana")
    await say(shop, grace, "/country")
    await press(shop, grace, "Where near me")
    await press(shop, grace, "Snakebite serum")
    gap = await only_gap(shop)
    assert (gap.kind, gap.danger) == ("place", 2)
    assert gap.wording == "Where is this to be had in Ghana: Snakebite serum?"
    await press(shop, grace, YES)
    assert await _waiting(shop, grace) == 1


async def test_after_two_weeks_one_is_asked_once_whether_to_go_on(shop: Workshop, grace: Person) -> None:
    await ask_others(shop, grace)
    before = len(from_bot(grace))
    await pass_by(shop, 13 * DAY)
    assert len(from_bot(grace)) == before
    await pass_by(shop, DAY)
    asked = text_of(from_bot(grace)[-1])
    assert len(from_bot(grace)) == before + 1
    assert "your question of 23 Nov 2026" in asked and "I have asked nobody yet" in asked
    await pass_by(shop, 10 * DAY)
    assert len(from_bot(grace)) == before + 1


async def test_a_question_that_was_passed_is_quoted_and_who_was_asked_counted(shop: Workshop, grace: Person) -> None:
    await ask_others(shop, grace)
    gap = await only_gap(shop)
    await pass_on(shop, gap, en="What keeps you awake at night?")
    async with shop.store.write() as w:
        for target in (77, 78, 79):
            await w.gaps.note_asked(gap.id, target, shop.clock.now())
        for _ in range(2):
            await w.gaps.count_group(gap.id)
    await pass_by(shop, 14 * DAY)
    told = text_of(from_bot(grace)[-1])
    assert "“What keeps you awake at night?”" in told
    assert "I have asked 2 groups." in told and "I have asked 1 person." in told


async def test_a_question_that_may_be_asked_but_found_nobody_says_so(shop: Workshop, grace: Person) -> None:
    await ask_others(shop, grace)
    await pass_on(shop, await only_gap(shop))
    await pass_by(shop, 14 * DAY)
    assert "I have not found anyone to ask yet." in text_of(from_bot(grace)[-1])


async def test_who_presses_yes_twice_is_asked_again_once(shop: Workshop, grace: Person) -> None:
    await ask_others(shop, grace)
    await pass_by(shop, 14 * DAY)
    message = grace.newest_with_buttons(grace.private)
    assert message is not None
    action = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await press(shop, grace, "Keep asking")
    await shop.clock.turn(timedelta(minutes=2))
    # As a phone sends it that has not seen the change yet.
    older = grace.newest_with_buttons(grace.private)
    assert older is not None
    older["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = action
    await do(shop, grace, lambda: grace.press(0, older))
    before = len(from_bot(grace))
    await pass_by(shop, 14 * DAY)
    await pass_by(shop, 2 * DAY)
    assert len(from_bot(grace)) == before + 1


async def test_yes_goes_on_to_ninety_days_and_then_it_ends(shop: Workshop, grace: Person) -> None:
    await ask_others(shop, grace)
    for day in (14, 28, 42, 56, 70):
        await pass_by(shop, 14 * DAY)
        assert "Shall I keep asking?" in text_of(from_bot(grace)[-1]), day
        kept = await press(shop, grace, "Keep asking")
        assert kept[0].startswith("✅ I keep asking, until")
    await pass_by(shop, 14 * DAY)
    await press(shop, grace, "Keep asking")
    await pass_by(shop, 7 * DAY)
    assert text_of(from_bot(grace)[-1]).startswith("🙋 Nobody could answer this so far")
    assert await _waiting(shop, grace) == 0


async def test_the_end_is_always_said_with_the_nearest_card(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "how do I burn amalgam safely")
    await press(shop, grace, "❌")
    await press(shop, grace, "Not my question")
    await press(shop, grace, YES)
    for _ in range(2):
        await pass_by(shop, 16 * DAY)
    ended = text_of(from_bot(grace)[-1])
    assert "Nobody could answer this so far" in ended and "This comes nearest:" in ended
    assert "retort" in (await press(shop, grace, 0))[0]
    assert await _waiting(shop, grace) == 0


async def test_a_question_that_is_not_passed_on_ends_with_the_nearest_card_too(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await say(shop, grace, "how do I burn amalgam safely")
    await press(shop, grace, "❌")
    await press(shop, grace, "Not my question")
    await press(shop, grace, YES)
    await say(shop, joan, "/next")
    await press(shop, joan, "Reject")
    told = text_of(from_bot(grace)[-1])
    assert "It can't be passed on so" in told and told.endswith("This comes nearest:")
    assert "retort" in (await press(shop, grace, 0))[0]
    assert await _waiting(shop, grace) == 0


async def test_who_was_told_that_it_is_not_passed_on_waits_again_when_that_is_put_back(
    shop: Workshop, grace: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await ask_others(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Reject")
    assert await _waiting(shop, grace) == 0
    await say(shop, joan, "/undo")
    await press(shop, joan, "not passed on")
    assert "looked at once more" in text_of(from_bot(grace)[-1])
    assert await _waiting(shop, grace) == 1
    assert "wait for an answer: 1." in (await say(shop, joan, "/next"))[0]


async def test_a_spoken_question_ends_with_the_nearest_card_too(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    async with shop.store.write() as w:
        member = await w.members.find(grace.id)
        assert member is not None
        gap = await w.gaps.note("x y z", "en", "voice", ["x", "y"], ["hs-mercury-retort"], shop.clock.now().date())
        await begin_waiting(w, shop.app.services.library, gap, member.id, speaker("en"), shop.clock.now())
    for _ in range(2):
        await pass_by(shop, 16 * DAY)
    assert text_of(from_bot(grace)[-1]).endswith("This comes nearest:") and label(grace, "retort")


async def test_no_ends_it_at_once(shop: Workshop, grace: Person) -> None:
    await ask_others(shop, grace)
    await pass_by(shop, 14 * DAY)
    assert "have forgotten that it was you" in (await press(shop, grace, "Stop asking"))[0]
    assert await _waiting(shop, grace) == 0
    before = len(from_bot(grace))
    await pass_by(shop, 30 * DAY)
    assert len(from_bot(grace)) == before


async def test_who_waits_for_two_answers_hears_of_one_a_day(shop: Workshop, grace: Person) -> None:
    await ask_others(shop, grace)
    await ask_others(shop, grace, "which football team won yesterday")
    before = len(from_bot(grace))
    await pass_by(shop, 14 * DAY)
    assert len(from_bot(grace)) == before + 1
    await pass_by(shop, DAY)
    assert len(from_bot(grace)) == before + 2


async def test_nobody_goes_on_or_ends_in_the_name_of_another(shop: Workshop, grace: Person, amina: Person) -> None:
    await ask_others(shop, grace)
    member = await member_of(shop, grace)
    async with shop.store.read() as r:
        [asker] = await r.gaps.asked_by(member.id)
    await say(shop, amina, MUSIC)
    for action in (
        f"gap-drop:{asker.id}",
        f"gap-keep:{asker.id}",
        "gap-drop:x",
        "ask-others:99",
        "ask-others:" + "9" * 30,
    ):
        message = amina.newest_with_buttons(amina.private)
        assert message is not None
        message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = action
        amina.press(0, message)
        await shop.idle()
    assert await _waiting(shop, grace) == 1


async def test_whoever_is_forgotten_waits_no_more_and_hears_nothing(shop: Workshop, grace: Person) -> None:
    await ask_others(shop, grace)
    grace.say("/forget")
    await shop.idle()
    before = len(from_bot(grace))
    await pass_by(shop, 31 * DAY)
    assert len(from_bot(grace)) <= before
    async with shop.store.read() as r:
        assert await r.gaps.waiting() == {}


async def test_a_restart_between_the_question_and_the_yes_loses_nothing(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, MUSIC)
    await shop.restart()
    await press(shop, grace, YES)
    await shop.restart()
    await pass_by(shop, 14 * DAY)
    assert "Shall I keep asking?" in text_of(from_bot(grace)[-1])
    await shop.restart()
    assert (await press(shop, grace, "Keep asking"))[0].startswith("✅")


@pytest.mark.parametrize("code", CODES)
async def test_everything_is_said_in_ones_own_language(shop: Workshop, grace: Person, code: str) -> None:
    say_it = speaker(code)
    await say(shop, grace, say_it.language.name)
    async with shop.store.write() as w:
        gap = await w.gaps.note("x y z", code, "none", ["x", "y"], [], shop.clock.now().date())
        await w.gaps.ask(gap.id, (await w.members.find(grace.id)).id, code, shop.clock.now())  # type: ignore[union-attr]
    await say(shop, grace, "xyzzy plugh")
    assert any(say_it("🙋 Yes, ask others") in one for row in grace.buttons for one in row)
    assert label(grace, say_it("🙋 Yes, ask others"))
    told = (await press(shop, grace, say_it("🙋 Yes, ask others")))[0]
    assert say_it("🙋 I ask others, without your name. A person reads your question first.") in told
