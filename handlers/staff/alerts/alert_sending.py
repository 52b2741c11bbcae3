"""An alert on its way, piece by piece: its audience is read, lots of notices are queued, its author is told.

Each piece is one transaction that remembers how far it came: a death between two of them neither loses nor doubles.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from content.alerts import FEWEST, fits, languages_for, read_of
from handlers.keyboards import inline
from handlers.notices import quiet_of, speaker_for
from handlers.priorities import DIGEST, REPLY, SAFETY_ALERT
from handlers.staff.alerts.alert_views import ways
from handlers.staff.alerts.alert_words import call_of, progress
from storage.alerts import Alert
from storage.outbox import Notice, Staged
from storage.readers import SOURCES
from storage.recipients import PLANNED, QUEUED, SPARED, Recipient
from storage.session import Session

CASE, PROGRESS = "alert", "alert-progress"
# The kinds of notices in the outbox: of what goes out at any hour, and of what waits for the morning.
KINDS: Mapping[str, str] = {"safety": "alert", "notice": "alert-notice"}
PRIORITIES: Mapping[str, int] = {"safety": SAFETY_ALERT, "notice": DIGEST}
# What comes later than this would mislead; the outbox ends it.
LASTS: Mapping[str, timedelta] = {"safety": timedelta(hours=24), "notice": timedelta(hours=72)}
SECOND_WITHIN = timedelta(hours=24)
PROGRESS_EVERY = timedelta(seconds=3)
DONE = "done"
PAGE = 500
# So many notices of one alert wait in the outbox at most; whoever stops it has only these to call back.
MOST_QUEUED = 600
# A notice asks for each of its readers whether they sleep and how much they had this week.
LOTS: Mapping[str, int] = {"safety": 100, "notice": 20}
_IN_FLIGHT = ("waiting", "sending")

# What is staged, and whether there is more of the same to do now.
Piece = tuple[list[Staged], bool]
_NOTHING: Piece = ([], False)


async def read_page(w: Session, alert: Alert, now: datetime) -> Piece:
    """Plan an alert for the next page of its audience."""
    if alert.state != "sending" or alert.source == DONE:
        return _NOTHING
    if alert.source == "reached":
        planned = await w.recipients.reached(alert.root, alert.after, PAGE)
        seen, last = len(planned), planned[-1].target if planned else 0
    else:
        page = await w.readers.page(alert.source, alert.after, PAGE)
        seen, last = len(page), page[-1][0] if page else 0
        planned = [
            Recipient(target, languages)
            for target, reader in page
            if fits(reader, alert.written.audience, alert.written.kind)
            and (languages := _languages(alert, read_of(reader, alert.written.audience)))
        ]
    await w.recipients.add(alert.id, planned, now)
    source, after = (alert.source, last) if seen == PAGE else (_next_source(alert.source), 0)
    await w.alerts.read_up_to(alert.id, source, after)
    return [], source != DONE


def _languages(alert: Alert, read: tuple[str, ...]) -> tuple[str, ...]:
    return languages_for(read, alert.written.texts, alert.written.instead)


def _next_source(source: str) -> str:
    return SOURCES[1] if source == SOURCES[0] else DONE


async def queue_lot(w: Session, alert: Alert, now: datetime) -> Piece:
    """Put the next lot of notices into the outbox, unless enough of them wait there."""
    kind, begun_at = alert.written.kind, alert.begun_at
    if alert.state != "sending" or begun_at is None:
        return _NOTHING
    await w.recipients.settle(alert.id, KINDS[kind], alert.period)
    if await w.recipients.queued(alert.id) >= MOST_QUEUED:
        return _NOTHING
    # Only what can wait has an hour; a clock that is set back meanwhile holds no warning up.
    until = now if kind == "notice" else max(now, begun_at + LASTS[kind])
    due = await w.recipients.due(alert.id, until, LOTS[kind])
    lot = due if kind == "safety" else [one for one in due if await _may_be_told(w, alert, one, now)]
    staged = await w.outbox.stage_all(await _notices(w, alert, lot, begun_at))
    await w.recipients.move(alert.id, lot, QUEUED, now)
    return staged, len(due) == LOTS[kind]


async def _notices(w: Session, alert: Alert, lot: Sequence[Recipient], begun_at: datetime) -> list[Notice]:
    """Return the notices of a lot; those who read the same languages get the same call, forums in their topic."""
    kind = alert.written.kind
    threads = await w.readers.threads(one.target for one in lot)
    calls = {codes: call_of(alert.written, codes, begun_at.date()) for codes in {one.languages for one in lot}}
    return [
        Notice(
            one.target,
            KINDS[kind],
            alert.period,
            PRIORITIES[kind],
            {**calls[one.languages], **({"message_thread_id": threads[one.target]} if one.target in threads else {})},
            expires_at=begun_at + LASTS[kind],
            # What the network holds up until the night waits for the morning as well.
            quiet=await quiet_of(w, one.target, guesses=True) if kind == "notice" else None,
        )
        for one in lot
    ]


async def _may_be_told(w: Session, alert: Alert, one: Recipient, now: datetime) -> bool:
    """Tell whether what can wait may go now; who sleeps gets it later, who had their share of this week not at all."""
    hours = await w.readers.hours(one.target)
    if hours is None:
        return True
    if hours.quiet and (later := hours.quiet.end(now)):
        await w.recipients.move(alert.id, [one], PLANNED, later)
        return False
    if hours.is_group or await w.unasked.note(one.target, now):
        return True
    await w.recipients.move(alert.id, [one], SPARED, now)
    return False


async def call_back(w: Session, alert: Alert, _now: datetime) -> Piece:
    """End what is planned of an alert that is stopped, and what waits in the outbox."""
    if alert.state != "stopping":
        return _NOTHING
    await w.recipients.cancel_notices(alert.id, KINDS[alert.written.kind], alert.period)
    ended = await w.recipients.cancel(alert.id, PAGE)
    await w.recipients.settle(alert.id, KINDS[alert.written.kind], alert.period)
    return [], ended == PAGE


async def is_awaited(w: Session, alert: Alert, now: datetime) -> bool:
    """Tell whether a second person may still agree: in time, and with a first one in the team who stands for it."""
    author = await w.team.find(alert.author) if alert.author is not None else None
    return author is not None and now - alert.written_at < SECOND_WITHIN


async def lapse(w: Session, alert: Alert, now: datetime) -> Piece:
    """Give up an alert to which nobody has agreed in time, or whose author has left."""
    if alert.state != "waiting" or await is_awaited(w, alert, now):
        return _NOTHING
    if not await w.alerts.give_up(alert.id, "lapsed", now):
        return _NOTHING
    await w.cases.close(CASE, alert.id, "lapsed", now)
    return await tell_author(w, alert.id, now), False


async def report(w: Session, alert: Alert, now: datetime, told: dict[int, str]) -> Piece:
    """Tell the author how far an alert is, in one message that is edited; end the alert when nothing is left to do.

    `told` remembers what was said last. While an edit is on its way no other is made.
    """
    if alert.state not in ("sending", "stopping"):
        return _NOTHING
    counts = await w.recipients.counts(alert.id)
    is_over = not counts.get(PLANNED) and not counts.get(QUEUED) and (alert.source == DONE or alert.state == "stopping")
    if alert.author is not None:
        before = await w.outbox.find(alert.author, PROGRESS, _period(alert, alert.progress))
        if before and before[0] in _IN_FLIGHT:
            return _NOTHING
    if is_over:
        await w.alerts.end(alert, now)
        ended = "done" if alert.state == "sending" else "stopped"
        await w.audit.record("alert-ended", "", 0, f"{alert.number}:{ended}:{numbers(counts)}", now)
        told.pop(alert.id, None)
        return await tell_author(w, alert.id, now, message=alert.progress_message), False
    said = str(sorted(counts.items()))
    if told.get(alert.id) == said or (alert.progress_at and abs(now - alert.progress_at) < PROGRESS_EVERY):
        return _NOTHING
    told[alert.id] = said
    return await tell_author(w, alert.id, now), False


def numbers(counts: Mapping[str, int]) -> str:
    """Return what became of an alert's recipients for the log: "sent=40 failed=2"; small numbers are not told."""
    return " ".join(f"{state}={n if sum(counts.values()) >= FEWEST else f'<{FEWEST}'}" for state, n in counts.items())


async def tell_author(w: Session, id: int, now: datetime, *, message: int | None = None) -> list[Staged]:
    """Stage how an alert stands: an edit of the message that told it before, or a new one where there is none."""
    alert = await w.alerts.get(id)
    member = await w.members.get(alert.author) if alert and alert.author is not None else None
    if alert is None or member is None:
        return []
    before = await w.outbox.find(member.id, PROGRESS, _period(alert, alert.progress))
    message = (before[1] if before else None) or alert.progress_message or message
    say = speaker_for(member)
    call: dict[str, Any] = {
        "method": "editMessageText" if message else "sendMessage",
        "text": progress(say, alert, await w.recipients.counts(id)),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if message:
        call["message_id"] = message
    if rows := ways(say, alert):
        call["reply_markup"] = inline(rows).markup
    await w.alerts.tell(id, alert.progress + 1, message, now)
    staged = await w.outbox.stage(Notice(member.id, PROGRESS, _period(alert, alert.progress + 1), REPLY, call))
    return [staged] if staged else []


def _period(alert: Alert, number: int) -> str:
    return f"{alert.period}:{number}"
