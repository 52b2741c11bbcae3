"""What everyone in the team sets for themselves: languages they read, fields, hours, duty, how much that distresses."""

from collections.abc import Mapping

from content.languages import CODES, speaker
from handlers.asking import in_pairs
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.names import name_grant, name_grants, name_hours, name_languages
from handlers.staff.permissions import Act
from storage.team import SCOPED, Staff

HOURS = ((6, 14), (8, 17), (9, 18), (12, 20), (16, 0), (20, 4), (0, 0))
CAPS = (0, 3, 5, 10, 20)
SWITCHES = ("on", "off")
# One city for each hour in which people of the team live; its zone knows about summer time.
ZONES: Mapping[str, str] = {
    "lima": "America/Lima",
    "bogota": "America/Bogota",
    "la-paz": "America/La_Paz",
    "manaus": "America/Manaus",
    "brasilia": "America/Sao_Paulo",
    "accra": "Africa/Accra",
    "dakar": "Africa/Dakar",
    "kinshasa": "Africa/Kinshasa",
    "paris": "Europe/Paris",
    "lubumbashi": "Africa/Lubumbashi",
    "khartoum": "Africa/Khartoum",
    "nairobi": "Africa/Nairobi",
    "jakarta": "Asia/Jakarta",
    "makassar": "Asia/Makassar",
    "jayapura": "Asia/Jayapura",
}


def show_settings(context: Context, staff: Staff) -> None:
    """Show someone's own settings and what can be changed."""
    say = context.say
    lines = [
        say("⚙️ You are number {number}: {roles}.", number=staff.number, roles=name_grants(say, staff.grants)),
        say("You read: {languages}.", languages=name_languages(staff)),
        say("You work: {hours}.", hours=name_hours(say, staff)),
        say("Distressing items a day, at most: {n}.", n=say.number(staff.daily_cap)),
        say("🔔 You are on duty: dangers reach you first.") if staff.on_duty else say("You are not on duty."),
    ]
    duty = Button(say("🔕 Off duty"), "work-duty:0") if staff.on_duty else Button(say("🔔 On duty"), "work-duty:1")
    rows = [
        [Button(say("🌍 Language"), "work-language"), Button(say("🧰 Fields"), "work-field")],
        [Button(say("🕗 Hours"), "work-hours"), Button(say("🗺 Time zone"), "work-zone")],
        [duty, Button(say("🧘 Distress"), "work-cap")],
    ]
    context.edit("\n".join(lines), rows)


async def settings(context: Context, staff: Staff) -> None:
    """Show one's own settings."""
    show_settings(context, staff)


async def language(context: Context, staff: Staff) -> None:
    """Show the languages, or switch one: "work-language:fr:on"."""
    code, _, wanted = context.argument.partition(":")
    if code not in CODES or wanted not in SWITCHES:
        _show_languages(context, staff)
        return
    async with deciding(context, Act.SET_OWN, f"{code}:{wanted}") as (w, now):
        kept = {*now.languages, code} if wanted == "on" else {*now.languages} - {code}
        await w.team.set_languages(now, [one for one in CODES if one in kept])
        _show_languages(context, await w.team.find(now.member) or now)


def _show_languages(context: Context, staff: Staff) -> None:
    buttons = [
        _switch(speaker(code).language.name, f"work-language:{code}", is_on=code in staff.languages) for code in CODES
    ]
    context.edit(context.say("Which languages do you read? You get only work in these."), _with_back(context, buttons))


async def field(context: Context, staff: Staff) -> None:
    """Show the fields and languages that someone answers for, or let one rest: "work-field:expert:doctor:off"."""
    name, _, wanted = context.argument.rpartition(":")
    grant = next((one for one in staff.grants if one.role in SCOPED and str(one) == name), None)
    if grant is None or wanted not in SWITCHES:
        _show_fields(context, staff)
        return
    async with deciding(context, Act.SET_OWN, context.argument) as (w, now):
        if wanted == "on":
            await w.team.take_up(now.member, grant)
        else:
            await w.team.pause(now.member, grant, context.now)
        _show_fields(context, await w.team.find(now.member) or now)


def _show_fields(context: Context, staff: Staff) -> None:
    say = context.say
    buttons = [
        _switch(name_grant(say, grant), f"work-field:{grant}", is_on=not grant.is_paused)
        for grant in staff.grants
        if grant.role in SCOPED
    ]
    none = say("You answer for no field. Only an invitation gives one.")
    some = say("Press one to let it rest, or to take it up again. A new one comes by invitation.")
    context.edit(some if buttons else none, _with_back(context, buttons))


async def hours(context: Context, staff: Staff) -> None:
    """Show hours to choose from, or keep the pressed ones: "work-hours:8-17"."""
    say, wanted = context.say, {f"{first}-{last}": (first, last) for first, last in HOURS}
    if context.argument in wanted:
        async with deciding(context, Act.SET_OWN, "hours") as (w, now):
            await w.team.set_hours(now.member, *wanted[context.argument])
            show_settings(context, await w.team.find(now.member) or now)
        return
    buttons = [
        Button(say("all day") if first == last else f"{first:02}–{last:02}", f"work-hours:{first}-{last}")
        for first, last in HOURS
    ]
    context.edit(say("When do you work? Only dangers reach you at other hours."), _with_back(context, buttons))


async def zone(context: Context, staff: Staff) -> None:
    """Show cities to choose from, or keep the pressed one's time zone."""
    if context.argument in ZONES:
        async with deciding(context, Act.SET_OWN, "zone") as (w, now):
            await w.team.set_zone(now.member, ZONES[context.argument])
            show_settings(context, await w.team.find(now.member) or now)
        return
    buttons = [Button(name.replace("-", " ").title(), f"work-zone:{name}") for name in ZONES]
    context.edit(context.say("Which city has the same time as you?"), _with_back(context, buttons))


async def duty(context: Context, staff: Staff) -> None:
    """Go on or off duty."""
    if context.argument not in ("0", "1"):
        show_settings(context, staff)
        return
    async with deciding(context, Act.SET_OWN, f"duty:{context.argument}") as (w, now):
        await w.team.set_duty(now.member, on_duty=context.argument == "1")
        show_settings(context, await w.team.find(now.member) or now)


async def cap(context: Context, staff: Staff) -> None:
    """Show how many distressing items a day may be, or keep the pressed number."""
    say = context.say
    if context.argument in map(str, CAPS):
        async with deciding(context, Act.SET_OWN, "cap") as (w, now):
            await w.team.set_daily_cap(now.member, int(context.argument))
            show_settings(context, await w.team.find(now.member) or now)
        return
    buttons = [Button(f"≤ {most}", f"work-cap:{most}") for most in CAPS]
    text = say("Some items are hard to read: deaths, violence, children. How many a day at most?")
    context.edit(text, _with_back(context, buttons))


def _switch(label: str, action: str, *, is_on: bool) -> Button:
    """Return a button that says what it changes to: pressed twice, it changes nothing the second time."""
    return Button(f"{'☑️' if is_on else '⬜'} {label}", f"{action}:{'off' if is_on else 'on'}")


def _with_back(context: Context, buttons: list[Button]) -> Rows:
    return [*in_pairs(buttons), [Button(context.say("◀️ Back"), "work")]]


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.SET_OWN, "work", settings),
    OnStaff(Act.SET_OWN, "work-language", language),
    OnStaff(Act.SET_OWN, "work-field", field),
    OnStaff(Act.SET_OWN, "work-hours", hours),
    OnStaff(Act.SET_OWN, "work-zone", zone),
    OnStaff(Act.SET_OWN, "work-duty", duty),
    OnStaff(Act.SET_OWN, "work-cap", cap),
)
