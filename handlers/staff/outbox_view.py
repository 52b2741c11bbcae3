"""How the outbox looks to an administrator: what it holds by state and sort, and items that name nobody."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from content.languages import Speaker, sentence
from handlers.context import Context
from handlers.groups.departures import CHANGED
from handlers.groups.digests import DOUBT, KIND
from handlers.groups.failing import FAILING
from handlers.groups.threads import LOST
from handlers.groups.wishes import KINDS
from handlers.keyboards import Button
from handlers.members.market.price_news import KIND as PRICE_ALERT
from handlers.priorities import REPLY
from handlers.staff.alerts.alert_sending import KINDS as ALERTS
from handlers.staff.alerts.alert_sending import PROGRESS
from handlers.staff.alerts.alert_wording import ASKED, WORDED
from handlers.staff.kinds import View
from handlers.staff.price_doubts import KIND as PRICE_DOUBT
from storage.cases import Case
from storage.session import Session
from storage.team import Staff
from storage.unsent import Tally, Unsent

_ANSWERS, _DIGESTS, _ALERTS = sentence("answers"), sentence("digests"), sentence("alerts")
_TEAM, _OTHERS = sentence("notices to the team"), sentence("other messages")
_SORTS: Mapping[str, str] = {
    KIND: _DIGESTS,
    DOUBT: _DIGESTS,
    LOST: _DIGESTS,
    PRICE_ALERT: _ALERTS,
    ALERTS["safety"]: _ALERTS,
    ALERTS["notice"]: _ALERTS,
    PROGRESS: _TEAM,
    ASKED: _TEAM,
    WORDED: _TEAM,
    CHANGED: _TEAM,
    FAILING: _TEAM,
    PRICE_DOUBT: _TEAM,
}
_PINGS = "ping-"
STATES: Mapping[str, str] = {
    "waiting": sentence("⏳ Waiting: {n}"),
    "sending": sentence("📤 Being sent: {n}"),
    "unknown": sentence("❔ Nobody knows whether they arrived: {n}"),
    "failed": sentence("❌ Failed: {n}"),
    "expired": sentence("⌛ Too late to be sent: {n}"),
    "cancelled": sentence("🗑 Dropped: {n}"),
    "sent": sentence("✅ Sent: {n}"),
}
REASONS: Mapping[str, str] = {
    "muted": sentence("the group lets me write nothing"),
    "blocked": sentence("they have blocked me"),
    "deactivated": sentence("the account is gone"),
    "removed": sentence("I am not in that group any more"),
    "closed": sentence("the chat was closed before"),
    "left": sentence("the chat was closed before"),
    "no-topic": sentence("the topic in the group is gone"),
    "bad-text": sentence("Telegram could not read the text: tell the developers"),
    "too-long": sentence("the text was too long: tell the developers"),
    "refused": sentence("Telegram refused it: look into the log"),
}


def sort_of(kind: str, priority: int) -> str:
    """Return the sentence that names a sort of messages."""
    if kind.startswith(_PINGS):
        return _TEAM
    return _SORTS.get(kind, _ANSWERS if priority <= REPLY else _OTHERS)


def summary(say: Speaker, tally: Sequence[Tally], oldest: timedelta | None) -> list[str]:
    """Return a line for each state, with its sorts, and for failed ones with the reasons."""
    lines = []
    for state, told in STATES.items():
        mine = [one for one in tally if one.state == state]
        if not mine:
            continue
        lines.append(f"{say(told, n=say.number(sum(one.times for one in mine)))} · {_sorts(say, mine)}")
        if state == "failed":
            lines += _counted(say, ((say(REASONS.get(one.why, REASONS["refused"])), one.times) for one in mine))
    if oldest is not None and oldest >= timedelta(minutes=1):
        lines.append(say("🕐 The oldest should have gone {ago}.", ago=say.ago(oldest)))
    return lines or [say("The outbox is empty.")]


def _sorts(say: Speaker, mine: Iterable[Tally]) -> str:
    counted: Counter[str] = Counter()
    for one in mine:
        counted[sort_of(one.kind, one.priority)] += one.times
    return say.list_of(f"{say(sort)} {say.number(times)}" for sort, times in counted.most_common())


def _counted(say: Speaker, pairs: Iterable[tuple[str, int]]) -> list[str]:
    counted: Counter[str] = Counter()
    for name, times in pairs:
        counted[name] += times
    return [f"   {name}: {say.number(times)}" for name, times in counted.most_common()]


async def describe(r: Session, say: Speaker, one: Unsent) -> str:
    """Return what an item is, to whom in a way that names nobody, of which day, and why it did not go out."""
    told = {"unknown": sentence("The connection broke: it may have arrived, or not.")}.get(one.state)
    reason = say(told) if told else say("Not sent: {why}.", why=say(REASONS.get(one.why, REASONS["refused"])))
    parts = [say(sort_of(one.kind, one.priority)), await _whom(r, say, one.target), say.date(one.ended_at.date())]
    return f"{' · '.join(parts)}\n{reason}"


async def _whom(r: Session, say: Speaker, target: int) -> str:
    """Return whom a message is for: what kind of group in which country, of a member only the language."""
    if member := await r.members.get(target):
        return say("a member, {language}", language=say.tongue(member.language or member.guessed))
    group, news = await r.groups.get(target), await r.subscriptions.get(target)
    if news and news.wishes.country:
        kind, language = say(KINDS.get(news.wishes.kind, news.wishes.kind)), say.tongue(news.wishes.languages[0])
        return say(
            "{kind} in {country}, {language}",
            kind=kind,
            country=say.country(news.wishes.country),
            language=language,
        )
    return (
        say("a group, {language}", language=say.tongue(group.language or group.guessed)) if group else say("gone since")
    )


async def view_sending(context: Context, r: Session, _staff: Staff, case: Case) -> View | None:
    """Return a message of which nobody knows whether it arrived, as an item of work."""
    one, say, number = await r.unsent.get(case.subject), context.say, case.number
    if one is None or one.state != "unknown" or not one.has_text:
        return None
    lines = [
        say("📮 Message {number}", number=f"<b>{number}</b>"),
        await describe(r, say, one),
        say("Sent again, it says that it may have come before. After three days it can't be sent any more."),
    ]
    rows = [
        [Button(say("🔁 Send again"), f"sending-again:{number}"), Button(say("🗑 Give up"), f"sending-drop:{number}")],
        [Button(say("⏭ Skip"), f"next-skip:{number}")],
    ]
    return View("\n".join(lines), rows)
