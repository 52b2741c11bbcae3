"""Who talks to the bot and answers a question in a group is asked in private whether it may be kept."""

from datetime import timedelta

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from handlers.groups.answered import GROUP_ANSWER
from tests.journeys.conversing import from_bot, pass_by, press, say, text_of
from tests.journeys.group_questions import (
    ANSWER,
    MASK,
    PUMP,
    WAY,
    ask_the_group,
    done,
    make_group,
    planned,
    question_in,
)
from tests.journeys.news import settle
from tests.journeys.sharing import answers_of, code_in, only


@pytest.fixture
async def group(shop: Workshop, grace: Person, amina: Person) -> Group:
    return await make_group(shop, grace, amina)


async def test_who_talks_to_the_bot_is_asked_in_private_and_shares_with_the_words_already_in(
    shop: Workshop, group: Group, amina: Person, grace: Person
) -> None:
    [gap] = await ask_the_group(shop, group, MASK)
    await say(shop, amina, "/start")
    await say(shop, amina, "English")
    asked = question_in(group)
    assert await done(shop, group, lambda: amina.say(ANSWER, group, reply_to=asked)) == []
    assert WAY in text_of(question_in(group))
    question = text_of(from_bot(amina)[-1])
    assert "May I keep what you answered in a group" in question
    assert ANSWER in question and MASK in question
    assert "gold" not in question and "Grace" not in question
    assert from_bot(grace) == []
    assert "What came of it?" in (await press(shop, amina, "Yes, keep it"))[0]
    await press(shop, amina, "Better")
    code_in((await say(shop, amina, "1 3"))[0])
    story = await only(shop)
    assert (story.gap, answers_of(story)["story"]) == (gap.id, ANSWER)
    assert group.id not in story.answers.values()


async def test_a_no_and_a_day_without_an_answer_leave_nothing(shop: Workshop, group: Group, amina: Person) -> None:
    await ask_the_group(shop, group, MASK)
    await say(shop, amina, "/start")
    await say(shop, amina, "English")
    for words in (ANSWER, f"{ANSWER}, really"):
        await done(shop, group, lambda said=words: amina.say(said, group, reply_to=question_in(group)))
    assert len(await planned(shop)) == 2
    assert "kept nothing" in (await press(shop, amina, "No, drop it"))[0]
    assert [one["told"] for one in await planned(shop)] == [ANSWER]
    assert "dropped this already" in (await press(shop, amina, "Yes, keep it"))[0]
    first = next(one for one in from_bot(amina) if f"{ANSWER}\n" in text_of(one))
    await pass_by(shop, timedelta(hours=24, minutes=1))
    assert await planned(shop) == []
    amina.press(0, first)
    await settle(shop)
    assert "dropped this already" in text_of(from_bot(amina)[-1])
    async with shop.store.read() as r:
        member = await r.members.find(amina.id)
        assert member is not None
        assert await r.drafts.find(member.id, member.id) is None


async def test_nobody_can_take_what_someone_else_has_said(
    shop: Workshop, group: Group, amina: Person, grace: Person
) -> None:
    await ask_the_group(shop, group, MASK)
    for person in (amina, grace):
        await say(shop, person, "/start")
    await done(shop, group, lambda: amina.say(ANSWER, group, reply_to=question_in(group)))
    data = from_bot(amina)[-1]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    for made_up in (data, f"{GROUP_ANSWER}:1:0", f"{GROUP_ANSWER}:x:no", f"{GROUP_ANSWER}:{'9' * 19}:0", GROUP_ANSWER):
        query = shop.local.world.queries.ask(grace.id, grace.id)
        body = {"id": query.id, "from": grace.face, "message": grace.last, "chat_instance": "1", "data": made_up}
        shop.local.inject({"callback_query": body})
        await settle(shop)
        assert "clinic" not in text_of(from_bot(grace)[-1])
    assert len(await planned(shop)) == 1
    await say(shop, amina, "/forget")
    assert await planned(shop) == []
    assert shop.app.turns.dead == 0


async def test_of_several_questions_the_author_says_which_one_it_answers(
    shop: Workshop, group: Group, amina: Person
) -> None:
    first, second = await ask_the_group(shop, group, MASK, PUMP)
    await say(shop, amina, "/start")
    await say(shop, amina, "English")
    await done(
        shop, group, lambda: amina.say("We rinse it each evening and oil it", group, reply_to=question_in(group))
    )
    question = text_of(from_bot(amina)[-1])
    assert f"1. “{first.passed['en']}”" in question and f"2. “{second.passed['en']}”" in question
    await shop.restart()
    assert "What came of it?" in (await press(shop, amina, "It answers no. 2"))[0]
    await press(shop, amina, "Better")
    await say(shop, amina, "1 3")
    assert (await only(shop)).gap == second.id


async def test_a_voice_note_and_a_text_that_is_too_long_are_asked_about_too(
    shop: Workshop, group: Group, amina: Person
) -> None:
    await ask_the_group(shop, group, MASK)
    await say(shop, amina, "/start")
    await say(shop, amina, "English")
    voice = amina.send_voice(b"OggS")
    await settle(shop)
    before, asked = len(from_bot(amina)), question_in(group)
    said = {key: value for key, value in voice.items() if key in ("date", "from", "voice")}
    reply = {**said, "message_id": 9_001, "chat": group.chat.face, "reply_to_message": asked}
    assert await done(shop, group, lambda: shop.local.inject({"message": reply})) == []
    assert len(from_bot(amina)) == before + 1
    assert "What came of it?" in (await press(shop, amina, "Yes, keep it"))[0]
    await say(shop, amina, "/cancel")
    await done(shop, group, lambda: amina.say("We wet the rock. " * 120, group, reply_to=question_in(group)))
    assert "What did you do" in (await press(shop, amina, "Yes, keep it"))[0]


@pytest.mark.parametrize("then", ["Keep for later", "Drop it"])
async def test_who_is_in_the_middle_of_something_else_decides_first_and_loses_nothing(
    shop: Workshop, group: Group, amina: Person, then: str
) -> None:
    [gap] = await ask_the_group(shop, group, MASK)
    await say(shop, amina, "/start")
    await say(shop, amina, "English")
    await say(shop, amina, "/missing")
    await say(shop, amina, "we line the sluice with a carpet")
    await done(shop, group, lambda: amina.say(ANSWER, group, reply_to=question_in(group)))
    assert "not finished" in (await press(shop, amina, "Yes, keep it"))[0]
    assert "What came of it?" in (await press(shop, amina, then))[0]
    await press(shop, amina, "Better")
    await say(shop, amina, "1 3")
    story = await only(shop)
    assert (story.gap, answers_of(story)["story"]) == (gap.id, ANSWER)


async def test_markup_in_an_answer_is_quoted_and_never_acts(shop: Workshop, group: Group, amina: Person) -> None:
    await ask_the_group(shop, group, MASK)
    await say(shop, amina, "/start")
    await say(shop, amina, "English")
    said = "<b>@x https://x.example</b> \u202e /forget & #gold {n} %s masks are cheap"
    await done(shop, group, lambda: amina.say(said, group, reply_to=question_in(group)))
    assert "<b>@x https://x.example</b>" in text_of(from_bot(amina)[-1])
    assert "What came of it?" in (await press(shop, amina, "Yes, keep it"))[0] or "bold" in text_of(from_bot(amina)[-1])
    assert shop.app.turns.dead == 0


async def test_who_has_blocked_the_bot_is_not_written_to(shop: Workshop, group: Group, amina: Person) -> None:
    await ask_the_group(shop, group, MASK)
    await say(shop, amina, "/start")
    amina.block()
    await settle(shop)
    shown = len(amina.messages)
    await done(shop, group, lambda: amina.say(ANSWER, group, reply_to=question_in(group)))
    assert len(amina.messages) == shown
    assert await planned(shop) == []
