"""The cards on paper: whole, readable in black and white, and inside their sheets in every language."""

import os
import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import segno
from playwright.async_api import Browser, async_playwright

from content.countries import load_countries
from content.guidance.holding import cut
from content.guidance.library import Card, Library
from content.guidance.paper.offline import MOST_BYTES, compose_offline
from content.guidance.paper.preview import compose_preview
from content.guidance.paper.sheets import compose_sheets
from content.languages import CODES, speaker
from handlers.members.country import call_lines

TODAY = date(2026, 11, 25)
LIBRARY = Library.load()
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
# The lines of a pocket card that leave it or run into its code, and how far the poster leaves its sheet.
MISFITS = """() => {
  const meet = (a, b) => a.bottom > b.top + 1 && a.top < b.bottom - 1 && a.right > b.left + 1 && a.left < b.right - 1;
  const found = [];
  for (const pocket of document.querySelectorAll('.pocket')) {
    const edge = pocket.getBoundingClientRect(), code = pocket.querySelector('.code').getBoundingClientRect();
    const number = pocket.querySelector('figcaption').textContent;
    for (const line of pocket.querySelectorAll('.words div')) {
      const range = document.createRange();
      range.selectNodeContents(line);
      for (const box of range.getClientRects())
        if (box.width && (box.bottom > edge.bottom - 6 || meet(box, code)))
          found.push(number + ': ' + line.textContent);
    }
  }
  for (const poster of document.querySelectorAll('.poster')) {
    const over = poster.scrollHeight - poster.clientHeight;
    if (over > 1) found.push('the poster is ' + over + ' px too high');
  }
  return found;
}"""


def link(card: Card) -> str:
    return f"https://t.me/PitwiseBot?start=c_{card.id}-sw"


def sheets(code: str, country: str | None = None) -> str:
    say = speaker(code)
    foot = call_lines(say, load_countries()[country] if country else None, TODAY)
    cards = tuple(LIBRARY.cards.values())
    return compose_sheets(cards, LIBRARY.groups["emergency"], say, link, today=TODAY, foot=foot)


def test_the_preview_shows_every_card_with_both_screens_sources_and_state() -> None:
    page = compose_preview(LIBRARY, speaker("fr"), today=TODAY, held=["hs-noise"])
    for card in LIBRARY.cards.values():
        assert f'<section id="{card.id}">' in page
        assert len(re.findall(f">{card.number} · {card.id}<", page)) == 1
    assert page.count("HELD BACK") == 1
    assert page.count("pas encore vérifiée") >= len(LIBRARY.cards)
    assert page.count("<details") == len(LIBRARY.cards)
    assert "<details" not in compose_preview(LIBRARY, speaker("en"), today=TODAY)


@pytest.mark.parametrize("code", CODES)
def test_pages_need_nothing_but_themselves_and_run_in_the_way_of_their_language(code: str) -> None:
    for page in (sheets(code), compose_preview(LIBRARY, speaker(code), today=TODAY)):
        assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in page
        assert not re.search(r"<script|<link|<img|\bsrc=|url\(|@import", page)


def test_each_card_has_a_code_that_opens_it() -> None:
    page = sheets("sw")
    for card in LIBRARY.cards.values():
        picture = segno.make(link(card), error="m", micro=False).svg_inline(border=2, omitsize=True, svgclass=None)
        assert page.count(picture) == (2 if card.danger == "emergency" else 1)
    assert page.count('<section class="sheet pockets">') == 24
    assert page.count('<section class="sheet poster">') == 1


def test_single_cards_are_printed_without_the_poster() -> None:
    page = compose_sheets([LIBRARY.cards["hs-noise"]], (), speaker("en"), link, today=TODAY, foot=())
    assert page.count('<article class="pocket">') == 1
    assert "poster" not in page.partition("<body>")[2]


def test_the_poster_says_what_experts_have_not_checked_and_a_held_emergency_keeps_its_never_line() -> None:
    card = cut(LIBRARY.cards["emg-fall"])
    page = compose_sheets([card], [card], speaker("en"), link, today=TODAY, foot=["call"]).partition("<body>")[2]
    assert "Experts have not checked all of these cards yet" in page
    assert page.count(card.texts["en"].never) == 2
    assert LIBRARY.cards["emg-fall"].texts["en"].steps[0] not in page


@pytest.mark.parametrize("code", CODES)
def test_the_text_to_keep_is_small_and_ends_each_card_with_how_far_to_trust_it(code: str) -> None:
    say = speaker(code)
    text = compose_offline(LIBRARY, say, today=TODAY, foot=["call"])
    assert len(text.encode()) <= MOST_BYTES
    parts = text.split("────────────\n")[3:]
    assert len(parts) == len(LIBRARY.groups["emergency"])
    for card, part in zip(LIBRARY.groups["emergency"], parts, strict=True):
        own = card.texts[code]
        assert part.startswith(f"{card.number}\n")
        said = [own.title, own.never, *own.steps, *(own.more or "").replace("- ", "").splitlines()]
        assert all(line.replace("**", "").strip() in part for line in said)
        assert part.strip().splitlines()[-1].startswith(say("Written, not yet checked by {checkers}.").split("{")[0])


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():
        reason = f"There is no Chromium at {CHROMIUM}: the sheets were not measured."
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        await browser.close()


@pytest.mark.page
async def test_nothing_runs_over_on_any_sheet(chromium: Browser) -> None:
    lengths = {code: len(call_lines(speaker("en"), one, TODAY)) for code, one in load_countries().items()}
    longest = max(lengths, key=lambda code: lengths[code])
    page = await chromium.new_page()
    await page.emulate_media(media="print")
    for code in CODES:
        for country in (None, longest):
            await page.set_content(sheets(code, country))
            assert (code, country, await page.evaluate(MISFITS)) == (code, country, [])
