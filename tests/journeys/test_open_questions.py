"""/gaps shows the team what nobody could answer, the most urgent first, and lets a moderator take one up."""

from datetime import timedelta

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from storage.gaps import Gap
from storage.team import Grant
from tests.journeys.conversing import press, say
from tests.journeys.reviewing import MODERATOR, acts, hire

ANALYST = Grant("analyst")


async def _ask(shop: Workshop, wording: str, *, times: int = 1, danger: int = 0, language: str = "en") -> Gap:
    concepts = [wording.split()[-1], f"{wording.split()[-1]}-more"]
    async with shop.store.write() as w:
        for _ in range(times):
            gap = await w.gaps.note(wording, language, "none", concepts, [], shop.clock.now().date(), danger=danger)
    return gap


async def test_the_team_sees_open_questions_by_weight(shop: Workshop, grace: Person) -> None:
    await _ask(shop, "Which song keeps people awake")
    await _ask(shop, "What is the best music at work", times=3)
    gap = await _ask(shop, "May the green hose be used below", danger=1)
    await _ask(shop, "Call Juma on +255 754 123 456 about tax")
    async with shop.store.write() as w:
        await w.gaps.ask(gap.id, 77, "en", shop.clock.now())
        await w.gaps.pass_wording(gap.id, {"en": "May a green hose be used below ground?"})
        await w.gaps.note_asked(gap.id, 5, shop.clock.now())
    analyst = await hire(shop, "Ana", ANALYST)
    shown = (await say(shop, analyst, "/gaps"))[0]
    places = [shown.index(words) for words in ("green hose be used below ground?", "best music", "Which song")]
    assert places == sorted(places) and "about tax" in shown and "about tax" in shown and "754" not in shown
    assert "Asked: 3, first on 23 Nov 2026. Waiting for an answer: 0." in shown
    assert "Waiting for an answer: 1." in shown and "Groups and people who were asked: 1." in shown
    assert not analyst.buttons


async def test_a_moderator_takes_up_a_question_that_nobody_asked_to_pass_on(shop: Workshop, grace: Person) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    await _ask(shop, "Which song keeps people awake", times=9)
    await _ask(shop, "Chanson pour la nuit", language="fr")
    assert "Nothing waits" in (await say(shop, joan, "/next"))[0]
    await press(shop, joan, "Open questions")
    assert [label for row in joan.buttons for label in row] == ["1 ▶️ Look at 1"]
    shown = (await press(shop, joan, "Look at 1"))[0]
    assert "Which song keeps people awake" in shown and "Asked 9 times" in shown
    await press(shop, joan, "Pass it on")
    async with shop.store.read() as r:
        assert [gap.state for gap in await r.gaps.living()] == ["passed", "open"]
    assert ("show-wording", "moderator", 1, "taken-up") in await acts(shop)


async def test_a_long_list_comes_in_pieces(shop: Workshop, grace: Person) -> None:
    for number in range(8):
        await _ask(shop, f"What about thing{number}", times=8 - number)
        await shop.clock.turn(timedelta(seconds=5))
    joan = await hire(shop, "Joan", MODERATOR)
    first = (await say(shop, joan, "/gaps"))[0]
    assert "thing5" in first and "thing6" not in first
    second = (await press(shop, joan, "More"))[0]
    assert "7 · “What about thing6”" in second and "thing5" not in second


async def test_where_nothing_is_open_it_says_so(shop: Workshop) -> None:
    joan = await hire(shop, "Joan", MODERATOR)
    assert "No question is open" in (await say(shop, joan, "/gaps"))[0]
