"""A menu that is pressed changes in place; one that is typed at comes anew, where the person reads."""

from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES
from tests.journeys.conversing import do, from_bot, label, number_on, pass_by, press, say, text_of

BURN = "how do I burn amalgam safely"


async def test_browsing_by_presses_leaves_one_menu_in_the_chat(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "❓")
    count = len(from_bot(grace))
    for button in ("Health", "Back", "Health"):
        shown = await press(shop, grace, button)
        assert len(shown) == 1
    assert len(from_bot(grace)) == count
    await press(shop, grace, 0)
    assert len(from_bot(grace)) == count + 1


async def test_choosing_a_language_from_the_settings_leaves_one_menu(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/settings")
    count = len(from_bot(grace))
    [asked] = await press(shop, grace, "Language")
    assert asked == "🌍 Your language?"
    assert len(from_bot(grace)) == count
    [answer] = await press(shop, grace, "Kiswahili")
    assert "Kiswahili" in answer
    assert len(from_bot(grace)) == count + 1


async def test_a_typed_digit_that_turns_a_page_brings_the_page_below_what_was_typed(
    shop: Workshop, grace: Person
) -> None:
    await say(shop, grace, "❓")
    old = text_of(from_bot(grace)[-1])
    typed = number_on(grace, "Health")
    [page] = await say(shop, grace, typed)
    assert text_of(from_bot(grace)[-1]) == page
    assert text_of(from_bot(grace)[-2]) == old
    # The numbers of the new page count from now on.
    title = label(grace, "1 ").removeprefix("1 ").split(" ", 1)[1]
    assert title in (await say(shop, grace, "1"))[0]


async def test_a_menu_that_was_deleted_meanwhile_comes_anew(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "❓")
    menu = from_bot(grace)[-1]
    pressed = label(grace, "Health")

    def press_and_delete() -> None:
        grace.press(pressed)
        del shop.local.world.chats.all[grace.id].messages[menu["message_id"]]

    [page] = await do(shop, grace, press_and_delete)
    assert text_of(from_bot(grace)[-1]) == page


@pytest.mark.parametrize("button", ["Source", "More"])
async def test_a_card_is_never_changed_by_its_buttons(shop: Workshop, grace: Person, button: str) -> None:
    card = (await say(shop, grace, BURN))[0]
    await press(shop, grace, button)
    assert card in [text_of(one) for one in from_bot(grace)]


@pytest.mark.parametrize("code", CODES)
async def test_no_emergency_shares_its_row_when_its_label_would_be_cut(shop: Workshop, code: str) -> None:
    person = shop.local.add_person(first_name="Someone", language_code=code)
    await say(shop, person, "/sos")
    for row in person.buttons:
        names = [one.lstrip("\u200f").split(" ", 1)[1] for one in row]
        assert len(names) == 1 or max(len(name) for name in names) <= 20


async def test_an_emergency_found_by_browsing_is_the_emergency(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/sos")
    title = label(grace, "1 ").split(" ", 2)[2]
    at_once = await press(shop, grace, title)
    await press(shop, grace, "helping")
    await say(shop, grace, "❓")
    await press(shop, grace, "Emergencies")
    assert await press(shop, grace, title) == at_once
    assert "📞" in at_once[0]
    await pass_by(shop, timedelta(minutes=31))
    assert "Is help there?" in text_of(from_bot(grace)[-1])
