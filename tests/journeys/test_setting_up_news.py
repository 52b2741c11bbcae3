"""A group's administrator sets its news up by buttons alone; so do a channel's, and a member in private."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.countries import load_countries
from content.languages import CODES, speaker
from handlers.groups.wishes import KINDS, SETTINGS, settings_of, usual
from tests.editions import WISHES, subscribe, turn
from tests.journeys.conversing import label, say, text_of
from tests.journeys.conversing import press as press_in_private
from tests.journeys.news import labels, newest, press, set_up, settle, subscription, write


@pytest.fixture
async def group(shop: Workshop, grace: Person, amina: Person) -> Group:
    group = shop.local.add_group("Women of the <b>pit</b> \u202e@gold", members=[amina], admins=[grace])
    await settle(shop)
    return group


async def test_a_group_is_greeted_with_one_message_and_one_button(shop: Workshop, group: Group) -> None:
    [welcome] = [one for one in group.messages if one["from"]["is_bot"] and "text" in one]
    assert "In danger? Write to me in private, or begin with @PitwiseSandboxBot" in text_of(welcome)
    assert labels(welcome) == ["⚙️ Set up the news"]


async def test_an_administrator_sets_everything_up_by_buttons_in_one_message(
    shop: Workshop, group: Group, grace: Person
) -> None:
    await set_up(shop, grace, group)
    settings = newest(group)["message_id"]
    for page, choices in {
        "Language": ["Français"],
        "Minerals": ["Silver"],
        "Topics": ["Safety and health", "Selling gold"],
        "Region": ["Ashanti"],
        "Days": ["Monday", "Saturday"],
        "How often": [],
        "Money": ["USD"],
        "Unit": ["ozt"],
        "Nothing new": ["Silence"],
    }.items():
        text = await press(shop, grace, group, page)
        for choice in choices:
            text = await press(shop, grace, group, choice)
        if "next comes" not in text:
            await press(shop, grace, group, "Back")
    await press(shop, grace, group, "Hour")
    text = await press(shop, grace, group, "18:00")
    assert newest(group)["message_id"] == settings
    one = await subscription(shop, group)
    assert one is not None
    wishes = one.wishes
    assert (wishes.kind, wishes.languages, wishes.minerals) == ("women", ("en", "fr"), ("gold", "silver"))
    assert (wishes.topics, wishes.country, wishes.region) == (("health-safety", "market"), "GH", "ashanti")
    assert (wishes.schedule.weekdays, wishes.schedule.hour, wishes.schedule.zone) == ((0,), 18, "Africa/Accra")
    assert (wishes.currency, wishes.unit, wishes.when_empty) == ("USD", "troy_ounce", "silence")
    assert "Monday, 23 Nov 2026, at 18:00 (Accra time)" in text


async def test_a_third_language_takes_the_place_of_the_first_and_the_last_one_stays(
    shop: Workshop, group: Group, grace: Person
) -> None:
    await set_up(shop, grace, group)
    await press(shop, grace, group, "Language")
    for name in ("Kiswahili", "Français"):
        await press(shop, grace, group, name)
    one = await subscription(shop, group)
    assert one is not None
    assert one.wishes.languages == ("sw", "fr")
    await press(shop, grace, group, "✅ Français")
    await press(shop, grace, group, "✅ Kiswahili")
    one = await subscription(shop, group)
    assert one is not None
    assert one.wishes.languages == ("sw",)


async def test_in_a_forum_the_news_come_where_the_settings_were_opened_until_it_is_changed(
    shop: Workshop, grace: Person
) -> None:
    forum = shop.local.add_group("Forum", members=[], admins=[grace], kind="supergroup", forum=True)
    await settle(shop)
    topic = forum.add_topic("Prices", grace)
    await write(shop, grace, forum, "/digest", topic=topic)
    assert newest(forum)["message_thread_id"] == topic
    await set_up(shop, grace, forum, kind="Miners")
    one = await subscription(shop, forum)
    assert one is not None
    assert one.wishes.thread == topic
    other = forum.add_topic("Talk", grace)
    await write(shop, grace, forum, "/digest", topic=other)
    await press(shop, grace, forum, "Change")
    await press(shop, grace, forum, "Send it here")
    one = await subscription(shop, forum)
    assert one is not None
    assert one.wishes.thread == other


async def test_a_clock_that_is_known_no_more_is_said_and_the_news_come_by_the_world_s(
    shop: Workshop, group: Group, grace: Person
) -> None:
    await subscribe(shop, group, replace(WISHES, schedule=replace(WISHES.schedule, zone="Mars/Base")))
    await turn(shop, hours=20, minutes=1)
    assert "News for this group, 24 Nov 2026" in text_of(newest(group))
    await write(shop, grace, group, "/digest")
    assert "I do not know this clock any more" in await press(shop, grace, group, "Change")
    assert shop.app.turns.dead == 0


async def test_a_channel_is_set_up_by_whoever_looks_after_it(shop: Workshop, grace: Person, amina: Person) -> None:
    channel = shop.local.add_group("News", members=[amina], admins=[grace], kind="channel")
    await settle(shop)
    [welcome] = channel.messages
    amina.press(0, welcome)
    await settle(shop)
    assert len(channel.messages) == 1
    for words in ("news", "Researchers", "Ghana"):
        await shop.clock.turn(timedelta(seconds=11))
        message = channel.messages[-1]
        while not (found := [one for one in labels(message) if words in one]):
            grace.press("▶️", message)
            await settle(shop)
            message = channel.messages[-1]
        grace.press(found[0], message)
        await settle(shop)
    one = await subscription(shop, channel)
    assert one is not None
    assert one.wishes.when_empty == "silence"


async def test_who_chooses_an_hour_of_their_quiet_hours_is_told_that_it_holds(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/digest")
    for act in ("begin", "Ghana", "🕗", "05:00"):
        settings = await press_in_private(shop, grace, act)
    told = "also in your quiet hours"
    assert told in settings[0]
    await press_in_private(shop, grace, "Quiet hours")
    assert told not in (await press_in_private(shop, grace, "None"))[0]


async def test_a_member_subscribes_in_private_with_quiet_hours_and_stops(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    await say(shop, grace, "/digest")
    await press_in_private(shop, grace, "begin")
    while not any("Ghana" in one for row in grace.buttons for one in row):
        await press_in_private(shop, grace, "▶️")
    [settings] = await press_in_private(shop, grace, "Ghana")
    assert "News for you" in settings
    assert "Changed by" not in settings
    await say(shop, grace, label(grace, "Quiet hours").split()[0])
    [settings] = await press_in_private(shop, grace, "22:00")
    assert "22:00 – 08:00" in settings
    one = await subscription(shop, grace)
    assert one is not None
    assert one.wishes.quiet == (22, 8)
    await say(shop, grace, "/digest")
    await press_in_private(shop, grace, "Stop the news")
    assert await subscription(shop, grace) is None


def test_every_choice_of_every_setting_holds_and_its_label_fits_in_every_language(countries: Any) -> None:
    for code in CODES:
        say = speaker(code)
        for kind in (*KINDS, "member"):
            for country in ("GH", "BR", "ID"):
                wishes = usual(kind, code, country, countries)
                for name, one in settings_of(wishes, say, countries).items():
                    assert len(say(one.label)) <= 20, (code, one.label)
                    assert one.told(wishes, say, countries)
                    for key, shown in one.options(wishes, say, countries):
                        taken = SETTINGS[name].take(wishes, key, True, countries)
                        assert taken is not None
                        assert key in one.chosen(taken)
                        assert len(f"digest:set:{name}:{key}:1".encode()) <= 64
                        assert shown


def test_each_kind_of_group_begins_with_what_fits_it(countries: Any) -> None:
    begun = {kind: usual(kind, "en", "GH", countries) for kind in (*KINDS, "member")}
    assert len({replace(one, kind="") for one in begun.values()}) == len(begun)
    assert {one.schedule.hour for one in begun.values()} == {8}
    assert begun["women"].schedule.weekdays == (5,)
    assert begun["practitioners"].topics == ("health-safety", "processing", "market")
    assert {kind for kind, one in begun.items() if one.when_empty == "silence"} == {"researchers", "member"}
    assert {kind for kind, one in begun.items() if not one.minerals} == {"researchers"}
    assert {one.currency for one in begun.values()} == {"GHS"}


@pytest.fixture
def countries() -> Any:
    return load_countries()
