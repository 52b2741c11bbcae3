"""⚠️ A danger that was reported: the team looks at it, groups near hear of it, and later that the warning has ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from content.raids import REFUSED
from storage.team import Grant
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say, text_of
from tests.journeys.hazards import (
    ENGLISH,
    WISHES,
    WORDS,
    all_told,
    group_of,
    kept,
    news_of,
    report,
    tell_region,
)
from tests.journeys.reviewing import MODERATOR, acts, hire, tell

SW, FR = speaker("sw"), speaker("fr")


async def test_a_report_in_swahili_reaches_groups_near_each_in_its_language(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=("en", "sw"))
    near, french = (
        await group_of(shop, "Near"),
        await group_of(shop, "Fr", replace(WISHES, languages=("fr",), region=None)),
    )
    far, abroad = (
        await group_of(shop, "Far", replace(WISHES, region="mwanza")),
        await group_of(shop, "Gh", replace(WISHES, country="GH")),
    )
    assert SW("⚠️ Is someone in danger now?") in (await say(shop, amina, "/hazard"))[0]
    await say(shop, amina, "hapana")
    await press(shop, amina, SW("🤝 Fake buyer"))
    await press(shop, amina, "Tanzania")
    await press(shop, amina, "Geita")
    await say(shop, amina, WORDS)
    preview = (await press(shop, amina, SW("⏭ Skip")))[0]
    assert "Geita" in preview and WORDS in preview
    assert SW("They are told that it is not certain. Someone may still guess that it is you. Send it?") in preview
    sent = (await press(shop, amina, SW("📨 Send")))[0]
    assert SW("If someone comes into danger, press 🆘. Do not wait for us.") in sent
    await pass_by(shop, timedelta(minutes=16))
    assert any("A danger waits" in text_of(one) for one in from_bot(joan))
    seen = (await say(shop, joan, "/next"))[-1]
    assert WORDS in seen and "Geita, Tanzania" in seen and "23 Nov 2026" in seen and "Swahili" in seen
    shown = (await press(shop, joan, "📣"))[0]
    assert "Danger near Geita: A buyer who cheats" in shown and WORDS in shown and "Until 7 Dec 2026" in shown
    assert "groups in Geita, Tanzania" in (await press(shop, joan, "✅"))[0]
    told = SW("📣 Your warning is passed on to groups in {place}, without your name.", place="Geita, Tanzania")
    assert told in text_of(from_bot(amina)[-1])
    heard = await news_of(shop, near)
    kind = "A buyer who cheats. Do not let go of your gold before you have the money."
    assert SW("⚠️ Danger near {place}: {text}", place="Geita", text=SW(kind)) in heard and f"“{WORDS}”" in heard
    day = {"day": SW.date(shop.clock.now().date() - timedelta(days=1))}
    assert SW("A member reported it; our team looked at it on {day}. It is not certain.", **day) in heard
    text = "\n".join(text_of(one) for one in french.messages)
    assert FR("⚠️ Danger near {place}: {text}", place="Geita", text=FR(kind)) in text and "noti" not in text
    assert not any(one["from"]["is_bot"] and "Geita" in text_of(one) for one in (*far.messages, *abroad.messages))
    assert "Geita" not in await news_of(shop, near)
    told_of = next(one for one in from_bot(joan) if "hear of it in their news" in text_of(one))
    await do(shop, joan, lambda: joan.press("1 🏁 It is over", told_of))
    assert SW(
        "🏁 The danger that you reported is over, our team says. Groups that heard of it are told so."
    ) in text_of(from_bot(amina)[-1])
    ended = "✅ The warning near {place} has ended: {text}. Be careful all the same."
    over = SW(ended, place="Geita", text=SW("🤝 Fake buyer"))
    assert over in await news_of(shop, near) and "Geita" not in await news_of(shop, near)
    assert FR("🤝 Fake buyer") in "\n".join(text_of(one) for one in french.messages)
    assert ("decide-hazard", "moderator", 1) in [(act, role, number) for act, role, number, _ in await acts(shop)]


async def test_double_taps_send_one_report_and_tell_groups_once(shop: Workshop, grace: Person) -> None:
    joan, group = await hire(shop, "Joan", MODERATOR), await group_of(shop, "Near")
    await say(shop, grace, "/hazard")
    await press(shop, grace, "No")
    await press(shop, grace, "Explosives")
    await say(shop, grace, "Tanzania")
    await press(shop, grace, "Geita")
    await say(shop, grace, "Sticks and caps lie beside the path since Monday.")
    await press(shop, grace, "Skip")

    def twice(person: Person, words: str) -> Callable[[], None]:
        found = label(person, words)
        return lambda: (person.press(found), person.press(found))[0]

    await do(shop, grace, twice(grace, "Send"))
    assert len(await kept(shop, grace)) == 1
    await say(shop, joan, "/next")
    await press(shop, joan, "📣")
    await do(shop, joan, twice(joan, "✅"))
    assert [subject.partition(":")[2] for act, _, _, subject in await acts(shop) if act == "decide-hazard"] == [
        "region"
    ]
    assert (await news_of(shop, group)).count("Geita") == 1


async def test_beyond_its_region_a_second_person_has_to_agree(shop: Workshop, grace: Person) -> None:
    joan, paul = await hire(shop, "Joan", MODERATOR), await hire(shop, "Paul", Grant("moderator"))
    far = await group_of(shop, "Far", replace(WISHES, languages=("en",), region="mwanza"))
    await report(shop, grace)
    assert "Now it waits for: a second person" in (await tell_region(shop, joan, "🌍"))[0]
    assert "Nothing waits for you" in (await say(shop, joan, "/next"))[0]
    assert await all_told(shop) == []
    assert "Number 1 wants to tell it in Tanzania" in (await say(shop, paul, "/next"))[-1]
    await press(shop, paul, "📣")
    await press(shop, paul, "🌍")
    assert "Danger in Tanzania" in await news_of(shop, far)


async def test_no_sign_of_a_report_can_turn_or_mark_up_what_groups_read(shop: Workshop, grace: Person) -> None:
    joan, group = await hire(shop, "Joan", MODERATOR), await group_of(shop, "Near", replace(WISHES, languages=("en",)))
    await report(
        shop,
        grace,
        "<b>False</b> notes \u202eseton eslaf\u202c & a scale, see t.me/cheap or @buyer <a href='x'>here</a>",
    )
    seen = (await say(shop, joan, "/next"))[-1]
    assert "<b>False</b>" in seen
    await press(shop, joan, "📣")
    await press(shop, joan, "✅")
    news = await news_of(shop, group)
    assert "<b>False" in news and "\u202e" not in news and "@buyer" not in news and "t.me" not in news
    (message,) = [one for one in group.messages if "Danger near" in text_of(one)]
    assert not {"mention", "url", "text_link", "bot_command"} & {one["type"] for one in message.get("entities", ())}


async def test_the_words_of_the_team_replace_the_member_s_and_accuse_nobody(shop: Workshop, grace: Person) -> None:
    joan, group = await hire(shop, "Joan", MODERATOR), await group_of(shop, "Near", replace(WISHES, languages=("en",)))
    await report(shop, grace, "Juma Hassani the buyer at the market stole our gold and pays with false notes.")
    assert "accuses a person" in (await say(shop, joan, "/next"))[-1]
    await press(shop, joan, "Other words")
    assert "accuse somebody" in (await say(shop, joan, "The police stand at the market with the false notes."))[0]
    await say(shop, joan, "/next")
    await press(shop, joan, "Other words")
    assert "Juma" not in (await say(shop, joan, "Juma Hassani pays with false notes."))[0]
    await say(shop, joan, "/next")
    await press(shop, joan, "Other words")
    assert "False notes were seen at the market." in (await say(shop, joan, "False notes were seen at the market."))[0]
    await press(shop, joan, "🗓 7")
    assert "until 30 Nov 2026" in (await press(shop, joan, "✅"))[0]
    news = await news_of(shop, group)
    assert "False notes were seen at the market." in news and "Juma" not in news and "stole" not in news


async def test_a_question_goes_to_who_reported_it_and_the_answer_comes_back(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await report(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Ask back")
    await say(shop, joan, "Which notes were false, the large ones?")
    assert "Which notes were false" in text_of(from_bot(grace)[-1])
    await press(shop, grace, "Answer")
    assert REFUSED in (await say(shop, grace, "the police are at the road"))[0]
    await say(shop, grace, "Only the notes of 10000")
    assert "Only the notes of 10000" in (await say(shop, joan, "/next"))[-1]


async def test_who_reported_may_answer_by_replying_but_not_say_where_armed_people_are(
    shop: Workshop, grace: Person
) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await report(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Ask back")
    await say(shop, joan, "Which notes were false, the large ones?")
    question = from_bot(grace)[-1]
    refused = await do(shop, grace, lambda: grace.say("the police are at the road", reply_to=question))
    assert REFUSED in refused[0]
    await say(shop, grace, "/cancel")
    await do(shop, grace, lambda: grace.say("Only the notes of 10000", reply_to=question))
    assert "Only the notes of 10000" in (await say(shop, joan, "/next"))[-1]


async def test_a_rejected_report_is_told_why_and_its_words_are_gone(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    code = await report(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Reject")
    await press(shop, joan, "Known already")
    assert "Others reported the same" in text_of(from_bot(grace)[-1])
    shown = (await say(shop, grace, code))[0]
    assert "not passed on" in shown and "false notes" not in shown


async def test_a_voice_note_is_written_down_before_its_words_go_out(shop: Workshop, grace: Person) -> None:
    joan, group = await hire(shop, "Joan", MODERATOR), await group_of(shop, "Near", replace(WISHES, languages=("en",)))
    await say(shop, grace, "/hazard")
    await press(shop, grace, "No")
    await press(shop, grace, "Mercury")
    await say(shop, grace, "Tanzania")
    await press(shop, grace, "Geita")
    await do(shop, grace, lambda: grace.send_voice(b"OggS", 20))
    assert "A voice can be recognised" in (await press(shop, grace, "Skip"))[0]
    await press(shop, grace, "Send")
    before = len(from_bot(joan))
    await say(shop, joan, "/next")
    assert any("voice" in message for message in from_bot(joan)[before:])
    await press(shop, joan, "Write it down")
    assert "Mercury lies at the washing place." in (await say(shop, joan, "Mercury lies at the washing place."))[0]
    await press(shop, joan, "✅")
    assert "“Mercury lies at the washing place.”" in await news_of(shop, group)


async def test_others_like_it_are_shown_to_who_decides(shop: Workshop, grace: Person, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=("en", "sw"))
    await report(shop, grace)
    await say(shop, amina, "English")
    await report(shop, amina)
    assert "1 other report like it" in (await say(shop, joan, "/next"))[-1]
    await press(shop, joan, "📣")
    await press(shop, joan, "✅")
    assert "told of such a danger already" in (await say(shop, joan, "/next"))[-1]


async def test_nobody_of_the_team_decides_about_a_danger_of_their_own(shop: Workshop) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await report(shop, joan)
    assert "Nothing waits for you" in (await say(shop, joan, "/next"))[0]


async def test_a_coordinator_makes_an_alert_of_a_danger_in_our_own_words(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", Grant("coordinator"))
    await group_of(shop, "Near", replace(WISHES, languages=("en",)))
    await report(shop, grace)
    assert ENGLISH in (await say(shop, joan, "/next"))[-1]
    await press(shop, joan, "Make an alert")
    begun = "\n".join(await press(shop, joan, "All"))
    assert "Danger near Geita: A buyer who cheats" in begun and "market" not in begun


async def test_a_danger_that_waits_comes_first_and_is_told_of_once_more(shop: Workshop, grace: Person) -> None:
    joan, author = await hire(shop, "Joan", MODERATOR), shop.local.add_person(first_name="Author")
    await tell(shop, author, flags=("dry-drill",))
    await report(shop, grace)
    await pass_by(shop, timedelta(minutes=16))
    assert "A buyer pays with false notes" in (await say(shop, joan, "/next"))[-1]
    await press(shop, joan, "Put back")

    def told() -> int:
        return sum("A danger waits for your word" in text_of(one) for one in from_bot(joan))

    before = told()
    await pass_by(shop, timedelta(hours=11))
    assert told() == before
    await pass_by(shop, timedelta(hours=1))
    assert told() == before + 1
    await pass_by(shop, timedelta(hours=12))
    assert told() == before + 1
    assert not any("within 72 hours" in text_of(one) for one in from_bot(joan))


RECIPE = "Old explosives: mix fertiliser with diesel and put it in the hole, it blasts well."


async def test_words_that_nobody_lets_out_alone_go_after_two_or_are_left_out(shop: Workshop, grace: Person) -> None:
    joan, paul = await hire(shop, "Joan", MODERATOR), await hire(shop, "Paul", Grant("moderator"))
    group = await group_of(shop, "Near", replace(WISHES, languages=("en",)))
    await report(shop, grace, RECIPE, "Explosives")
    await say(shop, joan, "/next")
    assert "need a second person too: explosives" in (await press(shop, joan, "📣"))[0]
    assert "Now it waits for: a second person" in (await press(shop, joan, "✅"))[0]
    assert "Number 1 wants to tell it in Geita" in (await say(shop, paul, "/next"))[-1]
    await press(shop, paul, "📣")
    assert "agreed to less" in (await press(shop, paul, "🌍"))[0]
    await say(shop, paul, "/next")
    await press(shop, paul, "📣")
    await press(shop, paul, "Without words")
    await press(shop, paul, "✅")
    news = await news_of(shop, group)
    assert "Explosives lie about" in news and "fertiliser" not in news


async def test_an_answer_to_what_was_settled_meanwhile_changes_nothing(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    code = await report(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Ask back")
    await say(shop, joan, "Which notes were false?")
    await press(shop, grace, "Answer")
    (one,) = await kept(shop, grace)
    async with shop.store.write() as w:
        await w.hazards.reject(one.id)
    assert "settled before" in (await say(shop, grace, "Only the notes of 10000"))[0]
    assert "not passed on" in (await say(shop, grace, code))[0]
