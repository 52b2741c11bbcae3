"""Where the words leave it unsure, meaning may put another card in front; nobody notices it gone."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from bot import assembly
from bot.opinion import Opinion
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.guidance.library import Library
from tests.journeys.conversing import say

UNSURE, SURE = "is it right what he shows me", "How do we make a retort for mercury?"
WEIGHING = "mkt-weigh"


class Model(Opinion):
    """A second opinion that always means weighing, until it is told to say nothing."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.opinion: Mapping[str, float] = {WEIGHING: 50.0}

    async def __call__(self, text: str) -> Mapping[str, float]:
        self.asked.append(text)
        return self.opinion

    async def prepare(self) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        pass


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    model = Model()
    monkeypatch.setattr(assembly, "opinion_of", lambda *_: model)
    return model


@pytest.fixture
def title() -> Callable[[str], str]:
    library = Library.load()
    return lambda card: library.cards[card].texts["en"].title


async def test_meaning_puts_a_card_in_front_of_the_guesses(
    model: Model, shop: Workshop, grace: Person, title: Callable[[str], str]
) -> None:
    await say(shop, grace, UNSURE)
    assert model.asked == [UNSURE]
    assert title(WEIGHING) in grace.buttons[0][0]


async def test_who_asks_clearly_is_answered_without_a_second_opinion(
    model: Model, shop: Workshop, grace: Person, title: Callable[[str], str]
) -> None:
    answer, *_ = await say(shop, grace, SURE)
    assert not model.asked
    assert title("hs-mercury-retort") in answer


async def test_without_an_opinion_the_words_alone_answer(
    model: Model, shop: Workshop, grace: Person, title: Callable[[str], str]
) -> None:
    model.opinion = {}
    answers = await say(shop, grace, UNSURE)
    assert model.asked == [UNSURE]
    assert answers
    assert title(WEIGHING) not in grace.buttons[0][0]
