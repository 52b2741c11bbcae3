"""What changed in the sandbox, told to whoever listens: the page, the terminal, the tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal[
    "message",
    "edited",
    "deleted",
    "typing",
    "callback_answered",
    "inline_answered",
    "reaction",
    "pinned",
    "keyboard",
    "membership",
    "commands",
]


@dataclass(frozen=True, slots=True)
class Event:
    """One change in a chat.

    `message` is set for message, edited, pinned and reaction; `detail` holds `message_ids` for deleted, `action` for
    typing, `callback_query_id`, `person_id`, `text`, `show_alert` and `url` for callback_answered, `query_id`,
    `person_id` and `results` for inline_answered, `keyboard` (None: removed) for keyboard.
    """

    kind: Kind
    chat_id: int
    message: Json | None = None
    detail: Json = field(default_factory=dict)


Listener = Callable[[Event], None]


class Listeners:
    """Those who want to hear of every change, told in the order they came."""

    def __init__(self) -> None:
        self._listeners: dict[int, Listener] = {}
        self._next = 0

    def add(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of every change from now on; the returned call ends it."""
        number = self._next
        self._next += 1
        self._listeners[number] = listener

        def leave() -> None:
            self._listeners.pop(number, None)

        return leave

    def tell(self, kind: Kind, chat_id: int, message: Json | None = None, detail: Json | None = None) -> None:
        """Tell everyone of one change."""
        if not self._listeners:
            return
        event = Event(kind, chat_id, message, detail or {})
        for listener in list(self._listeners.values()):
            listener(event)
