"""The whole loop on the page, with five phones in four languages: asked, passed, answered, checked, told, found."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.sandbox.furnishing import furnish
from bot.sandbox.page import demo_people, page_app
from bot.sandbox.serving import serve
from bot.sandbox.workshop import workshop
from content.languages import speaker
from storage import write_queue
from tests.conftest import NO_PACE
from tests.sandbox.browsing import DESK, bubble, chromium_open, look, person, write

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="module")]

SW, FR, AR = speaker("sw"), speaker("fr"), speaker("ar")
QUESTION = "betri kuukuu ya gari huwasha taa usiku kucha?"
IN_FRENCH = "Une vieille batterie de voiture garde-t-elle la lampe allumée toute la nuit ?"
STORY = (
    "Nous avons chargé une vieille batterie de voiture avec un panneau. Les lampes durent toute la nuit, et on achète "
    "moins de piles."
)
IN_SWAHILI = "Tunachaji betri kuukuu ya gari kwa jua. Taa inawaka usiku kucha na tunatumia pesa kidogo."
IN_ARABIC = "هل بطارية سيارة قديمة تكفي للمصباح طول الليل؟"
ASKED_TO_TELL = FR(
    "What did you do, and what came of it? Write it in one message, or say it in a voice note. "
    "Leave out names and places."
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    """The demo as `make demo` runs it, but without its pace."""
    folder: Path = tmp_path_factory.mktemp("loop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write_queue, "LONGEST_WRITE_S", 60.0)
        async with workshop(folder, **NO_PACE) as shop, chromium_open() as chromium:
            await furnish(shop, demo_people(shop.local))
            async with (
                serve(page_app(shop.local, clock=shop.clock, control=shop)) as address,
                look(chromium, address, DESK) as opened,
            ):
                yield opened


async def _as(page: Page, name: str) -> None:
    await person(page, name).click()
    await expect(page.locator("#chat-title")).to_have_text(name)


async def _press(page: Page, label: str) -> None:
    button = page.locator(".log button").filter(has_text=label).last
    await expect(button).to_be_visible()
    await button.click()


async def _reads(page: Page, *texts: str) -> None:
    for text in texts:
        await expect(bubble(page, text)).to_be_visible()


async def _turn(page: Page, by: str) -> None:
    await page.get_by_role("button", name=by, exact=True).click()


async def test_a_question_in_swahili_comes_back_answered_and_is_found_in_arabic(page: Page) -> None:
    await _as(page, "Jean-Bosco")
    await write(page, "/answer")
    await _press(page, FR("🌍 Everything"))
    await _reads(page, FR("everything"))

    await _as(page, "Amina")
    await write(page, QUESTION)
    await _press(page, SW("❌ Not"))
    await _press(page, SW("Not my question"))
    await _press(page, SW("🙋 Yes, ask others"))
    await _reads(page, SW("It often takes some weeks, and sometimes nobody knows."))

    await _as(page, "Halima")
    await write(page, "/next")
    await _press(page, SW("✅ Pass it on"))
    # Nothing else waits: its words in French are wanted at once. What she writes in French changes nothing for her.
    await _press(page, SW("🌍 Translate"))
    await _reads(page, SW("Send the question in that language, in one message."))
    await write(page, IN_FRENCH)
    await _reads(page, SW("✅ Nothing waits for you now."))
    await _turn(page, "+1 h")

    await _as(page, "Jean-Bosco")
    await _reads(page, IN_FRENCH)
    await _press(page, FR("🗣 I know this"))
    await _reads(page, ASKED_TO_TELL)
    await write(page, STORY)
    await _press(page, FR("👍 Better"))
    await _press(page, FR("👥 All members"))
    await _press(page, FR("✔️ Done"))
    await _reads(page, "72")

    await _as(page, "Halima")
    await write(page, "/next")
    await _reads(page, SW("❓ It answers: {question}", question=f"“{QUESTION}”"))
    await _press(page, SW("🌍 Translate"))
    await _press(page, SW.tongue("sw"))
    await _reads(page, SW("Send the translation in one message. It is shown with the original."))
    await write(page, IN_SWAHILI)
    await _reads(page, f"🌍 {SW.tongue('sw')}: {IN_SWAHILI}")
    await _press(page, SW("🧰 Hand on"))
    await _press(page, SW("doctor"))
    await _reads(page, SW("✅ Nothing waits for you now."))

    await _as(page, "Dr Ali")
    await write(page, "/next")
    await _press(page, "✅ Publish")
    await _reads(page, "is published")
    await _turn(page, "+1 min")

    await _as(page, "Amina")
    await _reads(page, IN_SWAHILI)
    await _press(page, SW("✅ It helped"))
    await _reads(page, SW("✅ Thank you. It is counted, without your name."))

    await _as(page, "Salma")
    await write(page, IN_ARABIC)
    await _press(page, "👥")
    await _reads(page, AR("👥 One miner's experience, not advice"), STORY)
