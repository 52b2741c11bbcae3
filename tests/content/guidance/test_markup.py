import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.guidance.library import Card, Library, Source, Text
from content.guidance.markup import render
from content.guidance.texts import read_text
from content.languages import CODES, speaker

Change = Callable[[str, str, str], None]

TODAY = date(2026, 11, 24)
NOT_CHECKED = "Written, not yet checked by someone who knows finance."
END = "Pitwise · 158 · 23 Nov 2026"


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def load(cards: Path) -> Card:
    return Library.load(cards).cards["pr-recordkeeping"]


def test_a_card_shows_title_never_line_steps_state_and_number(cards: Path) -> None:
    rendered = render(load(cards), "en", speaker("en"), today=TODAY)
    assert rendered.first == (
        "📓 <b>Keep a day book</b>\n\n<b>⛔ Never rely on the buyer's book only.</b>\n\n"
        "1. Write down every sale on the same day.\n2. Keep <b>12.5 g</b> as a sample.\n\n"
        f"<i>{NOT_CHECKED}</i>\n<i>{END}</i>"
    )
    assert rendered.more is not None
    assert shown(rendered.more) == (
        f"📓 Keep a day book\n\nShow the book to a lender.\n• Keep it dry.\n\n{NOT_CHECKED}\n{END}"
    )


def test_a_card_without_a_second_screen_has_none(cards: Path, change: Change) -> None:
    change("en.md", "---\nShow the book to a lender.\n- Keep it dry.\n", "")
    assert render(load(cards), "en", speaker("en"), today=TODAY).more is None


def test_in_an_emergency_the_state_is_the_very_last_line(cards: Path, change: Change) -> None:
    change("card.toml", '"ordinary"', '"emergency"')
    last = shown(render(load(cards), "en", speaker("en"), today=TODAY).first).splitlines()[-2:]
    assert last == [END, NOT_CHECKED]


def test_all_who_must_still_check_a_card_are_named(cards: Path) -> None:
    card = replace(load(cards), checkers=("doctor", "engineer"))
    first = render(card, "en", speaker("en"), today=TODAY).first
    assert "Written, not yet checked by a doctor and an engineer." in first


def test_a_reader_of_a_stale_text_is_told_in_their_language(cards: Path, change: Change) -> None:
    change("en.md", "same day", "same evening")
    first = shown(render(load(cards), "fr", speaker("fr"), today=TODAY).first)
    assert first.splitlines()[0] == "📓 Tenez un cahier du jour"
    assert speaker("fr")("The English text is newer than this one.") in first
    assert "newer" not in first


def test_a_reader_without_a_text_gets_the_english_one_and_is_told(cards: Path) -> None:
    (cards / "pr-recordkeeping" / "ar.md").unlink()
    first = shown(render(load(cards), "ar", speaker("ar"), today=TODAY).first)
    assert first.splitlines()[0] == "📓 Keep a day book"
    assert speaker("ar")("Not yet in your language; this is the English text.") in first


def test_an_overdue_review_is_said(cards: Path) -> None:
    overdue = "It should have been looked at again by 23 May 2027."
    assert overdue not in render(load(cards), "en", speaker("en"), today=date(2027, 5, 23)).first
    assert overdue in render(load(cards), "en", speaker("en"), today=date(2027, 5, 24)).first


def test_a_right_to_left_line_that_begins_with_latin_letters_keeps_its_direction(cards: Path, change: Change) -> None:
    change("ar.md", "- اكتب كل", "- SMS اكتب كل")
    lines = shown(render(load(cards), "ar", speaker("ar"), today=TODAY).first).splitlines()
    assert [line[0] == "\u200f" for line in lines if line] == [False, False, True, False, False, True]


def test_everything_in_a_text_is_escaped(cards: Path, change: Change) -> None:
    change("en.md", "Keep a day book", "Gold & 2 < 3")
    change("en.md", "Show the book", "5 < 6 **& so on** > 4")
    rendered = render(load(cards), "en", speaker("en"), today=TODAY)
    assert "📓 <b>Gold &amp; 2 &lt; 3</b>" in rendered.first
    assert "5 &lt; 6 <b>&amp; so on</b> &gt; 4" in str(rendered.more)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=80)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(tuple)


@settings(max_examples=60)
@given(WORDS, WORDS, LINES, st.one_of(st.none(), LINES.map("\n".join)), st.sampled_from(CODES))
def test_any_text_becomes_balanced_html_that_shows_it(
    title: str, never: str, steps: tuple[str, ...], more: str | None, language: str
) -> None:
    text = Text("en", title, never, steps, more, (), None, "")
    source = Source("A book", ())
    card = Card(
        "x", 1, "law", "ordinary", ("lawyer",), TODAY, TODAY, "<", (), (source,), MappingProxyType({"en": text})
    )
    rendered = render(card, language, speaker(language), today=TODAY)
    for html in filter(None, (rendered.first, rendered.more)):
        assert is_balanced(html)
        assert title.replace("**", "") in shown(html)


@pytest.mark.parametrize("language", CODES)
def test_the_longest_card_that_loads_fits_into_messages(cards: Path, language: str) -> None:
    file = cards / "pr-recordkeeping" / "en.md"
    step = "- " + "🫁" * 341 + "\n"  # 685 UTF-16 units with its end
    file.write_text("keywords: a\n\n# T\n! Never.\n" + step * 5 + "---\n" + step * 5, encoding="utf-8")
    card = replace(load(cards), texts=MappingProxyType({"en": read_text(file, "en")}))
    rendered = render(card, language, speaker(language), today=date(2030, 1, 1))
    for html in (rendered.first, rendered.more or ""):
        assert 3400 < len(shown(html).encode("utf-16-le")) // 2 <= 4096


def is_balanced(html: str) -> bool:
    """Whether nothing but <b> and <i> is open, and none inside another."""
    opened = ""
    for closing, tag in re.findall(r"<(/?)([^>]*)>", html):
        if tag not in ("b", "i") or (opened != tag if closing else opened):
            return False
        opened = "" if closing else tag
    return not opened and not re.search(r"&(?!(?:amp|lt|gt);)", html)
