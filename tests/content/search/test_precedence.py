"""Some cards come first whenever certain things are heard together, whatever else the words point to."""

import pytest

from content.guidance.library import Library
from content.search.answer import Finder

PREGNANCY, RETORT = "hs-pregnancy", "hs-mercury-retort"


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder.load(Library.load())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my wife is pregnant can i burn gold at home"),
        ("en", "i get belle and dem dey burn gold for my yard"),
        ("en", "I am pregnant, can I touch mercury"),
        ("fr", "je suis enceinte, je peux brûler l'or à la maison ?"),
        ("fr", "mercure et grossesse"),
        ("sw", "nina mimba naweza kuchoma dhahabu nyumbani"),
        ("sw", "mjamzito na zebaki"),
        ("es", "estoy embarazada, puedo quemar oro en la casa"),
        ("es", "embarasada y azogue"),
        ("pt", "estou grávida, posso queimar ouro em casa?"),
        ("pt", "azougue faz mal pra buchuda"),
        ("id", "istri saya hamil, boleh bakar emas di dapur"),
        ("id", "merkuri sama bumil"),
        ("ar", "انا حامل ممكن احرق الدهب في البيت"),
        ("ar", "ana 7amil w zawji bya7reg eldahab fil bet"),
    ],
)
def test_pregnant_and_mercury_come_to_pregnancy_first_and_then_to_the_retort(
    finder: Finder, language: str, text: str
) -> None:
    found = finder.find(text, language=language)
    assert (found.outcome, found.together) == ("sure", True)
    assert [hit.id for hit in found.hits[:2]] == [PREGNANCY, RETORT]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "is dust bad when pregnant"),
        ("fr", "enceinte dans la poussière du broyeur"),
        ("sw", "mke wangu ana mimba na vumbi la mawe"),
        ("es", "estoy embarazada y muelo piedra con polvo"),
        ("pt", "gravida e poeira do moinho"),
        ("id", "hamil kena debu gelundung"),
        ("ar", "مرتي حامل والغبار كتير"),
    ],
)
def test_pregnant_in_the_dust_comes_to_pregnancy_first(finder: Finder, language: str, text: str) -> None:
    found = finder.find(text, language=language)
    assert [hit.id for hit in found.hits[:2]] == [PREGNANCY, "hs-silica-dust"]


def test_who_is_pregnant_and_asks_for_the_price_gets_both(finder: Finder) -> None:
    found = finder.find("i am pregnant, what is the gold price today", language="en")
    assert found.together
    assert [hit.id for hit in found.hits[:2]] == [PREGNANCY, "prices"]


def test_a_possible_danger_still_comes_before_it(finder: Finder) -> None:
    found = finder.find("I am pregnant and the smoke of the gold burning is in my kitchen", language="en")
    assert found.outcome == "maybe_emergency"
    assert [hit.id for hit in found.hits[1:3]] == [PREGNANCY, RETORT]


def test_burning_without_a_word_of_pregnancy_is_about_the_retort(finder: Finder) -> None:
    found = finder.find("posso queimar ouro em casa", language="pt")
    assert (found.hits[0].id, found.together) == (RETORT, False)
