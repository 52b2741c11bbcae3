"""How an alert is shown to the team: exactly as it will be, for whom it is, how far it is, and what can be done."""

from datetime import datetime
from html import escape

from content.alerts import text_for
from content.languages import Speaker
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.staff.alerts.alert_words import audience_lines, language_lines, message, progress, reach_line
from handlers.staff.kinds import View
from handlers.staff.permissions import Act, may
from storage.alerts import Alert
from storage.cases import Case
from storage.session import Session
from storage.team import Staff


def shown_texts(alert: Alert, now: datetime) -> list[str]:
    """Return each message that goes out, once a language, exactly as it will be."""
    written = alert.written
    codes = written.read or written.texts
    used = [code for code in codes if text_for(code, written.texts, written.instead)]
    return [message(written, [code], now.date()) for code in used]


async def present(context: Context, w: Session, alert: Alert) -> None:
    """Stage the messages as they will be, then for whom they are, with the button that sends them."""
    say, written = context.say, alert.written
    for text in shown_texts(alert, context.now):
        context.reply(text, is_dated=False)
    lines = [say("👆 This is exactly what goes out. Nothing is sent yet."), *summary(say, alert)]
    if written.audience.is_wide:
        n = await count_seconds(w, alert)
        lines.append(
            say("A second person must agree, as it is for more than one region. Who can: {n}.", n=say.number(n))
            if n
            else say(
                "⚠️ A second person must agree, as it is for more than one region, and there is none. "
                "Choose one region, or let a coordinator be invited."
            )
        )
    number = alert.number
    rows = [[Button(say("📨 Send"), f"alert-send:{number}:{len(written.texts)}")]]
    if written.relation != "clear":
        rows.append(
            [
                Button(say("✏️ Audience"), f"alert-change:{number}:audience"),
                Button(say("✏️ Words"), f"alert-change:{number}:words"),
            ]
        )
    rows.append([Button(say("✖️ Drop it"), f"alert-drop:{number}")])
    context.reply(escape("\n".join(lines), quote=False), rows, is_dated=False)


def summary(say: Speaker, alert: Alert) -> list[str]:
    """Return for whom an alert is and how many they are, as plain lines."""
    written = alert.written
    if written.relation == "clear":
        who = [say("To exactly those whom the alert has reached, or may have:")]
        return [*who, reach_line(say, written.reach)]
    hours = (
        say("It goes out at once, at any hour.")
        if written.kind == "safety"
        else say("Whoever sleeps now gets it in the morning; whoever wants fewer messages may not get it.")
    )
    return [
        *audience_lines(say, written.audience),
        reach_line(say, written.reach),
        *language_lines(say, written),
        hours,
    ]


async def count_seconds(r: Session, alert: Alert) -> int:
    """Return how many of the team could agree to an alert."""
    return sum(may(one, Act.AGREE_ALERT) and one.member != alert.author for one in await r.team.all())


async def progress_of(r: Session, say: Speaker, alert: Alert) -> str:
    """Return how far an alert is, as Telegram-HTML."""
    return progress(say, alert, await r.recipients.counts(alert.id))


def ways(say: Speaker, alert: Alert, *, is_numbered: bool = False) -> Rows:
    """Return what can be done with an alert that was sent, or is to be."""
    number = alert.number
    if alert.state in ("waiting", "sending"):
        return [[Button(say("⏹ Stop"), f"alert-halt:{number}", is_numbered=is_numbered)]]
    if alert.state not in ("done", "stopped") or alert.begun_at is None or alert.written.relation == "clear":
        return []
    again = Button(say("🔁 Repeat"), f"alert-again:{number}", is_numbered=is_numbered)
    clear = Button(say("✅ All clear"), f"alert-clear:{number}", is_numbered=is_numbered)
    return [[again, clear]] if alert.written.kind == "safety" else [[again]]


async def view_alert(context: Context, r: Session, _staff: Staff, case: Case) -> View | None:
    """Return an alert that waits for a second person: its messages, then for whom they are."""
    alert, say, number = await r.alerts.get(case.subject), context.say, case.number
    if alert is None or alert.state != "waiting":
        return None
    lines = [
        say("⚠️ Alert {number} waits for your yes. Above is exactly what goes out.", number=alert.number),
        *summary(say, alert),
        say("Is it true, can nobody be harmed by it, and is it for the right people?"),
    ]
    rows = [
        [Button(say("✅ Yes, send"), f"alert-agree:{number}"), Button(say("❌ No"), f"alert-refuse:{number}")],
        [Button(say("⏭ Skip"), f"next-skip:{number}")],
    ]
    return View(escape("\n".join(lines), quote=False), rows, before=tuple(shown_texts(alert, context.now)))
