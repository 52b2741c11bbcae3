"""What people write of themselves and of others, and what only looks like it: a table a language, in cases/."""

import csv
from pathlib import Path

import pytest

from content.privacy import KINDS, personal
from content.search.frequent import LANGUAGES

FOLDER = Path(__file__).with_name("cases")
HARMLESS = "-"
FEWEST = 12


def _rows(language: str) -> list[tuple[str, str]]:
    with (FOLDER / f"{language}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["flags"], row["text"]) for row in rows]


CASES = [(language, flags, text) for language in LANGUAGES for flags, text in _rows(language)]


@pytest.mark.parametrize(("language", "flags", "text"), CASES)
def test_what_is_personal_is_found_and_what_only_looks_like_it_is_left(language: str, flags: str, text: str) -> None:
    found = {mark.kind for mark in personal(text, language)}
    if flags == HARMLESS:
        assert not found
    else:
        assert set(flags.split(",")) <= found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_hits_of_all_kinds_and_look_alikes(language: str) -> None:
    flags = [flags for flags, _ in _rows(language)]
    assert sum(flag == HARMLESS for flag in flags) >= FEWEST
    assert sum(flag != HARMLESS for flag in flags) >= FEWEST
    assert {flag for row in flags if row != HARMLESS for flag in row.split(",")} == set(KINDS)


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, flags, text in CASES if flags == HARMLESS]
)
def test_what_is_harmless_stays_so_however_it_is_typed(language: str, text: str) -> None:
    for typed in (text.upper(), text.lower(), text.replace(" ", "  "), text.replace(",", "")):
        assert not personal(typed, language), typed


@pytest.mark.parametrize(("language", "flags", "text"), [case for case in CASES if case[1] != HARMLESS])
def test_nothing_is_hidden_by_signs_that_nobody_sees(language: str, flags: str, text: str) -> None:
    for typed in ("\u200b".join(text), text.replace(" ", " \u00a0")):
        assert set(flags.split(",")) <= {mark.kind for mark in personal(typed, language)}, typed
