"""Joining the team by a link or a code that works once, for 72 hours, in a private chat only."""

from collections.abc import Sequence

from content.languages import sentence
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.routing import On
from handlers.staff.names import name_grants
from storage.session import Session
from storage.team import Grant

PAYLOAD = "s_"
_REFUSALS = {
    "unknown": sentence("I do not know this invitation. Ask for a new one."),
    "used": sentence("This invitation was used before. It works once. Ask for a new one."),
    "expired": sentence("This invitation is older than 72 hours. Ask for a new one."),
}
_OPEN = sentence("An invitation works only in a private chat with me. It stood here for all to see: I made it void.")


def _token(h: Hearing) -> str:
    """Return the token of "/start s_<token>" or "/join <token>", or ""."""
    if h.command == "start":
        return h.argument.removeprefix(PAYLOAD) if h.argument.startswith(PAYLOAD) else ""
    return h.argument.removeprefix(PAYLOAD) if h.command == "join" else ""


async def join(context: Context) -> None:
    """Use the invitation up and take who holds it into the team; or say why not."""
    say, token = context.say, _token(context.hearing)
    if not token:
        context.reply(say("Write the code that you were given after it: /join and the code."))
        return
    async with context.write() as w:
        granted = await w.team.use(token, context.now)
        if isinstance(granted, str):
            is_in = await w.team.find(context.target) is not None
            context.reply(say("You are in the team already. /team") if is_in else say(_REFUSALS[granted]))
        else:
            await _take_in(context, w, granted)


async def _take_in(context: Context, w: Session, granted: Sequence[Grant]) -> None:
    say = context.say
    staff, _ = await w.team.join(context.target, granted, [say.language.code])
    for grant in granted:
        await w.audit.record("join", grant.role, staff.number, grant.scope, context.now)
    await w.members.introduce(context.target)
    member = await w.members.get(context.target)
    if member and not member.language:
        # From now on they write in the languages of others: that must not change theirs.
        await w.members.set_language(member.id, say.language.code)
    lines = [
        say(
            "You are in the team now, as number {number}: {roles}.",
            number=staff.number,
            roles=name_grants(say, granted),
        ),
        say("Nobody here sees your name. Say which languages you read and when you work: /team"),
    ]
    context.reply("\n".join(lines), with_lasting=True)


async def void(context: Context) -> None:
    """Use up an invitation that was written into a group, for nobody."""
    context.reply(context.say(_OPEN))
    async with context.write() as w:
        await w.team.use(_token(context.hearing), context.now)


def _names_one(h: Hearing) -> bool:
    return h.kind == "message" and h.command in ("start", "join") and (h.command == "join" or bool(_token(h)))


HANDLERS: tuple[On, ...] = (
    On(lambda h: h.is_private and _names_one(h), join),
    On(lambda h: h.chat_kind == "group" and _names_one(h) and bool(_token(h)), void),
)
