"""/outbox: what waits, what failed and of what nobody knows whether it arrived; sent again or given up, by hand."""

from datetime import timedelta

from content.errors import MemberError
from content.languages import sentence, speaker
from handlers.arguments import MOST_ID, read_id, read_number
from handlers.context import Context
from handlers.groups.digests import KIND
from handlers.groups.failing import LATE
from handlers.keyboards import Button, Rows
from handlers.staff.alerts.alert_sending import KINDS as ALERTS
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.outbox_view import describe, summary
from handlers.staff.permissions import Act
from handlers.staff.settling import settling
from storage.outbox import CASE_KIND, Staged
from storage.session import Session
from storage.team import Staff
from storage.unsent import Unsent

# A message that is sent again has at least so much time to go out.
_WORTH_STILL = timedelta(hours=1)
_LONGEST_TEXT = 4_000
_GONE = sentence("This was settled already, or it can't be sent any more.")
_LETTERS = "ABCDE"
_A_PAGE = len(_LETTERS)


async def outbox(context: Context, _staff: Staff) -> None:
    """Show the whole outbox in numbers, and a page of what did not go out: "outbox:<number of the first>"."""
    async with context.read() as r:
        text, rows = await _shown(context, r, _place(context.argument))
    context.edit(text, rows)


async def _shown(context: Context, r: Session, start: int) -> tuple[str, Rows]:
    say = context.say
    tally, oldest = await r.unsent.tally(), await r.outbox.oldest_due(context.now)
    page = await r.unsent.page(start, _A_PAGE + 1)
    title = say("📮 The outbox")
    late = await r.subscriptions.late(context.now - LATE)
    resting = await r.unsent.resting(context.now) + await r.subscriptions.held(context.now)
    lines = [f"<b>{title}</b>", *summary(say, tally, oldest)]
    if resting:
        lines.append(say("🌙 Waiting for the morning of their readers: {n}", n=say.number(resting)))
    if late:
        lines.append(say("🐌 Digests over an hour late, not put together yet: {n}", n=say.number(late)))
    rows = []
    for letter, one in zip(_LETTERS, page, strict=False):
        lines += ["", f"<b>{letter}</b> · {await describe(r, say, one)}"]
        again = Button(say("🔁 {letter} again", letter=letter), f"outbox-again:{one.id}:{start}")
        drop = Button(say("🗑 Give up {letter}", letter=letter), f"outbox-drop:{one.id}:{start}")
        rows.append([again, drop] if one.has_text else [drop])
    turn = [Button(say("◀️ Back"), f"outbox:{max(start - _A_PAGE, 0)}")] if start else []
    turn += [Button(say("▶️ Next"), f"outbox:{start + _A_PAGE}")] if len(page) > _A_PAGE else []
    return "\n".join(lines), [*rows, turn] if turn else rows


async def send_again(context: Context, _staff: Staff) -> None:
    """Send an item once more: "outbox-again:<id>:<where the page begins>"."""
    one, start = await _item(context)
    async with deciding(context, Act.SETTLE_SENDING, f"{one.kind}:again") as (w, _):
        context.send_too([await again(context, w, one)])
        await w.cases.close(CASE_KIND, one.id, "again", context.now)
        context.edit(*await _shown(context, w, start))


async def drop(context: Context, _staff: Staff) -> None:
    """Give an item up: "outbox-drop:<id>:<where the page begins>"."""
    one, start = await _item(context)
    async with deciding(context, Act.SETTLE_SENDING, f"{one.kind}:given-up") as (w, _):
        if not await w.outbox.give_up(one.id):
            raise MemberError(_GONE)
        await w.cases.close(CASE_KIND, one.id, "given-up", context.now)
        context.edit(*await _shown(context, w, start))


async def again(context: Context, w: Session, one: Unsent) -> Staged:
    """Let an item wait once more, marked when it may have arrived; its edition stays the only one of its day.

    Raises MemberError when it can't be sent any more.
    """
    notice = await w.outbox.look_at(one.id)
    if notice is None or not await _is_true_still(w, notice, context):
        raise MemberError(_GONE)
    call = dict(notice.call)
    text = str(call.get("text", ""))
    if one.state == "unknown" and text and len(text) < _LONGEST_TEXT:
        say = speaker(await _language(w, notice))
        call["text"] = say("🔁 You may have had this already.") + f"\n\n{text}"
    until = notice.expires_at and max(notice.expires_at, context.now + _WORTH_STILL)
    staged = await w.outbox.take_up(notice, call, until)
    if staged is None:
        raise MemberError(_GONE)
    return staged


async def _is_true_still(w: Session, notice: Staged, context: Context) -> bool:
    """Tell whether a notice misleads nobody now: an alert does that is a day old, or was called off meanwhile."""
    if notice.kind not in ALERTS.values():
        return True
    alert = await w.alerts.get(int(notice.period, 16))
    if alert is None or notice.expires_at is None or notice.expires_at <= context.now:
        return False
    return alert.written.relation == "clear" or not await w.alerts.is_called_off(alert.root)


async def _language(w: Session, notice: Staged) -> str:
    """Return the language that a message is in, as far as can be told."""
    if notice.kind == KIND:
        return notice.period.rpartition(":")[2]
    known = await w.members.get(notice.target) or await w.groups.get(notice.target)
    return (known.language or known.guessed) if known else "en"


async def settle_again(context: Context, staff: Staff) -> None:
    """Send again what /next has shown, and go on."""
    async with settling(context, CASE_KIND, Act.SETTLE_SENDING, "again", staff) as (w, case):
        one = await w.unsent.get(case.subject)
        if one is None:
            raise MemberError(_GONE)
        context.send_too([await again(context, w, one)])
        context.edit(context.say("🔁 {number} is sent again.", number=case.number))


async def settle_drop(context: Context, staff: Staff) -> None:
    """Give up what /next has shown, and go on."""
    async with settling(context, CASE_KIND, Act.SETTLE_SENDING, "given-up", staff) as (w, case):
        if not await w.outbox.give_up(case.subject):
            raise MemberError(_GONE)
        context.edit(context.say("🗑 {number} is given up.", number=case.number))


async def _item(context: Context) -> tuple[Unsent, int]:
    """Return the item that a button names, and where its page begins; raises MemberError when it is settled."""
    id, _, start = context.argument.partition(":")
    async with context.read() as r:
        one = await r.unsent.get(read_id(id))
    if one is None:
        raise MemberError(_GONE)
    return one, _place(start)


def _place(text: str) -> int:
    return read_number(text, MOST_ID) or 0


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.SEE_OUTBOX, "/outbox", outbox),
    OnStaff(Act.SEE_OUTBOX, "outbox", outbox),
    OnStaff(Act.SETTLE_SENDING, "outbox-again", send_again),
    OnStaff(Act.SETTLE_SENDING, "outbox-drop", drop),
    OnStaff(Act.SETTLE_SENDING, "sending-again", settle_again),
    OnStaff(Act.SETTLE_SENDING, "sending-drop", settle_drop),
)
