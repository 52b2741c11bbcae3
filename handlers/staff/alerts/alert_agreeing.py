"""The second person's word on an alert: yes sends it, no drops it; its author is told, and can say neither."""

from content.errors import MemberError
from handlers.context import Context
from handlers.staff.alerts.alert import GOING_ON, described
from handlers.staff.alerts.alert_sending import CASE, is_awaited, tell_author
from handlers.staff.gate import OnStaff
from handlers.staff.permissions import Act, role_for
from handlers.staff.queue import NOT_YOURS
from handlers.staff.settling import settling
from storage.team import Staff


async def agree(context: Context, staff: Staff) -> None:
    """Send an alert as its second person."""
    say = context.say
    async with settling(context, CASE, Act.AGREE_ALERT, "agreed", staff) as (w, case):
        alert = await w.alerts.get(case.subject)
        if alert and alert.written.relation == "clear" and await w.alerts.is_going_on(alert.root):
            raise MemberError(GOING_ON)
        if (
            alert is None
            or alert.author == staff.member
            or not await is_awaited(w, alert, context.now)
            or not await w.alerts.agree(alert.id, staff.member, context.now)
        ):
            raise MemberError(NOT_YOURS)
        role = role_for(staff, Act.AGREE_ALERT) or ""
        await w.audit.record(Act.AGREE_ALERT, role, staff.number, described(alert), context.now)
        context.edit(say("✅ Alert {number} goes out now.", number=alert.number))
        context.send_too(await tell_author(w, alert.id, context.now))


async def refuse(context: Context, staff: Staff) -> None:
    """Let an alert not go out."""
    say = context.say
    async with settling(context, CASE, Act.AGREE_ALERT, "refused", staff) as (w, case):
        alert = await w.alerts.get(case.subject)
        if alert is None or not await w.alerts.give_up(alert.id, "refused", context.now):
            raise MemberError(NOT_YOURS)
        context.edit(say("❌ Alert {number} does not go out. Its author is told.", number=alert.number))
        context.send_too(await tell_author(w, alert.id, context.now))


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.AGREE_ALERT, "alert-agree", agree),
    OnStaff(Act.AGREE_ALERT, "alert-refuse", refuse),
)
