"""/alert: coordinators write alerts, send them, stop them, repeat them and call them off."""

from dataclasses import replace

from content.alerts import FEWEST, Reach
from content.errors import MemberError
from content.languages import Speaker, sentence
from content.reviewing import DANGEROUS
from handlers.context import Context
from handlers.flow import ask_again, begin
from handlers.keyboards import Button
from handlers.notices import notify, speaker_for
from handlers.staff.alerts.alert_answers import answers_of, reaches
from handlers.staff.alerts.alert_sending import CASE, KINDS, SECOND_WITHIN, tell_author
from handlers.staff.alerts.alert_steps import ALERT_TEXT, REPLACES, begin_alert, read_census
from handlers.staff.alerts.alert_views import present, progress_of, shown_texts, ways
from handlers.staff.alerts.alert_wording import RAID, hear_raid
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.permissions import Act, may
from handlers.staff.pings import DANGER
from storage.alerts import Alert
from storage.outbox import Staged
from storage.session import Session
from storage.team import Staff

MOST_LISTED = 6
# Counts and circumstances of yesterday are not those of today.
SENT_WITHIN = SECOND_WITHIN
_WHAT = {"new": "⚠️", "repeat": "🔁", "clear": "🆗"}
_STATES = {
    "waiting": "⏳",
    "sending": "📤",
    "stopping": "⏹",
    "stopped": "⏹",
    "done": "✅",
    "refused": "❌",
    "lapsed": "⌛",
}
GONE = sentence("This alert is not there any more, or it was sent or dropped before. /alert")
_TOO_OLD = sentence("This was written more than a day ago. Press ✏️ and look at it once more before it goes out.")
_CALLED_OFF = sentence("The all clear of this alert went out before, or is going out.")
_TOO_FEW = sentence("Not sent: this is for fewer than 5 people and groups. Press ✏️ and choose more places or people.")
GOING_ON = sentence("This alert, or a repeat of it, is still going out. Stop it first, or wait until it is out.")


async def open_alerts(context: Context, staff: Staff) -> None:
    """Go on with what is being written; else offer a new alert and show the last ones."""
    draft, member, say = context.hearing.draft, context.hearing.member, context.say
    async with context.read() as r:
        recent = await r.alerts.recent(MOST_LISTED)
        aside = await r.drafts.find_aside(staff.member, staff.member, ALERT_TEXT.name) if member else None
    if draft and draft.flow == ALERT_TEXT.name:
        ask_again(context, ALERT_TEXT, draft)
        return
    if aside:
        await begin(context, ALERT_TEXT)
        return
    rows = [[Button(say("✍️ New alert"), "alert-new")], *([_listed(say, alert)] for alert in recent)]
    lines = [say("⚠️ Alerts. You see whom one reaches before it goes out, and you can stop it midway.")]
    lines += [say("An alert of before can be repeated or called off:")] if recent else []
    context.reply("\n".join(lines), rows)


def _listed(say: Speaker, alert: Alert) -> Button:
    what = "📣" if alert.written.kind == "notice" else _WHAT[alert.written.relation]
    label = f"{what} {alert.number} · {say.date(alert.written_at.date())} {_STATES[alert.state]}"
    return Button(label, f"alert-see:{alert.number}")


async def new(context: Context, _staff: Staff) -> None:
    """Begin to write an alert."""
    await begin_alert(context)


async def see(context: Context, _staff: Staff) -> None:
    """Show how an alert stands, and what can be done with it."""
    say = context.say
    async with context.read() as r:
        alert = await r.alerts.by_number(context.argument)
        text = await progress_of(r, say, alert) if alert else ""
    if alert is None or alert.state == "written":
        context.reply(say(GONE))
        return
    rows = [*ways(say, alert, is_numbered=True), [Button(say("👁 Its words"), f"alert-show:{alert.number}")]]
    context.reply(text, rows)


async def show(context: Context, _staff: Staff) -> None:
    """Show what an alert says, in each of its languages."""
    async with context.read() as r:
        alert = await r.alerts.by_number(context.argument)
    if alert is None or not alert.written.texts:
        context.reply(context.say(GONE))
        return
    for text in shown_texts(alert, context.now):
        context.reply(text, is_dated=False)


async def change(context: Context, staff: Staff) -> None:
    """Write an alert again from what is there: "alert-change:<number>:<audience or words>"."""
    number, _, what = context.argument.partition(":")
    async with context.read() as r:
        alert = await r.alerts.by_number(number)
    if alert is None or alert.state != "written" or alert.author != staff.member or alert.written.relation == "clear":
        context.reply(context.say(GONE))
        return
    is_kept = _is_of_words if what == "audience" else _is_of_audience
    kept = {name: value for name, value in answers_of(alert.written).items() if is_kept(name)}
    await begin_alert(context, {**kept, REPLACES: alert.number})


def _is_of_words(name: str) -> bool:
    return name.startswith("text_") or name == "kind"


def _is_of_audience(name: str) -> bool:
    return not name.startswith(("text_", "other_"))


async def drop(context: Context, staff: Staff) -> None:
    """Drop what was written and not sent."""
    async with context.write() as w:
        alert = await w.alerts.by_number(context.argument)
        is_dropped = alert is not None and alert.author == staff.member and await w.alerts.drop(alert.id)
        context.edit(context.say("✖️ Dropped. Nothing was sent.") if is_dropped else context.say(GONE))


async def send(context: Context, staff: Staff) -> None:
    """Send what was shown; what is for more than one region waits for a second person, who is told at once."""
    number, _, seen = context.argument.partition(":")
    async with context.read() as r:
        alert = await r.alerts.by_number(number)
        if alert is None or alert.state != "written" or alert.author != staff.member:
            context.reply(context.say(GONE))
            return
        if seen != str(len(alert.written.texts)):
            # Someone of the team has added words since; nobody sends what they have not read.
            await present(context, r, alert)
            return
    if context.now - alert.written_at > SENT_WITHIN:
        context.reply(context.say(_TOO_OLD))
        return
    async with deciding(context, Act.ALERT, described(alert)) as (w, _):
        await _check(w, alert, context.say)
        if alert.written.audience.is_wide:
            is_done = await w.alerts.submit(alert.id)
            context.send_too(await _ask_second(w, context, alert))
        else:
            is_done = await w.alerts.send(alert.id, context.now)
        if not is_done:
            raise MemberError(GONE)
        await _begin_progress(context, w, alert)


async def _check(w: Session, alert: Alert, say: Speaker) -> None:
    """Raise MemberError for what may not go out now, or to nobody."""
    written = alert.written
    if any(hear_raid(code, text, {}, say) for code, text in written.texts.items()):
        raise MemberError(RAID)
    if not written.reach.total:
        raise MemberError(_TOO_FEW)
    if written.relation == "clear" and await w.alerts.is_called_off(alert.root):
        raise MemberError(_CALLED_OFF)
    if written.relation != "new" and await w.alerts.is_going_on(alert.root):
        raise MemberError(GOING_ON)


async def _ask_second(w: Session, context: Context, alert: Alert) -> list[Staged]:
    """Open the case of a second person, which its author can't take, and tell all of them at once."""
    if alert.author is None:
        return []
    case = await w.cases.open(CASE, alert.id, language="", now=context.now, danger=DANGEROUS, promise=SECOND_WITHIN)
    if case is None or not await w.cases.claim(case, alert.author, context.now):
        raise MemberError(GONE)
    await w.cases.pass_first(case, alert.author, "", context.now)
    staged = []
    for one in await w.team.all():
        member = await w.members.get(one.member)
        if member is None or one.member == alert.author or not may(one, Act.AGREE_ALERT):
            continue
        say = speaker_for(member)
        text = say("⚠️ An alert waits for a second person. Please look at it now.")
        rows = [[Button(say("👁 Open"), "work-next")]]
        # As a danger is told of, so that it is not told of twice.
        period = str(int(context.now.timestamp()))
        staged += await notify(w, member, DANGER, period, text, rows, context.now, at_once=True)
    return staged


async def _begin_progress(context: Context, w: Session, alert: Alert) -> None:
    """Let the message that was pressed tell from now on how far the alert is; or a new one, when it was typed."""
    fresh = await w.alerts.get(alert.id)
    if fresh is None:
        return
    if context.hearing.is_pressed and context.hearing.message_id is not None:
        context.edit(await progress_of(w, context.say, fresh), ways(context.say, fresh))
        await w.alerts.tell(alert.id, 0, context.hearing.message_id, context.now)
    else:
        context.send_too(await tell_author(w, alert.id, context.now))


async def halt(context: Context, _staff: Staff) -> None:
    """Stop an alert: what is not sent is not sent any more."""
    async with context.read() as r:
        alert = await r.alerts.by_number(context.argument)
    if alert is None:
        context.reply(context.say(GONE))
        return
    async with deciding(context, Act.STOP_ALERT, alert.number) as (w, _):
        if await w.alerts.stop(alert.id):
            await w.recipients.cancel_notices(alert.id, KINDS[alert.written.kind], alert.period)
        elif await w.alerts.give_up(alert.id, "stopped", context.now):
            await w.cases.close(CASE, alert.id, "stopped", context.now)
        else:
            raise MemberError(GONE)
        if fresh := await w.alerts.get(alert.id):
            context.edit(await progress_of(w, context.say, fresh), ways(context.say, fresh))


async def repeat(context: Context, staff: Staff) -> None:
    """Show an alert of before once more, marked as a repeat, to be sent to whoever it fits now."""
    census = await read_census(context)
    async with context.read() as r:
        alert = await r.alerts.by_number(context.argument)
        is_going_on = alert is not None and await r.alerts.is_going_on(alert.root)
    if alert is None or alert.state == "written" or not alert.written.texts or alert.written.relation == "clear":
        context.reply(context.say(GONE))
        return
    if is_going_on:
        context.reply(context.say(GOING_ON))
        return
    was = alert.written
    reach, read = census.reach(was.audience, was.kind), reaches(census, was.audience, was.kind)
    again = replace(was, relation="repeat", root=alert.root, reach=reach, read=read)
    async with context.write() as w:
        await present(context, w, await w.alerts.write(again, staff.member, context.now))


async def clear(context: Context, staff: Staff) -> None:
    """Show the all clear of an alert, to be sent to exactly those whom it or its repeats have reached."""
    async with context.read() as r:
        alert = await r.alerts.by_number(context.argument)
    if alert is None or alert.begun_at is None or not alert.written.texts or alert.written.kind != "safety":
        context.reply(context.say(GONE))
        return
    was = alert.written
    async with context.write() as w:
        if await w.alerts.is_called_off(alert.root):
            context.reply(context.say(_CALLED_OFF))
            return
        if await w.alerts.is_going_on(alert.root):
            context.reply(context.say(GOING_ON))
            return
        for one in await w.alerts.family(alert.root):
            await w.recipients.catch_up(one.id, KINDS[was.kind], one.period)
        reach = await w.recipients.reach(alert.root)
        if not reach.total:
            context.reply(context.say("It has reached nobody, so nobody needs an all clear."))
            return
        over = replace(was, relation="clear", root=alert.root, reach=reach, read={})
        await present(context, w, await w.alerts.write(over, staff.member, context.now))


def described(alert: Alert) -> str:
    """Return an alert for the log: number, kind, for whom and how many, without a word of what it says."""
    written, audience = alert.written, alert.written.audience
    counts = "+".join(str(n) if n >= FEWEST else f"<{FEWEST}" for n in _both(written.reach))
    parts = (
        alert.number,
        written.kind if written.relation == "new" else f"{written.kind} {written.relation}",
        " ".join(audience.places) or "everywhere",
        " ".join(audience.minerals),
        " ".join(audience.languages or written.texts),
        f"{audience.to} {counts}",
    )
    return " · ".join(part for part in parts if part)


def _both(reach: Reach) -> tuple[int, int]:
    return reach.members, reach.groups


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.ALERT, "/alert", open_alerts),
    OnStaff(Act.ALERT, "alert-new", new),
    OnStaff(Act.ALERT, "alert-see", see),
    OnStaff(Act.ALERT, "alert-show", show),
    OnStaff(Act.ALERT, "alert-change", change),
    OnStaff(Act.ALERT, "alert-drop", drop),
    OnStaff(Act.ALERT, "alert-send", send),
    OnStaff(Act.ALERT, "alert-again", repeat),
    OnStaff(Act.ALERT, "alert-clear", clear),
    OnStaff(Act.STOP_ALERT, "alert-halt", halt),
)
