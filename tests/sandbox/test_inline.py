"""`@bot words` in any input: what Telegram takes as an answer, and what becomes of a result that is chosen."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, Update

from bot.clock import TurnableClock
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram

Call = Callable[..., Awaitable[Any]]
Updates = Callable[[], list[dict[str, Any]]]


def article(id: str = "1", **more: Any) -> dict[str, Any]:
    content = {"message_text": "⚗️ <b>Retort</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": id, "title": "Retort", "input_message_content": content, **more}


@pytest.fixture
def group(local: LocalTelegram, amina: Person) -> Group:
    group = local.add_group("Pit 4", members=[amina])
    local.world.updates.clear()
    return group


async def test_a_question_comes_as_an_update_that_ptb_reads_and_is_answered_once(
    call: Call, refusal: Call, amina: Person, updates: Updates
) -> None:
    asked = amina.ask_inline("mercury")
    update = Update.de_json(updates()[0], Bot("1:x"))
    assert update and update.inline_query
    assert (update.inline_query.id, update.inline_query.query) == (asked, "mercury")
    assert (update.inline_query.from_user.id, update.inline_query.chat_type) == (amina.id, "sender")
    assert await call("answerInlineQuery", inline_query_id=asked, results=[article()], cache_time=60)
    assert amina.inline_results == [article()]
    assert amina.inline_answer and (amina.inline_answer["cache_time_s"], amina.inline_answer["personal"]) == (60, False)
    assert "too old" in (await refusal("answerInlineQuery", inline_query_id=asked, results=[]))[1]


async def test_a_question_is_too_old_after_half_a_minute(refusal: Call, amina: Person, clock: TurnableClock) -> None:
    asked = amina.ask_inline("mercury")
    await clock.turn(timedelta(seconds=31))
    assert "too old" in (await refusal("answerInlineQuery", inline_query_id=asked, results=[article()]))[1]


def test_a_long_question_is_cut_off_at_256_signs(amina: Person, updates: Updates, group: Group) -> None:
    amina.ask_inline("m" * 300, chat=group)
    query = updates()[0]["inline_query"]
    assert (len(query["query"]), query["chat_type"]) == (256, "group")


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"results": "[{"}, "can't parse inline query results JSON object"),
        ({"results": {"id": "1"}}, "can't parse inline query results JSON object"),
        ({"results": [article(str(number)) for number in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("")]}, "RESULT_ID_INVALID"),
        ({"results": [article("ط" * 33)]}, "RESULT_ID_INVALID"),
        ({"results": [article(type="telepathy")]}, "unknown inline query result type"),
        ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article(input_message_content=None)]}, "input message content is not specified"),
        ({"results": [article(input_message_content={"message_text": ""})]}, "message text is empty"),
        ({"results": [article(input_message_content={"message_text": "x" * 4097})]}, "message is too long"),
        (
            {"results": [article(input_message_content={"message_text": "<b>x", "parse_mode": "HTML"})]},
            "can't parse entities",
        ),
        ({"results": [article(reply_markup={"keyboard": [["a"]]})]}, "inline keyboard expected"),
        ({"results": [article(reply_markup={"inline_keyboard": [[{"text": "a"}]]})]}, "Text buttons are unallowed"),
        ({"results": [], "button": {"start_parameter": "ask"}}, "can't parse inline query results button"),
        ({"results": [], "button": {"text": "Ask", "start_parameter": "no spaces"}}, "START_PARAM_INVALID"),
        ({"results": [], "button": {"text": "Ask", "start_parameter": "a" * 65}}, "START_PARAM_INVALID"),
        ({"results": [], "button": {"text": "Ask"}}, "START_PARAM_INVALID"),
        ({"results": [], "next_offset": "o" * 65}, "NEXT_OFFSET_INVALID"),
    ],
)
async def test_an_answer_that_telegram_would_refuse_is_refused_and_the_question_stays_open(
    call: Call, refusal: Call, amina: Person, answer: dict[str, Any], complaint: str
) -> None:
    asked = amina.ask_inline("mercury")
    code, description = await refusal("answerInlineQuery", inline_query_id=asked, **answer)
    assert code == 400
    assert complaint in description
    assert await call("answerInlineQuery", inline_query_id=asked, results=[article()])


async def test_a_chosen_result_stands_in_the_chat_as_the_persons_own_message(
    call: Call, amina: Person, updates: Updates, group: Group, local: LocalTelegram
) -> None:
    markup = {"inline_keyboard": [[{"text": "Open", "url": "https://t.me/x?start=c_1"}]]}
    results = [article(), article("2", reply_markup=markup)]
    await call("answerInlineQuery", inline_query_id=amina.ask_inline("retort", chat=group), results=results)
    local.world.updates.clear()
    sent = amina.choose(1, chat=group)
    assert (sent["from"]["id"], sent["chat"]["id"], sent["text"]) == (amina.id, group.id, "⚗️ Retort")
    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 6}]
    assert sent["reply_markup"] == markup
    # A bot sees in a group what was sent by its own means, privacy mode or not.
    assert updates()[0]["message"]["via_bot"]["id"] == local.me["id"]


async def test_the_button_above_the_results_opens_the_private_chat(call: Call, amina: Person) -> None:
    with pytest.raises(LookupError, match="no button"):
        amina.open_inline_button()
    button = {"text": "Ask in private", "start_parameter": "ask"}
    await call("answerInlineQuery", inline_query_id=amina.ask_inline("football"), results=[], button=button)
    assert amina.open_inline_button()["text"] == "/start ask"
