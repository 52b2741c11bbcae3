"""Did you try it? One tap a week after a card helped or was saved; who tried it may tell how it went."""

from datetime import datetime, timedelta
from html import escape

from content.guidance.library import Card
from content.languages import Speaker
from handlers.keyboards import Button
from handlers.members.seldom import send_unasked
from handlers.notices import speaker_for
from storage.jobs import Job
from storage.outbox import Staged
from storage.session import Session

DID_YOU_TRY = "did-you-try"
AFTER = timedelta(days=7)
# A question about these could tell others who look at the phone what someone lives through; nothing is to be tried.
NEVER_ASKED = frozenset(
    ["hs-gbv", "hs-hiv", "hs-pregnancy", "hs-mental-health", "hs-children", "law-police-harassment", "law-conflict-lsm"]
)


async def plan_question(w: Session, target: int, card: Card, say: Speaker, now: datetime) -> None:
    """Let someone be asked in a week about a card; about one card at a time."""
    if card.danger == "emergency" or card.id in NEVER_ASKED:
        return
    detail = {"card": card.number, "title": card.text(say.language.code)[0].title, "language": say.language.code}
    await w.jobs.plan(DID_YOU_TRY, target, now + AFTER, detail, unique=f"{DID_YOU_TRY}:{target}")


async def ask_whether_tried(job: Job, w: Session, now: datetime) -> list[Staged]:
    """Ask the one question; when the week had its share of messages it is not asked at all."""
    member = await w.members.get(job.target) if job.target is not None else None
    if member is None:
        return []
    say = speaker_for(member, str(job.detail["language"]))
    title = f"<b>{escape(str(job.detail['title']), quote=False)}</b>"
    shown = f"{job.detail['card']}:{say.language.code}"
    rows = [[Button(say("✅ Yes, tried it"), f"did-try:{shown}"), Button(say("Not yet"), f"did-not-try:{shown}")]]
    text = say("A week ago this card seemed useful to you: {title}. Did you try it?", title=title)
    return await send_unasked(w, member, DID_YOU_TRY, str(job.id), text, rows, now)
