"""A published story that a reader calls dangerous or wrong: it is left, or taken down at once and reviewed again."""

from content.errors import MemberError
from content.languages import Speaker
from content.reviewing import FLAGGED as DOUBTED
from content.reviewing import weigh
from handlers.context import Context
from handlers.members.stories.case_news import tell_author
from handlers.members.stories.others_tried import FLAGGED
from handlers.members.stories.passing_on import ask_again, unpublished
from handlers.staff.gate import OnStaff
from handlers.staff.permissions import Act
from handlers.staff.queue import NOT_YOURS
from handlers.staff.settling import settling
from storage.experiences import CASE_KIND
from storage.team import Staff

# What reviewers read of a story that comes back: see content/reviewing.py.
_FLAG = "reader"


async def keep(context: Context, staff: Staff) -> None:
    """Leave a story as it is."""
    async with settling(context, FLAGGED, Act.DECIDE_CASE, "kept", staff) as (_, case):
        context.edit(context.say("✅ {number}: the story stays.", number=case.number))


async def look_again(context: Context, staff: Staff) -> None:
    """Take a story down at once, and put it back into review."""
    async with settling(context, FLAGGED, Act.DECIDE_CASE, "taken-down", staff) as (w, case):
        one = await w.experiences.get(case.subject)
        if one is None or not await w.experiences.review_again(one, one.shown or {}):
            raise MemberError(NOT_YOURS)
        unpublished(context.services, one)
        context.send_too(await ask_again(w, context.library, one, context.now))
        before = await w.cases.of_subject(CASE_KIND, one.id)
        flags = tuple(dict.fromkeys((*(before.flags if before else ()), _FLAG)))
        # A danger that two had to agree about needs two again.
        danger = max(before.danger if before else DOUBTED, DOUBTED)
        field = weigh(flags)[1]
        await w.cases.open(
            CASE_KIND, one.id, language=one.language, now=context.now, field=field, danger=danger, flags=flags
        )
        context.edit(context.say("✋ {number}: nobody sees the story now; it is reviewed again.", number=case.number))

        def told(say: Speaker) -> str:
            return say("↩️ Your story is looked at once more. You hear what becomes of it.")

        context.send_too(await tell_author(w, one, "again", told, context.now))


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.DECIDE_CASE, "doubt-keep", keep),
    OnStaff(Act.DECIDE_CASE, "doubt-again", look_again),
)
