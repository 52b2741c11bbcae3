"""One call of Telegram for one notice, and what became of it. It knows neither store nor queue."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, TelegramError

from bot.api import BotApi, fate_of
from handlers.groups.answered import HINT
from storage.outbox import Staged

# The fields of a call that may hold a file.
UPLOADED = ("document", "photo")
# What is said of a forum's topic that is closed or gone; the general one takes what was meant for it.
_TOPIC_LOST = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
# An edit of these kinds is worth nothing where its message is gone: there it has nothing left to do.
_EDIT_LOST = ("not found", "can't be edited")
_ONLY_EDITED = frozenset({HINT})


@dataclass(frozen=True)
class Outcome:
    """What became of one send, to be written down together with others; `fate` is "sent" or one of `fate_of`.

    `lost_thread` is the topic of a forum that it could not go to.
    """

    notice: Staged
    fate: str
    message_id: int | None = None
    error: BaseException | None = None
    lost_thread: int | None = None


async def send(api: BotApi, notice: Staged) -> Outcome:
    """Send a notice; an edit that changes nothing has arrived, one whose message is gone becomes a new message.

    What may have arrived before says so: the fields under "again" replace those of the call.
    """
    call = {name: value for name, value in notice.call.items() if name != "again"}
    if notice.sends > 1:
        call.update(notice.call.get("again", {}))
    try:
        return await _try(api, notice, call)
    except Exception as error:
        return Outcome(notice, "refused", error=error)


async def _try(api: BotApi, notice: Staged, call: Mapping[str, Any]) -> Outcome:
    if notice.chat_id is None:
        return Outcome(notice, "closed")
    fields: dict[str, Any] = {"chat_id": notice.chat_id, **call, **_file_of(call)}
    method = str(fields.pop("method"))
    try:
        return Outcome(notice, "sent", _message_id(await api.call(method, fields)))
    except BadRequest as error:
        wrong = error.message.casefold()
        thread = call.get("message_thread_id")
        if thread is not None and any(sign in wrong for sign in _TOPIC_LOST):
            anywhere = {name: value for name, value in call.items() if name != "message_thread_id"}
            return replace(await _try(api, notice, anywhere), lost_thread=thread)
        if method != "editMessageText" or "message" not in wrong:
            return Outcome(notice, "refused", error=error)
        if "not modified" in wrong:
            return Outcome(notice, "sent")
        if notice.kind in _ONLY_EDITED:
            is_gone = any(sign in wrong for sign in _EDIT_LOST)
            return Outcome(notice, "sent") if is_gone else Outcome(notice, "refused", error=error)
    except TelegramError as error:
        return Outcome(notice, fate_of(error), error=error)
    # The message to edit is gone: say it anew.
    anew = {**call, "method": "sendMessage"}
    anew.pop("message_id", None)
    return await _try(api, notice, anew)


def _file_of(call: Mapping[str, Any]) -> dict[str, InputFile]:
    """Return the file of a call as an upload; all in the store is JSON, so there it is {"name", "text" | "base64"}.

    A file that Telegram has already is its id, and stays as it is.
    """
    return {
        field: InputFile(_content(file), filename=str(file["name"]))
        for field in UPLOADED
        if isinstance(file := call.get(field), Mapping)
    }


def _content(file: Mapping[str, Any]) -> bytes:
    return b64decode(file["base64"]) if "base64" in file else str(file["text"]).encode()


def _message_id(result: Any) -> int | None:
    return result.get("message_id") if isinstance(result, dict) else None
