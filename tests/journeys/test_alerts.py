"""Alerts: written for a place by people, counted before, seen as they will be, sent once to each."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.alerts import LONGEST
from content.languages import CODES, speaker
from handlers.context import Context
from handlers.staff.alerts import alert, alert_wording
from handlers.staff.alerts.alert import HANDLERS
from handlers.staff.alerts.alert_steps import AlertSource, start_alert_of
from storage.team import Grant
from tests.journeys.alerting import (
    COORDINATOR,
    MAZUKO,
    MEETING,
    REUNION,
    SAFETY,
    World,
    add_person,
    do_all,
    has_button,
    make_up,
    newest,
    newest_send,
    tick,
)
from tests.journeys.conversing import from_bot, press, say, text_of
from tests.journeys.reviewing import acts, hire, take_out

GEITA = (*SAFETY, "[Tanzania]", "[Done]", "[Geita]", "[Done]", "[Skip]", "[All]", "[Kiswahili]", "[Done]")
PERU = (*SAFETY, *MAZUKO)
LIQA = "غدا اجتماع السلامة في الثامنة."


async def test_an_alert_for_one_region_reaches_its_group_once_as_it_was_shown(shop: Workshop, world: World) -> None:
    [asked] = await do_all(shop, world.joan, *GEITA)
    assert "✍️ Kiswahili: the words that go out." in asked
    assert "👤 People: fewer than 5 · 👥 Groups: fewer than 5" in asked
    shown, summary = await say(shop, world.joan, MEETING)
    assert "Nothing is sent yet." in summary and "📍 Geita, Tanzania" in summary and "second person" not in summary
    await tick(shop)
    assert world.heard(MEETING) == set()
    [progress] = await press(shop, world.joan, "Send")
    assert "is going out" in progress
    before = len(from_bot(world.joan))
    await tick(shop, 4)
    assert world.heard(MEETING) == {"Geita"} and world.twice(MEETING) == set()
    assert [text_of(one) for one in world.groups["Geita"].messages if MEETING in text_of(one)] == [shown]
    swahili = speaker("sw")
    assert shown.startswith(swahili("⚠️ Safety alert, {date}", date=swahili.date(shop.clock.now().date())))
    assert len(from_bot(world.joan)) == before, "progress is one message, edited"
    assert "went out" in newest(world.joan) and "Sent: fewer than 5 of fewer than 5." in newest(world.joan)


async def test_each_reads_it_in_their_language_and_a_missing_one_is_chosen_by_a_person(
    shop: Workshop, world: World
) -> None:
    await do_all(shop, world.joan, *SAFETY, "[Tanzania]", "[Peru]", "[Sudan]", "[Done]", "[All of it]", "[Done]")
    await do_all(shop, world.joan, "[All of it]", "[Done]")
    if has_button(world.joan, "All of it"):
        await do_all(shop, world.joan, "[All of it]", "[Done]")
    [asked] = await do_all(shop, world.joan, "[Skip]", "[All]", "[Skip]")
    told = []
    while "the words that go out" in asked:
        name = asked.partition(":")[0].removeprefix("✍️ ").strip("\u2068\u2069")
        told.append(name)
        words = {"Kiswahili": MEETING, "Español": REUNION}.get(name)
        [asked] = await (say(shop, world.joan, words) if words else press(shop, world.joan, "Skip"))
    assert told == ["English", "Kiswahili", "Español", "العربية"]
    assert "There is no text in English. What do these people get?" in asked
    [asked] = await press(shop, world.joan, "Nothing")
    assert "no text in" in asked and "العربية" in asked
    *shown, summary = await press(shop, world.joan, "Español")
    assert "English" in summary and "left out" in summary and "they get it in Español" in summary
    assert len(shown) == 3 and any("Mañana" in text and "بلغة" in text for text in shown)
    await press(shop, world.joan, "Send")
    await do_all(shop, world.ali, "/next", "[Yes, send]")
    await tick(shop, 3)
    assert world.heard(MEETING) == {"Geita", "Mara", "Juma"}
    assert world.heard(REUNION) == {"Mazuko", "Rosa", "Abu Hamad", "Omar"}
    assert world.twice(MEETING) == world.twice(REUNION) == set()


async def test_a_group_of_two_languages_reads_both_in_one_message(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *SAFETY, "[Tanzania]", "[Done]", "[Mara]", "[Done]", "[Skip]", "[All]", "[Skip]")
    await do_all(shop, world.joan, "Safety meeting at eight tomorrow.", MEETING, "[Send]")
    await tick(shop, 3)
    heard = [text_of(one) for one in world.groups["Mara"].messages if MEETING in text_of(one)]
    assert len(heard) == 1 and "Safety meeting" in heard[0]


async def test_a_conversation_goes_on_after_a_restart_at_every_step(shop: Workshop, world: World) -> None:
    for act in (*PERU, REUNION, "[Send]"):
        await do_all(shop, world.joan, act)
        await shop.restart()
    await tick(shop, 3)
    assert world.heard(REUNION) == {"Mazuko"} and world.twice(REUNION) == set()


async def test_words_of_a_raid_are_refused_whoever_writes_them(
    shop: Workshop, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await do_all(shop, world.joan, *PERU)
    for raid in ("La policía viene mañana a Mazuko", "Soldiers are coming, run", "🚓 !!! Mazuko"):
        assert "This goes to nobody" in (await say(shop, world.joan, raid))[0]
    *_, summary = await say(shop, world.joan, REUNION)
    assert "Nothing is sent yet." in summary
    # What was written before, as by an older program, is heard when it is sent.
    monkeypatch.setattr(alert, "hear_raid", lambda *_: True)
    assert "This goes to nobody" in (await press(shop, world.joan, "Send"))[0]
    await tick(shop)
    assert world.heard(REUNION) == set()


async def test_what_is_written_calls_nobody_links_nothing_and_turns_no_direction(shop: Workshop, world: World) -> None:
    bad = "<b>Hola</b> & @juan\n\nhttp://bad.example \u202eabc #x /start"
    await do_all(shop, world.joan, *PERU)
    shown = (await say(shop, world.joan, bad))[-2]
    await press(shop, world.joan, "Send")
    await tick(shop, 3)
    [message] = [one for one in world.groups["Mazuko"].messages if "Hola" in text_of(one)]
    assert (
        "<b>Hola</" in text_of(message) and "bad.example" not in text_of(message) and "\u202e" not in text_of(message)
    )
    assert {one["type"] for one in message["entities"]} == {"bold"}
    assert text_of(message) == shown


async def test_a_text_that_is_too_long_is_asked_for_again(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *PERU)
    [asked] = await say(shop, world.joan, "a" * (LONGEST + 1))
    assert "too long" in asked
    *_, summary = await say(shop, world.joan, "a" * LONGEST)
    assert "Nothing is sent yet." in summary


async def test_signs_that_grow_when_they_call_nobody_still_fit_for_two_languages(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *PERU)
    [asked] = await say(shop, world.joan, "a.b" * (LONGEST // 3))
    assert "too long" in asked and "Español: the words" in asked
    await do_all(shop, world.joan, REUNION, "[Send]")
    await tick(shop, 3)
    assert world.heard(REUNION) == {"Mazuko"}


async def test_words_that_sound_like_a_cry_are_the_alert_all_the_same(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *GEITA)
    *_, summary = await say(shop, world.joan, "Mgodi umeporomoka, watu wako chini! Tokeni nje.")
    assert "Nothing is sent yet." in summary
    await press(shop, world.joan, "Send")
    await tick(shop, 3)
    assert world.heard("Mgodi umeporomoka") >= {"Geita"}


async def test_audience_and_words_are_changed_and_what_was_there_stays(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *PERU, REUNION)
    [asked] = await press(shop, world.joan, "Audience")
    assert "For which countries" in asked
    *_, summary = await do_all(shop, world.joan, "[Peru]", "[Done]", "[All of it]", "[Done]", "[Skip]", "[Only people]")
    assert "Only people in private chats." in summary and "👥 Groups: fewer than 5" in summary
    await do_all(shop, world.joan, "[Words]", "Otras palabras", "[Send]")
    await do_all(shop, world.ali, "/next", "[Yes, send]")
    await tick(shop, 3)
    assert world.heard("Otras palabras") == {"Rosa"} and world.heard(REUNION) == set()
    assert [one for one in await acts(shop) if "never" in one[3]] == []


async def test_what_is_dropped_can_not_be_sent_by_its_old_button(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *PERU, REUNION)
    message = world.joan.newest_with_buttons(world.joan.private)
    assert message is not None
    send = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await press(shop, world.joan, "Drop it")
    await make_up(shop, world.joan, send)
    await tick(shop)
    assert "not there any more" in newest(world.joan) and world.heard(REUNION) == set()


async def test_who_left_the_team_between_the_preview_and_the_press_sends_nothing(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *PERU, REUNION)
    await take_out(shop, world.joan)
    await press(shop, world.joan, "Send")
    await tick(shop)
    assert world.heard(REUNION) == set()
    assert "only for those who work here" in newest(world.joan)


async def test_what_was_written_yesterday_is_looked_at_again_before_it_goes(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *PERU, REUNION)
    await shop.clock.turn(timedelta(hours=25))
    [told] = await press(shop, world.joan, "Send")
    assert "more than a day ago" in told
    await tick(shop)
    assert world.heard(REUNION) == set()


async def test_the_log_says_who_for_whom_and_how_many_and_no_word_of_the_text(shop: Workshop, world: World) -> None:
    await do_all(shop, world.joan, *PERU, REUNION, "[Send]")
    await tick(shop, 3)
    subjects = [(act, staff, subject) for act, _, staff, subject in await acts(shop)]
    number = subjects[0][2][:6]
    assert subjects == [
        ("alert", 1, f"{number} · safety · PE:madre-de-dios · es · both <5+<5"),
        ("alert-ended", 0, f"{number}:done:sent=<5"),
    ]


async def test_an_alert_of_a_checked_danger_lacks_no_language(
    shop: Workshop, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {code: f"Air is bad, {code}" for code in CODES}

    async def of_danger(_update: object, context: Context) -> None:
        await start_alert_of(context, AlertSource(texts, "TZ", "mara"))

    monkeypatch.setattr(next(one for one in HANDLERS if one.trigger == "alert-new"), "callback", of_danger)
    await say(shop, world.joan, "/alert")
    [asked] = await press(shop, world.joan, "New alert")
    assert "Who gets it?" in asked
    shown, also, summary = await press(shop, world.joan, "All")
    assert {"Air is bad, en" in shown + also, "Air is bad, sw" in shown + also} == {True}
    assert "second person" not in summary
    await press(shop, world.joan, "Send")
    await tick(shop, 3)
    assert world.heard("Air is bad, sw") == {"Mara"}


async def test_an_alert_is_told_as_held_and_forgotten_with_its_reader(shop: Workshop, world: World) -> None:
    rosa = world.people["Rosa"]
    await do_all(shop, world.joan, *SAFETY, "[Peru]", "[Done]", "[No region]", "[Done]", "[Skip]", "[All]", REUNION)
    await press(shop, world.joan, "Send")
    await do_all(shop, world.ali, "/next", "[Yes, send]")
    await tick(shop, 3)
    assert world.heard(REUNION) == {"Rosa"}
    await say(shop, rosa, "/privacy")
    spanish = speaker("es")
    held = await press(shop, rosa, spanish("📄 What you hold"))
    assert spanish("• That these alerts went to you, until 30 days after their end: {n}.", n="1") in held[0]
    await say(shop, rosa, "/forget")
    async with shop.store.read() as r:
        [alert] = await r.alerts.recent(1)
        assert await r.recipients.counts(alert.id) == {}


async def test_a_coordinator_of_another_language_is_asked_in_theirs(shop: Workshop, world: World) -> None:
    amina: Person = await add_person(shop, "Amina", "sw", "TZ")
    async with shop.store.write() as w:
        known = await w.members.find(amina.id)
        assert known is not None
        await w.team.join(known.id, [COORDINATOR], ["sw"])
    swahili = speaker("sw")
    await say(shop, amina, "/alert")
    [asked] = await press(shop, amina, swahili("✍️ New alert"))
    assert asked == swahili("What is it? A safety alert goes out at any hour. A notice waits until people are awake.")


async def test_words_in_a_language_that_its_author_does_not_write_are_asked_of_the_team(
    shop: Workshop, world: World
) -> None:
    noura = await hire(shop, "Noura", Grant("editor", "ar"), languages=("ar",))
    arabic = speaker("ar")
    await do_all(shop, world.joan, *SAFETY, "[Peru]", "[Sudan]", "[Done]", "[All of it]", "[Done]")
    if has_button(world.joan, "All of it"):
        await do_all(shop, world.joan, "[All of it]", "[Done]")
    await do_all(shop, world.joan, "[Skip]", "[All]", "[Skip]", REUNION, "[Skip]")
    summary = (await press(shop, world.joan, "Ask the team"))[-1]
    assert "the team is asked" in summary
    older = newest_send(world.joan).replace(" ", ":")
    assert arabic("✍️ An alert needs words in {language}. Can you write them now?", language="العربية") in newest(noura)
    shown, asked = await press(shop, noura, arabic("✍️ Write it"))
    assert REUNION in shown and "1500" in asked
    await say(shop, noura, LIQA)
    assert "has words in Arabic now" in newest(world.joan)
    *shown, summary = await press(shop, world.joan, "Look at it")
    assert any(LIQA in text for text in shown) and "the team is asked" not in summary
    before = len(from_bot(world.joan))
    await make_up(shop, world.joan, older)
    *again, summary = [text_of(one) for one in from_bot(world.joan)[before:]]
    assert again == shown and "Nothing is sent yet." in summary, "nobody sends words that they have not read"
    await press(shop, world.joan, "Send")
    await do_all(shop, world.ali, "/next", "[Yes, send]")
    await tick(shop, 3)
    assert world.heard(LIQA) == {"Abu Hamad", "Omar"} and world.heard(REUNION) == {"Mazuko", "Rosa"}
    button = next(one for one in from_bot(noura) if "reply_markup" in one and arabic("✍️ Write it") in str(one))
    noura.press(0, button)
    await shop.idle()
    assert newest(noura) == arabic(alert_wording.GONE)
