"""For whom an alert is: places pressed or written, counts from five on, nobody told of few, nobody there yet."""

import pytest

from bot.sandbox.workshop import Workshop
from tests.journeys.alerting import (
    MAZUKO,
    MEETING,
    SAFETY,
    World,
    add_person,
    do_all,
    newest,
)
from tests.journeys.conversing import label, press, say

GEITA = (*SAFETY, "[Tanzania]", "[Done]", "[Geita]", "[Done]", "[Skip]", "[All]", "[Kiswahili]", "[Done]")


PERU = (*SAFETY, *MAZUKO)


async def test_numbers_are_told_from_five_on_and_who_named_no_region_is_counted_apart(
    shop: Workshop, world: World
) -> None:
    for number in range(5):
        await add_person(shop, f"Miner {number}", "sw", "TZ")
    await do_all(shop, world.joan, *SAFETY)
    assert label(world.joan, "Tanzania").endswith("Tanzania · 8")
    assert label(world.joan, "Peru").endswith("Peru · <5")
    await do_all(shop, world.joan, "[Tanzania]", "[Done]")
    assert [label(world.joan, one).partition("⬜ ")[2] for one in ("All of it", "Geita", "No region named")] == [
        "🗺 All of it · 8",
        "Geita · <5",
        "No region named · 6",
    ]
    await do_all(shop, world.joan, "[No region]", "[Done]", "[Skip]", "[All]", "[Kiswahili]", "[Done]")
    *_, summary = await say(shop, world.joan, MEETING)
    assert "👤 People: 6 · 👥 Groups: fewer than 5" in summary and "second person" in summary


async def test_whether_there_is_anyone_among_few_is_not_told_by_any_choice(shop: Workshop, world: World) -> None:
    """Nobody digs tin in Mwanza, one group digs gold in Geita; both look the same until somebody really sends."""
    seen = []
    for region, mineral in (("Geita", "Gold"), ("Mwanza", "Tin")):
        await do_all(shop, world.joan, *SAFETY, "[Tanzania]", "[Done]", f"[{region}]", "[Done]")
        told = [label(world.joan, one).partition("⬜ ")[2] for one in ("Gold", "Tin", "no mineral named")]
        await do_all(shop, world.joan, f"[{mineral}]", "[Done]")
        told += [label(world.joan, one)[-2:] for one in ("All", "Only people", "Only groups")]
        told += await press(shop, world.joan, "Only groups")
        told += await do_all(shop, world.joan, "[Kiswahili]", "[Done]")
        summary = (await say(shop, world.joan, MEETING))[-1]
        seen.append([*told, *(line for line in summary.splitlines() if not line.startswith(("📍", "⛏")))])
        [progress] = await press(shop, world.joan, "Send")
        seen[-1].append(str("is going out" in progress))
    there, nobody = seen
    assert there[:-1] == nobody[:-1] and "fewer than 5" in "".join(there)
    assert (there[-1], nobody[-1]) == ("True", "False")
    assert newest(world.joan).startswith("Not sent: this is for fewer than 5 people and groups.")


@pytest.mark.parametrize("typed", ["Sudan, Perú", "sd; Peru", "السودان، PE", "SDN & PER"])
async def test_countries_are_written_as_well_in_any_language_or_by_their_code(
    shop: Workshop, world: World, typed: str
) -> None:
    await do_all(shop, world.joan, *SAFETY)
    [asked] = await say(shop, world.joan, typed.replace("sd;", "SD;"))
    assert "Where in Peru?" in asked or "Where in Sudan?" in asked


async def test_a_country_that_no_button_offers_and_a_region_are_written(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY)
    assert "write its name" in newest(world.joan)
    [asked] = await say(shop, world.joan, "Indonésie")
    assert "Where in Indonesia?" in asked
    await do_all(shop, world.joan, "/cancel", *SAFETY, "[Peru]")
    [asked] = await say(shop, world.joan, "Liberia")
    assert "Where in Peru?" in asked, "what was pressed before is kept"
    await do_all(shop, world.joan, "/cancel", *SAFETY, "[Peru]", "[Done]")
    [asked] = await say(shop, world.joan, "madre de dios")
    assert "certain minerals" in asked
    await do_all(shop, world.joan, "/cancel", *SAFETY)
    assert "Please press one" in (await say(shop, world.joan, "Atlantis"))[0]


async def test_where_nobody_is_yet_an_alert_is_written_and_not_sent(shop: Workshop, world: World) -> None:
    [asked] = await do_all(shop, world.joan, *SAFETY, "Liberia", "[Skip]", "[All]")
    assert "English: the words that go out" in asked
    *_, summary = await say(shop, world.joan, "Test the air first")
    assert "📍 Liberia" in summary and "👤 People: fewer than 5 · 👥 Groups: fewer than 5" in summary
    assert "Not sent" in (await press(shop, world.joan, "Send"))[0]
    [asked] = await do_all(shop, world.joan, "/alert", "[New alert]", "[Safety]", "Vanuatu", "[Skip]", "[All]")
    assert "English: the words that go out" in asked
