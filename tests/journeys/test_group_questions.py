"""A question in a group's news: what strangers, channels and people in danger say below it, and what shows of it."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from bot.intake import Kept
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import GLANCE_S, Workshop
from content.languages import CODES, speaker
from tests.editions import WISHES, subscribe, turn
from tests.journeys.conversing import from_bot, say, text_of
from tests.journeys.group_questions import (
    ANSWER,
    MASK,
    WAY,
    ask_the_group,
    done,
    make_group,
    planned,
    question_in,
    questions_kept,
)
from tests.journeys.news import labels, settle


@pytest.fixture
async def group(shop: Workshop, grace: Person, amina: Person) -> Group:
    return await make_group(shop, grace, amina)


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
        "/open 1 …",
        None,
        None,
        None,
        "a man is unconscious in the pit",
    ]
    assert "clinic" not in str(kept)
    assert [one.body for one in taken] == kept


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


async def test_a_question_that_was_deleted_meanwhile_is_not_put_into_the_group_again(
    shop: Workshop, group: Group, amina: Person
) -> None:
    await ask_the_group(shop, group, MASK)
    asked = question_in(group)
    shop.local.world.take_out(group.chat, [asked["message_id"]])
    reply = {"message_id": 9_001, "date": 1, "from": amina.face, "chat": group.chat.face, "text": ANSWER}
    assert await done(shop, group, lambda: shop.local.inject({"message": {**reply, "reply_to_message": asked}})) == []
    async with shop.store.read() as r:
        assert (await r.outbox.counts()).keys() == {"sent"}


def test_the_way_and_the_labels_are_short_in_every_language() -> None:
    for code in CODES:
        say_in = speaker(code)
        for label in ("✅ Yes, keep it", "🗑 No, drop it"):
            assert len(say_in(label)) <= 20, (code, label)
        assert len(say_in("✅ It answers no. {n}", n=3)) <= 20, code
