"""The one way to what only the team does: who presses is looked up in the store each time, whatever a button says."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from content.errors import MemberError
from content.languages import sentence
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.routing import On
from handlers.staff.permissions import Act, may, role_for
from storage.session import Session
from storage.team import Staff

REFUSED = sentence("This is only for those who work here, and you may not do it. If you should, ask for an invitation.")
Work = Callable[[Context, Staff], Awaitable[None]]


class OnStaff(On):
    """Runs `work(context, staff)` for who may do `act`, in private chats; `trigger` is "/command" or an action."""

    def __init__(self, act: Act, trigger: str, work: Work) -> None:
        self.act, self.trigger = act, trigger

        async def call(context: Context) -> None:
            if context.is_double_tap():
                return
            staff = await staff_of(context)
            if staff is None or not may(staff, act):
                context.reply(context.say(REFUSED))
                return
            await work(context, staff)

        super().__init__(self._fits, call, needs="command" if trigger.startswith("/") else "action")

    def _fits(self, h: Hearing) -> bool:
        if not h.is_private:
            return False
        if self.trigger.startswith("/"):
            return h.kind == "message" and h.command == self.trigger[1:]
        return (h.action or "").partition(":")[0] == self.trigger


async def staff_of(context: Context) -> Staff | None:
    """Return who of the team writes, as the store knows it now; None for anybody else."""
    member = context.hearing.member
    if member is None or not context.hearing.is_private:
        return None
    async with context.read() as r:
        return await r.team.find(member.id)


@asynccontextmanager
async def deciding(
    context: Context, act: Act, subject: str = "", scope: str = ""
) -> AsyncIterator[tuple[Session, Staff]]:
    """Decide as one of the team: the permission is read once more in the transaction, and the act goes into the log.

    `subject` is a file number or a word of ours. Raises MemberError, and nothing was done, when it was lost meanwhile.
    """
    async with context.write() as w:
        staff = await w.team.find(context.target)
        role = role_for(staff, act, scope)
        if staff is None or role is None:
            raise MemberError(REFUSED)
        await w.audit.record(act, role, staff.number, subject, context.now)
        yield w, staff
