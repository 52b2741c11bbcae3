"""The page in a real browser: what somebody sees, types, presses and hears of."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.clock import TurnableClock
from bot.sandbox.cast import Cast
from bot.sandbox.page import page_app
from bot.sandbox.serving import serve
from bot.sandbox.telegram import LocalTelegram
from tests.sandbox.browsing import DESK, PHONE, bubble, chromium_open, draw_png, look, overflow, person, write
from tests.sandbox.stand_in import StandIn, standing_in

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with chromium_open() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def stand_in(local: LocalTelegram, cast: Cast) -> AsyncIterator[StandIn]:
    async with standing_in(local, draw_png(320, 200)) as bot:
        yield bot


@pytest_asyncio.fixture(loop_scope="module")
async def address(local: LocalTelegram, clock: TurnableClock, stand_in: StandIn) -> AsyncIterator[str]:
    async with serve(page_app(local, clock=clock, control=stand_in)) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="module")
async def desk(chromium: Browser, address: str) -> AsyncIterator[Page]:
    async with look(chromium, address, DESK) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="module")
async def phone(chromium: Browser, address: str) -> AsyncIterator[Page]:
    async with look(chromium, address, PHONE) as page:
        yield page


async def test_visitor_types_and_reads_an_answer_as_text_not_as_markup(desk: Page) -> None:
    await expect(desk.get_by_text("Demo on this machine.")).to_be_visible()
    await write(desk, "<img src=x onerror=alert(1)> zebaki")

    answer = bubble(desk, "You said <img src=x")
    await expect(answer).to_be_visible()
    await expect(answer.locator("strong")).to_have_text("<img src=x onerror=alert(1)> zebaki")
    await expect(desk.locator(".log img")).to_have_count(0)
    await expect(desk.locator("#announcer")).to_contain_text("Pitwise: You said")


async def test_pressed_button_changes_its_message_and_shows_toast_or_alert(desk: Page) -> None:
    await write(desk, "hello")
    await desk.get_by_role("button", name="2 No").dblclick()
    await expect(desk.locator("#toasts")).to_contain_text("You pressed no")
    await expect(bubble(desk, "Chosen: no")).to_contain_text("edited")

    await desk.get_by_role("button", name="3 More").click()

    await expect(desk.locator("#alert-text")).to_have_text("You pressed more")
    await desk.get_by_role("button", name="OK", exact=True).click()
    await expect(bubble(desk, "Chosen: more")).to_be_visible()
    await expect(desk.get_by_role("button", name="1 Yes")).to_have_count(0)


async def test_lasting_keyboard_types_its_label_and_can_be_folded(desk: Page) -> None:
    await desk.get_by_role("button", name="Start", exact=True).click()
    await desk.get_by_role("button", name="💰 Price", exact=True).click()
    await expect(bubble(desk, "You said 💰 Price")).to_be_visible()
    await desk.get_by_role("button", name="Reply keyboard").click()

    await expect(desk.get_by_role("button", name="💰 Price", exact=True)).to_be_hidden()


async def test_bots_name_and_words_offer_cards_that_are_sent_as_ones_own(desk: Page, local: LocalTelegram) -> None:
    box, name = desk.get_by_label("Message", exact=True), f"@{local.me['username']}"
    await box.fill(f"{name} mercury")
    await desk.get_by_role("button", name="About mercury").click()
    await expect(desk.locator(".mine").filter(has_text="Card about mercury")).to_contain_text(f"via {name}")
    await box.fill(f"{name} ")
    await desk.get_by_role("button", name="Ask in private").click()
    await expect(bubble(desk, "Welcome. /start ask")).to_be_visible()


async def test_arabic_reads_from_right_to_left(desk: Page) -> None:
    await person(desk, "Salma").click()
    await write(desk, "كيف أحرق الزئبق؟")
    sent = bubble(desk, "كيف أحرق الزئبق؟").locator(".text")
    await expect(desk.locator("#chat")).to_have_attribute("dir", "rtl")
    first = desk.locator(".mine .text").first
    assert await first.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert await sent.evaluate("element => element.dir") == "auto"

    await person(desk, "Amina").click()

    await expect(desk.locator("#chat")).to_have_attribute("dir", "ltr")


async def test_small_phone_shows_everything_without_scrolling_sideways(phone: Page) -> None:
    assert await overflow(phone) <= 0
    await person(phone, "Marleny").click()
    await expect(phone.locator("#chats")).to_be_hidden()
    for text in ("/start", "w" * 300, "picture", "paper", "sound"):
        await write(phone, text)
    await expect(phone.locator(".bot audio")).to_be_visible()
    assert await overflow(phone) <= 0

    await phone.get_by_role("button", name="Try it").click()

    assert await overflow(phone) <= 0
    await phone.get_by_role("button", name="Close").click()
    await phone.get_by_role("button", name="Back to the chats").click()
    await person(phone, "Mgodi Coop").click()
    assert await overflow(phone) <= 0


async def test_everything_can_be_done_by_keyboard_and_focus_is_seen(desk: Page) -> None:
    await person(desk, "Jean-Bosco").focus()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_label("Message", exact=True)).to_be_focused()
    await desk.keyboard.type("bonjour")
    await desk.keyboard.press("Enter")
    await expect(bubble(desk, "You said bonjour")).to_be_visible()

    for _ in range(12):
        await desk.keyboard.press("Shift+Tab")
        if await desk.evaluate("document.activeElement.textContent") == "1 Yes":
            break
    assert await desk.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    await desk.keyboard.press("Enter")
    await expect(bubble(desk, "Chosen: yes")).to_be_visible()

    await desk.get_by_label("Message", exact=True).focus()
    await desk.keyboard.press("ArrowUp")
    await expect(desk.get_by_label("Message", exact=True)).to_have_value("bonjour")
    await desk.keyboard.type(" encore")
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".mine .text")).to_contain_text("bonjour encore")


async def test_command_menu_is_the_bots_and_is_walked_with_arrows(desk: Page) -> None:
    await desk.get_by_role("button", name="Commands").focus()
    await desk.keyboard.press("Enter")
    await expect(desk.locator("#menu button").first).to_be_focused()
    await desk.keyboard.press("ArrowDown")
    await desk.keyboard.press("Enter")

    await expect(bubble(desk, "You said /help")).to_be_visible()


async def test_what_is_written_while_the_connection_is_lost_is_answered_afterwards(desk: Page) -> None:
    switch = desk.get_by_role("switch", name="Connection lost")
    await switch.click()
    await expect(desk.get_by_text("The bot’s connection is lost.")).to_be_visible()
    await write(desk, "are you there")
    await expect(bubble(desk, "are you there")).to_be_visible()
    await expect(desk.locator(".bot")).to_have_count(0)

    await switch.click()

    await expect(bubble(desk, "You said are you there")).to_be_visible()
    await expect(switch).to_have_attribute("aria-checked", "false")


async def test_turned_clock_shows_and_dates_what_comes_after(desk: Page, stand_in: StandIn) -> None:
    await write(desk, "before")
    await expect(bubble(desk, "You said before")).to_be_visible()
    shown = await desk.locator("#clock").inner_text()

    await desk.get_by_role("button", name="+7 days").click()
    await expect(desk.locator("#clock")).not_to_have_text(shown)
    await write(desk, "after")

    await expect(bubble(desk, "You said after")).to_be_visible()
    await expect(desk.locator(".day")).to_have_count(2)
    assert stand_in.turns == 1


async def test_photo_goes_up_with_its_caption_and_pictures_and_files_come_back(desk: Page) -> None:
    await desk.get_by_label("Message", exact=True).fill("the wall")
    await desk.get_by_role("button", name="Send a photo, a file or something else").click()
    async with desk.expect_file_chooser() as choosing:
        await desk.get_by_role("button", name="📷 Photo").click()
    await (await choosing.value).set_files({"name": "wall.png", "mimeType": "image/png", "buffer": draw_png(64, 48)})

    await expect(bubble(desk, "A photo of 64 px: the wall")).to_be_visible()
    sent = desk.locator(".mine img")
    await expect(sent).to_be_visible()
    assert await sent.evaluate("image => image.decode().then(() => image.naturalWidth)") == 64

    await write(desk, "paper")
    async with desk.expect_download() as downloading:
        await desk.get_by_role("link", name="page.html").click()
    assert (await downloading.value).suggested_filename == "page.html"


async def test_dropped_file_is_sent(desk: Page) -> None:
    await desk.evaluate(
        """() => {
            const moved = new DataTransfer();
            moved.items.add(new File(["a,b"], "list.csv", { type: "text/csv" }));
            const chat = document.getElementById("chat");
            chat.dispatchEvent(new DragEvent("drop", { dataTransfer: moved, bubbles: true, cancelable: true }));
        }"""
    )

    await expect(desk.get_by_role("link", name="list.csv")).to_be_visible()


async def test_without_a_microphone_a_sound_file_is_asked_for(desk: Page) -> None:
    async with desk.expect_file_chooser() as choosing:
        await desk.get_by_role("button", name="Record a voice note").click()
    await (await choosing.value).set_files({"name": "note.ogg", "mimeType": "audio/ogg", "buffer": b"OggS" * 9})

    await expect(bubble(desk, "A voice note")).to_be_visible()


async def test_deep_links_open_from_messages_and_from_the_box(desk: Page) -> None:
    await write(desk, "link")
    await desk.get_by_role("link", name="Open the card").click()
    await expect(bubble(desk, "Welcome. /start c_103-sw")).to_be_visible()

    await desk.get_by_label("Open a deep link").fill("no such link")
    await desk.get_by_role("button", name="Open", exact=True).click()
    await expect(desk.locator("#toasts")).to_contain_text("64 of the characters")
    await desk.get_by_label("Open a deep link").fill("c_101-fr")
    await desk.get_by_role("button", name="Open", exact=True).click()
    await expect(bubble(desk, "Welcome. /start c_101-fr")).to_be_visible()


async def test_edits_and_deletions_and_unread_marks_come_live(desk: Page, cast: Cast, stand_in: StandIn) -> None:
    salma = cast.people["Salma"]
    salma.say("hello")
    await stand_in.idle()
    await expect(person(desk, "Salma").locator(".badge")).to_have_text("1")
    await person(desk, "Salma").click()
    await expect(person(desk, "Salma").locator(".badge")).to_have_count(0)

    told = salma.last
    assert told is not None
    await stand_in.bot.edit_message_text("Something else", salma.id, told["message_id"])
    await expect(bubble(desk, "Something else")).to_be_visible()
    await stand_in.bot.delete_message(salma.id, told["message_id"])
    await expect(bubble(desk, "Something else")).to_have_count(0)

    await stand_in.bot.send_chat_action(salma.id, "typing")
    await expect(desk.locator("#chat-about")).to_have_text("Pitwise is typing…")


async def test_in_the_group_one_speaks_as_any_member_and_answers_a_message(desk: Page, cast: Cast) -> None:
    await person(desk, "Mgodi Coop").click()
    await desk.get_by_label("You are").select_option(label="Baraka")
    await write(desk, "leo mita kumi")
    await expect(bubble(desk, "leo mita kumi")).to_be_visible()
    await desk.get_by_label("You are").select_option(label="Neema")
    await bubble(desk, "leo mita kumi").hover()
    await bubble(desk, "leo mita kumi").get_by_role("button", name="Reply").click()
    await write(desk, "vizuri")

    await expect(desk.locator(".mine .quote")).to_contain_text("Baraka leo mita kumi")
    assert cast.group.messages[-1]["from"]["first_name"] == "Neema"
    assert cast.group.last is None


async def test_hint_fills_the_input_and_a_new_person_begins_anew(desk: Page) -> None:
    await desk.locator("#hints .hint").first.click()
    await expect(desk.get_by_label("Message", exact=True)).to_have_value("jamaa amegorogosha duarani hajibu")

    await desk.get_by_label("Start over as a new person", exact=True).select_option("pt")
    await desk.get_by_role("button", name="Begin").click()

    await expect(desk.locator("#chat-title")).to_have_text("Newcomer 1")
    await expect(desk.locator(".welcome")).to_be_visible()
    await expect(person(desk, "Newcomer 1")).to_contain_text("Português")


async def test_bot_restarts_from_the_drawer(desk: Page, stand_in: StandIn) -> None:
    await desk.get_by_role("button", name="Restart the bot").click()

    await expect(desk.locator("#toasts")).to_contain_text("The bot is back.")
    assert stand_in.restarts == 1


async def test_page_that_was_away_catches_up_by_itself(desk: Page, cast: Cast) -> None:
    await desk.context.set_offline(True)
    await desk.evaluate("window.wasHere = true")
    cast.people["Amina"].say("said while away")
    await desk.context.set_offline(False)

    await expect(bubble(desk, "You said said while away")).to_be_visible()
    assert await desk.evaluate("window.wasHere") is True
