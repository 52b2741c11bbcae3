"""A digest that fails again and again: administrators hear of it once a day, and see how many are late."""

from datetime import datetime, timedelta

from handlers.keyboards import Button
from handlers.notices import notify, speaker_for
from handlers.staff.permissions import Act, may
from storage.outbox import Staged
from storage.session import Session

FAILING = "digest-failing"
# Later than this something hinders it: the busiest minute is over by then.
LATE = timedelta(hours=1)


async def tell_of_failing(w: Session, times: int, now: datetime) -> list[Staged]:
    """Stage to each administrator that a digest has failed so many times in a row, however many more do today."""
    staged = []
    for staff in await w.team.all():
        member = await w.members.get(staff.member)
        if member is None or not may(staff, Act.SEE_OUTBOX):
            continue
        say = speaker_for(member)
        text = say(
            "⚠️ A digest can't be put together. I have tried {n} times and go on trying; the others go out. "
            "Whoever runs me finds the reason in the log.",
            n=say.number(times),
        )
        rows = [[Button(say("👁 Open"), "outbox")]]
        staged += await notify(w, member, FAILING, now.date().isoformat(), text, rows, now)
    return staged
