"""Where a price comes from and how old it is: source, day and time with its zone, rate with its date and kind."""

from collections.abc import Mapping
from datetime import UTC, datetime

from content.languages import Speaker, sentence
from content.market.prices.calendar import closed_since
from content.market.prices.quote import DEMO, OPERATOR
from content.market.prices.reading import Price, Rate
from content.market.prices.sources import NAMES, SOURCES
from handlers import figures

# A price of these ages may be far from today's.
OLD = frozenset({"recent", "grey", "last_known"})
_RATES: Mapping[str, str] = {
    "official": sentence("💱 1 USD = {rate} on {date}: official rate; your market may differ."),
    "pegged": sentence("💱 1 USD = {rate} on {date}, by the fixed rate to another money."),
    "own": sentence("💱 1 USD = {rate}: your own rate of {date}."),
    "buyer": sentence("💱 1 USD = {rate}: the buyer's rate, as you told me."),
    "operator": sentence("💱 1 USD = {rate} on {date}: set by those who run this service."),
    "demo": sentence("💱 1 USD = {rate}: a demo rate, not real."),
}


def age_lines(say: Speaker, price: Price, now: datetime) -> list[str]:
    """Return what is said before a figure: that it is no real one, old, or of a market that rests."""
    lines = [say("🧪 A demo price, not a real one.")] if price.is_demo else []
    if price.age in OLD:
        ago = say.ago(now - price.as_of)
        lines.append(say("🕐 This price is old: it was made {ago}. Today's may be quite different.", ago=ago))
    elif not price.is_market_open and (closed := closed_since(now)):
        lines.append(say("🕐 The markets are closed since {date}.", date=say.date(closed.date())))
    return lines


def origin_lines(say: Speaker, price: Price, *, is_buyers_rate: bool = False) -> list[str]:
    """Return the small print below a figure, as plain lines; `is_buyers_rate`: the rate was told for this once."""
    lines = [_price_line(say, price)]
    if price.is_single:
        lines.append(say("Only one source says so."))
    if price.rate.kind != "none":
        lines.append(rate_line(say, price.rate, is_buyers=is_buyers_rate))
    return [*lines, *_attributions(price)]


def _price_line(say: Speaker, price: Price) -> str:
    told = {
        "mineral": say(figures.MINERAL_NAMES[price.mineral]),
        "price": figures.money(say, price.usd_per_unit, "USD"),
        "unit": f"1 {figures.unit_name(price.quoted_unit)}",
        "source": say.list_of(_name(say, source) for source in price.sources),
        "date": say.date(price.as_of.date()),
    }
    if price.kind == "monthly":
        return say("🏷 {mineral}, pure: {price} for {unit}, average of the month of {date} ({source}).", **told)
    if price.kind == "daily":
        return say("🏷 {mineral}, pure: {price} for {unit}, {date} ({source}).", **told)
    time = say.time(price.as_of, UTC)
    return say("🏷 {mineral}, pure: {price} for {unit}, {date}, {time} UTC ({source}).", time=time, **told)


def _name(say: Speaker, source: str) -> str:
    ours = {
        DEMO: say("a demo price, not real"),
        OPERATOR: say("set by those who run this service"),
    }
    return ours.get(source) or NAMES.get(source, source)


def rate_line(say: Speaker, rate: Rate, *, is_buyers: bool = False) -> str:
    """Return what one dollar is, since when, and whose rate that is."""
    kind = "buyer" if is_buyers else rate.kind
    return say(_RATES[kind], rate=figures.money(say, rate.per_usd, rate.currency), date=say.date(rate.as_of.date()))


def _attributions(price: Price) -> list[str]:
    asked = dict.fromkeys((*price.sources, *price.rate.sources))
    return [SOURCES[source].attribution for source in asked if source in SOURCES and SOURCES[source].attribution]
