import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.search.fold import words
from content.search.frequent import LANGUAGES
from content.search.tongue import guess

QUESTIONS = Path(__file__).parent


def asked() -> list[dict[str, str]]:
    rows = []
    for name in ("questions.tsv", "questions_later.tsv", "questions_last.tsv"):
        with (QUESTIONS / name).open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return rows


def test_questions_of_five_words_are_known_by_their_language() -> None:
    right, all_of = Counter(), Counter()
    for row in asked():
        if len(words(row["question"])) >= 5:
            all_of[row["language"]] += 1
            right[row["language"]] += guess(row["question"], default="en") == row["language"]
    assert all(right[language] >= 0.97 * all_of[language] for language in LANGUAGES), (right, all_of)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("bei ya gold leo", "sw"),
        ("brp hrg emas skrg", "id"),
        ("bekam jram el dahab elyom", "ar"),
        ("3andi waja3 ras shadid", "ar"),
        ("k hago xa sacar oro", "es"),
        ("cmo faço pra tirar ouro", "pt"),
        ("cmt fer pr avoir un permi", "fr"),
        ("how far i go dig", "en"),
        ("كيف أحرق amalgam", "ar"),
    ],
)
def test_short_and_careless_texts_are_known_too(text: str, language: str) -> None:
    assert guess(text, default="fr" if language != "fr" else "en") == language


def test_too_little_to_tell_is_the_default() -> None:
    for text in ("", "117", "🆘", "xyz", "ok", "z", "z\u0301\u0301", "y?"):
        assert guess(text, default="sw") == "sw"


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=300))
def test_any_text_has_a_language(text: str) -> None:
    assert guess(text, default="es") in LANGUAGES
