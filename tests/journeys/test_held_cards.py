"""A card is held back while the bot runs: nobody finds it from that moment; an emergency keeps its never line."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.cards import cards as command
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.guidance.library import Library
from content.languages import CODES, speaker
from content.search.answer import Finder
from tests.journeys.conversing import do, from_bot, pass_by, press, say
from tests.journeys.test_judging_answers import BURN

RETORT, FALL = "hs-mercury-retort", "emg-fall"
TITLE = "Burn amalgam in a closed retort"
HELD = "We are checking this card again, so I do not show it now: " + TITLE
VAGUE = ("water in the pit", "gold", "the buyer", "dust", "money for the group", "my papers", "tools", "river")
FELL = "my brother fell into the shaft and does not move"

Cards = Callable[..., Awaitable[str]]


@pytest.fixture
def cards(shop: Workshop, tmp_path: Path) -> Cards:
    """`pitwise cards …` as the operator types it, beside the running bot."""
    kept = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot' / 'demo.db'}",
        "MASTER_KEY_FILE": str(tmp_path / "bot" / "demo.key"),
    }

    async def run(*words: str) -> str:
        result = await asyncio.to_thread(CliRunner().invoke, command, words, env=kept)
        return result.output

    return run


def labels(person: Person) -> str:
    return "\n".join(one for row in person.buttons for one in row)


@pytest.mark.parametrize("asked", [BURN, "128", "/start c_hs-mercury-retort-en", "/start c_128", TITLE])
async def test_a_held_card_is_not_shown_and_others_are_offered(
    shop: Workshop, grace: Person, cards: Cards, asked: str
) -> None:
    await say(shop, grace, "hello")
    assert TITLE in (await say(shop, grace, asked))[0]
    assert "is held back" in await cards("hold", RETORT, "--because", "a doctor doubts the second step")
    answer = (await say(shop, grace, asked))[0]
    assert answer.startswith(HELD)
    assert "iron retort" not in answer
    assert len(grace.buttons) == 4
    assert TITLE not in labels(grace)
    assert "We are" not in (await press(shop, grace, 0))[0]
    assert "is shown again" in await cards("release", RETORT)
    assert "iron retort" in (await say(shop, grace, asked))[0]


async def test_a_held_card_is_gone_from_topics(shop: Workshop, grace: Person, cards: Cards) -> None:
    async def titles() -> str:
        await say(shop, grace, "/topics")
        found = ""
        for place in range(sum(map(len, grace.buttons))):
            await say(shop, grace, "/topics")
            await press(shop, grace, place)
            found += labels(grace)
            while "▶️" in labels(grace):
                await press(shop, grace, "▶️")
                found += labels(grace)
        return found

    assert TITLE in await titles()
    await cards("hold", RETORT)
    assert TITLE not in await titles()


@pytest.mark.parametrize("button", ["More", "Source", "It helps", "❌"])
async def test_buttons_of_a_card_that_was_held_since_say_so(
    shop: Workshop, grace: Person, cards: Cards, button: str
) -> None:
    await say(shop, grace, BURN)
    await cards("hold", RETORT)
    assert (await press(shop, grace, button))[0].startswith(HELD)


async def test_an_unsure_question_is_not_offered_a_held_card(
    shop: Workshop, grace: Person, cards: Cards, finder: Finder
) -> None:
    found = {text: finder.find(text, language="en") for text in VAGUE}
    vague = next(text for text, one in found.items() if one.outcome == "unsure" and len(one.hits) > 1)
    titles = [Library.load().cards[hit.id].texts["en"].title for hit in found[vague].hits]
    await say(shop, grace, vague)
    assert all(title in labels(grace) for title in titles)
    await cards("hold", found[vague].hits[-1].id)
    await say(shop, grace, vague)
    assert [title in labels(grace) for title in titles] == [True] * (len(titles) - 1) + [False]


async def test_a_held_emergency_falls_back_to_its_never_line_and_whom_to_call(
    shop: Workshop, grace: Person, cards: Cards
) -> None:
    card = Library.load().cards[FALL]
    text = card.texts["en"]

    async def open_it() -> str:
        await say(shop, grace, "🆘")
        return (await press(shop, grace, text.title))[0]

    assert text.steps[0] in await open_it()
    await cards("hold", FALL)
    answer = await open_it()
    assert f"⛔ {text.never}" in answer
    assert "📞" in answer
    assert text.steps[0] not in answer
    assert answer.splitlines()[-1].startswith("We are checking this card again. Until then only")
    assert "⬇️ More" not in labels(grace)
    assert text.never in (await say(shop, grace, FELL))[0]


async def test_a_hold_outlasts_a_restart(shop: Workshop, grace: Person, cards: Cards) -> None:
    await cards("hold", RETORT)
    await shop.restart()
    assert (await say(shop, grace, BURN))[0].startswith(HELD)


@pytest.mark.parametrize("code", CODES)
async def test_a_held_card_is_said_in_the_askers_language(
    shop: Workshop, grace: Person, cards: Cards, code: str
) -> None:
    await cards("hold", RETORT)
    answer = (await say(shop, grace, f"/start c_{RETORT}-{code}"))[0]
    say_it = speaker(code)
    assert Library.load().cards[RETORT].texts[code].title in answer
    assert answer.startswith(
        say_it(
            "We are checking this card again, so I do not show it now: {title}. "
            "Wait with this work if it can hurt someone, and ask a person who knows it."
        ).partition("{")[0]
    )


async def test_what_is_held_can_be_listed_and_mistakes_are_said(shop: Workshop, cards: Cards) -> None:
    assert await cards("hold") == "No card is held.\n"
    await cards("hold", RETORT, "--because", "the second step")
    assert (await cards("hold")).startswith(f"{RETORT}  since ")
    assert (await cards("hold")).endswith("the second step\n")
    assert await cards("hold", "no-card") == "Error: There is no card no-card.\n"
    assert await cards("release", FALL) == "Error: emg-fall was not held.\n"


EVERYTHING = [
    *(BURN, f"{BURN} and how do I get a licence", "128", "101", "and how much?", "gold price", "bei ya dhahabu", FELL),
    *("/topics", "/price", "/sos", "/saved", "/offline", "/start c_128-fr", "/start c_101"),
]


async def test_with_every_card_held_everything_is_still_answered(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, BURN)
    old = next(one for one in from_bot(grace) if "inline_keyboard" in one.get("reply_markup", {}))
    async with shop.store.write() as w:
        for card in Library.load().cards:
            await w.holds.hold(card, "", shop.clock.now())
    for place in range(sum(len(row) for row in old["reply_markup"]["inline_keyboard"])):
        assert await do(shop, grace, partial(grace.press, place, old))
        await pass_by(shop, timedelta(minutes=1))
    for typed in EVERYTHING:
        assert await say(shop, grace, typed), typed
    assert shop.app.turns.dead == 0
