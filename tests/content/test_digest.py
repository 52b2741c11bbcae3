"""The digest as it is read: what leads, what is left out, how long it gets, and what it never holds."""

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from content.digest.curve import curve
from content.digest.edition import Edition, Link, Press, compose, plain
from content.digest.news import (
    Answer,
    CardLine,
    Counted,
    Hazard,
    News,
    OpenQuestion,
    Priced,
    Story,
    Theme,
    Window,
    Withheld,
)
from content.digest.questions import QUESTIONS, question_after
from content.digest.season import card_of, cards_of_seasons, read_seasons, seasons_of
from content.digest.words import beginning, plain_words
from content.guidance.library import Library
from content.languages import CODES, speaker

DAY = date(2026, 11, 23)
GOLD = Priced(
    mineral="gold",
    name="Gold",
    unit="g",
    money="310,000 TZS",
    lowest="300,000 TZS",
    highest="312,000 TZS",
    course=tuple(map(Decimal, ("300", "301", "305", "304", "309", "312", "310"))),
    moved=Decimal("0.033"),
    moved_said="▲ 3.3 %",
    as_of=date(2026, 11, 22),
)
CALM = replace(GOLD, moved=Decimal("0.02"), moved_said="▲ 2 %")
FULL = News(
    day=DAY,
    hazards=(Hazard("Bad air in the old shafts, two people fainted", "Geita"),),
    answers=(Answer("Where do I get a dust mask?", "At the clinic in town, and a wet cloth helps meanwhile"),),
    stories=(
        Story("I wet the rock before drilling and cough less", "👍 Better"),
        Story("We tied the ladder to two posts", "", "French"),
    ),
    card=CardLine("hs-pit-slope", "⛏️", "Slopes that hold", "rain"),
    windows=(Window("Women's loan fund", date(2026, 12, 15), "https://example.org"),),
    questions=(OpenQuestion(41, "How deep may a pit be without props?"), OpenQuestion(42, "Who buys tin in Kigoma?")),
    prices=(CALM,),
    counted=Counted("air", (("meter", 6), ("fan", 4), ("none", 11))),
    themes=(Theme("⚗️", "Burn amalgam in a closed retort", 17), Theme("⚖️", "Weigh your gold on a fair scale", 5)),
    themes_in="TZ",
    withheld=Withheld(waiting=12, unsafe=5, personal=4, unfit=1),
    own_line="Meeting on Friday at the school, bring your day books",
)
QUIET = News(day=DAY, prices=(CALM,), card=CardLine("hs-heat", "☀️", "Work in the heat"), asks="air", own_line="Peace")


def told(news: News, code: str = "en") -> Edition:
    edition = compose(news, speaker(code))
    assert edition is not None
    return edition


def shown(edition: Edition) -> str:
    return unescape(re.sub(r"<[^>]+>", "", edition.html))


def size(edition: Edition) -> tuple[int, int]:
    buttons = sum(len(one.label.encode()) + 64 for row in edition.buttons for one in row)
    return len(shown(edition)), len(edition.html.encode()) + buttons


def labels(edition: Edition) -> list[str]:
    return [one.label for row in edition.buttons for one in row]


def link(payload: str) -> str:
    return f"https://t.me/pitwise_bot?start={payload}"


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


def test_nobody_is_called_and_nothing_is_linked_from_what_people_wrote() -> None:
    bad = "<b>@zawadi</b> call #now /start t.me/scam http://bad.example/x pay.me\u202eevil\u2066 a\nb & c $TON a@b.cd"
    news = replace(
        FULL,
        hazards=(Hazard(bad, "@geita"),),
        answers=(Answer(bad, bad),),
        stories=(Story(bad),),
        questions=(OpenQuestion(1, bad),),
        windows=(),
        own_line=bad,
    )
    for code in CODES:
        html = told(news, code).html
        assert "<b>@" not in html
        assert not re.search(
            r"(?<![\w\u2060])[@#$/]\w|\w@\w|t\.me|://|\w\.[a-z]", unescape(re.sub("</?[bi]>", "", html))
        )
        assert "\u202e" not in html
        assert "\u2066" not in html
        assert html.count("\u2068") == html.count("\u2069")


def test_every_line_of_an_arabic_digest_begins_on_the_right_and_no_other_is_turned() -> None:
    arabic = "أين نجد كمامة؟"
    news = replace(
        FULL,
        answers=(Answer(arabic, arabic), Answer("Where?", "At the clinic")),
        stories=(Story(arabic, "👍"), Story("We tied the ladder")),
        questions=(OpenQuestion(1, arabic), OpenQuestion(2, "Why?")),
        counted=Counted("air", (("meter", 6),)),
        own_line="Peace",
    )
    for line in shown(told(news, "ar")).splitlines():
        outside = re.sub("\u2068[^\u2068\u2069]*\u2069", "", re.sub("\u2068[^\u2068\u2069]*\u2069", "", line))
        strong = [unicodedata.bidirectional(sign) for sign in outside]
        assert not line or next(one for one in strong if one in ("L", "R", "AL")) != "L", line
    english = told(news).html.splitlines()
    assert [line[0] for line in english if arabic in line and "answer" not in line] == ["\u200e"] * 3


def test_words_are_cut_between_words_and_keep_their_numbers() -> None:
    assert plain_words("12.5 g at 3.500 TZS, 1/2 bag") == "12.5 g at 3.500 TZS, 1/2 bag"
    assert beginning("one two three four", 12) == "one two…"
    assert beginning("x" * 300, 200) == "x" * 199 + "…"


words = st.text(max_size=900)


@given(
    hazards=st.lists(st.builds(Hazard, words, words), max_size=5),
    answers=st.lists(st.builds(Answer, words, words), max_size=5),
    stories=st.lists(st.builds(Story, words), max_size=5),
    questions=st.lists(st.builds(OpenQuestion, st.integers(1, 2**63), words), max_size=5),
    own_line=st.text(max_size=200),
    code=st.sampled_from(CODES),
)
def test_whatever_people_wrote_it_stays_short(code: str, own_line: str, **lists: list[Any]) -> None:
    news = replace(
        FULL, own_line=own_line, prices=(GOLD, CALM, GOLD), **{name: tuple(one) for name, one in lists.items()}
    )
    edition = told(news, code)
    characters, octets = size(edition)
    assert characters <= 1500
    assert octets <= 5000
    assert re.sub(r"</?[bi]>", "", edition.html).count("<") == 0


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


def test_the_longest_digest_fits_in_every_language_and_keeps_danger_and_the_own_line() -> None:
    long = "very long words of somebody " * 30
    news = replace(
        FULL,
        hazards=(Hazard(long, "Geita"),) * 4,
        answers=(Answer(long, long),) * 4,
        stories=(Story(long, "👍 Better", "French"),) * 4,
        questions=tuple(OpenQuestion(2**62, long) for _ in range(4)),
        own_line="📌" * 200,
        prices=(GOLD,) * 4,
    )
    for code in CODES:
        edition = told(news, code)
        assert size(edition)[0] <= 1500
        assert size(edition)[1] <= 5000
        assert edition.html.count("⚠️") == 3
        assert "📌" * 199 in edition.html


def test_the_text_for_elsewhere_has_no_markup_and_its_links_written_out() -> None:
    text = plain(told(FULL), link)
    assert "<" not in text
    assert "\u2060" not in text
    assert "🗣 I know no. 1: https://t.me/pitwise_bot?start=g_41" in text
    assert "Useful" not in text
    assert "\n▫️ 📟 With a meter\n▫️ 💨 We blow air in\n▫️ 🚫 We do not\n" in plain(told(QUIET), link)
    assert "https://" not in plain(told(FULL), lambda _: "").replace("https://example.org", "")


@pytest.mark.parametrize(
    ("course", "drawn"),
    [
        ("1 2 3 4 5 6 7", "▁▂▃▄▅▆▇"),
        ("7 7 7", "▄▄▄"),
        ("0 0 9", "▁▁▇"),
        ("99 1 2 3 4 5 6 7", "▁▂▃▄▅▆▇"),
        ("", ""),
    ],
)
def test_a_week_is_drawn_with_seven_heights(course: str, drawn: str) -> None:
    assert curve([Decimal(one) for one in course.split()]) == drawn


def test_questions_to_groups_come_in_turn() -> None:
    keys = list(QUESTIONS)
    assert question_after(None) == question_after("gone") == question_after(keys[-1]) == keys[0]
    assert question_after(keys[0]) == keys[1]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


def test_every_card_of_a_season_and_of_a_question_is_there(library: Library) -> None:
    named = {id for ids in cards_of_seasons().values() for id in ids} | {one.card for one in QUESTIONS.values()}
    assert named <= set(library.cards)


def test_the_card_follows_the_season_of_the_country() -> None:
    assert seasons_of("TZ", date(2026, 11, 23)) == ("rain",)
    assert seasons_of("ML", date(2026, 4, 1)) == ("heat",)
    assert seasons_of(None, DAY) == seasons_of("XX", DAY) == seasons_of(None, date(2026, 12, 20)) == ()


def test_feasts_are_those_of_the_country_and_told_before_they_come() -> None:
    assert seasons_of("BR", date(2026, 12, 1)) == ("rain", "holidays")
    assert seasons_of("SD", date(2026, 12, 1)) == ()
    feast = date(2027, 3, 10)
    told = [ahead for ahead in range(-3, 40) if "holidays" in seasons_of("SD", feast - timedelta(days=ahead))]
    assert told == list(range(28))
    assert "holidays" in seasons_of("NG", feast)
    assert "holidays" in seasons_of("NG", date(2026, 12, 1))
    assert "holidays" not in seasons_of("BR", feast)
    table = read_seasons()
    with_feast = {country for country, _ in (*table["months"], *table["days"])}
    assert {country for country, _ in (*table["rain"], *table["heat"])} <= with_feast


@pytest.mark.parametrize("topics", [(), ("finance",), ("health-safety", "market")])
def test_no_card_comes_again_within_twelve_editions_and_all_come_in_turn(
    library: Library, topics: tuple[str, ...]
) -> None:
    shown_before: list[str] = []
    for week in range(120):
        found = card_of(library, country="TZ", day=DAY + timedelta(weeks=week), topics=topics, shown=shown_before[-12:])
        assert found is not None
        assert found[0].group != "emergency"
        assert found[0].id not in shown_before[-12:]
        shown_before.append(found[0].id)
    wanted = {card.id for card in library.cards.values() if card.group in topics}
    assert len(set(shown_before)) > 30 if not topics else wanted <= set(shown_before)
