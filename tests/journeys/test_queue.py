"""/next: the most important item that someone may do and can read, theirs for half an hour, and two presses at most."""

import asyncio
from datetime import timedelta
from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from storage.cases import CLAIM_LASTS
from storage.team import Grant
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say, text_of
from tests.journeys.reviewing import DOCTOR, MODERATOR, STORY, acts, case_now, hire, story_of, tell

NAMED = "My name is John Kamau, call me on +254 722 123456. " + STORY


async def test_a_story_is_published_by_one_press_and_the_next_comes_by_itself(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    first = await tell(shop, amina)
    second = await tell(shop, amina, "We put timber every metre in the shaft and nobody was hurt since.")
    opened = (await say(shop, joan, "/next"))[0]
    assert first.number in opened and "What you did: We built a retort" in opened
    assert "📄 128 Burn amalgam in a closed retort" in opened
    shown = await press(shop, joan, "Publish")
    assert f"✅ {first.number} is published." in shown[0] and second.number in shown[1]
    one = await story_of(shop, first)
    assert (one.state, one.card, one.answers) == ("published", "hs-mercury-retort", {})
    assert one.shown == {"story": STORY, "result": "better", "month": "2026-11"}
    thanks = text_of(from_bot(amina)[-1])
    assert thanks.startswith("🎉") and "/mine" in thanks
    assert await acts(shop) == [
        ("next", "moderator", 1, first.number),
        ("decide-case", "moderator", 1, f"{first.number}:as-is"),
        ("next", "moderator", 1, second.number),
    ]
    assert "Nothing waits" in (await press(shop, joan, "Publish"))[-1]


async def test_what_looks_personal_stands_out_and_is_masked_by_one_press(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, amina, NAMED, flags=["name", "phone"])
    opened = (await say(shop, joan, "/next"))[0]
    assert "⚠️ Look at: a name and a phone number." in opened
    bold = [one for one in from_bot(joan)[-1]["entities"] if one["type"] == "underline"]
    assert len(bold) == 2
    await press(shop, joan, "Mask, publish")
    shown = (await story_of(shop, case)).shown
    assert shown and "Kamau" not in shown["story"] and "722" not in shown["story"] and "[…]" in shown["story"]


async def test_a_name_is_not_published_by_a_single_press(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, amina, NAMED)
    await say(shop, joan, "/next")
    asked = await press(shop, joan, "✅ Publish")
    assert asked == ["Places that still look personal: 2. They stand out in the text above."]
    assert (await story_of(shop, case)).state == "waiting"
    await press(shop, joan, "Leave them in")
    assert (await story_of(shop, case)).state == "published"


async def test_the_longest_story_is_seen_whole_before_it_goes_out(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "fr"])
    words = ("We dug and dug. " * 94)[:1480]
    more = {
        "problem": "p " * 149 + "END",
        "number": "n " * 98 + "END",
        "whom": "w " * 148 + "END",
        "asked": [["q" * 200, "a" * 500]],
        "translations": {code: {"text": "t" * 1500, "by": 1, "on": "2026-11-23"} for code in ("fr", "es", "sw")},
    }
    case = await tell(shop, amina, words + " THE LAST WORD", flags=["unsafe-entry", "gbv"], more=more)
    await say(shop, joan, "/next")
    shown = (await press(shop, joan, "Open"))[-1]
    assert case.number in shown and "THE LAST WORD" in shown and shown.count("END") == 3


async def test_a_rejected_author_hears_why_and_gets_the_card_that_helps(shop: Workshop) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    rahmat = shop.local.add_person(first_name="Rahmat", language_code="id")
    case = await tell(shop, rahmat, "Pakai merkuri lebih banyak, hasil naik.", language="en", flags=["mercury-up"])
    await say(shop, joan, "/next")
    await press(shop, joan, "Reject")
    await press(shop, joan, "It can kill")
    one = await story_of(shop, case)
    assert (one.state, one.answers, one.shown) == ("rejected", {}, None)
    heard = [text_of(message) for message in from_bot(rahmat)][-3:]
    assert any("Bakar amalgam" in text or "retort" in text for text in heard[1:])
    assert (await case_now(shop, case)).reason == "danger"


async def test_what_calls_for_harm_is_not_even_kept_for_putting_back(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await tell(shop, amina, "Drive the foreigners out with stones, all of them.", flags=["incitement"])
    await say(shop, joan, "/next")
    await press(shop, joan, "Reject")
    await press(shop, joan, "Hate")
    assert "Nothing can be put back" in (await say(shop, joan, "/undo"))[0]


async def test_everyone_is_given_only_what_they_read_and_may_do(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=["en", "sw"])
    pierre = await hire(shop, "Pierre", MODERATOR, languages=["fr"])
    ali = await hire(shop, "Ali", DOCTOR)
    ordinary = await tell(shop, amina, "Tunaweka mbao kila mita moja kwenye shimo.", language="sw")
    assert (
        "Rien" in (await say(shop, pierre, "/next"))[0] or ordinary.number not in (await say(shop, pierre, "/next"))[0]
    )
    nothing = (await say(shop, ali, "/next"))[0]
    assert "Nothing waits" in nothing and "• 1 · stories · Swahili" in nothing
    assert ordinary.number in (await say(shop, joan, "/next"))[0]
    assert "1 open at number 1." in (await say(shop, ali, "/next"))[0]


async def test_a_danger_comes_before_what_waits_longer(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await tell(shop, amina)
    await shop.clock.turn(timedelta(hours=5))
    danger = await tell(shop, amina, "We enter at once after the blast, no test.", flags=["unsafe-entry"])
    assert danger.number in (await say(shop, joan, "/next"))[0]


async def test_what_someone_has_open_is_shown_again_and_comes_back_after_half_an_hour(
    shop: Workshop, amina: Person
) -> None:
    joan, mary = await hire(shop, "Joan", MODERATOR), await hire(shop, "Mary", MODERATOR)
    case = await tell(shop, amina)
    await say(shop, joan, "/next")
    assert case.number in (await say(shop, joan, "/next"))[0]
    assert "1 open at number 1." in (await say(shop, mary, "/next"))[0]
    await shop.clock.turn(CLAIM_LASTS)
    assert case.number in (await say(shop, mary, "/next"))[0]
    late = await press(shop, joan, "Publish")
    assert late == ["Someone else has this open or has decided it, or your half hour is over. /next"]
    assert (await story_of(shop, case)).state == "waiting"
    await press(shop, mary, "Publish")
    assert (await story_of(shop, case)).state == "published"


async def test_what_is_skipped_goes_to_others(shop: Workshop, amina: Person) -> None:
    joan, mary = await hire(shop, "Joan", MODERATOR), await hire(shop, "Mary", MODERATOR)
    case = await tell(shop, amina)
    await say(shop, joan, "/next")
    assert "Nothing waits" in (await press(shop, joan, "Skip"))[-1]
    assert "Nothing waits" in (await say(shop, joan, "/next"))[0]
    assert case.number in (await say(shop, mary, "/next"))[0]
    assert "back in the queue" in (await press(shop, mary, "Put back"))[0]
    await shop.clock.turn(timedelta(hours=5))
    assert case.number in (await say(shop, joan, "/next"))[0]


async def test_outside_ones_hours_only_dangers_are_given(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    async with shop.store.write() as w:
        member = await w.members.find(joan.id)
        assert member
        await w.team.set_hours(member.id, 20, 22)
    ordinary = await tell(shop, amina)
    assert "outside your hours" in (await say(shop, joan, "/next"))[0]
    assert ordinary.number in (await press(shop, joan, "Work now"))[0]
    await press(shop, joan, "Put back")
    danger = await tell(shop, amina, "We enter at once after the blast.", flags=["unsafe-entry"])
    assert danger.number in (await say(shop, joan, "/next"))[0]


async def test_of_two_moderators_at_once_the_first_has_it_and_the_other_is_told(shop: Workshop, amina: Person) -> None:
    joan, mary = await hire(shop, "Joan", MODERATOR), await hire(shop, "Mary", MODERATOR)
    for _ in range(10):
        case = await tell(shop, amina)
        joan.say("/next")
        mary.say("/next")
        await shop.idle()
        said = [text_of(from_bot(person)[-1]) for person in (joan, mary)]
        assert sum(case.number in text for text in said) == 1
        assert sum("Nothing waits" in text for text in said) == 1
        winner = joan if case.number in said[0] else mary
        await press(shop, winner, "Publish")


async def test_a_button_that_is_made_up_does_nothing(shop: Workshop, amina: Person) -> None:
    joan, mary = await hire(shop, "Joan", MODERATOR), await hire(shop, "Mary", MODERATOR)
    case = await tell(shop, amina)
    await say(shop, joan, "/next")
    await say(shop, mary, "/team")
    forged = [
        f"case-publish:{case.number}:1",
        f"case-publish:{case.number}:99",
        f"case-mask:{case.number}",
        f"case-reject:{case.number}:1:crime",
        f"case-merge:{case.number}:1:{case.subject}",
        f"next-skip:{case.number}",
        "case-publish:::",
        "case-field:ZZZZZZ:1:doctor",
        f"undo:{case.number}",
        f"gap-pass:{case.number}",
        f"voice-drop:{case.number}",
        f"reports-count:{case.number}",
    ]
    for data in forged:
        message: Any = mary.newest_with_buttons(mary.private)
        message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = data
        answers = await do(shop, mary, lambda message=message: mary.press(0, message))
        assert answers, data
        await say(shop, mary, "/team")
    one = await case_now(shop, case)
    assert (one.state, (await story_of(shop, case)).state) == ("open", "waiting")
    assert [act for act in await acts(shop) if act[2] == 2 and act[0] != "set-own"] == []


async def test_who_has_left_the_team_decides_nothing_with_old_buttons(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, amina)
    await say(shop, joan, "/next")
    async with shop.store.write() as w:
        member = await w.members.find(joan.id)
        assert member
        await w.team.remove(member.id)
    assert "only for those who work here" in (await press(shop, joan, "Publish"))[0]
    assert (await story_of(shop, case)).state == "waiting"


async def test_a_story_that_its_author_changed_is_shown_anew_before_it_is_decided(
    shop: Workshop, amina: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, amina)
    await say(shop, joan, "/next")
    one = await story_of(shop, case)
    async with shop.store.write() as w:
        told = {"story": "We mix twice as much mercury in now.", "result": "better"}
        await w.experiences.change(one, told, card=None, audience=["members"], consent="1")
    shown = await press(shop, joan, "Publish")
    assert "has changed since" in shown[0] and "twice as much mercury" in shown[1]
    assert (await story_of(shop, case)).state == "waiting"


async def test_a_story_that_was_taken_back_meanwhile_is_gone(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, amina)
    await say(shop, joan, "/next")
    async with shop.store.write() as w:
        await w.experiences.withdraw(case.subject)
    assert "half hour is over" in (await press(shop, joan, "Publish"))[0]
    assert "Nothing waits" in (await say(shop, joan, "/next"))[0]
    assert (await case_now(shop, case)).state == "done"


async def test_a_restart_in_the_middle_loses_nothing(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, amina)
    await say(shop, joan, "/next")
    await shop.restart()
    await press(shop, joan, "Change words")
    await shop.restart()
    told = await say(shop, joan, STORY.replace("from two pipes", "[…]"))
    assert any(f"{case.number} is published" in text for text in told)
    assert len([one for one in from_bot(amina) if text_of(one).startswith("🎉")]) == 1


async def test_prices_that_nobody_believes_come_through_the_same_door(shop: Workshop) -> None:
    joan = await hire(shop, "Joan", Grant("administrator"))
    assert "Nothing waits" in (await say(shop, joan, "/next"))[0]


async def test_a_hundred_who_press_at_once_publish_it_once(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    case = await tell(shop, amina)
    await say(shop, joan, "/next")
    button = label(joan, "Publish")
    message = joan.newest_with_buttons(joan.private)
    for _ in range(100):
        joan.press(button, message)
    await asyncio.wait_for(shop.idle(), 30)
    assert (await story_of(shop, case)).state == "published"
    assert len([one for one in from_bot(amina) if text_of(one).startswith("🎉")]) == 1
    await pass_by(shop, timedelta(minutes=1))
