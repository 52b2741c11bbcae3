"""What someone can set: the language they are answered in, and, only if they like, their country."""

from html import escape

from content.countries import Country
from content.languages import Speaker
from handlers.arguments import read_number
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.country import SOS, ask_country, call_lines, country_of, headline
from handlers.members.places import keep_gaps, read_wanted, show_kinds, show_places
from handlers.priorities import EMERGENCY, REPLY
from handlers.routing import On, on_action, on_command

NO_COUNTRY = "none"
_MOST_PAGES = 99


async def preferences(context: Context) -> None:
    """Show what can be set."""
    say = context.say
    context.reply(
        say("You are answered in {language}.", language=say.language.name),
        [
            [Button(say("🌍 Language"), "languages")],
            [Button(say("📞 My country"), "my-country")],
            [Button(say("🔒 What I keep"), "privacy")],
        ],
    )


async def my_country(context: Context) -> None:
    """Show the numbers of the country that was chosen, or ask which it is."""
    say, country = context.say, country_of(context)
    if country is None:
        ask_country(context, say)
        return
    rows = [
        [Button(say("📍 Where near me?"), "places")],
        [Button(say("▶️ More countries"), "which-country:"), Button(say("🗑 No country"), f"country:{NO_COUNTRY}:")],
    ]
    context.reply(_page(context, say, country), rows)


def _page(context: Context, say: Speaker, country: Country) -> str:
    lines = call_lines(say, country, context.now.date())
    if country.mines_office:
        lines.append(say("🏛 Mines office: {office}", office=country.mines_office.name))
    return "\n".join([headline(say, country), *(escape(line, quote=False) for line in lines)])


async def which_country(context: Context) -> None:
    """Ask for the country below what is on the screen."""
    ask_country(context, context.say, then=context.argument)


async def countries(context: Context) -> None:
    """Turn a page of the countries; the action is "countries:<page>:<what was wanted before>"."""
    page, _, then = context.argument.partition(":")
    ask_country(context, context.say, page=read_number(page, _MOST_PAGES) or 0, then=then)


async def choose_country(context: Context) -> None:
    """Keep the country that was chosen, or none any more, and go on with what was wanted before."""
    code, _, then = context.argument.partition(":")
    country, say = context.services.countries.get(code), context.say
    if country is None:
        if code != NO_COUNTRY:
            ask_country(context, say, then=then)
            return
        context.reply(say("I do not keep your country any more."))
        async with context.write() as w:
            await w.members.set_country(context.target, None)
        return
    wanted = read_wanted(context, then.partition(":")[2])
    kept = say("Your country is {country} now. /country changes it.", country=say.country(country.code))
    is_known = True
    if wanted:
        context.reply(kept)
        is_known = show_places(context, country, *wanted)
    elif then == "places":
        context.reply(kept)
        show_kinds(context, country)
    else:
        rows = [] if then == SOS else [[Button(say("📍 Where near me?"), "places")]]
        priority = EMERGENCY if then == SOS else REPLY
        context.reply(f"{_page(context, say, country)}\n\n{kept}", rows, priority=priority)
    async with context.write() as w:
        await w.members.set_country(context.target, country.code)
        if wanted and not is_known:
            await keep_gaps(context, w, country, *wanted)


HANDLERS: tuple[On, ...] = (
    on_command("settings", preferences),
    on_command("preferences", preferences),
    on_command("country", my_country),
    on_action("my-country", my_country),
    on_action("which-country", which_country),
    on_action("countries", countries),
    on_action("country", choose_country),
)
