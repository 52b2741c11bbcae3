"""Whom a new price is told to: read first and put into words, then told a few at a time, each alert once a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from html import escape

from content.digest.words import directed
from content.languages import speaker
from content.market.alerting import is_armed_again, is_reached
from content.market.minerals import MINERALS
from content.market.prices.reading import Price, latest, needed
from handlers import figures
from handlers.keyboards import Button, inline
from handlers.members.market.price_alerts import waits_for
from handlers.members.market.price_texts import wanted_of
from handlers.notices import quiet_of, stage_numbered
from handlers.price_origins import origin_lines
from handlers.priorities import DIGEST
from storage.outbox import Notice, Staged
from storage.price_alerts import PriceAlert
from storage.price_choices import PriceChoices
from storage.session import Session

KIND = "price-alert"
# As many alerts are read at once, and told of in one transaction: a server may be 20 ms away, and a write may last 1 s.
PAGE, AT_ONCE = 200, 10
# What arrives later than this tells of a price that is no more.
LATEST = timedelta(hours=12)
# An older price tells of no move today.
_FRESH = frozenset({"live", "today"})

# What the numbers on buttons mean: label and action.
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class News:
    """What becomes of an alert: it counts from `base` on, and its member gets the `notice`, if there is one.

    `choices` are what the numbers on its buttons mean.
    """

    alert: PriceAlert
    base: Decimal
    notice: Notice | None
    choices: Choices = ()


async def news_of(r: Session, alerts: Sequence[PriceAlert], now: datetime) -> list[News]:
    """Return what the believed prices change for these alerts, each in the money and at the rate of its member."""
    board = await r.quotes.board(now, needed({one.mineral for one in alerts}, {one.currency for one in alerts}))
    choices = await r.price_choices.of_all(one.target for one in alerts)
    found = []
    for one in alerts:
        chosen = choices.get(one.target, PriceChoices())
        price = latest(board, one.mineral, one.currency, now=now, own_rate=chosen.rate_in(one.currency))
        if not isinstance(price, Price) or price.age not in _FRESH:
            continue
        terms = (one.kind, one.threshold, one.base, price.per_gram)
        # Who sleeps is told in the morning, of the price that it is by then, if it is still so.
        if is_reached(*terms) and one.fired_on != now.date() and not await _sleeps(r, one.target, now):
            found.append(News(one, price.per_gram, *await _notice(r, one, price, chosen, now)))
        elif is_armed_again(*terms):
            found.append(News(one, price.per_gram, None))
    return found


async def tell(w: Session, news: Sequence[News], now: datetime) -> list[Staged]:
    """Stage the notices of alerts that have not told today and are still wanted; return what was staged."""
    staged = []
    for one in news:
        if one.notice is None:
            await w.price_alerts.rearm(one.alert.id, one.base)
        elif await w.price_alerts.fire(one.alert.id, now.date(), one.base):
            staged.append(await stage_numbered(w, one.notice, one.choices, now))
    return [notice for notice in staged if notice]


async def _sleeps(r: Session, target: int, now: datetime) -> bool:
    quiet = await quiet_of(r, target)
    return quiet is not None and quiet.end(now) is not None


async def _notice(
    r: Session, alert: PriceAlert, price: Price, chosen: PriceChoices, now: datetime
) -> tuple[Notice | None, Choices]:
    member = await r.members.get(alert.target)
    if member is None:
        return None, ()
    say = speaker(member.language or member.guessed)
    wanted = wanted_of(MINERALS[alert.mineral], chosen)
    money = figures.money(say, wanted.worth(price), price.currency)
    lines = [
        *([say("🧪 A demo price, not a real one.")] if price.is_demo else []),
        say("🔔 {what_happened}. Now it is {money}.", what_happened=waits_for(say, alert, wanted), money=money),
        *origin_lines(say, price),
    ]
    rows = inline(
        [[Button(say("💰 Price"), f"price:{alert.mineral}"), Button(say("🔕 Stop"), f"alert-stop:{alert.id}")]]
    )
    notice = Notice(
        target=alert.target,
        kind=KIND,
        period=f"{alert.id}:{now.date().isoformat()}",
        # Whoever asks is answered before ten thousand are told of one move.
        priority=DIGEST,
        call={
            "method": "sendMessage",
            "text": directed("\n".join(escape(line, quote=False) for line in lines), say),
            "parse_mode": "HTML",
            "reply_markup": rows.markup,
        },
        expires_at=now + LATEST,
        quiet=await quiet_of(r, alert.target),
    )
    return notice, rows.choices
