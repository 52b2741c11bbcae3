"""How an edition was received: what its links open in private; its presses, counted once for each person, of nobody."""

from datetime import date, datetime, timedelta

from content.digest.questions import QUESTIONS
from handlers.context import Context
from handlers.groups.asked import PRESS
from handlers.hearing import Hearing
from handlers.members.market.prices import pressed_mineral, show_price
from handlers.members.start import welcome
from handlers.routing import On, on_action
from storage.editions import MARKS_KEPT
from storage.session import Session

_PRICE = "p_"
_USEFUL = "useful"
_ANSWERS = {_USEFUL: frozenset({"yes", "no"}), **{key: frozenset(one.answers) for key, one in QUESTIONS.items()}}


async def received(context: Context) -> None:
    """Count a press of "edition:<yyyy-mm-dd>:<about>:<answer>"."""
    day, act, say = _read(context.argument), context.argument.partition(":")[2], context.say
    known, person_id = context.hearing.member or context.hearing.group, context.hearing.person_id
    if day is None or known is None or person_id is None:
        context.tell(say("This button is old."))
        return
    async with context.write() as w:
        if not await _is_asked(w, known.id, day, act.partition(":")[0], context.now):
            context.tell(say("This button is old."))
        elif not await w.editions.press(known.id, day, act, person_id):
            context.tell(say("You have answered this already."))
        else:
            await w.subscriptions.touch(known.id)
            context.tell(
                say("👍 Thank you. It counts, without your name.")
                if act.startswith(f"{_USEFUL}:")
                else say("👍 Thank you. When 5 have answered, the next news says how many.")
            )


async def _is_asked(r: Session, target: int, day: date, about: str, now: datetime) -> bool:
    """Tell whether the edition of a day asks this, and who pressed is remembered still: nobody counts twice."""
    if day < (now - MARKS_KEPT).date() or not await r.editions.is_known(target, day):
        return False
    return about == _USEFUL or await r.editions.last_question(target, day + timedelta(days=1)) == (about, day)


def _read(argument: str) -> date | None:
    """Return the day of a press that an edition can have; None for one that was made up."""
    day, _, act = argument.partition(":")
    about, _, answer = act.partition(":")
    if answer not in _ANSWERS.get(about, ()):
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


async def open_price(context: Context) -> None:
    """Open "p_<mineral>": its price with the way to its course; whoever is new here is welcomed below it."""
    await show_price(context, pressed_mineral(context.hearing.argument.removeprefix(_PRICE)), context.say.language.code)
    if not (context.hearing.member and context.hearing.member.introduced):
        await welcome(context)


def _opens_price(h: Hearing) -> bool:
    return h.is_private and h.kind == "message" and h.command == "start" and h.argument.startswith(_PRICE)


LINKS: tuple[On, ...] = (On(_opens_price, open_price),)
HANDLERS: tuple[On, ...] = (on_action(PRESS, received, anywhere=True),)
