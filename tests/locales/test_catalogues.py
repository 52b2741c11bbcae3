import ast

import pytest

from bot.cli.sentences import FOLDERS, ROOT, collect_sentences
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


def test_no_sentence_is_said_where_it_would_not_be_collected() -> None:
    """The catalogues know what `say("…")` says, and not what `speaker(code)("…")` does."""
    called = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Call) and call.args
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    ]
    assert called == []
