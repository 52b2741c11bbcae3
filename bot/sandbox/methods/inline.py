"""Answering inline questions: what Telegram takes as results, as their button and as the message a result becomes."""

import re
from typing import Any, Final

from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json
from bot.sandbox.keyboards import check_inline_markup
from bot.sandbox.methods.messages import read_text
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World

MAX_RESULTS: Final = 50
MAX_RESULT_ID_BYTES: Final = 64
MAX_NEXT_OFFSET_BYTES: Final = 64
CACHE_TIME_S: Final = 300
_START_PARAMETER: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UNREADABLE: Final = "can't parse inline query results JSON object"


def answer_inline_query(world: World, parameters: Parameters) -> bool:
    """Answer an inline question with up to 50 articles, the only kind of result that this sandbox knows."""
    results = parameters.json("results", _UNREADABLE)
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise bad_request(_UNREADABLE)
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    _check_ids(results)
    if len(parameters.text("next_offset").encode()) > MAX_NEXT_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    messages = {one["id"]: _message(one) for one in results}
    button = _button(parameters)
    query = world.queries.answer(parameters.text("inline_query_id"))
    answer = {
        "query_id": query.id,
        "person_id": query.person_id,
        "results": results,
        "messages": messages,
        "button": button,
        "cache_time_s": parameters.integer("cache_time", CACHE_TIME_S),
        "personal": parameters.boolean("is_personal"),
    }
    world.inline_answers[query.person_id] = answer
    world.listeners.tell("inline_answered", query.chat_id, detail=answer)
    return True


def _check_ids(results: list[Json]) -> None:
    ids = [one.get("id") for one in results]
    if not all(isinstance(one, str) and 1 <= len(one.encode("utf-8", "replace")) <= MAX_RESULT_ID_BYTES for one in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")


def _message(result: Json) -> Json:
    """Return the fields of the message that a result becomes when it is chosen."""
    if result.get("type") != "article":
        raise bad_request(f"{_UNREADABLE}: unknown inline query result type")
    if not isinstance(result.get("title"), str) or not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content: Any = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("input message content is not specified")
    given = {**content, "text": content["message_text"]}
    fields = read_text(Parameters(given, {}))
    markup = check_inline_markup(result.get("reply_markup"))
    return {**fields, "reply_markup": markup} if markup else fields


def _button(parameters: Parameters) -> Json | None:
    """Return the button above the results; a deep link into the private chat is the only one known here."""
    button = parameters.json("button", "can't parse inline query results button JSON object")
    if button is None:
        return None
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request("can't parse inline query results button JSON object")
    start = button.get("start_parameter")
    if not isinstance(start, str) or not _START_PARAMETER.fullmatch(start):
        raise bad_request("START_PARAM_INVALID")
    return button


METHODS = {"answerInlineQuery": answer_inline_query}
