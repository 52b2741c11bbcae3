"""What Telegram accepts as reply_markup. It knows no message."""

import json
import re
from typing import Any, Final

from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json
from bot.sandbox.limits import MAX_CALLBACK_DATA_BYTES, MAX_INLINE_BUTTONS, MAX_MARKUP_BYTES, MAX_REPLY_BUTTONS

ACTIONS: Final = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_URL = re.compile(r"(?:https?://|tg://|ton://)?[^\s/?#]+(?:\.[^\s/?#.]+)+(?:[/?#]\S*)?|tg://\S+", re.IGNORECASE)
_LOCAL_URL = re.compile(r"https?://(?:localhost|127\.0\.0\.1)\b", re.IGNORECASE)


def check_markup(markup: Any) -> Json | None:
    """Return a reply_markup that Telegram would take, or None when there is none; raises ApiError."""
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if len(json.dumps(markup, ensure_ascii=False, separators=(",", ":")).encode()) > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    if "inline_keyboard" in markup:
        return {"inline_keyboard": _check_inline(markup["inline_keyboard"])}
    if "keyboard" in markup:
        return {**markup, "keyboard": _check_reply(markup["keyboard"])}
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    return None


def check_inline_markup(markup: Any) -> Json | None:
    """Return the markup for an edit, where only inline keyboards are possible."""
    checked = check_markup(markup)
    if checked is not None and "inline_keyboard" not in checked:
        raise bad_request("inline keyboard expected")
    return checked if checked and checked["inline_keyboard"] else None


def _rows(rows: Any, kind: str, limit: int) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'can\'t parse reply markup: Field "{kind}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'can\'t parse reply markup: Field "{kind}" must be an Array of Arrays')
    if sum(len(row) for row in rows) > limit:
        raise bad_request("reply markup is too long")
    return [row for row in rows if row]


def _check_inline(rows: Any) -> list[list[Json]]:
    return [
        [_check_inline_button(button) for button in row] for row in _rows(rows, "inline_keyboard", MAX_INLINE_BUTTONS)
    ]


def _check_inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    actions = [action for action in ACTIONS if action in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: only one action is allowed")
    if actions[0] == "callback_data":
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode("utf-8", "replace")) <= MAX_CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if actions[0] == "url" and not _is_url(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button


def _is_url(url: Any) -> bool:
    return isinstance(url, str) and bool(_URL.fullmatch(url)) and not _LOCAL_URL.match(url)


def _check_reply(rows: Any) -> list[list[Json]]:
    return [[_check_reply_button(button) for button in row] for row in _rows(rows, "keyboard", MAX_REPLY_BUTTONS)]


def _check_reply_button(button: Any) -> Json:
    button = {"text": button} if isinstance(button, str) else button
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request('can\'t parse keyboard button: Field "text" must be non-empty')
    return button
