import pytest

from bot.cli.sentences import collect_sentences
from content.catalogues import catalogue_file, check_catalogue
from content.languages import CODES, LANGUAGES

TRANSLATED = [code for code in CODES if code != "en"]


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_says_every_sentence_of_the_program(code: str) -> None:
    flaws = check_catalogue(catalogue_file(code), LANGUAGES[code].locale, collect_sentences())
    assert [str(flaw) for flaw in flaws] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_holds_no_dates_and_no_line_numbers(code: str) -> None:
    lines = catalogue_file(code).read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "-Date:" in line]
    assert not [line for line in lines if line.startswith("#:") and any(letter.isdigit() for letter in line)]
