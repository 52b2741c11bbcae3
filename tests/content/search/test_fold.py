import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search.fold import fold, words


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Éboulement à l’œil", "eboulement a l'oeil"),
        ("HEEEELP!!!", "help!!!"),
        ("زِئْبَقٌ أحمر آلة", "زيبق احمر اله"),
        ("مـــساعدة", "مساعده"),
        ("بطاقة ١١٧ و۱۱۷", "بطاقه 117 و117"),
        ("1000 g", "1000 g"),
        ("a\u200bb\u2067c", "abc"),
        ("x\ud800y", "xy"),
        ("ﻻ ㎏ ２２", "لا kg 22"),
        ("quím\u0301ico", "quimico"),
        ("", ""),
    ],
)
def test_variants_of_a_text_fold_to_one_form(typed: str, plain: str) -> None:
    assert fold(typed) == plain


def test_elisions_come_apart_and_other_apostrophes_are_dropped() -> None:
    assert words("l'or d’ici, ng'ombe don't") == ["l", "or", "d", "ici", "ngombe", "dont"]


def test_punctuation_and_emoji_are_no_words() -> None:
    assert words("🆘 -- !!! _ 3andi zi2ba2") == ["3andi", "zi2ba2"]


@given(st.text(st.characters(), max_size=200))
def test_folding_anything_never_raises_and_is_stable(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert all(words(text))
