"""A story with its marks: taken out before it is published, shown before it is sent."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.privacy import Mark, mask, personal, shown
from content.search.frequent import LANGUAGES

PIECES = (
    "My name is Joseph Mwita",
    "call 0712 345 678",
    "@gold_boy",
    "me llamo luz dary",
    "اسمي محمد عثمان",
    "٠٩١٢٣٤٥٦٧٨",
    "-3.02471, 32.18836",
    "zero seven one two three four five six seven eight",
    "m y n a m e i s J o h n",
    "our chairman stole the money",
    "GHA-712345678-9",
    "<b>&amp;",
    "\u200b\u202e\ud800",
    "e\u0301 ﷺ 𝟎𝟕𝟏𝟐",
    "borax",
    "\n",
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=200),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=8)), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_marks_lie_in_any_text_in_order(text: str, language: str) -> None:
    marks = personal(text, language)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_nothing_marked_is_left_when_it_is_masked(text: str, language: str) -> None:
    marks = personal(text, language)
    masked = mask(text, marks)
    for mark in marks:
        assert not re.search(rf"(?<!\w){re.escape(text[mark.start : mark.end].strip())}(?!\w)", masked)
    assert marks or masked == text


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_shown_text_is_escaped_and_nothing_of_it_is_lost(text: str, language: str) -> None:
    html = shown(text, personal(text, language))
    bare = html.replace("<b><u>", "").replace("</u></b>", "")
    assert "<" not in bare
    assert bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_a_story_is_masked_and_shown() -> None:
    text = "My name is Joseph Mwita <3. Call 0712 345 678 & ask for Mwita."
    marks = personal(text, "en")
    assert mask(text, marks) == "My name is […] <3. Call […] & ask for […]."
    assert shown(text, marks) == (
        "My name is <b><u>Joseph Mwita</u></b> &lt;3. Call <b><u>0712 345 678</u></b>"
        " &amp; ask for <b><u>Mwita</u></b>."
    )


def test_what_a_name_hides_in_stays_whole() -> None:
    text = "Ama found borax in Amansie, Ama said"
    assert mask(text, [Mark("name", 0, 3)]) == "[…] found borax in Amansie, […] said"


def test_marks_over_each_other_are_taken_out_once() -> None:
    text = "Chief Phiri stole it"
    marks = [Mark("third-person-accused", 0, 17), Mark("name", 6, 11)]
    assert mask(text, marks) == "[…] it"
    assert shown(text, marks) == "<b><u>Chief Phiri stole</u></b> it"


def test_disguised_letters_and_digits_are_marked_where_they_stand() -> None:
    text = "сall \u200b𝟎𝟕𝟏𝟐 𝟑𝟒𝟓 𝟔𝟕𝟖 now"
    assert mask(text, personal(text, "en")) == "сall \u200b[…] now"


def test_an_unknown_language_is_read_as_english() -> None:
    assert [mark.kind for mark in personal("My name is Joseph", "xx")] == ["name"]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("اسمي محمد أحمد علي وأعمل في البئر", "اسمي […] وأعمل في البئر"),
        ("صاحب البئر محمد أحمد علي أخذ الذهب", "صاحب البئر […] أخذ الذهب"),
        ("قال لي عبد الرحمن محمد الحسن إن الزئبق غالي", "قال لي […] إن الزئبق غالي"),
        ("كان معنا محمد بن أحمد بن علي", "كان معنا […]"),
        ("اسمي علي حسن صالح", "اسمي […]"),
        ("علي كل واحد يلبس الخوذة علي الراس", "علي كل واحد يلبس الخوذة علي الراس"),
        ("وقف محمد علي البئر", "وقف […] علي البئر"),
    ],
)
def test_an_arabic_name_goes_whole_with_those_of_the_father_and_the_grandfather(text: str, masked: str) -> None:
    assert mask(text, personal(text, "ar")) == masked
