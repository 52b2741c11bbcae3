"""The bot is added, removed or moved: the group's row follows."""

from handlers.context import Context
from handlers.groups.addressed import introduce
from handlers.routing import On


async def migrated(context: Context) -> None:
    """A group became a supergroup: its one row takes the new id, whichever of the two messages comes first."""
    hearing = context.hearing
    old = hearing.migrated_from or hearing.chat_id
    new = hearing.migrated_to or hearing.chat_id
    async with context.write(forgets=True) as w:
        if old and new:
            await w.groups.migrate(old, new)


async def changed(context: Context) -> None:
    """The bot's own membership changed: greet a new group, close one that removed or blocked us."""
    is_in = context.hearing.is_in_chat
    if is_in and context.hearing.chat_kind == "group":
        await introduce(context)
        return
    async with context.write(forgets=True) as w:
        known = context.hearing.member or context.hearing.group
        if known and not is_in:
            await w.close_target(known.id, "left")


HANDLERS: tuple[On, ...] = (
    On(lambda h: h.kind == "migration", migrated),
    On(lambda h: h.kind == "membership", changed),
)
