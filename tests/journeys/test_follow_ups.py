"""A short question after a card is about that card; a question about two things gets both."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.search.answer import Found, Hit
from handlers.members.cards.two_things import two_things
from tests.journeys.conversing import number_on, pass_by, press, say

RETORT, LICENCE = "hs-mercury-retort", "law-licence-types"
# The number of the card on the retort: it opens in the language of whoever types it.
CARD = "128"


def _rest(shop: Workshop, card: str, code: str) -> str:
    """Return the beginning of a card's second screen that its first one does not show."""
    text = shop.app.services.library.cards[card].text(code)[0].more or ""
    return text.splitlines()[0].replace("**", "").removeprefix("- ")


@pytest.mark.parametrize(
    ("code", "follow_up"),
    [
        ("en", "and how much?"),
        ("en", "and in the rain?"),
        ("en", "how long?"),
        ("en", "why"),
        ("en", "where can I get it?"),
        ("en", "what about children?"),
        ("fr", "et combien ?"),
        ("fr", "et sous la pluie ?"),
        ("sw", "na kwa bei gani?"),
        ("sw", "je, mvua ikinyesha?"),
        ("es", "¿y cuánto?"),
        ("es", "¿y con lluvia?"),
        ("pt", "e na chuva?"),
        ("pt", "e quanto?"),
        ("id", "dan berapa?"),
        ("id", "kalau hujan?"),
        ("ar", "وكم؟"),
        ("ar", "وفي المطر؟"),
    ],
)
async def test_a_short_question_is_answered_from_the_card_just_shown(shop: Workshop, code: str, follow_up: str) -> None:
    person = shop.local.add_person(first_name="Someone", language_code=code)
    await say(shop, person, CARD)
    [answer] = await say(shop, person, follow_up)
    assert _rest(shop, RETORT, code) in answer
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


async def test_what_the_words_alone_would_find_is_one_press_away(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    await say(shop, grace, "and in the rain?")
    title = shop.app.services.library.cards["hs-dewatering"].text("en")[0].title
    assert title in (await say(shop, grace, number_on(grace, title)))[0]


async def test_when_all_is_told_the_cards_that_belong_to_it_are_offered(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    await press(shop, grace, "More")
    assert await say(shop, grace, "and how much?") == [
        "I have told you all I know about it. Perhaps one of these helps."
    ]
    related = shop.app.services.library.cards["pr-mercury-free"].text("en")[0].title
    assert related in (await press(shop, grace, number_on(grace, related) + " 🌿 " + related))[0]


async def test_a_follow_up_that_was_not_answered_is_a_gap_that_can_be_understood(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    await say(shop, grace, "and how much?")
    await say(shop, grace, "none of these")
    async with shop.store.read() as r:
        assert [(gap.kind, gap.wording) for gap in await r.questions.gaps()] == [
            ("none-of-these", "Burn amalgam in a closed retort · and how much?")
        ]


@pytest.mark.parametrize(
    "question",
    ["and cyanide?", "how do I get a licence", "which football team won yesterday", "how much is gold today", "135"],
)
async def test_a_question_with_a_subject_of_its_own_is_about_that(shop: Workshop, grace: Person, question: str) -> None:
    alone = await say(shop, shop.local.add_person(first_name="Else", language_code="en"), question)
    await say(shop, grace, CARD)
    assert (await say(shop, grace, question))[0] == alone[0]


async def test_without_a_card_before_it_a_short_question_stands_alone(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    first = await say(shop, grace, "and in the rain?")
    assert _rest(shop, RETORT, "en") not in first[0]


async def test_ten_minutes_later_it_is_about_something_new(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    await pass_by(shop, timedelta(minutes=9))
    assert _rest(shop, RETORT, "en") in (await say(shop, grace, "and in the rain?"))[0]
    await say(shop, grace, CARD)
    await pass_by(shop, timedelta(minutes=11))
    assert _rest(shop, RETORT, "en") not in (await say(shop, grace, "and in the rain?"))[0]


async def test_one_persons_card_is_nobody_elses_and_forget_drops_it(
    shop: Workshop, grace: Person, amina: Person
) -> None:
    rest = _rest(shop, RETORT, "en")
    await say(shop, grace, CARD)
    assert rest not in (await say(shop, amina, "and in the rain?"))[0]
    await say(shop, grace, "/forget")
    assert rest not in (await say(shop, grace, "and in the rain?"))[0]


async def test_danger_is_never_a_follow_up(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, CARD)
    answers = await say(shop, grace, "and he is not breathing!")
    assert "⛔" in answers[0] and "📞" in answers[0]


@pytest.mark.parametrize(
    ("code", "question", "first", "second"),
    [
        ("en", "how do I burn amalgam safely and how do I get a licence", RETORT, LICENCE),
        ("en", "how do I get a licence? how do I burn amalgam safely", LICENCE, RETORT),
        ("en", "dust mask and noise", "hs-silica-dust", "hs-noise"),
        ("fr", "comment obtenir un permis et comment brûler l'amalgame", LICENCE, RETORT),
        ("es", "cómo saco licencia y cómo quemo la amalgama", LICENCE, RETORT),
        ("pt", "como conseguir licença e como queimar amálgama", LICENCE, RETORT),
        ("ar", "كيف أحصل على رخصة وكيف أحرق الملغم", LICENCE, RETORT),
    ],
)
async def test_a_question_about_two_things_gets_both_cards_in_its_order(
    shop: Workshop, code: str, question: str, first: str, second: str
) -> None:
    person = shop.local.add_person(first_name="Someone", language_code=code)
    await say(shop, person, "/start")
    answers = await say(shop, person, question)
    titles = [shop.app.services.library.cards[one].text(code)[0].title for one in (first, second)]
    assert [answer.splitlines()[0].split(" ", 1)[1] for answer in answers] == titles


async def test_the_buttons_of_both_cards_share_one_row_of_numbers(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    await say(shop, grace, "how do I burn amalgam safely and how do I get a licence")
    licence = shop.app.services.library.cards["law-licence-types"]
    assert licence.sources[0].title in (await say(shop, grace, number_on(grace, "Source")))[0]
    retort = shop.app.services.library.cards["hs-mercury-retort"]
    assert retort.sources[0].title in (await say(shop, grace, "2"))[0]


@pytest.mark.parametrize(("card", "is_half"), [("hs-heat", True), ("emg-fall", False)])
def test_a_danger_is_not_half_of_a_question(card: str, is_half: bool) -> None:
    hits = (Hit("card", card, 0.9), Hit("card", "pr-roles-share", 0.8))
    whole = Found("sure", hits, None, "en", frozenset())
    parts = {"fell in": replace(whole, hits=hits[:1]), "his share": replace(whole, hits=hits[1:])}

    class _Finder:
        def find(self, text: str, **_: object) -> Found:
            return parts.get(text, whole)

    finder: Any = _Finder()
    pair = two_things(finder, "fell in and his share", whole, lambda _: True)
    assert pair == (hits if is_half else None)


@pytest.mark.parametrize(
    "question",
    ["I wash the sand and the gold is very fine, how do I catch it", "is the dust bad for me and my friends"],
)
async def test_one_thing_said_with_an_and_gets_one_answer(shop: Workshop, grace: Person, question: str) -> None:
    await say(shop, grace, "/start")
    assert len(await say(shop, grace, question)) == 1
