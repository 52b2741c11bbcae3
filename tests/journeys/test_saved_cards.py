"""⭐: a card kept at hand, found again, taken out, erased; by press or by typed words and digits alone."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from storage.saved import MOST_SAVED
from tests.journeys.conversing import from_bot, label, number_on, press, say, text_of

CARD = "128"
SAVED = "Saved. You find it under ⭐ in the topics, or with /saved."
LIST = "⭐ Your saved cards. Press one, or type its number."
NONE = "You have no saved card. Press ⭐ under a card to keep it at hand."


@pytest.fixture
async def typist(shop: Workshop, grace: Person) -> AsyncIterator[Person]:
    """Someone whose presses never arrive: no callback query may have been needed."""
    yield grace
    assert shop.local.world.calls["answerCallbackQuery"] == 0


def _titles(person: Person) -> list[str]:
    """Return the titles on the newest list, without numbers, pictures and the ways on."""
    labels = [one.lstrip("\u200f").split(" ", 2) for row in person.buttons for one in row]
    return [words for _, picture, words in labels if picture not in ("◀️", "▶️") and words != "Take out"]


def _title(shop: Workshop, number: int, code: str = "en") -> str:
    return shop.app.services.library.by_number[number].text(code)[0].title


async def test_a_card_is_saved_listed_opened_and_taken_out_without_a_press(shop: Workshop, typist: Person) -> None:
    assert await say(shop, typist, "/saved") == [NONE]
    for number in ("128", "181"):
        await say(shop, typist, number)
        assert await say(shop, typist, "save") == [SAVED]
    assert await say(shop, typist, "/saved") == [LIST]
    assert _titles(typist) == [_title(shop, 181), _title(shop, 128)]
    assert _title(shop, 128) in (await say(shop, typist, "2"))[0]
    await say(shop, typist, "/saved")
    assert (await say(shop, typist, "take out"))[0].startswith("Which one shall I take out?")
    assert await say(shop, typist, "1") == [LIST]
    assert _titles(typist) == [_title(shop, 128)]
    await say(shop, typist, number_on(typist, "Take out"))
    assert await say(shop, typist, "1") == [NONE]


async def test_the_topics_lead_to_the_saved_cards_and_the_list_stays_one_message(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    await press(shop, grace, "⭐")
    await say(shop, grace, "❓")
    count = len(from_bot(grace))
    assert await press(shop, grace, "⭐ Saved") == [LIST]
    await press(shop, grace, "Take out")
    assert await press(shop, grace, _title(shop, 128)) == [NONE]
    assert len(from_bot(grace)) == count


async def test_saving_twice_offers_to_take_it_out(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    card = grace.last
    await press(shop, grace, "⭐")
    await say(shop, grace, "/start")
    await say(shop, grace, "128")
    assert await press(shop, grace, "⭐") == ["You have saved this card already."]
    assert await press(shop, grace, "Take out") == [NONE]
    assert card in grace.messages


@pytest.mark.parametrize("code", CODES)
async def test_it_is_said_in_every_language_and_opens_in_the_chosen_one(
    shop: Workshop, grace: Person, code: str
) -> None:
    said = speaker(code)
    await say(shop, grace, CARD)
    await press(shop, grace, "⭐")
    await say(shop, grace, said.language.name)
    assert await say(shop, grace, "/saved") == [said(LIST)]
    assert _title(shop, 128, code) in label(grace, "⚗️")
    assert _title(shop, 128, code) in (await say(shop, grace, "1"))[0]


async def test_a_long_list_has_pages_and_the_fifty_first_is_refused(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    every = list(shop.app.services.library.cards)
    async with shop.store.write() as w:
        member = await w.members.find(grace.id)
        assert member
        for card in every[:MOST_SAVED]:
            await w.saved.add(member.id, card)
    await say(shop, grace, "/saved")
    first = _titles(grace)
    assert len(first) == 8
    await say(shop, grace, "next")
    assert len(_titles(grace)) == 8 and not set(first) & set(_titles(grace))
    await say(shop, grace, "take out")
    await press(shop, grace, "▶️")
    assert len([one for row in grace.buttons for one in row if "🗑" in one]) == 8
    number = shop.app.services.library.cards[every[MOST_SAVED]].number
    await say(shop, grace, str(number))
    refused = "You have 50 saved cards, and I keep no more. Take one out first."
    assert await say(shop, grace, "save") == [refused]
    assert await press(shop, grace, "⭐ Saved") == [LIST]


async def test_what_i_hold_names_them_and_forget_erases_them(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    await press(shop, grace, "⭐")
    await say(shop, grace, "/privacy")
    held = (await press(shop, grace, "What you hold"))[0]
    assert '"saved_cards": [\n  128\n ]' in held
    async with shop.store.read() as r:
        member = await r.members.find(grace.id)
    assert member
    await say(shop, grace, "/forget")
    async with shop.store.read() as r:
        assert await r.saved.of(member.id) == []
    assert await say(shop, grace, "/saved") == [NONE]


async def test_a_saved_card_that_is_held_back_comes_again_when_it_is_released(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    await press(shop, grace, "⭐")
    async with shop.store.write() as w:
        await w.holds.hold("hs-mercury-retort", "", shop.clock.now())
    assert await say(shop, grace, "/saved") == [NONE]
    async with shop.store.write() as w:
        await w.holds.release("hs-mercury-retort")
    assert await say(shop, grace, "/saved") == [LIST]


@pytest.mark.parametrize(
    "action", ["unsave", "unsave:", "unsave:x", "unsave:99999", "unsave:²", "saved:-1", "saved-out:9"]
)
async def test_a_made_up_button_takes_nothing_out(shop: Workshop, grace: Person, action: str) -> None:
    await say(shop, grace, CARD)
    await press(shop, grace, "⭐")
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": action}]]}
    await shop.local.call("sendMessage", {"chat_id": grace.id, "text": "x", "reply_markup": markup})
    await press(shop, grace, 0)
    await say(shop, grace, "/saved")
    assert text_of(from_bot(grace)[-1]) == LIST
