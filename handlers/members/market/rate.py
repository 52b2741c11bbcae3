"""/rate: the rate a member was given in the market goes before the official one, with the day on which they said so."""

from decimal import Decimal
from typing import Any

from content.languages import Speaker, sentence
from content.market.currencies import CURRENCIES
from content.market.prices.reading import DOLLAR, Rate, needed, rate_of
from handlers.context import Context
from handlers.flow import begin
from handlers.members.market.offer import known_of
from handlers.price_origins import rate_line
from handlers.quantities import currency_step, read_money, show_money
from handlers.routing import On, on_action, on_command
from handlers.steps import Amount, Answers, Flow, Refused, Taken
from storage.session import Session

_OFF = frozenset({"off", "no", "0"})
_LONGEST_RATE = 12
# A rate so far from the official one was probably turned over, or is of another money.
_FAR = Decimal(4)


async def rate(context: Context) -> None:
    """Set the rate behind the command, drop it by "off", or ask for it."""
    argument = context.hearing.argument.strip() if context.hearing.command else ""
    if argument.casefold() in _OFF:
        await drop_rate(context)
        return
    known = await known_of(context)
    outcome = read_money(argument, known, context.say) if argument else None
    if isinstance(outcome, Taken):
        await begin(context, RATE, {**known, "rate": outcome.value})
    elif isinstance(outcome, Refused):
        context.reply(outcome.text)
    else:
        await begin(context, RATE, known)


async def drop_rate(context: Context) -> None:
    """Use the official rate again."""
    member = context.hearing.member
    context.reply(context.say("I use the official rate again."))
    async with context.write() as w:
        if member:
            await w.price_choices.drop_own_rate(context.target)


async def keep_rate(context: Context) -> None:
    """Keep a rate that was told for one offer; the action is "keep-rate:<currency>:<rate>"."""
    code, _, value = context.argument.partition(":")
    is_number = len(value) <= _LONGEST_RATE and value.isascii() and value.replace(".", "", 1).isdecimal()
    if code not in CURRENCIES or code == DOLLAR or not is_number or not Decimal(value):
        context.reply(context.say("This button is old. Please check the offer once more."))
        return
    context.reply(_kept(context, code, Decimal(value)), with_lasting=True)
    async with context.write() as w:
        await w.price_choices.set_own_rate(context.target, code, Decimal(value), context.now)


def _kept(context: Context, code: str, per_usd: Decimal) -> str:
    say = context.say
    told = rate_line(say, Rate(code, per_usd, context.now, "own", (), "live"))
    return f"{told}\n" + say("I count with it from now on, and say so. /rate off drops it.")


def _ask(say: Speaker, _answers: Answers) -> str:
    return say("How much of your money do you get for one US dollar? Write it like 2500 or 2500 TZS.")


async def _compare(context: Context, answers: Answers) -> Answers:
    """Find the official rate, to tell whether the member's is far from it."""
    code = answers["rate"]["currency"] or answers["currency"]
    async with context.read() as r:
        official = rate_of(await r.quotes.board(context.now, needed([], [code])), code, now=context.now)
    value = Decimal(answers["rate"]["money"])
    known = official.per_usd if isinstance(official, Rate) else None
    is_far = known is not None and (value == 0 or not 1 / _FAR < value / known < _FAR)
    return {**answers, "code": code, "official": official if is_far else None}


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    say, code, value = context.say, answers["code"], Decimal(answers["rate"]["money"])
    official: Any = answers["official"]
    if code == DOLLAR or not value:
        context.reply(say("A rate is how much of your money one dollar is. Try again: /rate"))
        return
    text = _kept(context, code, value)
    if official is not None:
        warning = say("❓ That is very far from the official rate. If it is wrong, write /rate again.")
        text = f"{text}\n{warning}\n{rate_line(say, official)}"
    context.reply(text, with_lasting=True)
    await w.price_choices.set_own_rate(context.target, code, value, context.now)


RATE = Flow(
    "rate",
    (
        Amount(name="rate", question=_ask, label=sentence("Rate"), read=read_money, show=show_money),
        currency_step(lambda answers: bool(answers.get("rate")) and not answers["rate"]["currency"]),
    ),
    finish=_finish,
    prepare=_compare,
    command="rate",
)
HANDLERS: tuple[On, ...] = (on_command("rate", rate), on_action("rate", rate), on_action("keep-rate", keep_rate))
