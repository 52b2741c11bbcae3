"""What is pressed and written about the news of a group or a member: checked for the right to do so, then done."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.context import Context
from handlers.groups import choosing, own_line, upcoming
from handlers.groups.rights import may_change
from handlers.hearing import Hearing
from handlers.keyboards import Rows
from handlers.routing import On, on_action, on_command
from storage.subscriptions import Subscription

Act = Callable[[Context, Subscription | None, str], Awaitable[None]]

# "digest:<act>:<argument>"
_ACTS: Mapping[str, Act] = {
    "open": choosing.open_settings,
    choosing.WELCOMED: choosing.open_settings,
    "kind": choosing.ask_country,
    "begin": choosing.begin,
    "page": choosing.show_page,
    "set": choosing.choose,
    "here": choosing.choose_thread,
    "next": upcoming.look,
    "send": upcoming.send,
    "pause": upcoming.pause,
    "resume": upcoming.resume,
    "fewer": upcoming.fewer,
    "end": upcoming.end,
    "plain": upcoming.take_along,
    "line": own_line.explain,
    "line-is": own_line.confirm,
}
_ADMINISTRATORS_ONLY = frozenset({"plain", "line", "line-is"})


async def press(context: Context) -> None:
    """Do what a button of the news says, for whoever may."""
    name, _, argument = context.argument.partition(":")
    async with context.read() as r:
        one = await choosing.find(context, r)
    if await may_change(context, one, by="administrators" if name in _ADMINISTRATORS_ONLY else ""):
        await _ACTS.get(name, choosing.open_settings)(context, one, argument)


async def welcome(context: Context) -> None:
    """Greet a group or channel that the bot came to: one message, one button."""
    say = context.say
    async with context.read() as r:
        one = await choosing.find(context, r)
    label = say("⚙️ Change the news") if one else say("⚙️ Set up the news")
    rows: Rows = [[choosing.button(context, label, choosing.WELCOMED)]]
    if context.hearing.chat_kind == "channel":
        context.reply(say("I am Pitwise. I can post what is new for miners here."), rows)
        return
    name = f"@{context.services.me.get('username', '')}"
    lines = (
        say("I am Pitwise. In this group I answer only when you write my name or /ask."),
        say("🆘 In danger? Write to me in private, or begin with {name}. I do not read this chat.", name=name),
    )
    context.reply("\n".join(lines), rows)


def _is_said(h: Hearing, command: str) -> bool:
    """Tell whether a command was written here; in a channel it comes as a post."""
    is_post = h.chat_kind == "channel" and h.kind == "other"
    return h.command == command and (is_post or (h.chat_kind == "group" and h.kind == "message"))


HANDLERS: tuple[On, ...] = (
    on_command("digest", upcoming.digest),
    On(lambda h: _is_said(h, "digest"), upcoming.digest),
    On(lambda h: _is_said(h, "line"), own_line.set_line),
    on_action("digest", press, anywhere=True),
)
