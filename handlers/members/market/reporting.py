"""What people get: one tap counts a share without who said it; a sudden shift waits for someone to look."""

from datetime import date, timedelta
from decimal import Decimal
from zlib import crc32

from content.languages import Speaker, sentence
from content.market.minerals import MINERALS
from content.market.reported import WINDOWS, is_sudden, middle_half
from handlers import figures
from handlers.context import Context
from handlers.flow import begin
from handlers.members.market.offer_steps import STEPS
from handlers.members.market.offer_texts import STEP_NAMES, reported_line
from handlers.regions import ELSEWHERE, REGION, country_step, place_name
from handlers.routing import On, on_action
from handlers.steps import Answers, Choice, Flow, Option
from storage.reports import Place
from storage.session import Session

# What staff find such a case under.
CASE = "reports"
_LONGEST_FIGURE = 12


async def reported(r: Session, say: Speaker, place: Place, today: date) -> str:
    """Return what people say they get at a place, as a plain line; of the whole country when too few say so there.

    "" when too few have told anything.
    """
    places = (place, Place(place.mineral, place.country, "", place.step)) if place.region else (place,)
    for one in places:
        for window in WINDOWS:
            told = await r.reports.of(one, today - window)
            if middle := middle_half(told.shares, told.days):
                where = f"{place_name(say, one.country, one.region)}, {say(STEP_NAMES[one.step])}"
                return reported_line(say, middle, where, unit_of(place.mineral))
    return ""


def subject_of(place: Place) -> int:
    """Return the number under which a case is about a place: staff find it again among `reports.held()`."""
    return crc32("/".join((place.mineral, place.country, place.region, place.step)).encode())


def unit_of(mineral: str) -> str:
    """Return the unit for which USD are told where there is no world price; "" where shares are."""
    known = MINERALS[mineral]
    return "" if known.has_public_price else figures.unit_name(known.quoted_unit)


def count_action(mineral: str, figure: Decimal, step: str) -> str:
    """Return the action that counts a figure: a share of the world price, or USD per quoted unit."""
    return f"report:{mineral}:{figure:f}:{step}"


async def count(context: Context) -> None:
    """Begin to count: a country or a step that is not known is asked, nothing else."""
    mineral, _, rest = context.argument.partition(":")
    figure, _, step = rest.partition(":")
    if mineral not in MINERALS or not _is_figure(figure):
        context.reply(context.say("This button is old. Please check the offer once more."))
        return
    member = context.hearing.member
    answers = {"mineral": mineral, "figure": figure}
    if member and member.country:
        answers["country"] = member.country
    if step in STEPS:
        answers["step"] = step
    await begin(context, REPORT, answers)


def _is_figure(text: str) -> bool:
    whole, _, part = text.partition(".")
    is_short = len(text) <= _LONGEST_FIGURE and text.isascii()
    return is_short and whole.isdecimal() and (not part or part.isdecimal())


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    say, today = context.say, context.now.date()
    region = answers.get("region") or ELSEWHERE
    place = Place(answers["mineral"], answers["country"], "" if region == ELSEWHERE else region, answers["step"])
    figure = Decimal(answers["figure"])
    week = today - timedelta(days=today.weekday())
    known = await w.reports.of(place, today - WINDOWS[-1])
    is_held = is_sudden(figure, known.shares, week, is_share=MINERALS[place.mineral].has_public_price)
    if not await w.reports.add(context.target, place, figure, today, is_held=is_held):
        context.reply(say("You have told me one today, so I count no more until tomorrow. Thank you."))
        return
    if is_held:
        await w.cases.open(CASE, subject_of(place), language="", now=context.now)
    lines = [say("🤝 Counted, without you: I keep the share, the place and the week, and not who told it.")]
    said = await reported(w, say, place, today)
    lines.append(said or say("From five reports on three days on I show what people get."))
    context.reply("\n".join(lines), with_lasting=True)


REPORT = Flow(
    "report",
    (
        country_step(sentence("In which country do you sell? Press it, or write its name.")),
        REGION,
        Choice(
            name="step",
            question=sentence("Where is this offered to you?"),
            label=sentence("Where"),
            options=[Option(key, label) for key, label in STEPS.items()],
        ),
    ),
    finish=_finish,
)
HANDLERS: tuple[On, ...] = (on_action("report", count),)
