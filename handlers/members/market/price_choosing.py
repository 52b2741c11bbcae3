"""What someone likes to see prices in: money, and for gold its usual purity and a unit; shown at once, remembered."""

from dataclasses import replace
from decimal import Decimal
from html import escape

from content.market.currencies import CURRENCIES
from content.market.units import UNITS
from handlers import figures
from handlers.arguments import read_number
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.country import country_of
from handlers.members.market.price_texts import GOLD
from handlers.members.market.prices import pressed_mineral, show_price
from handlers.quantities import currencies, replaced_money
from handlers.routing import On, on_action, on_command

PURE_KARAT = 24
KARATS = (24, 22, 21, 20, 18, 14)
UNIT_CHOICES = ("gram", "tola", "troy_ounce")
_A_ROW = 3
_LONGEST_QUOTE = 20


async def money(context: Context) -> None:
    """Offer the likeliest currencies; any other is typed as its code."""
    say, country = context.say, country_of(context)
    mineral = pressed_mineral(context.argument)
    options = currencies(say, {"country": country.code if country else ""})
    buttons = [Button(one.key, f"set-money:{mineral}:{one.key}") for one in options]
    text = say("In which money? For another one write /currency and its three letters, like /currency KES.")
    context.reply(text, [buttons[at : at + _A_ROW] for at in range(0, len(buttons), _A_ROW)])


async def set_money(context: Context) -> None:
    """Remember the currency on the button and show the price in it."""
    mineral, _, code = context.argument.partition(":")
    await _remember_money(context, pressed_mineral(mineral), code)


async def currency(context: Context) -> None:
    """Take /currency KES; without a code offer the likeliest."""
    if code := context.hearing.argument.strip().upper():
        await _remember_money(context, GOLD, code)
    else:
        await money(context)


async def _remember_money(context: Context, mineral: str, code: str) -> None:
    say = context.say
    if gone := replaced_money(code, say):
        context.reply(gone)
        return
    if code not in CURRENCIES:
        quoted = escape(code[:_LONGEST_QUOTE], quote=False)
        context.reply(say("I do not know the money “{code}”. Write its three letters, like KES.", code=quoted))
        return
    await show_price(context, mineral, say.language.code, lambda choices: replace(choices, currency=code))
    async with context.write() as w:
        await w.price_choices.set_currency(context.target, code)


async def purity(context: Context) -> None:
    """Offer purities and units for gold."""
    say = context.say
    karats = [Button(figures.purity(say, "karat", Decimal(one)), f"set-purity:{one}") for one in KARATS]
    units = [Button(figures.unit_name(key), f"set-unit:{key}") for key in _units(context)]
    rows = [buttons[at : at + _A_ROW] for buttons in (karats, units) for at in range(0, len(buttons), _A_ROW)]
    context.reply(say("How pure is your gold usually, and in which unit shall I show it?"), rows)


def _units(context: Context) -> list[str]:
    """Return the units to show gold by: those of which everybody knows what they weigh."""
    country = country_of(context)
    every = dict.fromkeys((*UNIT_CHOICES, *(country.units if country else ())))
    return [key for key in every if key in UNITS and UNITS[key].certainty == "A" and UNITS[key].kind == "mass"]


async def set_purity(context: Context) -> None:
    """Remember the purity, in karat, and show gold so."""
    karat = read_number(context.argument, PURE_KARAT)
    if not karat:
        await purity(context)
        return
    fineness = Decimal(karat) / PURE_KARAT
    await show_price(context, GOLD, context.say.language.code, lambda choices: replace(choices, purity=fineness))
    async with context.write() as w:
        await w.price_choices.set_purity(context.target, fineness)


async def set_unit(context: Context) -> None:
    """Remember the unit and show gold by it."""
    unit = context.argument
    if unit not in _units(context):
        await purity(context)
        return
    await show_price(context, GOLD, context.say.language.code, lambda choices: replace(choices, unit=unit))
    async with context.write() as w:
        await w.price_choices.set_unit(context.target, unit)


HANDLERS: tuple[On, ...] = (
    on_command("currency", currency),
    on_action("price-money", money),
    on_action("set-money", set_money),
    on_action("price-purity", purity),
    on_action("set-purity", set_purity),
    on_action("set-unit", set_unit),
)
