"""/purity: how pure a piece is by its weight in air and in water, and karat, per mille and per cent as one another."""

from decimal import Decimal

from content.languages import Speaker, sentence
from content.market.density import Weighing, weigh_in_water
from content.market.purity import express, fineness_of
from content.market.rounding import round_half_up
from content.search.fold import fold
from handlers import figures
from handlers.context import Context
from handlers.flow import begin
from handlers.hearing import Hearing
from handlers.keyboards import Button
from handlers.members.cards.topics import card_rows
from handlers.members.country import country_of
from handlers.quantities import read_line, read_weight, show_weight
from handlers.routing import On, on_action, on_command
from handlers.steps import Amount, Answers, Choice, Flow, Option, Outcome, Refused, Taken
from storage.session import Session

# Which conversion words ask for another way to tell a purity, in any of our languages and as they are folded.
_ASKS = frozenset(
    fold(word)
    for words in (
        "karat karats carat carats quilate quilates kirat karati عيار قيراط",
        "mille permil permille millesimal ‰ milésimas milesimas por-mil elfu الألف بالألف",
        "percent % pourcentage asilimia porcentaje porcentagem persen بالمئة بالمائة",
    )
    for word in words.split()
)
_MOST_WORDS = 8
WARMTHS = {
    "20": sentence("❄️ Cool, 20 °C"),
    "25": sentence("🌤 Mild, 25 °C"),
    "30": sentence("☀️ Warm, 30 °C"),
}
_PLACES = {"karat": 1, "millesimal": 0, "percent": 1}
_CARDS = ("mkt-purity", "mkt-weigh")


async def purity(context: Context) -> None:
    """Turn the purity behind the command into the other ways, or begin to weigh."""
    argument = context.hearing.argument if context.hearing.command else ""
    if argument and (told := converted(context.say, argument, _country(context))):
        context.reply(told, _weigh_rows(context.say))
        return
    await begin(context, PURITY)


async def convert(context: Context) -> None:
    """Answer "18k in per mille?"."""
    told = converted(context.say, _asked_of(context.hearing.text), _country(context))
    unread = context.say("I can't read this as a purity. Write it like 22k, 916 or 91.6 %.")
    context.reply(told or unread, _weigh_rows(context.say))
    async with context.write():
        pass


def _country(context: Context) -> str:
    country = country_of(context)
    return country.code if country else ""


def _weigh_rows(say: Speaker) -> list[list[Button]]:
    return [[Button(say("💧 Weigh in water"), "purity")]]


def converted(say: Speaker, text: str, country: str) -> str:
    """Return one purity in every way it is told; "" when the text holds none."""
    reading = read_line(text, {"country": country, "mineral": "gold"}, say, expecting="purity")
    amount = reading.amount
    if reading.result != "parsed" or amount is None or amount.purity_kind is None or amount.purity is None:
        return ""
    fineness = fineness_of(amount.purity_kind, amount.purity)
    return " = ".join(_ways(say, fineness)) if fineness else ""


def _ways(say: Speaker, fineness: Decimal) -> list[str]:
    rounded = {kind: round_half_up(express(fineness, kind), places) for kind, places in _PLACES.items()}
    return [figures.purity(say, kind, value) for kind, value in rounded.items()]


def is_conversion(h: Hearing) -> bool:
    """Tell whether a short text in private asks for one purity in another way."""
    if not h.is_private or h.kind != "message" or h.command or h.action or not h.text:
        return False
    number, asked = _places_in(h.text)
    return number is not None and asked is not None and asked - number > 1


def _words(text: str) -> list[str]:
    return fold(text).replace("?", " ").replace("؟", " ").split()[: _MOST_WORDS + 1]


def _places_in(text: str) -> tuple[int | None, int | None]:
    """Return where the number stands, and where at the end the other way to tell it is named.

    "22 karat" alone asks for nothing; "22 karat in per cent" does.
    """
    words = _words(text)
    numbers = [at for at, word in enumerate(words) if word[:1].isdecimal()]
    asked = [at for at, word in enumerate(words) if word in _ASKS and at >= len(words) - 2]
    is_short = len(words) <= _MOST_WORDS
    return numbers[0] if numbers and is_short else None, asked[-1] if asked else None


def _asked_of(text: str) -> str:
    """Return the purity that is asked about: the number and the words on both sides of it."""
    number, asked = _places_in(text)
    at = number or 0
    return " ".join(_words(text)[max(0, at - 1) : min(at + 2, asked or at + 2)])


def _read_grams(text: str, answers: Answers, say: Speaker) -> Outcome:
    return read_weight(text, {**answers, "mineral": "gold"}, say)


def _read_water(text: str, answers: Answers, say: Speaker) -> Outcome:
    outcome = _read_grams(text, answers, say)
    if not isinstance(outcome, Taken) or Decimal(outcome.value["grams"]) < Decimal(answers["air"]["grams"]):
        return outcome
    return Refused(say("In water it must weigh less than in air. Hang it on a thread, touching nothing."))


async def _finish(context: Context, answers: Answers, _w: Session) -> None:
    weighing = Weighing(
        air_g=Decimal(answers["air"]["grams"]),
        water_g=Decimal(answers["water"]["grams"]),
        water_celsius=Decimal(answers["warmth"]),
        scale_g=Decimal(answers["scale"]),
    )
    context.reply("\n\n".join(told(context.say, weighing)), card_rows(context, _CARDS))


def told(say: Speaker, weighing: Weighing) -> list[str]:
    """Return what a weighing tells, or how to weigh so that it does."""
    tested = weigh_in_water(weighing)
    better = say(
        "Weigh better: 10 g or more on a scale of 0.01 g, or 1 g on one of 0.001 g; clean water, a thin thread, no "
        "bubbles, no dirt. Gold with mercury in it can't be told this way."
    )
    if tested.verdict == "too_small_for_this_scale":
        return [say("This piece is too small for this scale: the answer could be anything."), better]
    if tested.fineness is None:
        return [say("These two weights can't be right for gold mixed with silver or copper."), better]
    span = tested.fineness
    return [
        say(
            "💧 About {low} to {high} karat, that is {least} to {most} ‰.",
            low=_end(say, span.low, "karat"),
            high=_end(say, span.high, "karat"),
            least=_end(say, span.low, "millesimal"),
            most=_end(say, span.high, "millesimal"),
        ),
        say(
            "The low end is with silver in it, the high end with copper. Tungsten can't be seen this way, and stone, "
            "holes or mercury in it make it look poorer. A fire test tells more."
        ),
    ]


def _end(say: Speaker, end: Decimal, kind: str) -> str:
    return say.number(round_half_up(express(end, kind), _PLACES[kind]))


PURITY = Flow(
    "purity",
    (
        Amount(
            name="air",
            question=sentence("💧 How many grams does the dry piece weigh in air?"),
            label=sentence("In air"),
            read=_read_grams,
            show=show_weight,
        ),
        Amount(
            name="water",
            question=sentence(
                "Now hang the piece on a thin thread under the scale, whole in clean water, touching nothing. How many "
                "grams does the scale show?"
            ),
            label=sentence("In water"),
            read=_read_water,
            show=show_weight,
        ),
        Choice(
            name="scale",
            question=sentence("What is the smallest step of the scale?"),
            label=sentence("Scale"),
            options=(Option("0.1", "0.1 g"), Option("0.01", "0.01 g"), Option("0.001", "0.001 g")),
        ),
        Choice(
            name="warmth",
            question=sentence("How warm is the water?"),
            label=sentence("Water"),
            options=[Option(key, label) for key, label in WARMTHS.items()],
        ),
    ),
    finish=_finish,
    command="purity",
)
HANDLERS: tuple[On, ...] = (on_command("purity", purity), on_action("purity", purity))
PLAIN: tuple[On, ...] = (On(is_conversion, convert),)
