"""Which conversation takes an update: small predicates over what was heard."""

import itertools
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Literal

from telegram.ext import Application, BaseHandler

from handlers.context import CURRENT, Context
from handlers.hearing import Hearing

Say = Callable[[Context], Awaitable[None]]
Predicate = Callable[[Hearing], bool]


class On(BaseHandler[object, Context, None]):
    """Runs `callback(context)` when `predicate` holds for what was heard.

    `needs` says what must have been heard for that in any case.
    """

    def __init__(self, predicate: Predicate, callback: Say, *, needs: Literal["command", "action", ""] = "") -> None:
        async def call(_update: object, context: Context) -> None:
            await callback(context)

        super().__init__(call)
        self.fits = predicate
        self.needs = needs

    def check_update(self, update: object) -> bool:
        """Ask the predicate about the current turn."""
        return self.fits(CURRENT.get().hearing)


class First(BaseHandler[object, Context, None]):
    """Lets the first of `conversations` that fits take an update.

    The library would ask each of them; most take a command or a button, and most updates are neither.
    """

    def __init__(self, conversations: Iterable[On]) -> None:
        async def call(_update: object, _context: Context) -> None:
            raise NotImplementedError("the conversation that fits is called, not this")

        super().__init__(call)
        every = tuple(conversations)
        self._asked = {
            (is_command, is_action): tuple(
                one for one in every if {"command": is_command, "action": is_action, "": True}[one.needs]
            )
            for is_command, is_action in itertools.product((True, False), repeat=2)
        }

    def check_update(self, update: object) -> On | None:
        """Return the conversation that takes the current turn."""
        heard = CURRENT.get().hearing
        asked = self._asked[bool(heard.command), bool(heard.action)]
        return next((one for one in asked if one.fits(heard)), None)

    async def handle_update(
        self,
        update: object,
        application: Application[Any, Context, Any, Any, Any, Any],
        check_result: Any,
        context: Context,
    ) -> None:
        """Hand the update on to the conversation that fits."""
        await check_result.handle_update(update, application, True, context)


def on_command(name: str, callback: Say, *, anywhere: bool = False) -> On:
    """Take `/name` in private chats, or anywhere."""
    return On(
        lambda h: h.command == name and h.kind == "message" and (anywhere or h.is_private), callback, needs="command"
    )


def on_action(name: str, callback: Say, *, anywhere: bool = False) -> On:
    """Take a button "<name>:…" that was pressed, or typed as its digit or label, in private chats, or anywhere.

    A double tap has no second effect. What a button means in private it does not mean in a group: its data can be made
    up by whoever presses.
    """

    async def once(context: Context) -> None:
        if not context.is_double_tap():
            await callback(context)

    return On(lambda h: (h.action or "").partition(":")[0] == name and (anywhere or h.is_private), once, needs="action")
