"""The bot is added, removed, silenced or moved: the group's row follows."""

from handlers.context import Context
from handlers.groups.departures import BACK, DEMOTED, fall_silent, part, speak_again, tell_leaders
from handlers.groups.news import welcome
from handlers.routing import On
from storage.outbox import Staged
from storage.session import Session

_GROUPS = ("group", "channel")


async def migrated(context: Context) -> None:
    """A group became a supergroup: its one row takes the new id, whichever of the two messages comes first."""
    async with context.write(forgets=True) as w:
        if context.hearing.moved:
            await w.groups.migrate(*context.hearing.moved)


async def changed(context: Context) -> None:
    """The bot's own membership changed: greet a new group, close who removed or blocked us, open who let us speak."""
    hearing = context.hearing
    if hearing.chat_kind not in _GROUPS:
        async with context.write(forgets=True) as w:
            if hearing.member and hearing.membership == "left":
                await w.close_target(hearing.member.id, "left")
        return
    if hearing.membership == "came":
        await welcome(context)
    async with context.write(forgets=hearing.membership == "left" or hearing.rights == "muted") as w:
        if hearing.group:
            context.send_too(await _follow(context, w, hearing.group.id, was_closed=hearing.group.closed))


async def _follow(context: Context, w: Session, group: int, *, was_closed: bool) -> list[Staged]:
    """Note what a group that we know has done with us; return what the team is told, and what can go out now."""
    hearing, now = context.hearing, context.now
    if hearing.membership == "left":
        return await part(w, group, "left", now)
    if hearing.rights == "muted":
        return await fall_silent(w, group, now)
    staged = await speak_again(w, group, now)
    if hearing.rights == "demoted":
        staged += await tell_leaders(w, group, DEMOTED, now)
    return [*staged, *(await tell_leaders(w, group, BACK, now) if was_closed else ())]


HANDLERS: tuple[On, ...] = (
    On(lambda h: h.kind == "migration", migrated),
    On(lambda h: h.kind == "membership", changed),
)
