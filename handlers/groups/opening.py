"""/open 2: the second question of the last news, answered in private; in a group it is answered for the group."""

from dataclasses import replace

from content.digest.words import plain_words
from content.languages import Speaker
from handlers.arguments import read_id, read_number
from handlers.context import Context
from handlers.flow import begin
from handlers.groups.answered import answers_to
from handlers.groups.asked import FOR_GROUP
from handlers.hearing import Hearing
from handlers.keyboards import Button, Rows
from handlers.lengths import units
from handlers.members.gaps.answering import begin_telling, question, question_rows, say_settled
from handlers.members.start import introduce
from handlers.members.stories.share import SHARE
from handlers.members.stories.share_steps import SHORTEST_STORY
from handlers.routing import On, on_action
from handlers.story_words import OF_GROUP
from storage.gaps import Gap
from storage.session import Session

OPEN = "open"
_LINK = f"{FOR_GROUP}_"
_MOST_NUMBERS = 999


async def open_numbered(context: Context) -> None:
    """Show the question of a number; without a number, or with one that is not there, say how it is written."""
    hearing, say = context.hearing, context.say
    number = _number(hearing)
    async with context.read() as r:
        asked = await _asked(context, r)
        gap = await r.gaps.get(asked[number - 1]) if 0 < number <= len(asked) else None
    text = question(gap, say) if gap else None
    if gap and text and hearing.is_private and (told := _told(hearing)):
        await begin(context, SHARE, {**SHARE.given(context), **answers_to(told, gap, say)})
    elif gap and text and hearing.is_private:
        context.reply(text, question_rows(gap, say))
    elif gap and text:
        lines = [question(_calling_nobody(gap), say) or ""]
        if _rest(hearing):
            lines.append(
                say("✋ What you wrote behind the number is not kept. Your answer reaches them by the button.")
            )
        context.reply("\n".join(lines), _for_group(context, gap, say))
    elif gap:
        context.reply(say("This question is not open any more."))
    elif asked:
        context.reply(say("Write /open and the question's number in the last news, like this: /open 1"))
    else:
        context.reply(say("The last news asked nothing."))


async def _asked(context: Context, r: Session) -> tuple[int, ...]:
    """Return the open questions of the message that was answered, else of the last edition here, by their numbers."""
    known, ours = context.hearing.member or context.hearing.group, context.hearing.replied
    if ours and ours.gaps:
        return ours.gaps
    return await r.editions.last_gaps(known.id) if known else ()


def _calling_nobody(gap: Gap) -> Gap:
    """Return a question whose words call nobody and link nowhere in a group."""
    return replace(gap, passed={code: plain_words(words) for code, words in gap.passed.items()})


def _for_group(context: Context, gap: Gap, say: Speaker) -> Rows:
    link = context.services.link(f"{_LINK}{gap.id}")
    return [[Button(say("🗣 I know this"), url=link)]] if link else []


def _rest(h: Hearing) -> str:
    """Return what stands behind the number; in a group only a sign of it."""
    _, *rest = h.argument.split(maxsplit=1) if h.command == OPEN and h.argument else ("", h.argument)
    return "".join(rest)


def _told(h: Hearing) -> str:
    """Return what stands behind the number when it can be the beginning of an answer, else ""."""
    rest = _rest(h)
    return rest if units(rest) >= SHORTEST_STORY and any(sign.isalnum() for sign in rest) else ""


def _number(h: Hearing) -> int:
    """Return the number of "/open 2" or "/open2", in any digits; 0 without one."""
    given = (h.command or "").removeprefix(OPEN) or h.argument.partition(" ")[0].partition("\n")[0].strip(".)")
    return read_number(given, _MOST_NUMBERS) or 0


async def open_for_group(context: Context) -> None:
    """Open the question of a link "o_<gap>": what is told then comes from "a member of a group", of no named one."""
    say, id = context.say, read_id(context.hearing.argument.removeprefix(_LINK))
    async with context.read() as r:
        gap = await r.gaps.get(id)
    text = question(gap, say) if gap else None
    if gap is None or text is None:
        say_settled(context)
    else:
        told = say("I note that the answer comes from a member of a group, and not of which group.")
        rows = [[Button(say("🗣 I know this"), f"know-here:{gap.id}")], [Button(say("✋ Not me"), f"not-me:{gap.id}")]]
        context.reply(f"{text}\n{told}", rows)
    introduce(context, say)


async def know_for_group(context: Context) -> None:
    """Let someone tell what they know about a question, as a member of a group."""
    await begin_telling(context, {OF_GROUP: True})


def _is_open(h: Hearing) -> bool:
    command = h.command or ""
    is_ours = command == OPEN or (command.startswith(OPEN) and command.removeprefix(OPEN).isdecimal())
    return is_ours and h.kind == "message" and h.chat_kind in ("private", "group")


def _is_link(h: Hearing) -> bool:
    return h.is_private and h.kind == "message" and h.command == "start" and h.argument.startswith(_LINK)


LINKS: tuple[On, ...] = (On(_is_link, open_for_group, needs="command"),)
HANDLERS: tuple[On, ...] = (
    On(_is_open, open_numbered, needs="command"),
    on_action("know-here", know_for_group),
)
