"""How long each thing is remembered: one sweep that asks every noun to drop what is past its time."""

from datetime import datetime

from storage.session import Session


async def sweep(session: Session, now: datetime) -> dict[str, int]:
    """Drop what is past its time and forget members 180 days after their last active day; returns counts by noun.

    Each noun drops a bounded number at once: sweep again while any count is high. Traces in files go with
    `store.erase_traces()` afterwards.
    """
    prunes = {
        "members": session.members.prune,
        "targets": session.targets.prune,
        "inbox": session.inbox.prune,
        "outbox": session.outbox.prune,
        "menus": session.menus.prune,
        "drafts": session.drafts.prune,
        "questions": session.questions.prune,
        "quotes": session.quotes.prune,
        "gaps": session.gaps.prune,
        "experiences": session.experiences.prune,
        "hazards": session.hazards.prune,
        "cases": session.cases.prune,
        "outside": session.outside.prune,
        "voices": session.voices.prune,
        "unasked": session.unasked.prune,
        "reports": session.reports.prune,
        "editions": session.editions.prune,
        "themes": session.themes.prune,
        "alerts": session.alerts.prune,
        "recipients": session.recipients.prune,
        "team": session.team.prune,
        "audit": session.audit.prune,
        "erased": session.erased.prune,
    }
    return {noun: await prune(now) for noun, prune in prunes.items()}
