"""What people agree to before they share: short, whole, in every language."""

import pytest

from content.consent import AUDIENCES, VERSION, consent_text
from content.languages import CODES, speaker

MOST_WORDS = 120


@pytest.mark.parametrize("code", CODES)
def test_it_is_shorter_than_120_words_and_names_what_must_be_named(code: str) -> None:
    text = consent_text(speaker(code), "Miners' Union", "0800 1")
    assert len(text.split()) < MOST_WORDS
    for named in ("Miners' Union", "24", "/forget", "18", "0800 1", f"{VERSION}"):
        assert named in text


@pytest.mark.parametrize("code", CODES)
def test_it_says_who_pays_also_when_the_operator_has_no_name(code: str) -> None:
    say = speaker(code)
    assert say("The organisation that runs this bot pays for it.") in consent_text(say, "")


@pytest.mark.parametrize("code", [one for one in CODES if one != "en"])
def test_every_line_and_every_audience_is_translated(code: str) -> None:
    english, own = (consent_text(speaker(one), "X") for one in ("en", code))
    assert not set(english.splitlines()) & set(own.splitlines())
    assert all(speaker(code)(label) != label for label in AUDIENCES.values())
