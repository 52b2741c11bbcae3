"""A coarse place, as it is asked for in a conversation and said: a country, and at most a region of it."""

from content.languages import Speaker, sentence
from content.market.regions import REGIONS
from handlers.answers import country_named
from handlers.steps import Answers, Choice, Option, Outcome, Taken

# The whole country, where its regions could be chosen.
ELSEWHERE = "elsewhere"


def country_step(question: str, *, forgets: tuple[str, ...] = ()) -> Choice:
    """Return the step "country": the likeliest of the person's language can be pressed, any can be written."""
    return Choice(
        name="country",
        question=question,
        label=sentence("Country"),
        options=_countries,
        shortcut=_typed_country,
        forgets=forgets,
    )


def region_name(say: Speaker, country: str, key: str) -> str:
    """Return the name of a region; "" for the whole country, or one that is not known any more."""
    return next((one.named(say.language.code) for one in REGIONS.get(country, ()) if one.key == key), "")


def place_name(say: Speaker, country: str, key: str) -> str:
    """Return a coarse place as it is said: "Geita, Tanzania"."""
    region = region_name(say, country, key)
    name = say.country(country)
    return say("{region}, {country}", region=region, country=name) if region else name


def _countries(say: Speaker, answers: Answers) -> list[Option]:
    kept = [answers[name] for name in ("country", "home") if answers.get(name)]
    return [Option(code, say.country(code)) for code in dict.fromkeys((*kept, *say.language.countries))]


def _typed_country(text: str, _answers: Answers, _say: Speaker) -> Outcome | None:
    code = country_named(text)
    return Taken(code) if code else None


def _regions(say: Speaker, answers: Answers) -> list[Option]:
    named = [Option(one.key, one.named(say.language.code)) for one in REGIONS.get(answers.get("country") or "", ())]
    return [*named, Option(ELSEWHERE, sentence("🗺 Only the country"))]


REGION = Choice(
    name="region",
    question=sentence("In which part of the country? I keep no smaller place."),
    label=sentence("Region"),
    options=_regions,
    when=lambda answers: bool(REGIONS.get(answers.get("country") or "")),
)
