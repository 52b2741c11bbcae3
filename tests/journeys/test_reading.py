"""From card to card: by pictures in three presses, the next one, those that belong to it, and on to someone else."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.sandbox.people import Person
from bot.sandbox.presses import open_link
from bot.sandbox.workshop import Workshop
from content.guidance.shelves import cards_on, shelves
from content.languages import CODES, speaker
from tests.journeys.conversing import do, label, number_on, press, say

CARD = "128"


def _opened(answers: list[str]) -> str:
    """Return the title of the card that came."""
    return answers[0].splitlines()[0].split(" ", 1)[1]


async def test_every_card_is_at_most_three_presses_away(shop: Workshop, grace: Person) -> None:
    library = shop.app.services.library
    reached = set()
    await say(shop, grace, "/start")
    await press(shop, grace, "🆘")
    dangers = {str(one["callback_data"]) for row in _markup(grace) for one in row}
    reached |= {card.id for card in library.cards.values() if f"sos:{card.number}:en" in dangers}
    for number in range(len(shelves())):
        await press(shop, grace, "❓")
        await press(shop, grace, number)
        opens = {str(one["callback_data"]) for row in _markup(grace) for one in row}
        reached |= {card.id for card in library.cards.values() if f"card:{card.number}:en" in opens}
    assert reached == set(library.cards)


def _markup(person: Person) -> list[list[dict[str, str]]]:
    message = person.newest_with_buttons(person.private)
    assert message
    rows: list[list[dict[str, str]]] = message["reply_markup"]["inline_keyboard"]
    return rows


@pytest.mark.parametrize("code", CODES)
async def test_each_shelf_is_a_picture_and_a_few_letters_two_a_row(shop: Workshop, grace: Person, code: str) -> None:
    await say(shop, grace, speaker(code).language.name)
    await say(shop, grace, "❓")
    rows = grace.buttons
    assert [len(row) for row in rows] == [2] * 8
    pictograms = [shelf.pictogram for shelf in shelves().values()]
    labels = [one.lstrip("\u200f").split(" ", 2) for row in rows for one in row]
    assert [picture for _, picture, _ in labels] == [*pictograms, "⭐"]
    assert max(len(words) for _, _, words in labels) <= 20


async def test_next_goes_on_along_the_shelf_by_press_by_word_and_by_number(shop: Workshop, grace: Person) -> None:
    titles = [card.text("en")[0].title for card in cards_on(shelves()["poison"], shop.app.services.library)]
    await say(shop, grace, CARD)
    assert _opened(await press(shop, grace, "Next")) == titles[1]
    assert _opened(await say(shop, grace, "next")) == titles[2]
    assert _opened(await say(shop, grace, number_on(grace, "Next"))) == titles[3]


async def test_related_cards_are_listed_and_opened_by_number_in_the_language_of_the_card(
    shop: Workshop, amina: Person
) -> None:
    library = shop.app.services.library
    await say(shop, amina, "Kiswahili")
    await say(shop, amina, "cómo quemo la amalgama con la retorta")
    [listed] = await say(shop, amina, "relacionadas")
    assert listed == speaker("es")("These cards belong to it. Press one, or type its number.")
    related = [library.cards[one].text("es")[0].title for one in library.cards["hs-mercury-retort"].related]
    assert [row[0].split(" ", 2)[2] for row in amina.buttons[:-1]] == related
    assert _opened(await say(shop, amina, "2")) == related[1]


async def test_a_card_is_shared_with_a_link_that_opens_it_in_its_language_on_another_phone(
    shop: Workshop, amina: Person, grace: Person
) -> None:
    await say(shop, amina, "128")
    [shared] = await press(shop, amina, "Sambaza")
    card = shop.app.services.library.cards["hs-mercury-retort"].text("sw")[0]
    assert card.title in shared and card.never in shared
    link = shared.splitlines()[-1]
    [[button]] = _markup(amina)
    sent = parse_qs(urlsplit(button["url"]).query)
    assert button["url"].startswith("https://t.me/share/url?")
    assert sent["url"] == [link] and card.title in sent["text"][0]
    assert card.title in (await do(shop, grace, lambda: open_link(grace, link)))[0]


async def test_sharing_needs_no_press_and_the_numbers_of_the_card_go_on_counting(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    assert "start=c_hs-mercury-retort-en" in (await say(shop, grace, "share"))[0]
    assert "rests on" in (await say(shop, grace, "2"))[0]
    assert "start=c_hs-mercury-retort-en" in (await say(shop, grace, "6"))[0]
    assert shop.local.world.calls["answerCallbackQuery"] == 0


async def test_before_the_bot_knows_its_name_a_card_is_shared_by_its_number(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    shop.app.services.me.pop("username")
    assert (await press(shop, grace, "Share"))[0].splitlines()[-1] == "Who writes 128 to me gets this card."


@pytest.mark.parametrize(
    "action", ["next", "related", "share", "save", "next:", "share:x:y", "save:99999:en", "next:1"]
)
async def test_a_made_up_button_is_answered_kindly(shop: Workshop, grace: Person, action: str) -> None:
    await say(shop, grace, CARD)
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": action}]]}
    await shop.local.call("sendMessage", {"chat_id": grace.id, "text": "x", "reply_markup": markup})
    assert len(await press(shop, grace, 0)) == 1


async def test_buttons_that_are_ones_own_matter_do_not_stand_in_a_group(shop: Workshop, grace: Person) -> None:
    group = shop.local.add_group("Pit 4", members=[grace])
    await shop.idle()
    grace.say("/sos", chat=group)
    await shop.idle()
    menu = shop.local.messages(group.id)[-1]
    grace.press(0, menu)
    await shop.idle()
    card = shop.local.messages(group.id)[-1]
    more = [one["text"] for row in card["reply_markup"]["inline_keyboard"] for one in row]
    grace.press(next(one for one in more if "More" in one), card)
    await shop.idle()
    shown = [one["text"] for row in shop.local.messages(group.id)[-1]["reply_markup"]["inline_keyboard"] for one in row]
    assert [one.split(" ", 1)[1] for one in shown] == ["📄 Source", "✅ It helps", "❌ Not"]


@pytest.mark.parametrize(
    ("code", "question"),
    [("es", "cómo quemo la amalgama con la retorta"), ("fr", "comment brûler l'amalgame avec la cornue")],
)
async def test_an_answer_in_another_language_than_the_chosen_one_has_a_button_to_stay_in_it(
    shop: Workshop, amina: Person, code: str, question: str
) -> None:
    await say(shop, amina, "Kiswahili")
    name = speaker(code).language.name
    await say(shop, amina, question)
    assert label(amina, name).endswith(f"🌍 {name}")
    # Until it is pressed, everything else goes on in the chosen language.
    assert (await say(shop, amina, "/cancel"))[0] == speaker("sw")("There is nothing to cancel. Write your question.")
    await say(shop, amina, question)
    [switched] = await say(shop, amina, number_on(amina, name))
    assert switched == speaker(code)("I speak {language} with you now. Write your question.", language=name)
    await say(shop, amina, question)
    assert not any(name in one for row in amina.buttons for one in row)


async def test_guesses_and_i_do_not_know_have_the_button_too(shop: Workshop, amina: Person) -> None:
    await say(shop, amina, "Kiswahili")
    await say(shop, amina, "which football team won yesterday")
    assert [one for row in amina.buttons for one in row][-1].endswith("🌍 English")


async def test_who_has_chosen_no_language_is_followed_without_a_button(shop: Workshop, amina: Person) -> None:
    await say(shop, amina, "cómo quemo la amalgama con la retorta")
    assert not any("🌍" in one for row in amina.buttons for one in row)
