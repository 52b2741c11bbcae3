"""Where something is to be had near someone: what we know of their country, or honestly that we know nothing yet."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from html import escape

from content.countries import Country
from content.guidance.library import Card
from content.languages import CODES, Speaker, sentence, speaker
from content.places import KINDS, OF_CARDS, Place
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.members.country import ask_country, country_of
from handlers.members.gaps.asking_others import ASK_OTHERS, ask_others_row
from handlers.routing import On, on_action
from storage.gaps import Gap
from storage.session import Session

MOST_SHOWN = 6
# Whoever looks for these is in danger of their life.
URGENT, DANGEROUS = frozenset(["antivenom", "cyanide-antidote", "poison-advice"]), 2
# One person's same question for a place counts once in this time.
COUNTED_ONCE = timedelta(hours=24)
_LABELS: Mapping[str, str] = {
    "antivenom": sentence("🐍 Snakebite serum"),
    "cyanide-antidote": sentence("☠️ Cyanide antidote"),
    "poison-advice": sentence("☎️ Poison advice"),
    "mercury-clinic": sentence("🧪 Mercury test"),
    "tb": sentence("🫁 TB test"),
    "violence-help": sentence("🤝 Violence: help"),
    "child-help": sentence("🧒 Help for children"),
    "legal-aid": sentence("⚖️ Legal aid"),
    "mines-office": sentence("🏛 Mines office"),
    "lender": sentence("🏦 Lender"),
    "savings-group": sentence("👛 Savings group"),
    "grant": sentence("🎁 Grant"),
    "assay": sentence("🔥 Gold test"),
    "scale-check": sentence("⚖️ Scale check"),
}


def where_rows(context: Context, card: Card, say: Speaker, *, is_urgent: bool = False) -> list[list[Button]]:
    """Return a row with the way to places, when there may be some for this card: known ones, or a country not named.

    When it is urgent nobody is sent to a question: only to what is known.
    """
    kinds, country = OF_CARDS.get(card.id), country_of(context)
    if not kinds or not context.hearing.is_private or (is_urgent and country is None):
        return []
    if country and not context.services.places.find(country.code, kinds, context.now.date()):
        return []
    return [[Button(say("📍 Where near me?"), f"near:{','.join(kinds)}:{say.language.code}")]]


async def near(context: Context) -> None:
    """Show the places of the kinds that a button names, or ask for the country first."""
    wanted = read_wanted(context, context.argument)
    country = country_of(context)
    if wanted is None:
        await what_is_where(context)
        return
    kinds, say = wanted
    if country is None:
        ask_country(context, say, then=f"near:{context.argument}")
        return
    is_known = show_places(context, country, kinds, say)
    async with context.write() as w:
        if not is_known:
            await keep_gaps(context, w, country, kinds, say)


def read_wanted(context: Context, argument: str) -> tuple[tuple[str, ...], Speaker] | None:
    """Return the kinds and the speaker of "<kinds>:<language>"; None when no kind is known."""
    named, _, code = argument.partition(":")
    kinds = tuple(kind for kind in KINDS if kind in named.split(","))
    return (kinds, speaker(code) if code in CODES else context.say) if kinds else None


async def what_is_where(context: Context) -> None:
    """Show every kind of place as a button, or ask for the country first."""
    country = country_of(context)
    if country:
        show_kinds(context, country)
    else:
        ask_country(context, context.say, then="places")


def show_kinds(context: Context, country: Country) -> None:
    """Stage every kind of place as a button: also what we know nothing of, so that it is kept as a gap."""
    say = context.say
    buttons = [Button(say(_LABELS[kind]), f"near:{kind}:{say.language.code}") for kind in KINDS]
    rows: Rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    context.reply(say("What are you looking for in {country}?", country=say.country(country.code)), rows)


def show_places(context: Context, country: Country, kinds: tuple[str, ...], say: Speaker) -> bool:
    """Stage what is known of some kinds, or honestly that nothing is; return whether something is known."""
    found = context.services.places.find(country.code, kinds, context.now.date())
    if found:
        context.reply("\n\n".join(_shown(place, say) for place in found[:MOST_SHOWN]))
    else:
        name = say.country(country.code)
        text = say("I know no such place in {country} yet. I kept the question, without you.", country=name)
        context.reply("\n".join([text, say("May I ask other people?")]), [ask_others_row(say)])
    return bool(found)


async def keep_gaps(context: Context, w: Session, country: Country, kinds: tuple[str, ...], say: Speaker) -> None:
    """Keep what nobody knows as a question without an answer, apart from who asked it."""
    for kind in kinds:
        wording = f"where: {kind}, {country.code}"
        if not context.is_again(wording, COUNTED_ONCE):
            known = await w.questions.record(wording, say.language.code, "none", [], [], context.now)
            await w.questions.gap(known, "none")
            await w.questions.join(known, (await _note_gap(context, w, country, kind, say)).id)
        elif gap := await w.gaps.nearest(_wording(country, kind, say), _concepts(country, kind)):
            context.rename_action(ASK_OTHERS, f"{ASK_OTHERS}:{gap.id}")


async def _note_gap(context: Context, w: Session, country: Country, kind: str, say: Speaker) -> Gap:
    """Count a place that nobody knows as a gap, and let it be asked about."""
    gap = await w.gaps.note(
        _wording(country, kind, say),
        say.language.code,
        "place",
        _concepts(country, kind),
        [],
        context.now.date(),
        danger=DANGEROUS if kind in URGENT else 0,
    )
    context.rename_action(ASK_OTHERS, f"{ASK_OTHERS}:{gap.id}")
    return gap


def _wording(country: Country, kind: str, say: Speaker) -> str:
    what = say(_LABELS[kind]).partition(" ")[2]
    return say("Where is this to be had in {country}: {what}?", country=say.country(country.code), what=what)


def _concepts(country: Country, kind: str) -> list[str]:
    """Return what makes two such questions one, whatever their language."""
    return [f"place:{kind}", f"country:{country.code}"]


def _shown(place: Place, say: Speaker) -> str:
    lines: Sequence[str | None] = (
        say("📍 {place}", place=place.district) if place.district else say("📍 In the whole country"),
        say("📞 {phone}", phone=place.phone) if place.phone else None,
        say("The police answer there.") if place.police else None,
        say("🌐 {page}", page=place.web) if place.web else None,
        {"free": say("It costs nothing."), "paid": say("It costs money."), None: None}[place.cost],
        say("They speak {languages}.", languages=say.list_of(map(say.tongue, place.languages)))
        if place.languages
        else None,
        say("Apply until {date}.", date=say.date(place.deadline)) if place.deadline else None,
        say(
            "Looked up on {date}: {source}. Nobody has called there yet to check.",
            date=say.date(place.checked),
            source=place.source,
        ),
    )
    said = [escape(line, quote=False) for line in lines if line]
    return "\n".join([f"<b>{escape(place.name, quote=False)}</b>", *said])


HANDLERS: tuple[On, ...] = (
    on_action("near", near),
    on_action("places", what_is_where),
)
