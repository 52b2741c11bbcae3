"""🔔 a member is told when a price reaches what they named, or moves so much; each alert at most once a day."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from content.languages import Speaker, sentence
from content.market.minerals import MINERALS
from content.market.prices.reading import Price
from content.market.units import UNITS
from handlers import figures
from handlers.arguments import read_id
from handlers.context import Context
from handlers.flow import begin
from handlers.keyboards import Button
from handlers.members.market.price_texts import Wanted, purity_name, wanted_of
from handlers.members.market.prices import choices_of, pressed_mineral, price_of
from handlers.quantities import read_money, show_money
from handlers.routing import On, on_action, on_command
from handlers.steps import Amount, Answers, Choice, Flow, Option, Outcome, Refused, Taken
from storage.price_alerts import MOST_ALERTS, PriceAlert
from storage.session import Session

_MOVES = ("0.02", "0.05", "0.1")
_KINDS = {
    "above": sentence("Rises to a price"),
    "below": sentence("Falls to a price"),
}


def _options(say: Speaker, _answers: Answers) -> Sequence[Option]:
    moves = [Option(one, say("Moves by {percent}", percent=figures.percent(say, Decimal(one) * 100))) for one in _MOVES]
    return [*(Option(key, say(label)) for key, label in _KINDS.items()), *moves]


def _ask_price(say: Speaker, answers: Answers) -> str:
    return say(
        "At which price, for 1 {unit} in {currency}? Now it is {money}.",
        unit=figures.unit_name(answers["unit"]),
        currency=answers["usual"],
        money=figures.money(say, Decimal(answers["now"]), answers["usual"]),
    )


def _read_price(text: str, answers: Answers, say: Speaker) -> Outcome:
    """Read a price in the money it is watched in, on the side from which it can still be reached."""
    outcome = read_money(text, answers, say)
    if not isinstance(outcome, Taken):
        return outcome
    unit, currency = answers["unit"], answers["usual"]
    if outcome.value["currency"] != currency or outcome.value["per"] not in (None, unit):
        told = say("Please write it in {currency} for 1 {unit}.", currency=currency, unit=figures.unit_name(unit))
        return Refused(told)
    named, now = Decimal(outcome.value["money"]), Decimal(answers["now"])
    if named <= 0 or (named <= now if answers["when"] == "above" else named >= now):
        return Refused(say("The price is there already: now it is {money}.", money=figures.money(say, now, currency)))
    return Taken({**outcome.value, "per": None})


async def alert(context: Context) -> None:
    """Begin an alert on the mineral of the button, as its price was shown."""
    say, known = context.say, MINERALS[pressed_mineral(context.argument)]
    async with context.read() as r:
        choices = await choices_of(context, r)
        price = await price_of(context, r, say, known.key, choices)
    if not isinstance(price, Price):
        context.reply(say("I have no price of this now that I could watch. Ask again later."))
        return
    wanted = wanted_of(known, choices)
    await begin(
        context,
        ALERT,
        {
            "mineral": known.key,
            "usual": price.currency,
            "unit": wanted.unit,
            "fineness": str(wanted.fineness),
            "pure": str(price.per_gram),
            "now": str(wanted.worth(price)),
        },
    )


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    say, when = context.say, answers["when"]
    pure = Decimal(answers["pure"])
    if when in _KINDS:
        unit = UNITS[answers["unit"]].grams or Decimal(1)
        kind, threshold = when, Decimal(answers["price"]["money"]) / unit / Decimal(answers["fineness"])
    else:
        kind, threshold = "moves", Decimal(when)
    kept = await w.price_alerts.add(
        context.target, answers["mineral"], answers["usual"], kind, threshold, pure, context.now
    )
    if kept is None:
        context.reply(say("You have {n} alerts, and I keep no more. Take one away first: /alerts", n=MOST_ALERTS))
        return
    context.reply(
        say("🔔 I tell you when it happens, at most once a day. See and stop alerts: /alerts"), with_lasting=True
    )


ALERT = Flow(
    "alert",
    (
        Choice(
            name="when",
            question=sentence("When shall I tell you? When the price …"),
            label=sentence("When"),
            options=_options,
        ),
        Amount(
            name="price",
            question=_ask_price,
            label=sentence("Price"),
            read=_read_price,
            show=show_money,
            when=lambda answers: answers.get("when") in _KINDS,
        ),
    ),
    finish=_finish,
)


async def alerts(context: Context) -> None:
    """List the member's alerts; a press takes one away."""
    say, member = context.say, context.hearing.member
    async with context.read() as r:
        kept = await r.price_alerts.of(member.id) if member else []
        choices = await choices_of(context, r)
    if not kept:
        rows = [[Button(say("💰 Price"), "prices")]]
        context.reply(say("You have no price alert. Look at a price and press “Tell me when”."), rows)
        return
    lines = [
        f"{number}. {waits_for(say, one, wanted_of(MINERALS[one.mineral], choices))}"
        for number, one in enumerate(kept, start=1)
    ]
    rows = [[Button(say("🔕 Stop {n}", n=number), f"alert-stop:{one.id}")] for number, one in enumerate(kept, start=1)]
    context.reply("\n".join(escape(line, quote=False) for line in lines), rows)


async def stop(context: Context) -> None:
    """Take the alert on the button away, if it is this member's."""
    say, id = context.say, read_id(context.argument)
    context.reply(say("🔕 Stopped. I no longer tell you of this."), [[Button(say("🔔 My alerts"), "alerts")]])
    async with context.write() as w:
        await w.price_alerts.drop(id, context.target)


def waits_for(say: Speaker, alert: PriceAlert, wanted: Wanted) -> str:
    """Return what an alert waits for, in the unit and purity in which this member sees prices."""
    mineral = say(figures.MINERAL_NAMES[alert.mineral])
    if alert.kind == "moves":
        return say("{mineral} moves by {percent}", mineral=mineral, percent=figures.percent(say, alert.threshold * 100))
    told = {
        "mineral": mineral,
        "money": figures.money(say, alert.threshold * _factor(wanted), alert.currency),
        "what": _what(say, wanted),
    }
    if alert.kind == "above":
        return say("{mineral} rises to {money} ({what})", **told)
    return say("{mineral} falls to {money} ({what})", **told)


def _factor(wanted: Wanted) -> Decimal:
    return (UNITS[wanted.unit].grams or Decimal(1)) * wanted.fineness


def _what(say: Speaker, wanted: Wanted) -> str:
    unit = figures.unit_name(wanted.unit)
    if wanted.fineness == 1:
        return say("1 {unit}, pure", unit=unit)
    return say("1 {unit} of {purity}", unit=unit, purity=purity_name(say, wanted.fineness))


HANDLERS: tuple[On, ...] = (
    on_command("alerts", alerts),
    on_action("alerts", alerts),
    on_action("alert", alert),
    on_action("alert-stop", stop),
)
