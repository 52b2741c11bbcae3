"""The digest as it is read: what leads, what is left out, from which number on people are counted."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from content.digest.edition import Edition, Link, Press, compose, plain
from content.digest.news import (
    Counted,
    News,
    OpenQuestion,
    Theme,
    Window,
    Withheld,
)
from content.digest.questions import QUESTIONS
from content.languages import CODES, speaker
from tests.content.digests import CALM, DAY, FULL, GOLD, QUIET, link, shown, told


def labels(edition: Edition) -> list[str]:
    return [one.label for row in edition.buttons for one in row]


@pytest.mark.parametrize("code", CODES)
def test_the_whole_digest_as_it_is_read(code: str, snapshot: SnapshotAssertion) -> None:
    edition = told(FULL, code)
    assert (edition.html, edition.buttons, plain(edition, link)) == snapshot


@pytest.mark.parametrize("code", CODES)
def test_a_quiet_and_late_week_as_it_is_read(code: str, snapshot: SnapshotAssertion) -> None:
    quiet, late = told(replace(QUIET, is_late=True), code), told(replace(FULL, is_late=True, missed=6), code)
    assert (quiet.html, quiet.buttons, late.html.split("\n\n")[0]) == snapshot


def test_the_same_news_make_the_same_digest() -> None:
    assert told(FULL) == told(FULL)


def test_dangers_lead_then_answers_and_a_price_only_when_it_moved_much() -> None:
    def place(news: News, words: str) -> int:
        return shown(told(news)).index(words)

    calm = replace(FULL, hazards=())
    assert place(FULL, "Danger") < place(FULL, "an answer") < place(FULL, "miners tried") < place(FULL, "Gold")
    moved = replace(calm, prices=(GOLD,))
    assert place(calm, "an answer") < place(calm, "Gold")
    assert place(moved, "Gold") < place(moved, "an answer")
    in_danger = replace(moved, hazards=FULL.hazards)
    assert place(in_danger, "Danger") < place(in_danger, "an answer") < place(in_danger, "Gold")


@pytest.mark.parametrize(
    "field",
    ["hazards", "answers", "stories", "windows", "questions"],
)
def test_each_kind_of_news_makes_an_edition_and_a_card_alone_does_not(field: str) -> None:
    nothing = News(day=DAY, prices=(CALM,), card=FULL.card, own_line="Peace", counted=FULL.counted)
    assert compose(nothing, speaker("en")) is None
    fields: dict[str, Any] = {field: getattr(FULL, field)}
    assert compose(replace(nothing, **fields), speaker("en")) is not None
    assert compose(replace(nothing, prices=(GOLD,)), speaker("en")) is not None


def test_a_week_without_news_asks_one_question_that_is_answered_with_a_tap() -> None:
    edition = told(QUIET)
    assert edition.asks == "air"
    assert "How do you test the air" in shown(edition)
    presses = [one for row in edition.buttons for one in row if isinstance(one, Press)]
    assert [one.act for one in presses] == ["air:meter", "air:fan", "air:none"]
    assert told(replace(FULL, asks="air")).asks is None


def test_answers_of_a_group_are_told_only_from_five_on() -> None:
    text = shown(told(FULL))
    assert "With a meter · 6" in text
    assert "We do not · 11" in text
    assert "We blow air in" not in text
    few = replace(FULL, counted=Counted("air", (("meter", 4), ("none", 4))))
    assert "Last time I asked" not in shown(told(few))


def test_what_people_looked_for_is_told_from_five_on_and_at_most_five_of_it() -> None:
    themes = tuple(Theme("⚖️", f"Card {people}", people) for people in range(12, 2, -1))
    text = shown(told(replace(FULL, themes=themes)))
    assert re.findall(r"Card (\d+) · (\d+)", text) == [(f"{people}", f"{people}") for people in range(12, 7, -1)]
    assert "in Tanzania" in text
    few = shown(told(replace(FULL, themes=themes[-3:], themes_in="")))
    assert re.findall(r"Card (\d+)", few) == ["5"]
    assert "people everywhere" in few
    assert "looked for" not in shown(told(replace(FULL, themes=themes[-2:])))


def test_stories_that_are_not_shown_are_counted_by_why_and_below_five_without_a_number() -> None:
    lines = shown(told(FULL)).splitlines()
    head = next(number for number, line in enumerate(lines) if "🔒" in line)
    assert lines[head + 1 : head + 5] == [
        "Waiting for a check · 12",
        "Could hurt someone · 5",
        "Names or shows a person · fewer than 5",
        "Unclear or not about mining · fewer than 5",
    ]
    assert "🔒" not in shown(told(replace(FULL, withheld=Withheld())))
    assert "🔒" not in shown(told(replace(FULL, withheld=None)))


def test_what_is_only_good_to_know_goes_first_when_it_gets_too_long() -> None:
    signs = {"withheld": "🔒", "themes": "🔎", "counted": "📊", "card": "To read", "prices": "💰", "windows": "🏦"}
    signs |= {"stories": "miners tried", "questions": "Who knows"}
    gone: list[str] = []
    for length in range(0, 1500, 10):
        news = replace(FULL, windows=(Window("x" * length, date(2026, 12, 15)),), counted=FULL.counted)
        text = shown(told(news))
        gone += [name for name, sign in signs.items() if sign not in text and name not in gone]
        assert [name for name in signs if signs[name] not in text] == list(signs)[: len(gone)], length
        assert "⚠️" in text
        assert "an answer" in text
        assert "📌" in text
    assert gone == list(signs)[: len(gone)]
    assert "themes" in gone


def test_questions_have_a_button_each_that_opens_them_in_private_and_names_no_group() -> None:
    links = [one for row in told(FULL).buttons for one in row if isinstance(one, Link)]
    assert [one.payload for one in links] == ["g_41", "g_42", "c_hs-pit-slope-en", "p_gold"]
    many = replace(FULL, questions=tuple(OpenQuestion(number, "Why?") for number in range(9)))
    assert len([label for label in labels(told(many)) if "I know no." in label]) == 3


@pytest.mark.parametrize("code", CODES)
def test_labels_fit_on_a_phone(code: str) -> None:
    for news in (FULL, *(replace(QUIET, asks=key) for key in QUESTIONS)):
        for row in told(news, code).buttons:
            assert all(len(one.label) <= 20 for one in row), row


def test_a_late_digest_names_its_day_and_never_says_today() -> None:
    for code in CODES:
        edition = told(replace(FULL, is_late=True), code)
        assert "23" in shown(edition).splitlines()[1]
    late = shown(told(replace(FULL, is_late=True, prices=(GOLD,)))).casefold()
    assert "today" not in late
    assert "yesterday" not in late
    assert "on 22 nov 2026" in late
    assert "6 editions" in shown(told(replace(FULL, is_late=True, missed=6)))


few_or_many = st.integers(0, 40)


@given(
    people=st.lists(few_or_many, max_size=8),
    pressed=st.lists(few_or_many, min_size=3, max_size=3),
    kept=st.lists(few_or_many, min_size=5, max_size=5),
    code=st.sampled_from(CODES),
)
def test_no_number_of_people_below_five_is_ever_told_and_the_same_news_is_the_same_text(
    code: str, people: list[int], pressed: list[int], kept: list[int]
) -> None:
    news = replace(
        FULL,
        themes=tuple(Theme("⚖️", "Weigh", number) for number in people),
        counted=Counted("air", tuple(zip(QUESTIONS["air"].answers, pressed, strict=True))),
        withheld=Withheld(*kept),
    )
    edition = told(news, code)
    numbers = [int(number) for number in re.findall(r"· (\d+)$", shown(edition), re.MULTILINE)]
    assert all(number >= 5 for number in numbers)
    assert sorted(numbers) == sorted(
        [*[one for one in people if one >= 5][:5], *(one for one in (*pressed, *kept) if one >= 5)]
    )
    assert told(news, code) == edition


def test_the_text_for_elsewhere_has_no_markup_and_its_links_written_out() -> None:
    text = plain(told(FULL), link)
    assert "<" not in text
    assert "\u2060" not in text
    assert "🗣 I know no. 1: https://t.me/pitwise_bot?start=g_41" in text
    assert "Useful" not in text
    assert "\n▫️ 📟 With a meter\n▫️ 💨 We blow air in\n▫️ 🚫 We do not\n" in plain(told(QUIET), link)
    assert "https://" not in plain(told(FULL), lambda _: "").replace("https://example.org", "")
