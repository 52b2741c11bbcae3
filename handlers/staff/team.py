"""/team: who is there by number and role, which fields have nobody, who is invited and who is taken out."""

from collections.abc import Iterable, Sequence
from html import escape

from content.errors import MemberError
from content.languages import CODES, Speaker, sentence, speaker
from handlers.asking import in_pairs
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.names import (
    EMOJI,
    FIELD_NAMES,
    ROLE_NAMES,
    name_grant,
    name_grants,
    name_hours,
    name_languages,
    name_scope,
)
from handlers.staff.permissions import Act, may
from handlers.staff.settings import show_settings
from handlers.staff.stories.outside import stuck_cases
from storage.cases import Count
from storage.team import EVERYTHING, FIELDS, ROLES, SMALL_TEAM_SIZE, Grant, Staff

SMALL_TEAM = "small-team"
_GONE = sentence("Nobody here has this number any more.")


async def team(context: Context, staff: Staff) -> None:
    """Open the team for who may see it, and one's own settings for all others."""
    if may(staff, Act.SEE_TEAM):
        await see(context, staff)
    else:
        show_settings(context, staff)


async def see(context: Context, staff: Staff) -> None:
    """Show who is there, which fields have nobody and what waits on them."""
    say = context.say
    async with context.read() as r:
        everyone = await r.team.all()
        counts = await r.cases.open_counts(context.now)
        stuck = await stuck_cases(r, context.now)
        holders = await r.cases.holders(context.now)
    title = say("👥 The team")
    lines = [f"<b>{title}</b>", *(_line(say, one) for one in everyone), *_missing(say, everyone, counts)]
    numbers = {one.member: one.number for one in everyone}
    lines += [
        say("{n} open at number {number}.", n=say.number(times), number=numbers[member])
        for member, times in holders.items()
        if member in numbers
    ]
    rows = [[Button(say("⚙️ My settings"), "work")]]
    if stuck and may(staff, Act.ASK_OUTSIDE):
        rows.insert(0, [Button(say("🩺 Ask outside"), "outside")])
    if may(staff, Act.SEE_OUTBOX):
        rows.append([Button(say("📮 Outbox"), "outbox")])
    if may(staff, Act.INVITE):
        rows.insert(0, [Button(say("➕ Invite"), "team-invite"), Button(say("➖ Take out"), "team-remove")])
    context.edit("\n".join(lines), rows)


def _line(say: Speaker, one: Staff) -> str:
    roles = escape(name_grants(say, one.grants), quote=False)
    duty = " · 🔔" if one.on_duty else ""
    return f"{one.number} · {roles} · {name_languages(one)} · {name_hours(say, one)}{duty}"


def _missing(say: Speaker, everyone: Sequence[Staff], counts: Sequence[Count]) -> list[str]:
    """Return a line for each field that nobody answers for, with how many cases wait for it."""
    waiting = {field: sum(count.times for count in counts if count.field == field) for field in FIELDS}
    missing = [field for field in FIELDS if not any(one.has("expert", field) for one in everyone)]
    return [
        say("⚠️ {field}: nobody. Waiting: {n}.", field=name_scope(say, field), n=say.number(waiting[field]))
        for field in missing
    ]


async def invite(context: Context, _staff: Staff) -> None:
    """Ask for the role, then its field or language, then make the link: "team-invite:<role>:<scope>"."""
    say, wanted = context.say, context.argument
    role, _, scope = wanted.partition(":")
    if wanted == SMALL_TEAM:
        await _make_links(context, EVERYTHING, SMALL_TEAM_SIZE)
    elif role == "expert" and scope not in FIELDS:
        _ask_scope(context, role, [(field, f"{EMOJI[field]} {say(FIELD_NAMES[field])}") for field in FIELDS])
    elif role == "editor" and scope not in CODES:
        _ask_scope(context, role, [(code, speaker(code).language.name) for code in CODES])
    elif role in ROLES:
        await _make_links(context, [Grant(role, scope if role in ("expert", "editor") else "")], 1)
    else:
        roles = [Button(say(ROLE_NAMES[role]), f"team-invite:{role}") for role in ROLES]
        small = [Button(say("👪 Small team ×3"), f"team-invite:{SMALL_TEAM}")]
        context.edit(say("What shall they do? One person may get several invitations."), [*in_pairs(roles), small])


def _ask_scope(context: Context, role: str, scopes: Iterable[tuple[str, str]]) -> None:
    buttons = [Button(label, f"team-invite:{role}:{scope}") for scope, label in scopes]
    context.edit(context.say("For which field or language?"), in_pairs(buttons))


async def _make_links(context: Context, grants: Sequence[Grant], times: int) -> None:
    say = context.say
    subject = SMALL_TEAM if len(grants) > 1 else str(grants[0])
    async with deciding(context, Act.INVITE, subject) as (w, _staff):
        tokens = [await w.team.invite(grants, context.now) for _ in range(times)]
        lines = [
            say(
                "Invitation: {roles}. It works once, for 72 hours, in a private chat with me. Pass it to one person.",
                roles=name_grants(say, grants),
            ),
            *(invitation(say, context.services.link(f"s_{token}"), token) for token in tokens),
        ]
        context.reply("\n\n".join(lines))


def invitation(say: Speaker, link: str, token: str) -> str:
    """Return how an invitation is passed on: as a link, or while the bot's name is not known as a code to type."""
    return link or say("They write to me: {command}", command=f"/join {token}")


async def remove(context: Context, staff: Staff) -> None:
    """Ask who goes, ask whether it is meant, then take them out: "team-remove:<number>:yes"."""
    say = context.say
    number, _, sure = context.argument.partition(":")
    async with context.read() as r:
        everyone = await r.team.all()
    others = [one for one in everyone if one.member != staff.member]
    one = next((one for one in others if str(one.number) == number), None)
    if one is None:
        text = say(_GONE) if number else say("Who goes? You yourself leave with /forget.")
        context.edit(text, _numbers(say, others))
    elif sure != "yes":
        rows = [
            [Button(say("➖ Take out"), f"team-remove:{one.number}:yes")],
            [Button(say("◀️ Back"), "team-see")],
        ]
        context.edit(
            say(
                "Take number {number} out of the team? {roles}.", number=one.number, roles=name_grants(say, one.grants)
            ),
            rows,
        )
    else:
        await _take_out(context, one)


def _numbers(say: Speaker, others: Iterable[Staff]) -> Rows:
    buttons = [
        Button(
            f"№ {one.number} · {say.list_of(name_grant(say, grant) for grant in one.grants[:2])}",
            f"team-remove:{one.number}",
        )
        for one in others
    ]
    return [*([button] for button in buttons), [Button(say("◀️ Back"), "team-see")]]


async def _take_out(context: Context, one: Staff) -> None:
    """Take someone out, once: of two who press at the same moment the second hears that nobody is there."""
    say = context.say
    async with deciding(context, Act.REMOVE, str(one.number)) as (w, _staff):
        if not await w.team.remove(one.member):
            raise MemberError(_GONE)
        back = [[Button(say("◀️ Back"), "team-see")]]
        context.edit(say("Number {number} is out of the team, from this moment on.", number=one.number), back)


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.SET_OWN, "/team", team),
    OnStaff(Act.SEE_TEAM, "team-see", see),
    OnStaff(Act.INVITE, "team-invite", invite),
    OnStaff(Act.REMOVE, "team-remove", remove),
)
