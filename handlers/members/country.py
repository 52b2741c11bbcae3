"""The country that someone may name: whom to call there, and how it is chosen. Nothing is assumed of anybody."""

from datetime import date
from html import escape

from content.countries import ANSWERS, Country
from content.languages import Speaker, sentence
from handlers.asking import in_pairs
from handlers.context import Context
from handlers.keyboards import Button

# What was wanted before the country was asked for: help, now.
SOS = "sos"
PAGE = 8
_LINES = {
    "ambulance": sentence("🚑 Ambulance: {numbers}"),
    "general": sentence("📞 Ambulance, fire, police: {numbers}"),
    "mine-rescue": sentence("⛑ Mine rescue: {numbers}"),
    "rescue": sentence("🛟 Search and rescue: {numbers}"),
    "fire": sentence("🔥 Fire: {numbers}"),
    "police": sentence("👮 Police: {numbers}"),
}


def country_of(context: Context) -> Country | None:
    """Return the country that this person has named, if they have and we know it."""
    member = context.hearing.member
    return context.services.countries.get(member.country or "") if member else None


def call_line(say: Speaker) -> str:
    """Return whom to call where no number is known. None is printed that nobody has looked up."""
    return say("📞 If you can call: the emergency number here, the nearest clinic, the nearest large mine.")


def call_lines(say: Speaker, country: Country | None, today: date) -> list[str]:
    """Return whom to call, as plain lines: the numbers of a country and how far they were checked, or what helps."""
    if country is None:
        return [call_line(say)]
    name = say.country(country.code)
    shown = country.shown_numbers(today)
    if not shown:
        return [call_line(say), say("I know no emergency number of {country} yet.", country=name)]
    lines = [
        say(_LINES[kind], numbers=", ".join(_dialled(say, country, kind, number, today) for number in numbers))
        for kind in ANSWERS
        if (numbers := country.answering(kind, today))
    ]
    is_medical = any(country.answering(kind, today) for kind in ("ambulance", "general"))
    calls = [one.called for one in shown if one.called]
    checked = (
        say("Numbers of {country}. Nobody has called them yet to check.", country=name)
        if len(calls) < len(shown)
        else say("Numbers of {country}. Called on {date} to check.", country=name, date=say.date(min(calls)))
    )
    return [*lines, checked] if is_medical else [*lines, checked, call_line(say)]


def _dialled(say: Speaker, country: Country, kind: str, number: str, today: date) -> str:
    """Return a number, with the word where it also reaches the police: someone may not want to call them."""
    is_theirs = kind not in ("police", "general") and number in country.answering("police", today)
    return say("{number} (also the police)", number=number) if is_theirs else number


def headline(say: Speaker, country: Country) -> str:
    """Return the country's flag and name as HTML."""
    return f"{country.flag} <b>{escape(say.country(country.code), quote=False)}</b>"


def country_rows(context: Context, say: Speaker, then: str) -> list[list[Button]]:
    """Return the two likeliest countries of a language, and below them, whole on any phone, the way to all others."""
    likeliest = [
        _button(context.services.countries[code], say, then)
        for code in say.language.countries[:2]
        if code in context.services.countries
    ]
    return [*in_pairs(likeliest), [Button(say("▶️ More countries"), f"which-country:{then}")]]


def ask_country(context: Context, say: Speaker, *, then: str = "", page: int | None = None) -> None:
    """Stage the question which country someone is in: first the likeliest of the language, on further pages all others.

    `then` is what was wanted before: "sos", "places", "near:<kinds>:<language>", or empty. Only a turned page changes
    its message: what stands above the button that first led here may be a card, and cards stay.
    """
    ask = context.reply if page is None else context.edit
    known = context.services.countries
    likeliest = [known[code] for code in say.language.countries if code in known]
    others = sorted((one for one in known.values() if one not in likeliest), key=lambda one: say.country(one.code))
    pages = [likeliest, *(others[at : at + PAGE] for at in range(0, len(others), PAGE))]
    page = page if page is not None and page < len(pages) else 0
    rows = in_pairs([_button(country, say, then) for country in pages[page]])
    turns = [Button(say("◀️ Back"), f"countries:{page - 1}:{then}")] if page else []
    if page + 1 < len(pages):
        turns.append(Button(say("▶️ More countries"), f"countries:{page + 1}:{then}"))
    text = say("Which country are you in? You need not say. I use it for emergency numbers and places near you.")
    ask(text, [*rows, turns])


def _button(country: Country, say: Speaker, then: str) -> Button:
    return Button(f"{country.flag} {say.country(country.code)}", f"country:{country.code}:{then}")
