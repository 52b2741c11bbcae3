"""Words that answer a question of ours in a group: nothing of them is kept there. Their author is asked in private.

The bot never answers such words in the group, whoever wrote them: who talks to it in private would be seen by that.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from typing import Any

from content.digest.words import directed
from content.gaps import wording_in
from content.languages import CODES, Speaker, sentence, speaker
from handlers.arguments import read_id
from handlers.context import Context
from handlers.flow import begin
from handlers.groups.asked import Replied
from handlers.hearing import Hearing
from handlers.keyboards import Button, Rows
from handlers.lengths import cut, units
from handlers.members.stories.share import SHARE
from handlers.members.stories.share_steps import LONGEST_STORY, SHORTEST_STORY, looked_through
from handlers.notices import notify, speaker_for
from handlers.priorities import REPLY
from handlers.routing import On, on_action
from storage.gaps import Gap
from storage.jobs import Job
from storage.members import Member
from storage.outbox import Notice, Staged
from storage.session import Session

# Both the question in private and the planned moment that drops what nobody said yes to.
GROUP_ANSWER = "group-answer"
KEPT_FOR = timedelta(hours=24)
# The one change of a question of ours; a message that is gone is not sent anew for it.
HINT = "question-hint"
_WAY = sentence("Answers reach the asker through the button.")
_LONGEST_QUOTED = 600


async def answered(context: Context) -> None:
    """Drop an answer, ask its author in private whether it may be kept, and say once where answers go."""
    ours, told = context.hearing.replied, _told(context.hearing)
    async with context.write() as w:
        if ours is None or not ours.gaps:
            return
        context.send_too(await _hint(w, context, ours))
        person_id = context.hearing.person_id
        author = await w.members.find(person_id) if told and person_id is not None else None
        if author and not author.closed:
            context.send_too(await _ask(w, context, author, told, ours.gaps))


def _told(h: Hearing) -> Any:
    """Return what was said, as the answer to the story's first step; None for what is no story."""
    if h.media == "voice" and h.attachment:
        return {"voice": h.attachment.file_id, "seconds": h.attachment.seconds}
    is_story = h.small is None and units(h.text) >= SHORTEST_STORY and any(sign.isalnum() for sign in h.text)
    return h.text if is_story else None


async def _hint(w: Session, context: Context, ours: Replied) -> list[Staged]:
    """Stage the one change of a question: it says where answers go, and of nobody that they have answered."""
    if any(speaker(code)(_WAY) in ours.html for code in CODES):
        return []
    say = speaker(ours.language or context.say.language.code)
    way = directed(f"<i>{say(_WAY)}</i>", say)
    call = {
        "method": "editMessageText",
        "message_id": ours.message_id,
        "text": f"{ours.html}\n\n{way}",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": dict(ours.markup),
    }
    staged = await w.outbox.stage(Notice(context.target, HINT, str(ours.message_id), REPLY, call))
    return [staged] if staged else []


async def _ask(w: Session, context: Context, author: Member, told: Any, asked: Sequence[int]) -> list[Staged]:
    """Ask someone in private whether what they said may be kept; until they say yes it waits sealed, for a day."""
    now, say = context.now, speaker_for(author)
    gaps = [gap for id in asked if (gap := await w.gaps.get(id)) and gap.state == "passed"]
    detail = {"told": told, "gaps": [gap.id for gap in gaps]}
    period = str(context.turn.update_id)
    id = await w.jobs.plan(GROUP_ANSWER, author.id, now + KEPT_FOR, detail, unique=f"{GROUP_ANSWER}:{period}")
    rows = [*_yes(say, id, len(gaps)), [Button(say("🗑 No, drop it"), f"{GROUP_ANSWER}:{id}:no")]]
    return await notify(
        w, author, GROUP_ANSWER, period, _question(say, told, gaps), rows, now, priority=REPLY, at_once=True
    )


def _question(say: Speaker, told: Any, gaps: Sequence[Gap]) -> str:
    quoted = (
        f"<blockquote>{escape(cut(told, _LONGEST_QUOTED), quote=False)}</blockquote>" if isinstance(told, str) else "🎤"
    )
    wordings = [wording_in(gap.passed, gap.language, say.language.code)[1] for gap in gaps]
    marks = [f"{n}. " if len(gaps) > 1 else "❓ " for n in range(1, len(gaps) + 1)]
    return "\n".join(
        [
            say("🗣 May I keep what you answered in a group, as an experience of yours? A person reads it first."),
            quoted,
            *(escape(f"{mark}“{words}”", quote=False) for mark, words in zip(marks, wordings, strict=True)),
            say(
                "Your group has read it; nobody else learns that it is yours. "
                "Without your yes within a day I keep nothing of it."
            ),
        ]
    )


def _yes(say: Speaker, id: int, questions: int) -> Rows:
    if questions < 2:
        return [[Button(say("✅ Yes, keep it"), f"{GROUP_ANSWER}:{id}:0")]]
    return [[Button(say("✅ It answers no. {n}", n=at + 1), f"{GROUP_ANSWER}:{id}:{at}")] for at in range(questions)]


async def decide(context: Context) -> None:
    """Begin to share what was said in a group, with its question, or drop it: "<job>:<no or which question>"."""
    say, member = context.say, context.hearing.member
    number, _, choice = context.argument.partition(":")
    async with context.read() as r:
        job = await r.jobs.get(read_id(number))
        if job is None or member is None or job.kind != GROUP_ANSWER or job.target != member.id:
            context.reply(say("I have dropped this already, and kept nothing of it."), with_lasting=True)
            return
        gaps = job.detail["gaps"]
        gap = await r.gaps.get(gaps[int(choice)]) if choice in map(str, range(len(gaps))) else None
    if choice == "no":
        context.reply(say("Dropped. I kept nothing of it."), with_lasting=True)
        async with context.write() as w:
            await w.jobs.done(job.id)
        return
    await begin(context, SHARE, {**SHARE.given(context), **answers_to(job.detail["told"], gap, say)})


def answers_to(told: Any, gap: Gap | None, say: Speaker) -> dict[str, Any]:
    """Return what of the share flow is answered already; a text that is too long for it is asked for again."""
    of = {"gap": gap.id} if gap and gap.state == "passed" else {}
    if not isinstance(told, str):
        return {**of, "story": told}
    return {**of, **looked_through("story", told, say).values} if units(told) <= LONGEST_STORY else of


async def drop(_job: Job, _w: Session, _now: datetime) -> list[Staged]:
    """Keep nothing any longer of what nobody said yes to: the moment goes with all that it held."""
    return []


def _is_answer(h: Hearing) -> bool:
    is_reply = h.chat_kind == "group" and h.kind == "message" and h.replied is not None and h.replied.asks
    return is_reply and h.command is None and h.alarm is None and h.small != "danger"


HANDLERS: tuple[On, ...] = (On(_is_answer, answered), on_action(GROUP_ANSWER, decide))
