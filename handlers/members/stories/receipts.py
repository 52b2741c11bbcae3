"""A story afterwards: by its code from any account, or by /mine: its state, what can be added, changed, taken back."""

from collections.abc import Awaitable, Callable, Mapping
from html import escape

from content.languages import Speaker, sentence
from content.receipts import read_code
from handlers.context import Context, first_words
from handlers.hearing import Hearing
from handlers.keyboards import Button, Rows
from handlers.members.hazards.hazard_receipts import open_report, report_rows
from handlers.members.stories.parts import add_part, added_rows, card_rows, changed_rows, set_card, shelf_rows
from handlers.members.stories.story import action, find_story, say_not_found, shown_fields
from handlers.members.told_refs import own_ref
from handlers.routing import On, on_action, on_command
from storage.experiences import CASE_KIND, Experience
from storage.session import Session

MOST_LISTED = 10
STATES = {
    "waiting": sentence("It waits until a person has read it. You get an answer within 72 hours."),
    "announced": sentence("A person has changed its words a little. It is passed on so, unless you take it back."),
    "published": sentence("It has been passed on."),
    "rejected": sentence("It was not passed on. Its words are erased."),
    "withdrawn": sentence("It was taken back. Its words are erased."),
}
_SHORT = {
    "waiting": sentence("⏳ waits"),
    "announced": sentence("✏️ changed a little"),
    "published": sentence("✅ passed on"),
    "rejected": sentence("✖️ not passed on"),
}


async def my_story(context: Context) -> None:
    """Open the story whose code stands behind the command; without one list what this account has told."""
    typed = context.hearing.argument
    if typed:
        await _open(context, read_code(typed) or typed)
    else:
        await mine(context)


async def typed_code(context: Context) -> None:
    """Open the story whose code was typed alone."""
    await _open(context, read_code(context.hearing.text))


async def mine(context: Context) -> None:
    """List the stories and the reported dangers of this account with their state."""
    say, member = context.say, context.hearing.member
    rows: list[list[Button]] = []
    reports: list[list[Button]] = []
    if member:
        async with context.read() as r:
            stories = (await r.experiences.of(member.id))[:MOST_LISTED]
            hazards = (await r.hazards.of(member.id))[:MOST_LISTED]
        rows = [[Button(line(one, say), action("show", own_ref(one)))] for one in stories]
        reports = report_rows(hazards, say)
    if not rows and not reports:
        context.reply(
            say("From this account I have no story of yours. If you have a code, type it here."),
            [[Button(say("🗣 Tell"), "tell")]],
        )
        return
    yours = say("These stories are yours. Press one, or type its number.")
    if reports:
        yours = say("You told these stories and dangers. Press one, or type its number.")
    context.reply(yours, [*rows, *reports])


def line(one: Experience, say: Speaker) -> str:
    """Return a story of one's own in one line: its day, how it stands, how it begins."""
    story = (one.shown or one.answers).get("story", "")
    beginning = first_words(story) if isinstance(story, str) else "🎤"
    return " · ".join(
        part
        for part in (say.date(one.received_on), say(_SHORT[one.state]) if one.state in _SHORT else "", beginning)
        if part
    )


async def _open(context: Context, ref: str) -> None:
    if await open_report(context, ref):
        return
    async with context.read() as r:
        one = await find_story(context, r, ref)
        photos = await r.experiences.count_pictures(one.id) if one else 0
    if one is None:
        say_not_found(context)
    else:
        _show(context, one, ref, photos)


def _show(context: Context, one: Experience, ref: str, photos: int) -> None:
    say = context.say
    lines = [say("📖 Your story of {day}", day=say.date(one.received_on)), say(STATES[one.state])]
    if one.state == "published":
        lines += [
            say.say_count("{n} person read it.", "{n} people read it.", one.readers),
            say.say_count("{n} person says it helped.", "{n} people say it helped.", one.helped),
            say.say_count("{n} person tried it too.", "{n} people tried it too.", one.tried),
        ]
    lines += ["", *shown_fields(one.shown or one.answers, say)]
    if photos:
        lines.append(say("📷 Photos: {n}", n=say.number(photos)))
    context.reply("\n".join(lines).rstrip(), _rows(one, ref, say))


def _rows(one: Experience, ref: str, say: Speaker) -> Rows:
    if one.state in ("rejected", "withdrawn"):
        return []
    out = [Button(say("🗑 Take it back"), action("out", ref))]
    if one.state != "waiting":
        return [out]
    ways = [Button(say("➕ Add more"), action("add", ref)), Button(say("✏️ Change"), action("change", ref))]
    return [ways, out]


async def _add(context: Context, ref: str, _more: str) -> None:
    async with context.read() as r:
        one = await find_story(context, r, ref)
        photos = await r.experiences.count_pictures(one.id) if one else 0
    if one is None:
        say_not_found(context)
    elif one.state != "waiting":
        _show(context, one, ref, photos)
    else:
        say = context.say
        context.reply(
            say("What would you like to add? Nothing is needed. ✔️ is there already."),
            added_rows(one, ref, photos, say),
        )


async def _change(context: Context, ref: str, _more: str) -> None:
    context.reply(context.say("What would you like to change?"), changed_rows(ref, context.say))


async def _topic(context: Context, ref: str, _more: str) -> None:
    context.edit(context.say("What is it about? Press a picture, or type its number."), shelf_rows(context, ref))


async def _shelf(context: Context, ref: str, more: str) -> None:
    context.edit(context.say("To which card does it belong?"), card_rows(context, ref, more))


async def _ask_first(context: Context, ref: str, _more: str) -> None:
    async with context.read() as r:
        one = await find_story(context, r, ref)
    if one is None:
        say_not_found(context)
    else:
        ask_to_withdraw(context, one, ref)


def ask_to_withdraw(context: Context, one: Experience, ref: str) -> None:
    """Ask once whether a story goes for good."""
    say = context.say
    lines = [
        escape(line(one, say), quote=False),
        say("Take it back for good? It is gone everywhere at once; only numbers stay."),
    ]
    context.reply(
        "\n".join(lines),
        [[Button(say("🗑 Yes, take it back"), action("gone", ref))], [Button(say("◀️ Back"), action("show", ref))]],
    )


async def _withdraw(context: Context, ref: str, _more: str) -> None:
    """Erase a story everywhere at once."""
    async with context.read() as r:
        one = await find_story(context, r, ref)
    if one is None:
        say_not_found(context)
        return
    context.reply(
        context.say(
            "Gone. I erased your story, its photos and its place in every search. Thank you for having told it."
        ),
        with_lasting=True,
    )
    async with context.write() as w:
        await withdraw(w, one.id, context)
    context.services.experiences.remove(one.id)


async def withdraw(w: Session, id: int, context: Context) -> None:
    """Erase a story and end its review; whoever calls this takes it out of the index when it is written."""
    await w.experiences.withdraw(id)
    await w.cases.close(CASE_KIND, id, "withdrawn", context.now)


async def _show_again(context: Context, ref: str, _more: str) -> None:
    await _open(context, ref)


_VERBS: Mapping[str, Callable[[Context, str, str], Awaitable[None]]] = {
    "show": _show_again,
    "add": _add,
    "change": _change,
    "part": add_part,
    "topic": _topic,
    "shelf": _shelf,
    "card": set_card,
    "out": _ask_first,
    "gone": _withdraw,
}


async def press(context: Context) -> None:
    """Carry out a button under a story: "story:<verb>:<its code, or its own id>:<more>"."""
    verb, _, rest = context.argument.partition(":")
    ref, _, more = rest.partition(":")
    act = _VERBS.get(verb)
    if act is None:
        say_not_found(context)
    else:
        await act(context, ref, more)


def _is_plain(h: Hearing) -> bool:
    return h.is_private and h.kind == "message" and h.command is None and h.action is None


def _is_code(h: Hearing) -> bool:
    return _is_plain(h) and bool(read_code(h.text))


HANDLERS: tuple[On, ...] = (
    on_command("mystory", my_story),
    on_command("mine", mine),
    on_action("story", press),
    On(_is_code, typed_code),
)
