"""⚠️ A danger near: how someone reports it, what is refused, and what they can do about it afterwards."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from content.raids import REFUSED
from tests.journeys.conversing import do, from_bot, pass_by, press, say, text_of
from tests.journeys.hazards import (
    ENGLISH,
    all_told,
    group_of,
    kept,
    news_of,
    only,
    report,
    tell_region,
)
from tests.journeys.reviewing import MODERATOR, hire

SW, FR = speaker("sw"), speaker("fr")


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
    assert await kept(shop, grace) == []


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
    one = await only(shop)
    assert (one.kind, one.country, one.region, one.language) == ("scales", "TZ", "geita", "en")
    assert "Juma" not in str(one.answers) and "0754" not in str(one.answers) and one.has_picture
    joan = await hire(shop, "Joan", MODERATOR)
    before = len(from_bot(joan))
    await say(shop, joan, "/next")
    assert any("photo" in message for message in from_bot(joan)[before:])


async def test_another_country_asks_for_its_region_anew(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/hazard")
    await press(shop, grace, "No")
    await press(shop, grace, "Fake buyer")
    await say(shop, grace, "Tanzania")
    await press(shop, grace, "Geita")
    await say(shop, grace, ENGLISH)
    await press(shop, grace, "Skip")
    await press(shop, grace, "✏️ Country")
    assert "In which part" in (await say(shop, grace, "Kenya"))[0]
    await press(shop, grace, "Migori")
    await press(shop, grace, "Send")
    one = await only(shop)
    assert (one.country, one.region) == ("KE", "migori")


async def test_who_reported_it_sees_it_by_its_code_and_takes_it_back(
    shop: Workshop, grace: Person, amina: Person
) -> None:
    joan, group = await hire(shop, "Joan", MODERATOR), await group_of(shop, "Near")
    code = await report(shop, grace)
    assert "It waits until our team" in (await say(shop, grace, code))[0]
    await say(shop, grace, "/mine")
    assert "Fake buyer" in grace.buttons[0][0]
    await tell_region(shop, joan)
    assert "Geita" in await news_of(shop, group)
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
    (one,) = await all_told(shop)
    assert (one.state, one.shown, one.contact) == ("withdrawn", None, None)
    assert SW("🤝 Fake buyer") in await news_of(shop, group)
    assert "taken back" in (await say(shop, grace, code))[0]


async def test_a_report_that_is_taken_back_before_anyone_looked_is_in_no_queue(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    code = await report(shop, grace)
    await say(shop, joan, "/next")
    await press(shop, joan, "📣")
    await say(shop, grace, code)
    await press(shop, grace, "🗑")
    await press(shop, grace, "🗑")
    assert "Someone else has this open" in (await press(shop, joan, "✅"))[0]
    assert await all_told(shop) == []


async def test_a_report_that_nobody_looks_at_is_erased_after_a_month_and_that_is_said(
    shop: Workshop, grace: Person
) -> None:
    code = await report(shop, grace)
    await pass_by(shop, timedelta(days=30))
    assert "Nobody of our team could look" in text_of(from_bot(grace)[-1])
    (one,) = await kept(shop, grace)
    assert (one.state, one.answers) == ("unread", {})
    assert "Nobody could look" in (await say(shop, grace, code))[0]


async def test_made_up_presses_of_a_stranger_show_and_do_nothing(shop: Workshop, grace: Person, amina: Person) -> None:
    await report(shop, grace)
    one = await only(shop)
    await say(shop, amina, "/topics")
    for verb in ("show", "out", "gone", "answer", "", "x"):
        for ref in (f"i{one.id:x}", f"{one.id}", "A" * 40, ""):
            message: Any = amina.newest_with_buttons(amina.private)
            message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = f"hazard:{verb}:{ref}"[:64]
            told = await do(shop, amina, lambda message=message: amina.press(0, message))
            assert not any("buyer" in text for text in told)
    assert (await only(shop)) == one


async def test_a_fourth_report_waits_until_someone_has_looked(shop: Workshop, grace: Person) -> None:
    for number in range(3):
        await report(shop, grace, f"{ENGLISH} {'again ' * number}")
    assert "Three of your reports wait" in (await say(shop, grace, "/hazard"))[0]


async def test_forgetting_takes_reports_along_and_privacy_shows_them(shop: Workshop, grace: Person) -> None:
    await report(shop, grace)
    await say(shop, grace, "/privacy")
    held = (await press(shop, grace, "What you hold"))[0]
    assert "Dangers that you have reported: 1" in held and "false notes" in held
    one = await only(shop)
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
    one = await only(shop)
    assert (one.kind, one.country, one.region) == ("buyer", "TZ", "geita")
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


async def test_a_warning_that_nobody_wants_to_pass_on_is_dropped(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "there is a fake buyer in Geita with false notes")
    assert await press(shop, grace, "drop it") == ["Dropped. I kept nothing of it."]
    await say(shop, grace, "/hazard")
    assert "What is the danger" in (await press(shop, grace, "No"))[0]


async def test_of_two_warnings_typed_the_newer_one_is_told_and_a_short_one_is_asked_for(
    shop: Workshop, grace: Person
) -> None:
    await say(shop, grace, f"/hazard {ENGLISH}")
    await say(shop, grace, "/hazard There is a false scale in Geita at the shop.")
    assert "What is the danger" in (await say(shop, grace, "no"))[0]
    await press(shop, grace, "False notes")
    await press(shop, grace, "Skip")
    await press(shop, grace, "Send")
    one = await only(shop)
    assert (one.region, one.answers["words"]) == ("geita", "There is a false scale in Geita at the shop.")
    await say(shop, grace, "/hazard gas")
    await say(shop, grace, "no")
    await press(shop, grace, "Bad air")
    await say(shop, grace, "Rwanda")
    assert "What have you seen" in text_of(from_bot(grace)[-1])
