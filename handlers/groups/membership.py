"""The bot is added, removed or moved: the group's row follows."""

from handlers.context import Context
from handlers.groups.departures import tell_leaders
from handlers.groups.news import welcome
from handlers.routing import On


async def migrated(context: Context) -> None:
    """A group became a supergroup: its one row takes the new id, whichever of the two messages comes first."""
    async with context.write(forgets=True) as w:
        if context.hearing.moved:
            await w.groups.migrate(*context.hearing.moved)


async def changed(context: Context) -> None:
    """The bot's own membership changed: greet a new group, close who removed or blocked us, open who let us speak."""
    hearing = context.hearing
    if hearing.chat_kind in ("group", "channel") and hearing.membership == "came":
        await welcome(context)
        return
    async with context.write(forgets=hearing.chat_kind != "group" or hearing.membership == "left") as w:
        known = hearing.member or hearing.group
        if known and hearing.membership == "left":
            await w.close_target(known.id, "left")
            one = await w.subscriptions.get(known.id) if hearing.group else None
            if one is not None:
                context.send_too(await tell_leaders(w, one, context.now))


HANDLERS: tuple[On, ...] = (
    On(lambda h: h.kind == "migration", migrated),
    On(lambda h: h.kind == "membership", changed),
)
