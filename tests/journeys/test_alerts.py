"""Alerts: written for a place by people, counted before, seen as they will be, sent once each, stopped, called off."""

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from tests.journeys.alerting import (
    COORDINATOR,
    World,
    add_person,
    alert_of,
    do_all,
    has_button,
    make_world,
    newest,
    number_in,
    tick,
)
from tests.journeys.conversing import from_bot, label, pass_by, press, say, text_of
from tests.journeys.reviewing import acts, hire

GEITA = ("/alert", "[New alert]", "[Safety]", "[Tanzania]", "[Done]", "[Geita]", "[Done]", "[Skip]", "[All]")
TANZANIA = ("/alert", "[New alert]", "[Safety]", "[Tanzania]", "[Done]", "[All of it]", "[Done]", "[Skip]", "[All]")
WATER = "Kesho saa mbili kuna mkutano wa usalama."


@pytest.fixture
async def world(shop: Workshop) -> World:
    return await make_world(shop)


async def test_an_alert_for_one_region_reaches_its_group_once_as_it_was_shown(shop: Workshop, world: World) -> None:
    asked = await do_all(shop, world.joan, *GEITA)
    assert "✍️ Kiswahili: the words that go out." in asked[0]
    assert "👤 People: 0 · 👥 Groups: fewer than 5" in asked[0]
    shown, summary = await say(shop, world.joan, WATER)
    assert "Nothing is sent yet." in summary and "📍 Geita, Tanzania" in summary and "second person" not in summary
    assert world.heard(WATER) == set()
    progress = await press(shop, world.joan, "Send")
    assert "is going out" in progress[0]
    before = len(from_bot(world.joan))
    await tick(shop, 4)
    assert world.heard(WATER) == {"Geita"} and world.twice(WATER) == set()
    assert [text_of(one) for one in world.groups["Geita"].messages if WATER in text_of(one)] == [shown]
    assert shown.startswith(speaker("sw")("⚠️ Safety alert, {date}", date=speaker("sw").date(shop.clock.now().date())))
    assert len(from_bot(world.joan)) == before, "progress is one message, edited"
    assert "went out" in newest(world.joan) and "Sent: fewer than 5 of fewer than 5." in newest(world.joan)
