"""Answering presses and inline questions."""

from typing import Final

from bot.sandbox.errors import bad_request
from bot.sandbox.limits import MAX_CALLBACK_ANSWER_UNITS
from bot.sandbox.parameters import Parameters
from bot.sandbox.texts import units
from bot.sandbox.world import World

MAX_INLINE_RESULTS: Final = 50


def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """Answer a press, with a toast, an alert or nothing."""
    text = parameters.text("text")
    if units(text) > MAX_CALLBACK_ANSWER_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.answer(parameters.text("callback_query_id"))
    answer = {
        "callback_query_id": query.id,
        "person_id": query.person_id,
        "text": text,
        "show_alert": parameters.boolean("show_alert"),
        "url": parameters.text("url") or None,
    }
    world.callback_answers[query.person_id] = answer
    world.listeners.tell("callback_answered", query.chat_id, detail=answer)
    return True


def answer_inline_query(world: World, parameters: Parameters) -> bool:
    """Answer an inline question with up to 50 results."""
    results = parameters.json("results", "can't parse inline query results JSON object")
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > MAX_INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [one.get("id") for one in results]
    if any(not isinstance(one, str) or not 1 <= len(one.encode("utf-8", "replace")) <= 64 for one in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    query = world.queries.answer(parameters.text("inline_query_id"))
    answer = {"query_id": query.id, "person_id": query.person_id, "results": results}
    answer |= {"button": parameters.json("button", "can't parse inline query results button JSON object")}
    answer |= {"cache_time_s": parameters.integer("cache_time", 300), "personal": parameters.boolean("is_personal")}
    world.inline_answers[query.person_id] = answer
    world.listeners.tell("inline_answered", query.chat_id, detail=answer)
    return True


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
