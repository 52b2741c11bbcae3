"""Stories for which a field has nobody: after a day an expert from outside may be asked, by one link."""

from datetime import datetime, timedelta

from content.errors import MemberError
from content.languages import sentence
from handlers.context import Context
from handlers.keyboards import Button
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.kinds import needs_two
from handlers.staff.names import EMOJI, FIELD_NAMES
from handlers.staff.permissions import Act
from storage.cases import Case
from storage.session import Session
from storage.team import Staff

PAYLOAD = "x_"
STUCK_AFTER = timedelta(hours=24)
MOST_LISTED = 10
_MOST_LOOKED_AT = 500
_NOT_STUCK = sentence("This one does not wait for an expert from outside, or a link is under way.")


def is_stuck(case: Case, now: datetime) -> bool:
    """Tell whether a danger has waited a day for its field."""
    waits = needs_two(case) and case.first_at is not None and bool(case.field)
    return waits and case.state == "open" and case.first_at is not None and now - case.first_at >= STUCK_AFTER


async def stuck_cases(r: Session, now: datetime) -> list[Case]:
    """Return what has waited a day for its field and about which no link is under way, dangers first."""
    waiting = [case for case in await r.cases.dangers(now, _MOST_LOOKED_AT) if is_stuck(case, now)]
    waiting += await r.cases.handed_on(now, now - STUCK_AFTER, _MOST_LOOKED_AT)
    return [case for case in waiting if not await _is_asked(r, case, now)]


async def _is_asked(r: Session, case: Case, now: datetime) -> bool:
    return any(ask.answered_at is None and ask.expires_at > now for ask in await r.outside.of_case(case.id))


async def ask(context: Context, _staff: Staff) -> None:
    """List what has waited a day for its field, or make the link to one case: "outside:<file number>"."""
    say = context.say
    async with context.read() as r:
        stuck = await stuck_cases(r, context.now)
    case = next((one for one in stuck if one.number == context.argument), None)
    if case is None:
        rows = [
            [Button(f"{EMOJI[one.field]} {one.number} · {say(FIELD_NAMES[one.field])}", f"outside:{one.number}")]
            for one in stuck[:MOST_LISTED]
            if one.field in FIELD_NAMES
        ]
        some = say("These stories have waited a day for their field. For which one do you know an expert?")
        context.edit(some if rows else say("No story has waited a day for its field."), rows)
        return
    async with deciding(context, Act.ASK_OUTSIDE, case.number) as (w, _):
        if await _is_asked(w, case, context.now):
            raise MemberError(_NOT_STUCK)
        token = await w.outside.ask(case.id, context.now)
        link = context.services.link(PAYLOAD + token) or f"/start {PAYLOAD}{token}"
        lines = [
            say(
                "Pass this link to one expert of the field {field}. It lasts 72 hours.",
                field=say(FIELD_NAMES[case.field]),
            ),
            say("Whoever opens it sees only this story, masked, and its card. They answer once, without a name."),
            link,
        ]
        context.reply("\n\n".join(lines))


HANDLERS: tuple[OnStaff, ...] = (OnStaff(Act.ASK_OUTSIDE, "outside", ask),)
