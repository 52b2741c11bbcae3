"""Who may change what a group gets: asked from Telegram at that moment, kept nowhere."""

from telegram.error import TelegramError

from handlers.context import Context
from handlers.groups.digests import MEMBER
from storage.subscriptions import Subscription

_STANDINGS = {"creator": "owner", "administrator": "administrator", "member": "member"}
# Whoever stands here may do what is left to these. Only administrators can write in the name of the group itself;
# what "nameless" ones write waits until one of them presses as themselves.
_ALLOWED = {
    "owner": frozenset({"owner", "nameless"}),
    "administrators": frozenset({"owner", "administrator", "nameless"}),
    "members": frozenset({"owner", "administrator", "nameless", "member"}),
}


async def may_change(context: Context, one: Subscription | None, *, by: str = "") -> bool:
    """Tell whether who speaks may change the news of this chat; who may not is told so, and nobody else is.

    What is left to every member `by` narrows to "administrators". In private everyone decides for themselves.
    """
    hearing = context.hearing
    if hearing.is_private:
        return one is None or one.wishes.kind == MEMBER
    chosen = one.wishes.changed_by if one else "administrators"
    wanted = by if by and chosen == "members" else chosen
    standing = await _standing(context)
    if standing in _ALLOWED[wanted]:
        return True
    say = context.say
    sentences = {
        "unknown": say("I could not ask Telegram who you are here. Please press again."),
        "channel": say("I do not know who speaks for a channel. Please press the buttons as yourself."),
    }
    told = sentences.get(standing) or (
        say("Only the owner of this group can do this.")
        if wanted == "owner"
        else say("Only an administrator of this group can do this.")
        if wanted == "administrators"
        else say("Only a member of this group can do this.")
    )
    if hearing.is_pressed:
        context.tell(told)
    else:
        context.reply(told)
    return False


async def _standing(context: Context) -> str:
    """Return a standing of _ALLOWED, or "none", "channel" or, when Telegram did not say, "unknown"."""
    hearing, ask = context.hearing, context.services.membership
    if hearing.speaks_as == "group":
        return "nameless"
    if hearing.speaks_as == "channel" or hearing.person_id is None or hearing.chat_id is None:
        return "channel"
    if ask is None:
        return "unknown"
    try:
        return _STANDINGS.get(await ask(hearing.chat_id, hearing.person_id), "none")
    except (TelegramError, TimeoutError):
        context.let_press_again()
        return "unknown"
