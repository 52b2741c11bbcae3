"""/undo: what someone decided within the last day can be put back, and is then decided anew, by anyone."""

from collections.abc import Awaitable, Callable, Mapping

from content.errors import MemberError
from content.languages import Speaker, sentence, speaker
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.gaps.asking_others import WAITING, begin_waiting
from handlers.members.gaps.gap import TONGUES
from handlers.members.stories.case_news import tell_author
from handlers.members.stories.passing_on import ask_again, unpublished
from handlers.members.stories.translations import STORIES_IN
from handlers.notices import notify
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.permissions import Act
from handlers.staff.queue import GAP
from handlers.staff.stories.case_acts import MERGED_WITH
from handlers.staff.stories.story_tongues import put_tongue_back
from storage.cases import Case
from storage.experiences import CASE_KIND
from storage.session import Session
from storage.team import Staff

MOST_LISTED = 10
DECISIONS: Mapping[str, str] = {
    "published": sentence("published"),
    "announced": sentence("goes out in 24 hours"),
    "rejected": sentence("not passed on"),
    "merged": sentence("counted with another"),
    "passed": sentence("others may read it"),
    "closed": sentence("not passed on"),
    "worded": sentence("others may read it"),
}
_TOO_LATE = sentence(
    "This can't be put back any more: a day is over, it was put back before, or its author took it back."
)


async def list_(context: Context, staff: Staff) -> None:
    """List what can be put back."""
    say = context.say
    async with context.read() as r:
        decided = await r.cases.decided_by(staff.member, context.now, MOST_LISTED)
    rows = [
        [Button(f"↩️ {case.number} · {say(DECISIONS[case.decision or ''])}", f"undo:{case.number}")]
        for case in decided
        if case.undo is not None and case.decision in DECISIONS
    ]
    if rows:
        context.reply(say("What shall I put back? It is decided anew then, by you or someone else."), rows)
    else:
        context.reply(say("Nothing can be put back: you have decided nothing within the last day."))


async def undo(context: Context, staff: Staff) -> None:
    """Put one decision back."""
    async with context.read() as r:
        case = await r.cases.by_number(context.argument)
    if case is None or case.decided_by != staff.member or case.undo is None or case.kind not in _UNDOING:
        context.edit(context.say(_TOO_LATE))
        return
    async with deciding(context, Act.UNDO, case.number) as (w, _):
        if not await w.cases.undo(case.id, context.now):
            raise MemberError(_TOO_LATE)
        await _UNDOING[case.kind](context, w, case)
        context.edit(context.say("↩️ {number} is back in the queue. /next", number=case.number))


async def _undo_story(context: Context, w: Session, case: Case) -> None:
    """Put a story back into review as it was written; it is found no more from this moment on."""
    one = await w.experiences.get(case.subject)
    if one is None or not await w.experiences.review_again(one, case.undo["answers"]):
        raise MemberError(_TOO_LATE)
    if MERGED_WITH in case.undo:
        # Who asked has the other story, which stays: nothing is asked anew.
        await w.experiences.count(case.undo[MERGED_WITH], "tried", by=-1)
    else:
        unpublished(context.services, one)
        context.send_too(await ask_again(w, context.library, one, context.now))

    def told(say: Speaker) -> str:
        return say("↩️ Your story is looked at once more. You hear what becomes of it.")

    context.send_too(await tell_author(w, one, "again", told, context.now))


async def _undo_wording(context: Context, w: Session, case: Case) -> None:
    """Let a question be decided anew; who was told that it is not passed on waits for its answer again."""
    if not await w.gaps.reopen(case.subject):
        raise MemberError(_TOO_LATE)
    gap, now = await w.gaps.get(case.subject), context.now
    for id, language in case.undo.get("askers", ()):
        member, say = await w.members.get(id), speaker(language)
        if gap and member and await begin_waiting(w, context.library, gap, id, say, now):
            told = say("↩️ Your question is looked at once more. You hear from me here.")
            context.send_too(await notify(w, member, WAITING, f"{case.id}:again", told, [], now))


async def _undo_tongue(_context: Context, w: Session, case: Case) -> None:
    if not await w.gaps.word(case.subject, case.language, ""):
        raise MemberError(_TOO_LATE)


async def _undo_story_tongue(context: Context, w: Session, case: Case) -> None:
    if not await put_tongue_back(context, w, case):
        raise MemberError(_TOO_LATE)


_UNDOING: Mapping[str, Callable[[Context, Session, Case], Awaitable[None]]] = {
    CASE_KIND: _undo_story,
    GAP: _undo_wording,
    **dict.fromkeys(TONGUES.values(), _undo_tongue),
    **dict.fromkeys(STORIES_IN.values(), _undo_story_tongue),
}
HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.UNDO, "/undo", list_),
    OnStaff(Act.UNDO, "undo", undo),
)
