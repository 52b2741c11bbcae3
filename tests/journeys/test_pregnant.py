"""Journey 6: whoever is pregnant and asks about burning gold reads first what that does to the child."""

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import say

PREGNANCY, RETORT = "hs-pregnancy", "hs-mercury-retort"


def _never(shop: Workshop, card: str, code: str) -> str:
    return shop.app.services.library.cards[card].text(code)[0].never


@pytest.fixture
def maria(shop: Workshop) -> Person:
    return shop.local.add_person(first_name="Maria", language_code="pt")


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("en", "I am pregnant. Can I burn gold at home?"),
        ("fr", "je suis enceinte, je peux brûler l'or à la maison ?"),
        ("sw", "nina mimba naweza kuchoma dhahabu nyumbani"),
        ("es", "estoy embarazada, ¿puedo quemar oro en la casa?"),
        ("pt", "estou grávida, posso queimar ouro em casa?"),
        ("id", "saya hamil, boleh bakar emas di rumah?"),
        ("ar", "انا حامل ممكن احرق الدهب في البيت"),
    ],
)
async def test_the_child_comes_first_and_then_the_retort(shop: Workshop, code: str, question: str) -> None:
    person = shop.local.add_person(first_name="Someone", language_code=code)
    first, second, *_ = await say(shop, person, question)
    assert _never(shop, PREGNANCY, code) in first
    assert _never(shop, RETORT, code) in second


async def test_nobody_is_asked_for_a_story_or_a_profile_with_it(shop: Workshop, maria: Person) -> None:
    came = await say(shop, maria, "estou grávida, posso queimar ouro em casa?")
    assert len(came) == 3  # two cards, and once who answers here
    assert "?" not in came[2]
