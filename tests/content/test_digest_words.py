"""Words of people in a digest: nobody is called or linked, lines keep their side, and whatever comes it stays short."""

import re
import unicodedata
from dataclasses import replace
from html import unescape
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from content.digest.news import (
    Answer,
    Counted,
    Hazard,
    OpenQuestion,
    Story,
)
from content.digest.words import beginning, plain_words
from content.languages import CODES
from tests.content.digests import CALM, FULL, GOLD, shown, size, told


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
