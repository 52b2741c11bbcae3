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


async def test_what_she_said_a_moment_ago_still_counts(shop: Workshop, maria: Person) -> None:
    assert _never(shop, PREGNANCY, "pt") in (await say(shop, maria, "estou grávida"))[0]
    first, second = await say(shop, maria, "posso queimar ouro em casa?")
    assert _never(shop, PREGNANCY, "pt") in first
    assert _never(shop, RETORT, "pt") in second


async def test_who_did_not_speak_of_pregnancy_reads_of_the_retort_alone(shop: Workshop, maria: Person) -> None:
    came = await say(shop, maria, "posso queimar ouro em casa?")
    assert _never(shop, RETORT, "pt") in came[0]
    assert all(_never(shop, PREGNANCY, "pt") not in one for one in came)


async def test_after_the_card_on_pregnancy_the_price_is_only_the_price(shop: Workshop, maria: Person) -> None:
    await say(shop, maria, "143")
    came = await say(shop, maria, "quanto vale o ouro hoje")
    assert all(_never(shop, PREGNANCY, "pt") not in one for one in came)


async def test_she_is_offered_someone_to_talk_to(shop: Workshop, maria: Person) -> None:
    await say(shop, maria, "143")
    assert any("📍" in one for row in maria.buttons for one in row)
