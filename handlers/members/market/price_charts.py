"""📈 the course of a price as a picture: in the member's money, unit and purity, drawn only when asked for."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from html import escape

from content.languages import Speaker, sentence
from content.market.chart import Chart
from content.market.currencies import CURRENCIES
from content.market.minerals import MINERALS, Mineral
from content.market.prices.quote import per_gram
from content.market.prices.reading import DOLLAR, Price
from content.market.prices.sources import NAMES
from content.market.units import UNITS
from handlers import figures
from handlers.charts import NoChart
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.market.price_texts import Wanted, purity_name, wanted_of
from handlers.members.market.prices import CHARTS, choices_of, pressed_mineral, price_of
from handlers.routing import On, on_action
from storage.session import Session

Course = Sequence[tuple[date, Decimal]]
# A rate of some days ago still tells what a price was in that money.
RATE_LASTS = timedelta(days=10)
_PERIODS = {
    7: sentence("7 days to {date}"),
    30: sentence("30 days to {date}"),
    365: sentence("1 year to {date}"),
}


async def chart(context: Context) -> None:
    """Send the chart of the mineral and the days on the button."""
    say = context.say
    key, _, period = context.argument.partition(":")
    known = MINERALS[pressed_mineral(key)]
    days = next((days for days in CHARTS if str(days) == period), 30)
    async with context.read() as r:
        choices = await choices_of(context, r)
        price = await price_of(context, r, say, known.key, choices)
        if not isinstance(price, Price):
            context.reply(say("I have no course of this price yet. Ask again in some days."))
            return
        points = await _course(r, known, price, context.now.date() - timedelta(days=days - 1))
    wanted = wanted_of(known, choices)
    factor = (UNITS[wanted.unit].grams or Decimal(1)) * wanted.fineness
    await _send(context, price, wanted, days, [(day, worth * factor) for day, worth in points])


async def _course(r: Session, known: Mineral, price: Price, since: date) -> Course:
    """Return what a gram of the pure mineral was worth on each day, in the price's money."""
    course = await r.quotes.history(known.key, since)
    rates = await _rates(r, price, since)
    found = [(day, rate) for day, _ in course if (rate := _rate_of(rates, day)) is not None]
    known_rates = dict(found)
    return [(day, per_gram(known, usd) * known_rates[day]) for day, usd in course if day in known_rates]


async def _rates(r: Session, price: Price, since: date) -> Course:
    """Return the rates of the price's money by day; the member's own or a fixed one holds for every day."""
    rate, peg = price.rate, CURRENCIES[price.currency].peg if price.currency in CURRENCIES else None
    if rate.kind in ("none", "own", "operator") or (peg and peg[0] == DOLLAR):
        return [(date.min, rate.per_usd)]
    code, factor = peg if peg and rate.kind != "demo" else (rate.currency, Decimal(1))
    return [(day, value * factor) for day, value in await r.quotes.history(code, since - RATE_LASTS)]


def _rate_of(rates: Course, day: date) -> Decimal | None:
    """Return the last rate up to a day."""
    return next((rate for of, rate in reversed(rates) if of <= day), None)


async def _send(context: Context, price: Price, wanted: Wanted, days: int, points: Course) -> None:
    say, day = context.say, context.now.date()
    if len(points) < 2:
        context.reply(say("I have no course of this price yet. Ask again in some days."))
        return
    sources = say.list_of(say(NAMES[source]) for source in price.sources)
    chart = Chart(
        title=_title(say, price, wanted),
        note=f"{say(_PERIODS[days], date=say.date(day))} · {sources}",
        locale=say.language.locale,
        is_from_right=say.language.direction == "rtl",
        points=tuple((day, worth.quantize(Decimal("0.0001"))) for day, worth in points),
    )
    caption, rows = escape(_caption(say, price, points), quote=False), [_other_periods(say, price, days)]
    try:
        picture = await context.services.charts.picture(chart)
    except NoChart:
        context.reply(caption, rows)
        return
    context.reply_picture("price.png", picture, caption, rows)


def _title(say: Speaker, price: Price, wanted: Wanted) -> str:
    told = {
        "mineral": say(figures.MINERAL_NAMES[price.mineral]),
        "unit": figures.unit_name(wanted.unit),
        "currency": price.currency,
    }
    if wanted.fineness == 1:
        return say("{mineral}: 1 {unit}, pure, in {currency}", **told)
    return say("{mineral}: 1 {unit} of {purity}, in {currency}", purity=purity_name(say, wanted.fineness), **told)


def _caption(say: Speaker, price: Price, points: Course) -> str:
    lowest, highest = min(points, key=lambda one: one[1]), max(points, key=lambda one: one[1])
    lines = [say("🧪 A demo price, not a real one.")] if price.is_demo else []
    lines += [
        say(
            "Lowest {low} on {low_date}, highest {high} on {high_date}, last {last}. This is London, not the pit.",
            low=figures.money(say, lowest[1], price.currency),
            low_date=say.date(lowest[0]),
            high=figures.money(say, highest[1], price.currency),
            high_date=say.date(highest[0]),
            last=figures.money(say, points[-1][1], price.currency),
        )
    ]
    return "\n".join(lines)


def _other_periods(say: Speaker, price: Price, days: int) -> list[Button]:
    return [Button(say(label), f"chart:{price.mineral}:{one}") for one, label in CHARTS.items() if one != days]


HANDLERS: tuple[On, ...] = (on_action("chart", chart),)
