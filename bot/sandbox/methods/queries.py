"""Answering presses."""

from bot.sandbox.errors import bad_request
from bot.sandbox.limits import MAX_CALLBACK_ANSWER_UNITS
from bot.sandbox.parameters import Parameters
from bot.sandbox.texts import units
from bot.sandbox.world import World


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


METHODS = {"answerCallbackQuery": answer_callback_query}
