from dataclasses import replace
from datetime import date

import pytest

from content.guidance.holding import withhold
from content.guidance.library import Library
from content.guidance.markup import render
from content.languages import CODES, speaker


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


def test_nothing_held_is_the_library_itself(library: Library) -> None:
    assert withhold(library, ()) is library


def test_a_held_card_is_nowhere_in_what_may_be_seen(library: Library) -> None:
    seen = withhold(library, {"hs-noise", "not-a-card"})
    assert "hs-noise" not in seen.cards
    assert library.cards["hs-noise"].number not in seen.by_number
    assert len(seen.cards) == len(library.cards) - 1
    assert all(card.id != "hs-noise" for card in seen.groups["health-safety"])


@pytest.mark.parametrize("language", CODES)
def test_a_held_emergency_shows_its_title_and_never_line_only(library: Library, language: str) -> None:
    card = withhold(library, {"emg-fall"}).cards["emg-fall"]
    shown = render(card, language, speaker(language), today=date(2026, 11, 25), foot=["call"])
    text = library.cards["emg-fall"].texts[language]
    lines = [line for line in shown.first.splitlines() if line]
    assert text.title in lines[0]
    assert text.never in lines[1]
    assert lines[2] == "call"
    assert len(lines) == 5
    assert shown.more is None


def test_a_hold_says_more_than_a_signature(library: Library) -> None:
    card = replace(library.cards["emg-fall"], is_held=True)
    assert "Checked" not in render(card, "en", speaker("en"), today=date(2026, 11, 25)).first
