"""`@bot words` in any chat: cards in the asker's language, danger first, and nothing of it is kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.inline import InlineAnswers
from bot.sandbox.errors import bad_request
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import CODES, speaker
from storage.database import StoreDown
from tests.journeys.conversing import from_bot, say

BURN = "how do I burn amalgam safely"
CRY = "jamaa amegorogosha duarani hajibu"
QUESTIONS = {
    "en": BURN,
    "fr": "comment brûler l'amalgame sans danger",
    "sw": "nichomeje amalgamu kwa usalama",
    "es": "cómo quemo la amalgama sin peligro",
    "pt": "como queimar a amálgama sem perigo",
    "id": "bagaimana membakar amalgam dengan aman",
    "ar": "كيف أحرق الملغم بأمان",
}


@pytest.fixture
def pit(shop: Workshop, amina: Person, grace: Person) -> Group:
    return shop.local.add_group("Pit 4", members=[amina, grace])


async def ask(shop: Workshop, person: Person, words: str, chat: Group | None = None) -> list[dict[str, Any]]:
    """Write `@bot words` into an input and return the results that are shown."""
    shop.local.world.inline_answers.pop(person.id, None)
    person.ask_inline(words, chat=chat)
    await shop.idle()
    return person.inline_results


def text_of(result: dict[str, Any]) -> str:
    return str(result["input_message_content"]["message_text"])


async def _states(shop: Workshop) -> dict[str, int]:
    async with shop.store.read() as r:
        return await r.inbox.counts()


@pytest.mark.parametrize("code", CODES)
async def test_a_card_comes_in_the_language_of_the_words_with_its_last_line(shop: Workshop, code: str) -> None:
    person = shop.local.add_person(first_name="Someone", language_code="en" if code != "en" else "fr")
    results = await ask(shop, person, QUESTIONS[code])
    card = shop.app.services.library.cards["hs-mercury-retort"]
    assert 1 <= len(results) <= 5
    assert card.text(code)[0].title in results[0]["title"]
    assert card.text(code)[0].never in results[0]["description"]
    assert speaker(code).date(card.written) in text_of(results[0]).splitlines()[-1]
    assert str(card.number) in text_of(results[0]).splitlines()[-1]
    [[button]] = results[0]["reply_markup"]["inline_keyboard"]
    assert button["url"].endswith(f"?start=c_{card.id}-{code}")


async def test_a_chosen_card_stands_in_the_group_and_the_bot_adds_nothing(
    shop: Workshop, grace: Person, pit: Group
) -> None:
    await ask(shop, grace, BURN, pit)
    before = await _states(shop)
    sent = grace.choose(0, chat=pit)
    await shop.idle()
    assert sent["text"].startswith("⚗️")
    assert [one for one in shop.local.messages(pit.id) if one["from"]["is_bot"] and "⚗️" in one["text"]] == []
    assert await _states(shop) == before


async def test_a_card_of_a_danger_sent_in_private_is_not_taken_for_a_cry(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    await ask(shop, grace, "he is not breathing, he dropped in the shaft")
    before = len(from_bot(grace))
    grace.choose(0)
    await shop.idle()
    assert len(from_bot(grace)) == before


async def test_danger_comes_first_with_whom_to_call(shop: Workshop, amina: Person, pit: Group) -> None:
    results = await ask(shop, amina, CRY, pit)
    card = shop.app.services.library.cards["emg-fall"].text("sw")[0]
    assert card.title in results[0]["title"]
    assert card.never in text_of(results[0])
    assert "📞" in text_of(results[0])


async def test_danger_names_the_numbers_of_the_country_one_has_named_and_is_nobody_elses(
    shop: Workshop, amina: Person
) -> None:
    await say(shop, amina, "/start")
    async with shop.store.write() as w:
        member = await w.members.find(amina.id)
        assert member
        await w.members.set_country(member.id, "TZ")
    results = await ask(shop, amina, CRY)
    numbers = shop.app.services.countries["TZ"].shown_numbers(shop.clock.now().date())
    assert all(one.number in text_of(results[0]) for one in numbers) and numbers
    assert amina.inline_answer and amina.inline_answer["personal"]


async def test_the_language_that_was_chosen_counts_where_the_words_tell_none(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "Kiswahili")
    results = await ask(shop, grace, "128")
    assert shop.app.services.library.by_number[128].text("sw")[0].title in results[0]["title"]


@pytest.mark.parametrize("words", ["which football team won yesterday", "", "   ", "?!", "😀"])
async def test_where_nothing_is_found_one_may_ask_in_private(shop: Workshop, grace: Person, words: str) -> None:
    assert await ask(shop, grace, words) == []
    assert grace.inline_answer and grace.inline_answer["button"]["text"] == "Ask in private"
    grace.open_inline_button()
    await shop.idle()
    assert "I am Pitwise" in from_bot(grace)[0]["text"]


async def test_only_what_everybody_would_get_is_kept_by_telegram(shop: Workshop, grace: Person) -> None:
    await ask(shop, grace, "comment brûler l'amalgame sans danger")
    answer = grace.inline_answer
    assert answer and not answer["personal"] and 0 < answer["cache_time_s"] <= 60
    await ask(shop, grace, "128")
    answer = grace.inline_answer
    assert answer and answer["personal"] and answer["cache_time_s"] == 0


async def test_nothing_of_it_is_stored_or_logged(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/start")
    before = await _states(shop)
    shop.local.fail_next("answerInlineQuery", bad_request("query is too old"))
    with capture_logs() as logged:
        assert await ask(shop, grace, "mercury Wilberforce") == []
    assert logged == [{"event": "inline.not_answered", "error": "BadRequest", "log_level": "info"}]
    assert await _states(shop) == before
    async with shop.store.read() as r:
        assert await r.questions.gaps() == []


@pytest.mark.parametrize(
    "query",
    [None, [], {}, {"id": 7}, {"id": "7", "query": BURN}, {"id": "7", "query": BURN, "from": {"id": "x"}}, "words"],
)
async def test_a_question_that_can_not_be_read_harms_nobody(shop: Workshop, grace: Person, query: object) -> None:
    shop.local.inject({"inline_query": query})
    assert await ask(shop, grace, BURN)
    assert shop.local.world.calls["answerInlineQuery"] == 1


async def test_the_same_question_handed_over_twice_is_answered_once(shop: Workshop, grace: Person) -> None:
    asked = {"id": "7", "from": grace.face, "query": BURN, "offset": ""}
    for _ in range(2):
        shop.local.inject({"inline_query": asked})
    await shop.idle()
    assert shop.local.world.calls["answerInlineQuery"] == 1


async def test_a_card_that_is_held_back_is_not_given(shop: Workshop, grace: Person) -> None:
    async with shop.store.write() as w:
        await w.holds.hold("hs-mercury-retort", "", shop.clock.now())
    titles = " ".join(one["title"] for one in await ask(shop, grace, BURN))
    assert shop.app.services.library.cards["hs-mercury-retort"].text("en")[0].title not in titles


def _own(shop: Workshop, *, per_minute: int = 0, store: Any = None) -> InlineAnswers:
    """The same answers with a limit, or on another store."""
    services = replace(shop.app.services, store=store or shop.store)
    return InlineAnswers(shop.app.api, shop.clock, services, per_minute=per_minute, held=frozenset)


def _query(shop: Workshop, person: Person, words: str) -> dict[str, Any]:
    return {"id": shop.local.world.queries.ask(person.id, person.id).id, "from": person.face, "query": words}


async def test_one_who_asks_too_often_waits_a_minute_but_danger_does_not(
    shop: Workshop, grace: Person, amina: Person
) -> None:
    inline, calls = _own(shop, per_minute=3), shop.local.world.calls
    for _ in range(5):
        inline.take(_query(shop, grace, BURN))
    await inline.idle()
    assert calls["answerInlineQuery"] == 3
    inline.take(_query(shop, grace, CRY))
    inline.take(_query(shop, amina, BURN))
    await inline.idle()
    assert calls["answerInlineQuery"] == 5
    await shop.clock.turn(timedelta(minutes=1))
    inline.take(_query(shop, grace, BURN))
    await inline.idle()
    assert calls["answerInlineQuery"] == 6


class _Store:
    """A store that is down, or slow to be read."""

    def __init__(self, shop: Workshop, slow: timedelta | None) -> None:
        self._shop, self._slow = shop, slow

    def read(self) -> "_Store":
        return self

    async def __aenter__(self) -> Any:
        if self._slow is None:
            raise StoreDown("out of order")
        await self._shop.clock.turn(self._slow)
        return await self._shop.store.read().__aenter__()

    async def __aexit__(self, *_: object) -> None:
        pass


async def test_without_the_store_the_phones_language_speaks(shop: Workshop, amina: Person) -> None:
    inline = _own(shop, store=_Store(shop, None))
    inline.take(_query(shop, amina, "128"))
    await inline.idle()
    assert shop.app.services.library.by_number[128].text("sw")[0].title in amina.inline_results[0]["title"]


@pytest.mark.parametrize(("seconds", "answers"), [(0.9, 1), (1.0, 0)])
async def test_it_is_answered_within_a_second_or_not_at_all(
    shop: Workshop, grace: Person, seconds: float, answers: int
) -> None:
    inline = _own(shop, store=_Store(shop, timedelta(seconds=seconds)))
    inline.take(_query(shop, grace, BURN))
    await inline.idle()
    assert shop.local.world.calls["answerInlineQuery"] == answers
