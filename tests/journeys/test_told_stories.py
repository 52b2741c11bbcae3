"""A story after it was sent: added to, changed, found by its code from any account, taken back."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.search.experiences import Searchable
from storage.experiences import CASE_KIND, Experience
from tests.journeys.conversing import do, from_bot, pass_by, press, say
from tests.journeys.sharing import add_part, answers_of, case_of, only, share


@pytest.mark.parametrize("typed", [True, False])
async def test_who_leaves_a_part_hears_that_the_story_stays(shop: Workshop, grace: Person, typed: bool) -> None:
    await share(shop, grace)
    before = answers_of(await only(shop))
    await add_part(shop, grace, "Mineral, method")
    await press(shop, grace, "Gold")
    left = await say(shop, grace, "/cancel") if typed else await press(shop, grace, "✖️")
    assert left == ["Cancelled. Nothing was added or changed; your story stays as it was: /mine"]
    assert answers_of(await only(shop)) == before


async def test_every_field_is_one_tap_away_and_kept(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    await add_part(shop, grace, "The problem")
    await say(shop, grace, "We lost the fine gold.")
    await add_part(shop, grace, "Mineral, method")
    for pressed in ("Gold", "River", "Washer"):
        await press(shop, grace, pressed)
    await add_part(shop, grace, "A number")
    await say(shop, grace, "4 g a day instead of 2")
    await add_part(shop, grace, "The cost")
    await say(shop, grace, "50000 TZS")
    await press(shop, grace, "Once")
    await press(shop, grace, "Our group")
    await add_part(shop, grace, "How long")
    await press(shop, grace, "Months")
    await press(shop, grace, "2 to 10")
    await add_part(shop, grace, "Advise it?")
    await press(shop, grace, "Only if")
    await say(shop, grace, "Only if the water is clean.")
    await add_part(shop, grace, "The region")
    await say(shop, grace, "Tanzania")
    await press(shop, grace, 0)
    await press(shop, grace, "Add more")
    await press(shop, grace, "The topic")
    await press(shop, grace, "Getting gold out")
    await press(shop, grace, 0)
    story = await only(shop)
    told = answers_of(story)
    assert told.pop("story") and told.pop("region") and story.card
    assert told == {
        "result": "better",
        "problem": "We lost the fine gold.",
        "mineral": "gold",
        "method": "river",
        "role": "washer",
        "number": "4 g a day instead of 2",
        "cost": {"money": "50000", "currency": "TZS", "per": None},
        "often": "once",
        "paid": "group",
        "long": "months",
        "people": "few",
        "advise": "only-if",
        "whom": "Only if the water is clean.",
        "country": "TZ",
    }
    shown = (await press(shop, grace, "Look at it"))[0]
    for line in ("The problem: We lost", "Method: 🌊 River", "Country: Tanzania", "Who paid: 👥 Our group"):
        assert line in shown


async def test_what_is_added_is_looked_through_as_well(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    await add_part(shop, grace, "The problem")
    assert "bold here" in (await say(shop, grace, "The old carpet was bad, my number is 0754 123 456."))[0]
    await press(shop, grace, "Staff decide")
    story = await only(shop)
    case = await case_of(shop, story)
    assert "phone" in case.flags and case.danger == 1
    await add_part(shop, grace, "The problem")
    await say(shop, grace, "The old carpet was bad.")
    assert (await case_of(shop, story)).flags == ()


async def test_a_bare_phone_number_is_shown_and_flagged_too(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    await add_part(shop, grace, "A number")
    assert "bold here" in (await say(shop, grace, "+255754123456"))[0]
    await press(shop, grace, "Staff decide")
    assert (await case_of(shop, await only(shop))).flags == ("phone",)


async def test_a_restart_in_an_added_part_loses_nothing(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    await shop.restart()
    await press(shop, grace, "Add more")
    await shop.restart()
    await press(shop, grace, "Advise it?")
    await shop.restart()
    await press(shop, grace, "👎 No")
    await shop.restart()
    await say(shop, grace, "Nobody with bad lungs.")
    assert answers_of(await only(shop))["whom"] == "Nobody with bad lungs."


async def test_from_another_account_the_code_opens_changes_and_takes_back(
    shop: Workshop, grace: Person, pedro: Person
) -> None:
    code = await share(shop, grace)
    shown = (await say(shop, pedro, code.lower().replace("-", " ")))[0]
    assert "new carpet" in shown and "72" in shown
    await press(shop, pedro, "Cambiar")
    await press(shop, pedro, "El resultado")
    await press(shop, pedro, "Igual")
    story = await only(shop)
    assert answers_of(story)["result"] == "same"
    await say(shop, pedro, f"/mystory {code}")
    await press(shop, pedro, "Retirarlo")
    await press(shop, pedro, "Sí, retirarlo")
    async with shop.store.read() as r:
        gone = await r.experiences.get(story.id)
        assert gone and (gone.state, gone.answers, gone.contact) == ("withdrawn", {}, None)
        assert (await r.cases.of_subject(CASE_KIND, story.id)).state == "done"  # type: ignore[union-attr]
    assert "retiró" in (await say(shop, pedro, code))[-1]


async def _published(shop: Workshop, story: Experience) -> None:
    async with shop.store.write() as w:
        assert await w.experiences.publish(story, {"story": "we tried a new carpet"}, card=None, now=shop.clock.now())
    shop.app.services.experiences.add(Searchable(story.id, "en", "we tried a new carpet"))
    await shop.idle()


def _is_found(shop: Workshop) -> bool:
    return bool(shop.app.services.experiences.search({"carpet": 1.0, "tried": 1.0}, {}, (), "en"))


@pytest.mark.parametrize("way", ["take back", "/forget", "two years"])
async def test_what_was_published_is_gone_from_the_search_at_once(shop: Workshop, grace: Person, way: str) -> None:
    await share(shop, grace)
    story = await only(shop)
    await _published(shop, story)
    assert _is_found(shop)
    assert "passed on" in (await say(shop, grace, "/mine"))[0] or grace.buttons
    if way == "take back":
        await press(shop, grace, 0)
        await press(shop, grace, "Take it back")
        await press(shop, grace, "Yes, take it back")
    elif way == "/forget":
        await say(shop, grace, "/forget")
    else:
        await shop.clock.turn(timedelta(days=731))
        await shop.app.jobs.keep_house()
    assert not _is_found(shop)
    async with shop.store.read() as r:
        gone = await r.experiences.get(story.id)
    assert gone and gone.state == "withdrawn" and gone.shown is None


@pytest.mark.parametrize("code", ["rjh2t 8xm4z", "NDYYA-2W2PV", "/mystory rjh2t8xm4z"])
async def test_a_code_says_nothing_of_the_language_of_who_types_it(shop: Workshop, pedro: Person, code: str) -> None:
    assert "No conozco ningún relato" in (await say(shop, pedro, code))[0]


async def test_it_is_taken_back_only_after_one_question(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    assert "for good?" in (await press(shop, grace, "Take it back"))[0]
    assert "Your story of" in (await press(shop, grace, "Back"))[0]
    await only(shop)


async def test_after_five_wrong_codes_none_opens_until_tomorrow(shop: Workshop, grace: Person, pedro: Person) -> None:
    code = await share(shop, grace)
    await say(shop, pedro, "English")
    for wrong in ("AB3C4-DFE5F", "AB3C4-DFE5G", "AB3C4-DFE5H", "AB3C4-DFE5J"):
        assert "no story by this code" in (await say(shop, pedro, wrong))[0]
    await say(shop, pedro, "AB3C4-DFE5K")
    assert "too many wrong codes" in (await say(shop, pedro, code))[0]
    await pass_by(shop, timedelta(days=1))
    assert "new carpet" in (await say(shop, pedro, code))[0]


@pytest.mark.parametrize(
    "forged", ["show:i1", "gone:AB3C4DFE5F", "part:i1:result", "out:", "nosuch:i1", "card:i1:9999999"]
)
async def test_a_forged_button_opens_and_erases_nothing(
    shop: Workshop, grace: Person, pedro: Person, forged: str
) -> None:
    await share(shop, grace)
    story = await only(shop)
    await say(shop, pedro, "English")
    forged = forged.replace("i1", f"i{story.id:x}")
    grace_sees = len(from_bot(grace))
    await say(shop, pedro, "/topics")
    message = from_bot(pedro)[-1]
    message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = f"story:{forged}"
    await do(shop, pedro, lambda: pedro.press(0, message))
    assert len(from_bot(grace)) == grace_sees
    assert answers_of(await only(shop)) == answers_of(story)
    assert "new carpet" not in str(from_bot(pedro))


async def test_what_is_held_of_stories_is_told_and_copied(shop: Workshop, grace: Person) -> None:
    assert "I have no story of yours" in (await say(shop, grace, "/mine"))[0]
    await share(shop, grace)
    await say(shop, grace, "/privacy")
    held = (await press(shop, grace, "What you hold"))[0]
    assert "Stories that you have shared: 1" in held and "new carpet" in held
