"""⚖️: is this offer fair? From a line or step by step to what it is worth; a tap counts it again another way."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from html import escape
from typing import Any

from content.market.minerals import find_mineral
from content.search.answer import Found
from handlers.context import Context
from handlers.flow import Stand, accept_all, begin, move
from handlers.members.country import country_of
from handlers.members.market.offer_reading import mineral_in, read_offer, read_part, told, why_unread
from handlers.members.market.offer_shown import MORE, Shown, show, show_more
from handlers.members.market.offer_steps import OFFER_STEPS
from handlers.members.market.offered import Offered, offered_of, read
from handlers.routing import On, on_action, on_command
from handlers.steps import Answers, Filled, Flow, Unclear
from storage.drafts import new_revision
from storage.session import Session

# Cards on selling: a weight with a sum of money says more of what is wanted than they do.
SELLING = "mkt-"


async def known_of(context: Context) -> dict[str, str]:
    """Return what is known of a person before anything is asked: their country and the money they count in."""
    country, member = country_of(context), context.hearing.member
    usual = None
    if member:
        async with context.read() as r:
            usual = (await r.price_choices.of(member.id)).currency
    return {
        "country": country.code if country else "",
        "usual": usual or (country.currencies[0] if country and country.currencies else ""),
    }


async def offer(context: Context) -> None:
    """Begin, go on with what was begun, or read what stands behind the command."""
    hearing = context.hearing
    line = hearing.argument if hearing.command else ""
    if line and await check_words(context, line):
        return
    if await _is_begun(context):
        await begin(context, OFFER)
        return
    known, named = await known_of(context), find_mineral(line or context.argument)
    if named:
        await begin(context, OFFER, {**known, "mineral": named.key})
    elif line and hearing.draft is None:
        await _begin_with(context, line, known)
    else:
        await begin(context, OFFER, known)


async def _begin_with(context: Context, line: str, known: dict[str, Any]) -> None:
    """Begin with the part of an offer, or the mineral, that a line tells; or say why it tells none."""
    say, part, mineral = context.say, read_part(line, known, context.say), mineral_in(line, context.say)
    answers, before = known, ""
    if part:
        answers, before = {**known, **part.values}, told(part.values, say)
    elif mineral:
        answers = {**known, "mineral": mineral}
    else:
        before = escape(why_unread(line, known, say), quote=False)
    await move(context, OFFER, Stand(OFFER.following(answers), answers, before=before), None)


async def _is_begun(context: Context) -> bool:
    member, draft = context.hearing.member, context.hearing.draft
    if member is None:
        return False
    if draft:
        return draft.flow == OFFER.name
    async with context.read() as r:
        return await r.drafts.find_aside(member.id, member.id, OFFER.name) is not None


def tells_offer(context: Context, text: str) -> bool:
    """Tell whether a text holds a weight and a sum of money."""
    country = country_of(context)
    return read_offer(text, {"country": country.code if country else ""}, context.say) is not None


async def check_words(context: Context, text: str) -> bool:
    """Begin with all that a text tells of an offer, and tell whether it tells enough of one."""
    known = await known_of(context)
    outcome = read_offer(text, known, context.say)
    draft = context.hearing.draft
    if isinstance(outcome, Filled) and draft is not None and draft.flow == OFFER.name:
        await accept_all(context, OFFER, draft, outcome.values)
    elif isinstance(outcome, Filled) and draft is None:
        answers = {**known, **outcome.values}
        await move(context, OFFER, Stand(OFFER.following(answers), answers, before=told(answers, context.say)), None)
    elif isinstance(outcome, Filled):
        await begin(context, OFFER, {**known, **outcome.values})
    elif isinstance(outcome, Unclear) and draft is None:
        readings = {"readings": [[label, values] for label, values in outcome.readings], "fills": True}
        await move(context, OFFER, Stand(OFFER.steps[0], known, readings), None)
    elif outcome is not None:
        await begin(context, OFFER, known)
    return outcome is not None


async def open_offer(context: Context, text: str, found: Found) -> bool:
    """Check the offer that a text holds or asks about, and tell whether it does: unless a card is surely meant."""
    if not context.hearing.is_private or found.outcome in ("emergency", "maybe_emergency"):
        return False
    first = found.hits[0] if found.outcome == "sure" and found.hits else None
    if first is not None and first.kind == "card" and not first.id.startswith(SELLING):
        return False
    if tells_offer(context, text):
        return await check_words(context, text)
    if first is not None and first.id == OFFER.name:
        await offer(context)
        return True
    return False


async def _prepare(context: Context, answers: Answers) -> Answers:
    offered = _again(answers) if "again" in answers else offered_of(answers)
    return {**answers, "shown": await show(context, offered)} if offered else answers


def _again(answers: Answers) -> Offered | None:
    """Return the offer of an earlier check with what was asked anew."""
    offered = read(answers["offered"])
    if offered is None:
        return None
    if answers["again"] == "rate":
        return replace(offered, rate=Decimal(answers["rate"]))
    if answers["again"] == "step":
        return replace(offered, step=answers["step"] or "")
    return replace(offered, cut=Decimal(answers["other_cut"] if answers["cut"] == "other" else answers["cut"]))


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    shown: Shown | None = answers.get("shown")
    if shown is None:
        text = context.say("This can't be an offer: weight and money must be more than nothing. Try /offer again.")
        context.reply(text)
        return
    context.reply(shown.text, shown.rows)
    if shown.waits and "again" not in answers:
        await _keep_for_later(context, answers, w)


async def _keep_for_later(context: Context, answers: Answers, w: Session) -> None:
    """Keep an offer that nobody can judge today where /offer goes on with it."""
    me, kept = context.target, {name: value for name, value in answers.items() if name != "shown"}
    revision = new_revision()
    await w.drafts.save(me, me, OFFER.name, "money", kept, context.now, revision=None, becomes=revision)
    if draft := await w.drafts.find(me, me):
        await w.drafts.lay_aside(me, me, draft, context.now)


async def _show_again(context: Context, offered: Offered) -> None:
    shown = await show(context, offered)
    context.reply(shown.text, shown.rows)
    async with context.write():
        pass


async def _show_more(context: Context, offered: Offered) -> None:
    shown = await show_more(context, offered)
    context.reply(shown.text, shown.rows)


async def _for_each_gram(context: Context, offered: Offered) -> None:
    await _show_again(context, offered.for_each_gram())


async def _ask_rate(context: Context, offered: Offered) -> None:
    await _ask(context, offered, "rate")


async def _ask_cut(context: Context, offered: Offered) -> None:
    await _ask(context, offered, "cut")


async def _ask_step(context: Context, offered: Offered) -> None:
    await _ask(context, offered, "step")


async def _ask(context: Context, offered: Offered, what: str) -> None:
    known = await known_of(context)
    again = {"again": what, "offered": context.argument, "mineral": offered.mineral, "usual": offered.currency}
    await begin(context, OFFER, {**known, **again})


def _on_button(act: Callable[[Context, Offered], Awaitable[None]]) -> Callable[[Context], Awaitable[None]]:
    """Return what reads the offer on a button and acts on it."""

    async def pressed(context: Context) -> None:
        offered = read(context.argument)
        if offered is None:
            context.reply(context.say("This button is old. Please check the offer once more."))
            return
        await act(context, offered)

    return pressed


OFFER = Flow("offer", OFFER_STEPS, finish=_finish, prepare=_prepare, command="offer")
_BUTTONS: Mapping[str, Any] = {
    "offer-again": _show_again,
    "offer-gram": _for_each_gram,
    "offer-rate": _ask_rate,
    "offer-cut": _ask_cut,
    "offer-step": _ask_step,
    MORE: _show_more,
}
HANDLERS: tuple[On, ...] = (
    on_command("offer", offer),
    on_action("offer", offer),
    *(on_action(name, _on_button(act)) for name, act in _BUTTONS.items()),
)
