"""⚠️ A danger near: someone reports it, the team looks, groups near hear of it, and later that it is over."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from content.raids import REFUSED
from content.schedule import Schedule, next_due
from storage.hazards import CASE_KIND, Hazard
from storage.subscriptions import Wishes
from storage.team import Grant
from tests.journeys.conversing import do, from_bot, label, pass_by, press, say, text_of
from tests.journeys.reviewing import MODERATOR, acts, hire, tell
from tests.journeys.sharing import code_in

DAILY = Schedule(tuple(range(7)), 8, "Africa/Dar_es_Salaam")
WISHES = Wishes("cooperative", ("sw",), DAILY, country="TZ", region="geita", when_empty="silence")
WORDS = "Kuna mnunuzi anayelipa kwa noti bandia, wiki hii ameonekana mara mbili."
ENGLISH = "A buyer pays with false notes. I have seen it twice this week near the market."
SW, FR = speaker("sw"), speaker("fr")


async def _report(shop: Workshop, person: Person, words: str = ENGLISH, kind: str = "Fake buyer") -> str:
    """Report a danger in Geita, with no photo, and return its receipt code as it is shown."""
    await say(shop, person, "/hazard")
    await press(shop, person, "No")
    await press(shop, person, kind)
    await say(shop, person, "Tanzania")
    await press(shop, person, "Geita")
    if "bold here" in (await say(shop, person, words))[-1]:
        await press(shop, person, "Staff decide")
    await press(shop, person, "Skip")
    return code_in((await press(shop, person, "Send"))[0])


async def _only(shop: Workshop) -> Hazard:
    async with shop.store.read() as r:
        (case,) = [case async for case in r.cases.waiting(shop.clock.now()) if case.kind == CASE_KIND]
        one = await r.hazards.get(case.subject)
    assert one is not None
    return one


async def _kept(shop: Workshop, person: Person) -> list[Hazard]:
    async with shop.store.read() as r:
        member = await r.members.find(person.id)
        return await r.hazards.of(member.id) if member else []


async def _group(shop: Workshop, name: str, wishes: Wishes = WISHES) -> Group:
    group = shop.local.add_group(name, members=[shop.local.add_person(first_name=name)])
    await shop.idle()
    async with shop.store.write() as w:
        known = await w.groups.find(group.id)
        assert known
        now = shop.clock.now()
        assert await w.subscriptions.add(known.id, wishes, next_due(wishes.schedule, now).at, now)
    return group


async def _news(shop: Workshop, group: Group) -> str:
    """Let a day pass and return what the bot has sent to a group in it."""
    before = len(group.messages)
    await shop.clock.turn(timedelta(days=1))
    await shop.app.jobs.send_digests()
    async with asyncio.timeout(20):
        await shop.idle()
    return "\n".join(text_of(one) for one in group.messages[before:] if one["from"]["is_bot"])


async def _tell(shop: Workshop, staff: Person, where: str = "✅") -> list[str]:
    await say(shop, staff, "/next")
    await press(shop, staff, "📣")
    return await press(shop, staff, where)


async def test_a_report_in_swahili_reaches_groups_near_each_in_its_language(shop: Workshop, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=("en", "sw"))
    near, french = await _group(shop, "Near"), await _group(shop, "Fr", replace(WISHES, languages=("fr",), region=None))
    far, abroad = (
        await _group(shop, "Far", replace(WISHES, region="mwanza")),
        await _group(shop, "Gh", replace(WISHES, country="GH")),
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
    heard = await _news(shop, near)
    kind = "A buyer who cheats. Do not let go of your gold before you have the money."
    assert SW("⚠️ Danger near {place}: {text}", place="Geita", text=SW(kind)) in heard and f"“{WORDS}”" in heard
    day = {"day": SW.date(shop.clock.now().date() - timedelta(days=1))}
    assert SW("A member reported it; our team looked at it on {day}. It is not certain.", **day) in heard
    text = "\n".join(text_of(one) for one in french.messages)
    assert FR("⚠️ Danger near {place}: {text}", place="Geita", text=FR(kind)) in text and "noti" not in text
    assert not any(one["from"]["is_bot"] and "Geita" in text_of(one) for one in (*far.messages, *abroad.messages))
    assert "Geita" not in await _news(shop, near)
    await press(shop, joan, "🏁")
    assert SW(
        "🏁 The danger that you reported is over, our team says. Groups that heard of it are told so."
    ) in text_of(from_bot(amina)[-1])
    ended = "✅ The warning near {place} has ended: {text}. Be careful all the same."
    over = SW(ended, place="Geita", text=SW("🤝 Fake buyer"))
    assert over in await _news(shop, near) and "Geita" not in await _news(shop, near)
    assert FR("🤝 Fake buyer") in "\n".join(text_of(one) for one in french.messages)
    assert ("decide-hazard", "moderator", 1) in [(act, role, number) for act, role, number, _ in await acts(shop)]


RAIDS = {
    "en": "Police are coming to the site tomorrow morning",
    "fr": "Les gendarmes passent demain matin sur le site",
    "sw": "Polisi wanakuja kesho asubuhi machimboni",
    "es": "Mañana viene la policía con el ejército a la mina",
    "pt": "A polícia federal vem amanhã no garimpo",
    "id": "Besok ada razia polisi di lokasi tambang",
    "ar": "الشرطة قادمة غدا إلى موقع الحفر",
}


@pytest.mark.parametrize("code", CODES)
async def test_where_police_or_armed_people_are_is_refused_and_not_kept(
    shop: Workshop, grace: Person, code: str
) -> None:
    said = speaker(code)
    await say(shop, grace, said.language.name)
    assert said(REFUSED) in (await say(shop, grace, f"/hazard {RAIDS[code]}"))[0]
    await say(shop, grace, "/hazard")
    await say(shop, grace, "2")
    await say(shop, grace, "8")
    await say(shop, grace, "Kenya")
    await press(shop, grace, 0)
    assert said(REFUSED) in (await say(shop, grace, RAIDS[code]))[0]
    async with shop.store.read() as r:
        member = await r.members.find(grace.id)
        assert member
        draft = await r.drafts.find(member.id, member.id)
    assert draft and RAIDS[code] not in str(draft.answers)
    await say(shop, grace, "/cancel")
    await say(shop, grace, "/hazard")
    await say(shop, grace, "2")
    assert said(REFUSED) in (await say(shop, grace, "9"))[0]
    assert await _kept(shop, grace) == []


async def test_somebody_in_danger_now_gets_help_first(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/hazard")
    assert "What has happened" in (await say(shop, grace, "yes"))[0]
    await say(shop, grace, "/hazard")
    assert "What has happened" in (await press(shop, grace, "in danger"))[0]
    await say(shop, grace, "/hazard")
    await press(shop, grace, "No")
    assert "⛔" in (await say(shop, grace, "help, my brother fell into the shaft, he is not answering"))[0]
    assert "What is the danger" in (await say(shop, grace, "/hazard"))[0]


STEPS: list[Callable[[Workshop, Person], Any]] = [
    lambda shop, grace: say(shop, grace, "/hazard"),
    lambda shop, grace: press(shop, grace, "No"),
    lambda shop, grace: press(shop, grace, "False notes"),
    lambda shop, grace: say(shop, grace, "Tanzania"),
    lambda shop, grace: press(shop, grace, "Geita"),
    lambda shop, grace: say(shop, grace, f"{ENGLISH} His name is Juma Hassani, his number is 0754 123 456."),
    lambda shop, grace: press(shop, grace, "Take it out"),
    lambda shop, grace: do(shop, grace, lambda: grace.send_photo(_picture())),
    lambda shop, grace: press(shop, grace, "Send"),
]


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, "JPEG")
    return out.getvalue()


async def test_a_restart_after_every_step_loses_nothing_and_what_is_personal_is_taken_out(
    shop: Workshop, grace: Person
) -> None:
    for step in STEPS:
        told = await step(shop, grace)
        await shop.restart()
        if "Send it?" in told[0]:
            assert "Juma" not in told[0] and "0754" not in told[0] and "Take it out" in told[0]
    one = await _only(shop)
    assert (one.kind, one.country, one.region, one.language) == ("scales", "TZ", "geita", "en")
    assert "Juma" not in str(one.answers) and "0754" not in str(one.answers) and one.has_picture
    joan = await hire(shop, "Joan", MODERATOR)
    before = len(from_bot(joan))
    await say(shop, joan, "/next")
    assert any("photo" in message for message in from_bot(joan)[before:])


async def test_another_country_asks_for_its_region_anew(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/hazard")
    await press(shop, grace, "No")
    await press(shop, grace, "Bad air")
    await say(shop, grace, "Tanzania")
    await press(shop, grace, "Geita")
    await say(shop, grace, "A candle goes out three metres down in the old pit.")
    await press(shop, grace, "Skip")
    await press(shop, grace, "✏️ Country")
    assert "In which part" in (await say(shop, grace, "Kenya"))[0]
    await press(shop, grace, "Migori")
    await press(shop, grace, "Send")
    one = await _only(shop)
    assert (one.country, one.region) == ("KE", "migori")


async def test_double_taps_send_one_report_and_tell_groups_once(shop: Workshop, grace: Person) -> None:
    joan, group = await hire(shop, "Joan", MODERATOR), await _group(shop, "Near")
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
    assert len(await _kept(shop, grace)) == 1
    await say(shop, joan, "/next")
    await press(shop, joan, "📣")
    await do(shop, joan, twice(joan, "✅"))
    assert [subject.partition(":")[2] for act, _, _, subject in await acts(shop) if act == "decide-hazard"] == [
        "region"
    ]
    assert (await _news(shop, group)).count("Geita") == 1


async def test_who_reported_it_sees_it_by_its_code_and_takes_it_back(
    shop: Workshop, grace: Person, amina: Person
) -> None:
    joan, group = await hire(shop, "Joan", MODERATOR), await _group(shop, "Near")
    code = await _report(shop, grace)
    assert "It waits until our team" in (await say(shop, grace, code))[0]
    await say(shop, grace, "/mine")
    assert "Fake buyer" in grace.buttons[0][0]
    await _tell(shop, joan)
    assert "Geita" in await _news(shop, group)
    shown = (await say(shop, amina, code))[0]
    assert (
        SW(
            "⚠️ Your report of {day}: {what}, {place}",
            day="23 Nov 2026",
            what=SW("🤝 Fake buyer"),
            place="Geita, Tanzania",
        )
        in shown
    )
    await press(shop, amina, "🗑")
    await press(shop, amina, "🗑")
    (one,) = await _all(shop)
    assert (one.state, one.shown, one.contact) == ("withdrawn", None, None)
    assert SW("🤝 Fake buyer") in await _news(shop, group)
    assert "taken back" in (await say(shop, grace, code))[0]


async def _all(shop: Workshop) -> list[Hazard]:
    async with shop.store.read() as r:
        return [*await r.hazards.running(shop.clock.now()), *await r.hazards.ended(shop.clock.now())]


async def test_a_report_that_is_taken_back_before_anyone_looked_is_in_no_queue(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    code = await _report(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "📣")
    await say(shop, grace, code)
    await press(shop, grace, "🗑")
    await press(shop, grace, "🗑")
    assert "Someone else has this open" in (await press(shop, joan, "✅"))[0]
    assert await _all(shop) == []


async def test_beyond_its_region_a_second_person_has_to_agree(shop: Workshop, grace: Person) -> None:
    joan, paul = await hire(shop, "Joan", MODERATOR), await hire(shop, "Paul", Grant("moderator"))
    far = await _group(shop, "Far", replace(WISHES, languages=("en",), region="mwanza"))
    await _report(shop, grace)
    assert "Now it waits for: a second person" in (await _tell(shop, joan, "🌍"))[0]
    assert "Nothing waits for you" in (await say(shop, joan, "/next"))[0]
    assert await _all(shop) == []
    assert "Number 1 wants to tell it in Tanzania" in (await say(shop, paul, "/next"))[-1]
    await press(shop, paul, "📣")
    await press(shop, paul, "🌍")
    assert "Danger in Tanzania" in await _news(shop, far)


async def test_no_sign_of_a_report_can_turn_or_mark_up_what_groups_read(shop: Workshop, grace: Person) -> None:
    joan, group = await hire(shop, "Joan", MODERATOR), await _group(shop, "Near", replace(WISHES, languages=("en",)))
    await _report(
        shop,
        grace,
        "<b>False</b> notes \u202eseton eslaf\u202c & a scale, see t.me/cheap or @buyer <a href='x'>here</a>",
    )
    seen = (await say(shop, joan, "/next"))[-1]
    assert "<b>False</b>" in seen
    await press(shop, joan, "📣")
    await press(shop, joan, "✅")
    news = await _news(shop, group)
    assert "<b>False" in news and "\u202e" not in news and "@buyer" not in news and "t.me" not in news
    (message,) = [one for one in group.messages if "Danger near" in text_of(one)]
    assert not {"mention", "url", "text_link", "bot_command"} & {one["type"] for one in message.get("entities", ())}


async def test_the_words_of_the_team_replace_the_member_s_and_accuse_nobody(shop: Workshop, grace: Person) -> None:
    joan, group = await hire(shop, "Joan", MODERATOR), await _group(shop, "Near", replace(WISHES, languages=("en",)))
    await _report(shop, grace, "Juma Hassani the buyer at the market stole our gold and pays with false notes.")
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
    news = await _news(shop, group)
    assert "False notes were seen at the market." in news and "Juma" not in news and "stole" not in news


async def test_a_question_goes_to_who_reported_it_and_the_answer_comes_back(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await _report(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Ask back")
    await say(shop, joan, "Which notes were false, the large ones?")
    assert "Which notes were false" in text_of(from_bot(grace)[-1])
    await press(shop, grace, "Answer")
    assert REFUSED in (await say(shop, grace, "the police are at the road"))[0]
    await say(shop, grace, "Only the notes of 10000")
    assert "Only the notes of 10000" in (await say(shop, joan, "/next"))[-1]


async def test_a_rejected_report_is_told_why_and_its_words_are_gone(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    code = await _report(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Reject")
    await press(shop, joan, "Known already")
    assert "Others reported the same" in text_of(from_bot(grace)[-1])
    shown = (await say(shop, grace, code))[0]
    assert "not passed on" in shown and "false notes" not in shown


async def test_a_voice_note_is_written_down_before_its_words_go_out(shop: Workshop, grace: Person) -> None:
    joan, group = await hire(shop, "Joan", MODERATOR), await _group(shop, "Near", replace(WISHES, languages=("en",)))
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
    assert "“Mercury lies at the washing place.”" in await _news(shop, group)


async def test_others_like_it_are_shown_to_who_decides(shop: Workshop, grace: Person, amina: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR, languages=("en", "sw"))
    await _report(shop, grace)
    await say(shop, amina, "English")
    await _report(shop, amina)
    assert "1 other report like it" in (await say(shop, joan, "/next"))[-1]
    await press(shop, joan, "📣")
    await press(shop, joan, "✅")
    assert "told of such a danger already" in (await say(shop, joan, "/next"))[-1]


async def test_nobody_of_the_team_decides_about_a_danger_of_their_own(shop: Workshop) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await _report(shop, joan)
    assert "Nothing waits for you" in (await say(shop, joan, "/next"))[0]


async def test_a_report_that_nobody_looks_at_is_erased_after_a_month_and_that_is_said(
    shop: Workshop, grace: Person
) -> None:
    code = await _report(shop, grace)
    await pass_by(shop, timedelta(days=30))
    assert "Nobody of our team could look" in text_of(from_bot(grace)[-1])
    (one,) = await _kept(shop, grace)
    assert (one.state, one.answers) == ("unread", {})
    assert "Nobody could look" in (await say(shop, grace, code))[0]


async def test_made_up_presses_of_a_stranger_show_and_do_nothing(shop: Workshop, grace: Person, amina: Person) -> None:
    await _report(shop, grace)
    one = await _only(shop)
    await say(shop, amina, "/topics")
    for verb in ("show", "out", "gone", "answer", "", "x"):
        for ref in (f"i{one.id:x}", f"{one.id}", "A" * 40, ""):
            message: Any = amina.newest_with_buttons(amina.private)
            message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = f"hazard:{verb}:{ref}"[:64]
            told = await do(shop, amina, lambda message=message: amina.press(0, message))
            assert not any("buyer" in text for text in told)
    assert (await _only(shop)) == one


async def test_a_fourth_report_waits_until_someone_has_looked(shop: Workshop, grace: Person) -> None:
    for number in range(3):
        await _report(shop, grace, f"{ENGLISH} {'again ' * number}")
    assert "Three of your reports wait" in (await say(shop, grace, "/hazard"))[0]


async def test_forgetting_takes_reports_along_and_privacy_shows_them(shop: Workshop, grace: Person) -> None:
    await _report(shop, grace)
    await say(shop, grace, "/privacy")
    held = (await press(shop, grace, "What you hold"))[0]
    assert "Dangers that you have reported: 1" in held and "false notes" in held
    one = await _only(shop)
    await do(shop, grace, lambda: grace.say("/forget"))
    async with shop.store.read() as r:
        now = await r.hazards.get(one.id)
    assert now and (now.state, now.answers, now.contact) == ("withdrawn", {}, None)


async def test_a_warning_typed_unasked_is_answered_and_offered_to_the_team(shop: Workshop, grace: Person) -> None:
    answers = await say(shop, grace, "there is a fake buyer in Geita with false notes")
    assert "false buyers" in answers[0] and any("sounds like a warning" in text for text in answers)
    await shop.restart()
    assert "A photo?" in (await say(shop, grace, "no"))[0]
    await press(shop, grace, "Skip")
    await press(shop, grace, "Send")
    one = await _only(shop)
    assert (one.kind, one.country, one.region) == ("buyer", "TZ", "geita")
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


async def test_a_warning_that_nobody_wants_to_pass_on_is_dropped(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "there is a fake buyer in Geita with false notes")
    assert await press(shop, grace, "drop it") == ["Dropped. I kept nothing of it."]
    await say(shop, grace, "/hazard")
    assert "What is the danger" in (await press(shop, grace, "No"))[0]


async def test_a_coordinator_makes_an_alert_of_a_danger_in_our_own_words(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", Grant("coordinator"))
    await _group(shop, "Near", replace(WISHES, languages=("en",)))
    await _report(shop, grace)
    assert ENGLISH in (await say(shop, joan, "/next"))[-1]
    await press(shop, joan, "Make an alert")
    begun = "\n".join(await press(shop, joan, "All"))
    assert "Danger near Geita: A buyer who cheats" in begun and "market" not in begun


async def test_a_danger_that_waits_comes_first_and_is_told_of_once_more(shop: Workshop, grace: Person) -> None:
    joan, author = await hire(shop, "Joan", MODERATOR), shop.local.add_person(first_name="Author")
    await tell(shop, author, flags=("dry-drill",))
    await _report(shop, grace)
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


CANDLE = "A candle goes out three metres down in the old pit."


async def test_who_said_that_nobody_is_in_danger_is_asked_again_and_their_words_are_taken(
    shop: Workshop, grace: Person
) -> None:
    await say(shop, grace, "/hazard")
    await press(shop, grace, "No")
    await press(shop, grace, "Bad air")
    await say(shop, grace, "Kenya")
    await press(shop, grace, "Migori")
    warned, asked = await say(shop, grace, CANDLE)
    assert "⛔" in warned and "Is someone in danger now?" in warned and "A photo?" in asked
    help_ = next(one for one in from_bot(grace) if text_of(one) == warned)
    assert "⛔ Never go down after him" in (await do(shop, grace, lambda: grace.press(0, help_)))[0]
    await say(shop, grace, "/hazard")
    await press(shop, grace, "Back")
    await pass_by(shop, timedelta(minutes=40))
    assert "1. Stop everyone who wants to go down." in (await say(shop, grace, CANDLE))[0]


RECIPE = "Old explosives: mix fertiliser with diesel and put it in the hole, it blasts well."


async def test_words_that_nobody_lets_out_alone_go_after_two_or_are_left_out(shop: Workshop, grace: Person) -> None:
    joan, paul = await hire(shop, "Joan", MODERATOR), await hire(shop, "Paul", Grant("moderator"))
    group = await _group(shop, "Near", replace(WISHES, languages=("en",)))
    await _report(shop, grace, RECIPE, "Explosives")
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
    news = await _news(shop, group)
    assert "Explosives lie about" in news and "fertiliser" not in news


async def test_of_two_warnings_typed_the_newer_one_is_told_and_a_short_one_is_asked_for(
    shop: Workshop, grace: Person
) -> None:
    await say(shop, grace, f"/hazard {ENGLISH}")
    await say(shop, grace, "/hazard There is a false scale in Geita at the shop.")
    assert "What is the danger" in (await say(shop, grace, "no"))[0]
    await press(shop, grace, "False notes")
    await press(shop, grace, "Skip")
    await press(shop, grace, "Send")
    one = await _only(shop)
    assert (one.region, one.answers["words"]) == ("geita", "There is a false scale in Geita at the shop.")
    await say(shop, grace, "/hazard gas")
    await say(shop, grace, "no")
    await press(shop, grace, "Bad air")
    await say(shop, grace, "Rwanda")
    assert "What have you seen" in text_of(from_bot(grace)[-1])


async def test_an_answer_to_what_was_settled_meanwhile_changes_nothing(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    code = await _report(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "Ask back")
    await say(shop, joan, "Which notes were false?")
    await press(shop, grace, "Answer")
    (one,) = await _kept(shop, grace)
    async with shop.store.write() as w:
        await w.hazards.reject(one.id)
    assert "settled before" in (await say(shop, grace, "Only the notes of 10000"))[0]
    assert "not passed on" in (await say(shop, grace, code))[0]
