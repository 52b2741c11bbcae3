"""A forum's topics come and go: the news find their way, and whoever looks after them hears of it once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from tests.editions import WISHES, subscribe, turn
from tests.journeys.conversing import text_of
from tests.journeys.news import newest, settle, subscription, write

SAID = (
    "🧵 The topic of the news is closed or gone: they come here now. Administrators: to choose another one, "
    "write /digest in it."
)


@pytest.fixture
async def forum(shop: Workshop, grace: Person) -> Group:
    forum = shop.local.add_group("Forum", members=[], admins=[grace], kind="supergroup", forum=True)
    await settle(shop)
    return forum


@pytest.mark.parametrize("end", ["close_topic", "delete_topic"])
async def test_news_whose_topic_is_gone_come_to_the_general_one_and_that_is_said_once(
    shop: Workshop, forum: Group, grace: Person, end: str
) -> None:
    topic = forum.add_topic("News", grace)
    await subscribe(shop, forum, replace(WISHES, languages=("sw", "fr"), thread=topic))
    await turn(shop, days=1)
    assert [one.get("message_thread_id") for one in news(forum, "sw")] == [topic]
    getattr(forum, end)(topic)
    for _ in range(2):
        await turn(shop, days=1)
    assert [one.get("message_thread_id") for one in news(forum, "sw")][-2:] == [None, None]
    assert [one.get("message_thread_id") for one in news(forum, "fr")][-2:] == [None, None]
    told = [one for one in forum.messages if speaker("sw")(SAID) in text_of(one)]
    assert len(told) == 1
    one = await subscription(shop, forum)
    assert one is not None
    assert (one.wishes.thread, one.state, one.editions) == (None, "active", 3)
    other = forum.add_topic("Other", grace)
    await write(shop, grace, forum, "/digest", topic=other)
    assert newest(forum)["message_thread_id"] == other


async def test_an_answer_in_a_topic_that_was_closed_meanwhile_is_not_lost(
    shop: Workshop, forum: Group, grace: Person
) -> None:
    topic = forum.add_topic("Talk", grace)
    await subscribe(shop, forum, WISHES)
    grace.say("/ask how do I burn amalgam safely", chat=forum, topic=topic)
    forum.close_topic(topic)
    await settle(shop)
    answer = forum.messages[-1]
    assert "retort" in text_of(answer)
    assert "message_thread_id" not in answer
    assert SAID not in str(forum.messages)


async def test_answers_and_cards_stay_in_the_topic_in_which_they_were_asked_for(
    shop: Workshop, forum: Group, grace: Person
) -> None:
    topic = forum.add_topic("Talk", grace)
    for words in ("/ask how do I burn amalgam safely", "/sos", "/open 1", "/digest", "/help"):
        await write(shop, grace, forum, words, topic=topic)
        assert forum.messages[-1]["message_thread_id"] == topic, words
    await write(shop, grace, forum, "/sos", topic=topic)
    grace.press(0, newest(forum))
    await settle(shop)
    assert "⛔" in text_of(forum.messages[-1])
    assert forum.messages[-1]["message_thread_id"] == topic
    await shop.clock.turn(timedelta(minutes=1))
    grace.say("/help", chat=forum)
    await settle(shop)
    assert "message_thread_id" not in forum.messages[-1]


def news(forum: Group, code: str) -> list[dict[str, object]]:
    """Return the editions of a language."""
    head = speaker(code)("📰 News for this group, {date}", date="").strip()
    return [one for one in forum.messages if text_of(one).startswith(head)]
