import pytest

from content.search.stems import stem


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("sw", ["kutetemeka", "inatetemeka", "anatetemeka", "wanatetemeka"]),
        ("sw", ["poromoka", "limeporomoka", "kuporomoka", "lisiporomoke"]),
        ("sw", ["pima", "kupima", "tunapimaje", "tupime"]),
        ("sw", ["shimo", "mashimo", "shimoni"]),
        ("id", ["bakar", "membakar", "pembakaran", "dibakar", "bakarnya"]),
        ("id", ["timbang", "menimbang", "ditimbang", "timbangan"]),
        ("id", ["tambang", "penambang", "menambang"]),
        ("ar", ["زيبق", "الزيبق", "بالزيبق", "وزيبق"]),
        ("en", ["burn", "burning", "burned"]),
        ("pt", ["queimar", "queimando"]),
    ],
)
def test_forms_of_one_word_share_a_stem(language: str, forms: list[str]) -> None:
    assert len({stem(form, language) for form in forms}) == 1


@pytest.mark.parametrize(
    ("language", "word"), [("sw", "simu"), ("sw", "leo"), ("id", "air"), ("ar", "بير"), ("en", "pit")]
)
def test_short_words_stay_whole(language: str, word: str) -> None:
    assert stem(word, language) == word
