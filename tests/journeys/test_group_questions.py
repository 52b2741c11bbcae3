"""A question in a group's news is answered in private: what is said to it in the group is kept of nobody unasked."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.intake import Kept
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import GLANCE_S, Workshop
from content.languages import CODES, speaker
from handlers.groups.answered import GROUP_ANSWER
from handlers.members.others_tried import story_text
from handlers.story_words import public
from storage.gaps import Gap
from tests.bot.test_digests import WISHES, subscribe, turn
from tests.journeys.conversing import from_bot, pass_by, press, say, text_of
from tests.journeys.news import labels, settle
from tests.journeys.sharing import answers_of, code_in, only

MASK, PUMP = "Where is a dust mask cheap?", "How do you keep the pump from rusting?"
ANSWER = "The clinic in town sells masks for two dollars, mine lasted a year"
WAY = "Answers reach the asker through the button."


@pytest.fixture
async def group(shop: Workshop, grace: Person, amina: Person) -> Group:
    group = shop.local.add_group("<b>@gold</b> t.me/x \u202e", members=[amina], admins=[grace], kind="supergroup")
    await settle(shop)
    return group


async def ask_the_group(shop: Workshop, group: Group, *wordings: str) -> list[Gap]:
    """Let the group's news ask these questions, and return them by their numbers."""
    await subscribe(shop, group)
    async with shop.store.write() as w:
        for at, words in enumerate(wordings):
            about = [f"thing{at}", f"other{at}"]
            gap = await w.gaps.note(words, "en", "none", about, [], shop.clock.now().date())
            await w.gaps.pass_wording(gap.id, {"en": words})
    await turn(shop, days=1)
    text = text_of(question_in(group)).replace("\u2060", "")
    async with shop.store.read() as r:
        living = await r.gaps.living()
    return sorted(living, key=lambda gap: text.find(gap.passed["en"]))


def question_in(group: Group) -> dict[str, Any]:
    """Return the newest edition, as it reads now."""
    return [one for one in group.messages if "News for" in text_of(one)][-1]


async def done(shop: Workshop, group: Group, act: Callable[[], Any]) -> list[dict[str, Any]]:
    """Do something, and return what the bot newly wrote in the group."""
    before = {one["message_id"] for one in group.messages}
    await shop.clock.turn(timedelta(seconds=15))
    act()
    await settle(shop)
    ours = shop.local.me["id"]
    return [one for one in group.messages if one["from"]["id"] == ours and one["message_id"] not in before]


async def planned(shop: Workshop, kind: str = GROUP_ANSWER) -> list[Any]:
    async with shop.store.read() as r:
        later = shop.clock.now() + timedelta(days=2)
        return [job.detail for job in await r.jobs.due(later, 100) if job.kind == kind]


async def questions_kept(shop: Workshop) -> list[str]:
    async with shop.store.read() as r:
        return [gap.wording for gap in await r.questions.gaps()]


async def test_a_stranger_s_answer_is_dropped_and_the_question_says_once_where_answers_go(
    shop: Workshop, group: Group, amina: Person
) -> None:
    await ask_the_group(shop, group, MASK)
    asked = question_in(group)
    assert await done(shop, group, lambda: amina.say(ANSWER, group, reply_to=asked)) == []
    changed = question_in(group)
    assert text_of(changed) == f"{text_of(asked)}\n\n{WAY}"
    assert labels(changed) == labels(asked)
    assert [one for one in changed["entities"] if one["type"] == "bold"]
    for words in ("thanks", "and another one: look at the market", "are you sure?"):
        assert await done(shop, group, lambda said=words: amina.say(said, group, reply_to=question_in(group))) == []
    assert question_in(group) == changed
    assert await questions_kept(shop) == []
    assert await planned(shop) == []
    assert from_bot(amina) == []


async def test_in_two_languages_each_message_says_it_in_its_own(shop: Workshop, group: Group, amina: Person) -> None:
    await subscribe(shop, group, replace(WISHES, languages=("ar", "fr")))
    async with shop.store.write() as w:
        gap = await w.gaps.note(MASK, "fr", "none", ["a", "b"], [], shop.clock.now().date())
        await w.gaps.pass_wording(gap.id, {"ar": "أين الكمامة رخيصة؟", "fr": "Où trouver un masque ?"})
    await turn(shop, days=1)
    for code, words in (("ar", "الكمامة"), ("fr", "masque")):
        asked = next(one for one in group.messages if words in text_of(one))
        await done(shop, group, lambda to=asked: amina.say(ANSWER, group, reply_to=to))
        text = text_of(next(one for one in group.messages if words in text_of(one)))
        assert text.endswith(speaker(code)(WAY))
        assert labels(next(one for one in group.messages if words in text_of(one))) == labels(asked)


async def test_a_stranger_s_words_do_not_even_wait_in_the_inbox(
    shop: Workshop, group: Group, grace: Person, amina: Person
) -> None:
    await ask_the_group(shop, group, MASK)
    await say(shop, grace, "/start")
    asked, taken = question_in(group), list[Kept]()
    shop.app.intake.enqueue = taken.extend
    amina.say(ANSWER, group, reply_to=asked)
    grace.say("Grace answers", group, reply_to=asked)
    amina.say("the shaft has collapsed on two men", group, reply_to=asked)
    amina.say("/ask how do I burn amalgam", group, reply_to=asked)
    amina.say(f"/open 1 {ANSWER}", group, reply_to=asked)
    amina.edit(amina.say("x", group, reply_to=asked), ANSWER)
    amina.edit(amina.say("x", group, reply_to=asked), "a man is unconscious in the pit")
    async with asyncio.timeout(20):
        while len(taken) < 9:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(GLANCE_S)
    async with shop.store.read() as r:
        kept = [json.loads(body) for _, body in await r.inbox.kept()]
    messages = [one.get("message") or one["edited_message"] for one in kept]
    assert [one.get("text") for one in messages] == [
        None,
        "Grace answers",
        "the shaft has collapsed on two men",
        "/ask how do I burn amalgam",
        "/open 1",
        None,
        None,
        None,
        "a man is unconscious in the pit",
    ]
    assert "clinic" not in str(kept)
    assert [one.body for one in taken] == kept


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


async def what_shows(shop: Workshop, group: Group, person: Person) -> list[Any]:
    """Let someone answer in a group in several ways; return what the bot wrote, and whether it changed its question."""
    shown = []
    for words in (ANSWER, "thanks", "how do I burn amalgam?", "ok"):
        asked = next(one for one in group.messages if MASK in text_of(one))
        new = await done(shop, group, lambda said=words, to=asked: person.say(said, group, reply_to=to))
        shown.append((new, WAY in text_of(next(one for one in group.messages if MASK in text_of(one)))))
    return shown


async def test_the_group_cannot_see_who_talks_to_the_bot(
    shop: Workshop, group: Group, amina: Person, grace: Person
) -> None:
    await ask_the_group(shop, group, MASK)
    await say(shop, amina, "/start")
    other = shop.local.add_group("Other", members=[amina, grace], admins=[grace])
    await settle(shop)
    await subscribe(shop, other)
    await turn(shop, days=1)
    seen = [await what_shows(shop, group, amina), await what_shows(shop, other, grace)]
    assert seen[0] == seen[1] == [([], True)] * 4


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


@pytest.mark.parametrize(
    "cry", ["help the shaft has collapsed on two men", "danger", "@{name} a man is unconscious in the pit"]
)
async def test_a_cry_for_help_to_a_question_is_answered_there_without_a_name(
    shop: Workshop, group: Group, amina: Person, cry: str
) -> None:
    await ask_the_group(shop, group, MASK)
    said = cry.format(name=shop.local.me["username"])
    [card] = await done(shop, group, lambda: amina.say(said, group, reply_to=question_in(group)))
    assert "Amina" not in text_of(card) and "reply_to_message" not in card
    assert "📞" in text_of(card) or "⛔" in text_of(card) or len(labels(card)) > 2
    assert WAY not in text_of(question_in(group))
    assert await questions_kept(shop) == []
    if "shaft" in cry:
        amina.press("Open the whole card", card)
        await settle(shop)
        assert "⛔" in text_of(from_bot(amina)[0])


async def test_a_doubtful_cry_offers_the_way_to_private_as_well(shop: Workshop, group: Group, amina: Person) -> None:
    name = shop.local.me["username"]
    [warning] = await done(shop, group, lambda: amina.say(f"@{name} my friend feels dizzy", group))
    assert "Is someone in danger now?" in text_of(warning)
    assert labels(warning)[-1] == "Ask in private"


async def test_whoever_calls_the_bot_by_its_name_under_a_question_is_answered(
    shop: Workshop, group: Group, amina: Person
) -> None:
    await ask_the_group(shop, group, MASK)
    said = f"@{shop.local.me['username']} how do I burn amalgam safely"
    [card] = await done(shop, group, lambda: amina.say(said, group, reply_to=question_in(group)))
    assert "retort" in text_of(card)


@pytest.mark.parametrize("linked", [True, False])
async def test_a_channel_that_writes_in_the_group_is_nobody(
    shop: Workshop, group: Group, grace: Person, linked: bool
) -> None:
    await ask_the_group(shop, group, MASK)
    channel = shop.local.add_group("News", members=[grace], kind="channel")
    await settle(shop)
    name = shop.local.me["username"]
    for words in (
        f"@{name} how do I burn amalgam",
        "/digest",
        "/line Buy here",
        "/open 1",
        f"/ask@{name} price of gold",
    ):
        assert await done(shop, group, lambda said=words: group.post_as_channel(channel, said, linked=linked)) == []
    cry = await done(
        shop, group, lambda: group.post_as_channel(channel, f"@{name} the shaft has collapsed", linked=linked)
    )
    assert len(cry) == (0 if linked else 1)
    assert await questions_kept(shop) == []


async def test_an_administrator_who_hides_behind_the_group_is_as_unknown_as_a_stranger(
    shop: Workshop, group: Group, grace: Person
) -> None:
    await ask_the_group(shop, group, MASK)
    await say(shop, grace, "/start")
    group.set_anonymous(grace)
    before = len(from_bot(grace))
    assert await done(shop, group, lambda: grace.say(ANSWER, group, reply_to=question_in(group))) == []
    assert len(from_bot(grace)) == before
    assert await planned(shop) == []


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


async def test_a_question_that_was_deleted_meanwhile_is_not_put_into_the_group_again(
    shop: Workshop, group: Group, amina: Person
) -> None:
    await ask_the_group(shop, group, MASK)
    asked = question_in(group)
    shop.local.world.take_out(group.chat, [asked["message_id"]])
    reply = {"message_id": 9_001, "date": 1, "from": amina.face, "chat": group.chat.face, "text": ANSWER}
    assert await done(shop, group, lambda: shop.local.inject({"message": {**reply, "reply_to_message": asked}})) == []


def test_the_way_and_the_labels_are_short_in_every_language() -> None:
    for code in CODES:
        say_in = speaker(code)
        for label in ("✅ Yes, keep it", "🗑 No, drop it"):
            assert len(say_in(label)) <= 20, (code, label)
        assert len(say_in("✅ It answers no. {n}", n=3)) <= 20, code
