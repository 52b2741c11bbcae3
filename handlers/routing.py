"""Which conversation takes an update: small predicates over what was heard."""

from collections.abc import Awaitable, Callable

from telegram.ext import BaseHandler

from handlers.context import CURRENT, Context
from handlers.hearing import Hearing

Say = Callable[[Context], Awaitable[None]]
Predicate = Callable[[Hearing], bool]


class On(BaseHandler[object, Context, None]):
    """Runs `callback(context)` when `predicate` holds for what was heard."""

    def __init__(self, predicate: Predicate, callback: Say) -> None:
        async def call(_update: object, context: Context) -> None:
            await callback(context)

        super().__init__(call)
        self._predicate = predicate

    def check_update(self, update: object) -> bool:
        """Ask the predicate about the current turn."""
        return self._predicate(CURRENT.get().hearing)


def on_command(name: str, callback: Say, *, anywhere: bool = False) -> On:
    """Take `/name` in private chats, or anywhere."""
    return On(lambda h: h.command == name and h.kind == "message" and (anywhere or h.is_private), callback)


def on_action(name: str, callback: Say, *, anywhere: bool = False) -> On:
    """Take a button "<name>:…" that was pressed, or typed as its digit or label, in private chats, or anywhere.

    A double tap has no second effect. What a button means in private it does not mean in a group: its data can be made
    up by whoever presses.
    """

    async def once(context: Context) -> None:
        if not context.is_double_tap():
            await callback(context)

    # Asked of every update for every button: most updates press none.
    return On(lambda h: bool(h.action) and _name_of(h.action) == name and (anywhere or h.is_private), once)


def _name_of(action: str | None) -> str:
    return (action or "").partition(":")[0]
