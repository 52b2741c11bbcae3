"""/advance: what an advance from a buyer costs a month and a year, and whether it binds a person. It judges nobody."""

from decimal import Decimal

from content.languages import Speaker, sentence
from content.market.advances import (
    BONDS,
    HELD,
    AdvanceCost,
    cards_for,
    cost_by_discount,
    cost_in_money,
    read_bonds,
    savings_group_cost,
)
from handlers import figures
from handlers.context import Context
from handlers.flow import begin
from handlers.keyboards import Button
from handlers.members.cards.topics import card_rows
from handlers.members.market.offer import known_of
from handlers.quantities import (
    currency_step,
    read_money,
    read_percent,
    show_money,
    show_percent,
)
from handlers.routing import On, on_action, on_command
from handlers.steps import Amount, Answers, Choice, Flow, Option, Outcome, Refused, Taken
from handlers.words import meaning
from storage.session import Session

_DAYS = ("7", "14", "30", "60", "90")
_LONGEST_DAYS = 4
_NONE = "none"
_BOND_LABELS = {
    "cannot_leave": sentence("⛓ May not leave"),
    "papers_kept": sentence("🪪 He has my papers"),
    "debt_passed_on": sentence("🧒 Passes to family"),
    "family_as_surety": sentence("👪 Family must answer"),
    "sells_only_to_lender": sentence("🔒 Sell only to him"),
}
LEGAL_HELP = "near:legal-aid"


async def advance(context: Context) -> None:
    """Begin, or go on with what was begun."""
    draft, member = context.hearing.draft, context.hearing.member
    is_begun = draft is not None and draft.flow == ADVANCE.name
    if draft is None and member is not None:
        async with context.read() as r:
            is_begun = await r.drafts.find_aside(member.id, member.id, ADVANCE.name) is not None
    await begin(context, ADVANCE, None if is_begun else await known_of(context))


def _read_sum(text: str, answers: Answers, say: Speaker) -> Outcome:
    outcome = read_money(text, {**answers, "usual": _currency(answers)}, say)
    if isinstance(outcome, Taken) and outcome.value["per"]:
        return Refused(say("Please write the whole sum of money."))
    return outcome


def _currency(answers: Answers) -> str:
    told = answers.get("sum") or {}
    return told.get("currency") or answers.get("currency") or answers.get("usual") or ""


def _typed_days(text: str, _answers: Answers, _say: Speaker) -> Outcome | None:
    days = next((word for word in text.split() if word.isdecimal()), "")
    is_option = text.strip() == days and days.isdecimal() and int(days) <= len(_DAYS)
    if not days or len(days) > _LONGEST_DAYS or is_option or not int(days):
        return None
    return Taken(str(int(days)))


def _days(say: Speaker, answers: Answers) -> list[Option]:
    kept = [answers["days"]] if answers.get("days") else []
    return [Option(days, say.say_count("{n} day", "{n} days", int(days))) for days in dict.fromkeys((*_DAYS, *kept))]


def _typed_no(text: str, _answers: Answers, _say: Speaker) -> Outcome | None:
    return Taken([_NONE]) if meaning(text) == "no" else None


def _cost(answers: Answers) -> AdvanceCost | None:
    advanced, days = Decimal(answers["sum"]["money"]), int(answers["days"])
    if answers["way"] == "discount":
        return cost_by_discount(advanced, Decimal(answers["discount"]), days)
    return cost_in_money(advanced, Decimal(answers["back"]["money"]), days)


async def _finish(context: Context, answers: Answers, _w: Session) -> None:
    say, bonds = context.say, read_bonds(answers["bonds"])
    cost = _cost(answers)
    lines = [f"⚠️ {say(BONDS[bond])}" for bond in bonds]
    if HELD.intersection(bonds):
        lines.append(
            say("You are not at fault. Talk to someone you trust, not near him. Others can help you to get out.")
        )
    lines.extend(
        cost_lines(say, cost, _currency(answers)) if cost else [say("These sums can't be right. /advance again.")]
    )
    rows = card_rows(context, cards_for(bonds))
    if bonds:
        rows.insert(0, [Button(say("⚖️ Legal aid"), f"{LEGAL_HELP}:{say.language.code}")])
    context.reply("\n\n".join(lines), rows)


def cost_lines(say: Speaker, cost: AdvanceCost, currency: str) -> list[str]:
    """Return what an advance costs in plain words, and what the same would cost in a savings group."""
    money = figures.money(say, cost.cost, currency)
    days = say.say_count("{n} day", "{n} days", cost.days)
    if cost.cost <= 0:
        return [
            say(
                "By these figures it costs you nothing. Ask what else he takes: price, weight, or that you sell to him."
            )
        ]
    group = figures.money_span(say, savings_group_cost(cost.sum, cost.days), currency)
    return [
        say(
            "💰 It costs you {money} in {days}. That is {month} of the sum a month, or {year} a year.",
            money=money,
            days=days,
            month=figures.percent(say, cost.a_month),
            year=figures.percent(say, cost.a_year),
        ),
        say(
            "👛 In a savings group the same usually costs {money}: 5 to 10 % a month, and it stays with the members.",
            money=group,
        ),
    ]


ADVANCE = Flow(
    "advance",
    (
        Amount(
            name="sum",
            question=sentence("🤝 What an advance really costs. How much money does he give you now?"),
            label=sentence("Advance"),
            read=_read_sum,
            show=show_money,
        ),
        currency_step(lambda answers: bool(answers.get("sum")) and not answers["sum"]["currency"]),
        Choice(
            name="way",
            question=sentence("How do you pay it back?"),
            label=sentence("Paid back"),
            options=(
                Option("money", sentence("💵 In money")),
                Option("discount", sentence("🟡 Cheaper gold")),
            ),
        ),
        Amount(
            name="back",
            question=sentence("How much money do you give back in all?"),
            label=sentence("Given back"),
            read=_read_sum,
            show=show_money,
            when=lambda answers: answers.get("way") == "money",
        ),
        Amount(
            name="discount",
            question=sentence("How many per cent less than other buyers does he pay you for your gold?"),
            label=sentence("Less"),
            read=read_percent,
            show=show_percent,
            when=lambda answers: answers.get("way") == "discount",
        ),
        Choice(
            name="days",
            question=sentence("After how many days have you paid it back? Press, or write like 45 days."),
            label=sentence("Days"),
            options=_days,
            shortcut=_typed_days,
        ),
        Choice(
            name="bonds",
            question=sentence("Does any of this hold? Press all that fit, then Done."),
            label=sentence("Conditions"),
            options=[
                *(Option(key, label) for key, label in _BOND_LABELS.items()),
                Option(_NONE, sentence("🕊 None of these")),
            ],
            several=True,
            shortcut=_typed_no,
        ),
    ),
    finish=_finish,
    command="advance",
)
HANDLERS: tuple[On, ...] = (on_command("advance", advance), on_action("advance", advance))
