"""❓ a price moved so far that nobody believes it of itself: administrators are asked by two buttons."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from html import escape

from content.errors import MemberError
from content.languages import Speaker, sentence
from content.market.minerals import MINERALS
from content.market.prices.sources import NAMES
from handlers import figures
from handlers.arguments import read_id
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.notices import notify, speaker_for
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.permissions import Act, may
from storage.outbox import Staged
from storage.quotes import Doubt
from storage.session import Session
from storage.team import Staff

KIND = "price-doubt"
LATEST = timedelta(hours=12)
# A value that moved on so far since the question is asked about anew.
_SAME = Decimal("0.02")
_GONE = sentence("This was settled already, or nobody says it any more.")


async def ask_settlers(w: Session, doubts: Iterable[Doubt], now: datetime) -> list[Staged]:
    """Stage the question for everyone who may settle it; who was asked about a doubt already is not asked again."""
    team = [one for one in await w.team.all() if may(one, Act.SETTLE_PRICE)]
    return [notice for doubt in doubts for staff in team for notice in await _ask(w, staff.member, doubt, now)]


async def _ask(w: Session, target: int, doubt: Doubt, now: datetime) -> list[Staged]:
    member = await w.members.get(target)
    if member is None:
        return []
    say, until = speaker_for(member), now + LATEST
    text, rows = question(say, doubt), buttons(say, doubt)
    return await notify(w, member, KIND, str(doubt.id), text, rows, now, expires_at=until, at_once=True)


def question(say: Speaker, doubt: Doubt) -> str:
    """Return what is asked about a price that nobody believes, as HTML."""
    told = say(
        "❓ {what}: {before} was the last good price. Now {sources} say {after} ({move}). "
        "People still see the old price. Shall they see the new one?",
        what=_what(say, doubt),
        before=_amount(say, doubt, doubt.last_good),
        sources=", ".join(NAMES.get(source, source) for source in doubt.sources),
        after=_amount(say, doubt, doubt.value),
        move=figures.percent(say, (doubt.value / doubt.last_good - 1) * 100),
    )
    return escape(told, quote=False)


def buttons(say: Speaker, doubt: Doubt) -> Rows:
    """Return the two answers."""
    asked = f"{doubt.id}:{doubt.value.normalize():f}"
    return [[Button(say("✅ Show it"), f"doubt-yes:{asked}"), Button(say("❌ Keep the old"), f"doubt-no:{asked}")]]


def _what(say: Speaker, doubt: Doubt) -> str:
    return say(figures.MINERAL_NAMES[doubt.series]) if doubt.series in MINERALS else doubt.series


def _amount(say: Speaker, doubt: Doubt, value: Decimal) -> str:
    """Return a price per its quoted unit, or a rate per dollar."""
    if mineral := MINERALS.get(doubt.series):
        return f"{figures.money(say, value, 'USD')}/{figures.unit_name(mineral.quoted_unit)}"
    return f"{figures.money(say, value, doubt.series)}/USD"


async def accept(context: Context, staff: Staff) -> None:
    """Let people see the value that was asked about."""
    await _settle(context, is_accepted=True)


async def refuse(context: Context, staff: Staff) -> None:
    """Let people go on seeing the last good value."""
    await _settle(context, is_accepted=False)


async def _settle(context: Context, *, is_accepted: bool) -> None:
    say, (id, asked) = context.say, _read(context.argument)
    async with context.read() as r:
        doubt = next((one for one in await r.quotes.quarantined() if one.id == id), None)
    if doubt is None or asked is None:
        context.edit(say(_GONE))
        return
    if abs(doubt.value / asked - 1) > _SAME:
        context.edit(question(say, doubt), buttons(say, doubt))
        return
    async with deciding(context, Act.SETTLE_PRICE, doubt.series, "") as (w, _):
        settled = await w.quotes.settle(doubt.id, is_accepted, context.now)
        if settled is None:
            raise MemberError(_GONE)
        what, shown = _what(say, settled), settled.value if is_accepted else settled.last_good
        amount = _amount(say, settled, shown)
        context.edit(
            say("✅ {what}: people see {amount} from now on.", what=what, amount=amount)
            if is_accepted
            else say("❌ {what}: people go on seeing {amount}, with its age.", what=what, amount=amount)
        )


def _read(argument: str) -> tuple[int, Decimal | None]:
    """Return the number and the value of a button; 0 and None for what is neither."""
    id, _, value = argument.partition(":")
    try:
        asked = Decimal(value)
    except InvalidOperation:
        return 0, None
    return (read_id(id), asked) if asked.is_finite() and asked > 0 else (0, None)


HANDLERS = (
    OnStaff(Act.SETTLE_PRICE, "doubt-yes", accept),
    OnStaff(Act.SETTLE_PRICE, "doubt-no", refuse),
)
