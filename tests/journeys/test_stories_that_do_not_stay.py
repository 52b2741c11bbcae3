"""Two miners whose stories do not go out or do not stay: Rahmat praises more mercury, Pedro wants his story back."""

from datetime import date

import pytest

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from storage.experiences import CASE_KIND
from tests.content.test_pictures import photo
from tests.editions import WISHES, editions, subscribe, turn
from tests.journeys.conversing import do, from_bot, label, press, say, text_of
from tests.journeys.reviewing import GEOLOGIST, MODERATOR, hire
from tests.journeys.sharing import code_in, only, stories

ID, ES = speaker("id"), speaker("es")
MORE_MERCURY = "pakai merkuri lebih banyak, hasil naik"
OTHERWISE = "kami pakai retort tertutup dan dulang, hasil naik"
CARPET = "Pusimos alfombra nueva en el canalón y ahora sacamos más oro cada semana."


@pytest.fixture
def rahmat(shop: Workshop) -> Person:
    return shop.local.add_person(first_name="Rahmat", language_code="id")


@pytest.fixture
async def group(shop: Workshop, grace: Person) -> Group:
    group = shop.local.add_group("Miners", members=[grace])
    await shop.idle()
    await subscribe(shop, group, WISHES)
    return group


async def _tell(shop: Workshop, person: Person, story: str, result: str) -> str:
    """Tell a story for members and groups, and return what is said when it is sent."""
    await say(shop, person, "/tell")
    await say(shop, person, story)
    await press(shop, person, result)
    return (await say(shop, person, "1 2"))[0]


async def test_rahmats_story_is_held_and_he_reads_the_safer_ways_at_once(
    shop: Workshop, rahmat: Person, group: Group
) -> None:
    moderator = await hire(shop, "Joan", MODERATOR, languages=("en", "id"))
    geologist = await hire(shop, "Geo", GEOLOGIST, languages=("en", "id"))
    sent = await _tell(shop, rahmat, MORE_MERCURY, ID("👍 Better"))
    held = ID("⚠️ It may be about a danger, so two people check it. Meanwhile, please read this:")
    retort, without_mercury = (
        shop.app.services.library.cards[card].text("id")[0].title for card in ("hs-mercury-retort", "pr-mercury-free")
    )
    assert held in sent and label(rahmat, retort) and label(rahmat, without_mercury)
    waiting = await only(shop)
    async with shop.store.read() as r:
        case = await r.cases.of_subject(CASE_KIND, waiting.id)
    assert case and (case.danger, case.field) == (2, "geologist") and "mercury-up" in case.flags

    # One person alone lets it out in no way: whoever agrees first waits for the geologist.
    await say(shop, moderator, "/next")
    agreed = (await press(shop, moderator, "Agree"))[0]
    assert "geologist" in agreed and (await only(shop)).state == "waiting"
    await turn(shop, days=1)
    assert len(editions(group)) == 1 and MORE_MERCURY not in editions(group)[0]

    # He may change it while it waits. What he then tells is looked at anew, by two again: its danger never shrinks.
    await say(shop, rahmat, code_in(sent))
    await press(shop, rahmat, ID("✏️ Change"))
    await press(shop, rahmat, ID("✏️ What I did"))
    assert ID("Kept with your story.") in (await say(shop, rahmat, OTHERWISE))[0]
    shown = (await say(shop, geologist, "/next"))[0]
    assert OTHERWISE in shown and "two must agree" in shown
    await press(shop, geologist, "Agree")
    assert OTHERWISE in (await say(shop, moderator, "/next"))[0]
    await press(shop, moderator, "Publish")
    assert text_of(from_bot(rahmat)[-1]).startswith("🎉")


async def test_rahmat_who_does_not_change_it_is_told_why_and_shown_both_cards(shop: Workshop, rahmat: Person) -> None:
    moderator = await hire(shop, "Joan", MODERATOR, languages=("en", "id"))
    await _tell(shop, rahmat, MORE_MERCURY, ID("👍 Better"))
    before = len(from_bot(rahmat))
    await say(shop, moderator, "/next")
    await press(shop, moderator, "Reject")
    await press(shop, moderator, "It can kill")
    why, retort, without_mercury = from_bot(rahmat)[before:]
    assert ID("What it describes can injure or kill someone who does the same.") in text_of(why)
    assert "retort" in text_of(retort) and "150" in text_of(without_mercury)
    assert not await stories(shop)
    # The way to tell it otherwise is under what he was told.
    rahmat.press(label_of(why), why)
    await shop.idle()
    assert text_of(from_bot(rahmat)[-1]) == ID(
        "What did you do, and what came of it? Write it in one message, or say it in a voice note. "
        "Leave out names and places."
    )


def label_of(message: dict[str, object]) -> str:
    """Return the only button of a message."""
    markup = message["reply_markup"]
    assert isinstance(markup, dict)
    [[button]] = markup["inline_keyboard"]
    return str(button["text"])


@pytest.mark.parametrize("way", ["quiero retirar mi historia", "take my story back", "/forget"])
async def test_pedros_story_is_gone_everywhere_at_once(shop: Workshop, pedro: Person, group: Group, way: str) -> None:
    moderator = await hire(shop, "Joan", MODERATOR, languages=("en", "es"))
    code = code_in(await _tell(shop, pedro, CARPET, ES("👍 Better")))
    await say(shop, moderator, "/next")
    await press(shop, moderator, "Publish")
    index = shop.app.services.experiences
    assert index.count == 1
    async with shop.store.read() as r:
        [published] = await r.experiences.published(-1, 5)
    assert published.shown and published.shown["story"] == CARPET

    answers = await say(shop, pedro, way)
    if not way.startswith("/"):
        assert "Pusimos alfombra" in answers[-1]
        answers = await press(shop, pedro, "🗑")
        say_it = speaker("en") if way.startswith("take") else ES
        assert say_it(
            "Gone. I erased your story, its photos and its place in every search. Thank you for having told it."
        ) in "".join(answers)

    assert index.count == 0
    async with shop.store.read() as r:
        gone = await r.experiences.get(published.id)
        assert gone and (gone.state, gone.shown, dict(gone.answers), gone.contact) == ("withdrawn", None, {}, None)
    # The edition of the next morning was not written yet, or quotes it no more; what people pressed stays counted.
    await turn(shop, days=1)
    assert len(editions(group)) == 1 and "alfombra" not in "".join(text_of(one) for one in group.messages)
    other = shop.local.add_person(first_name="Otro", language_code="es")
    assert not any("sacamos" in one for one in await say(shop, other, CARPET))
    assert not any("👥" in one for row in other.buttons for one in row)
    assert CARPET not in "".join(await say(shop, other, code))


async def test_a_restart_in_the_middle_of_pedros_story_loses_and_doubles_nothing(shop: Workshop, pedro: Person) -> None:
    code = code_in(await _tell(shop, pedro, CARPET, ES("👍 Better")))
    await press(shop, pedro, ES("➕ Add more"))
    await press(shop, pedro, ES("💵 The cost"))
    await shop.restart()
    assert ES("Once, or every month?") in (await say(shop, pedro, "50000 COP"))[0]
    await shop.restart()
    await press(shop, pedro, ES("🕐 Once"))
    await shop.restart()
    await press(shop, pedro, ES("🙋 I did"))
    one = await only(shop)
    assert one.answers["cost"]["money"] == "50000" and one.answers["paid"] == "self"
    assert one.received_on == date(2026, 11, 23) and code


async def test_a_photo_with_a_face_is_refused_kindly_and_told_why(shop: Workshop, pedro: Person) -> None:
    moderator = await hire(shop, "Joan", MODERATOR, languages=("en", "es"))
    await _tell(shop, pedro, CARPET, ES("👍 Better"))
    await press(shop, pedro, ES("➕ Add more"))
    await press(shop, pedro, ES("📷 Photos"))
    await do(shop, pedro, lambda: pedro.send_photo(photo()))
    await press(shop, pedro, ES("📨 Send"))
    before = len(from_bot(moderator))
    await say(shop, moderator, "/next")
    assert any("photo" in one for one in from_bot(moderator)[before:])
    told_before = len(from_bot(pedro))
    await press(shop, moderator, "Reject")
    await press(shop, moderator, "Face in picture")
    told = text_of(from_bot(pedro)[told_before])
    assert ES("A face can be seen in the picture.") in told
    assert ES("You may tell it again in another way. Your questions I always answer.") in told
